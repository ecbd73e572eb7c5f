"""The tasks of the Labels page: how far each is and who lacks what; ask for more, close one."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from curation.cases import SETS
from pages.shared import parts, tables, wording
from pages.shared.acting import Done, press
from pages.shared.html import Html, join, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from store.acts.asking_for_labels import Choice, ask_for_labels, close_task
from store.answers.label_work import TaskShown, require_choice
from store.desk import Desk

ANY = "Blocking and monitoring"
_LOOKS: Mapping[str, Tone] = {"open": "info", "done": "good"}


def ask_form(desk: Desk, actor: str) -> None:
    """The button that opens the form."""
    st.button("Ask for labels", icon=":material/add:", key="ask-labels",
              on_click=partial(_form, desk, actor))  # fmt: skip


@st.dialog("Ask for labels", width="small")
def _form(desk: Desk, actor: str) -> None:
    """Which cases, how many people, who, and by when."""
    show(tag("p", "Each labels by themselves: what the others say is hidden until all have. "
             "Cases that have their labels are left out.", class_="muted"))  # fmt: skip
    title = st.text_input("What it is about", placeholder="Refunds, first round")
    chosen = st.selectbox("Cases of", [ANY, *SETS], format_func=str.capitalize)
    route = st.text_input("Only of the route", placeholder="Any")
    attribute = st.text_input("Only with the attribute", placeholder="category=refund")
    left, right = st.columns(2)
    limit = left.number_input("Cases at most", min_value=1, value=50)
    wanted = right.number_input("People who label each", min_value=1, value=_floor(desk))
    named = st.text_input("Reviewers", placeholder="Ana, Ben; empty: whoever comes first")
    due = st.date_input("Due", value=None)
    if st.button("Ask", type="primary", key="ask-labels-now"):
        press(lambda: _asked(desk, actor, title, Choice(
            set=None if chosen == ANY else chosen,
            route=route.strip() or None,
            attributes=[require_choice(attribute)] if attribute.strip() else [],
            limit=int(limit),
        ), int(wanted), named, due.isoformat() if due else None))  # fmt: skip
        st.rerun()


def _floor(desk: Desk) -> int:
    with desk.ledger.reading() as asked:
        return int(asked.policy().value("labels.reviewers"))


def _asked(
    desk: Desk, actor: str, title: str, chosen: Choice, wanted: int, named: str, due: str | None
) -> Done:
    people = [one.strip() for one in named.split(",") if one.strip()]
    made = ask_for_labels(
        desk, title, chosen, actor=actor, wanted=wanted, reviewers=people, due=due
    )
    who = ", ".join(made.reviewers) or "whoever comes first"
    cases = wording.many(len(made.cases), "case")
    told = f"{made.id} asks {made.wanted} people about each of {cases}: {who}."
    return Done("good", "Asked.", told)


def task_list(desk: Desk, actor: str, found: tuple[TaskShown, ...]) -> None:
    """Each task with its progress by reviewer."""
    for one in found:
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center",
            key=f"ed-task-{one.id}",
        ):  # fmt: skip
            show(_told(one), width="stretch")
            if one.state == "open":
                st.button("Close", key=f"close:{one.id}", on_click=press,
                          args=(partial(_closed, desk, actor, one.id),))  # fmt: skip


def _closed(desk: Desk, actor: str, task_id: str) -> Done:
    close_task(desk, task_id, actor=actor)
    return Done("info", "Closed.", f"{task_id} asks nobody any more.")


def _told(one: TaskShown) -> Html:
    late = parts.chip("warn", "overdue") if one.overdue else None
    due = f" · due {wording.day(one.due)}" if one.due else ""
    asked = "whoever comes first" if one.open_to_all else "by name"
    rows = [(r.name, str(r.given), str(r.left)) for r in one.reviewers]
    columns = ("Reviewer", tables.Column("Labelled", number=True),
               tables.Column("Left", number=True))  # fmt: skip
    return tag(
        "div",
        parts.row(tag("b", link(one.id, "labels", task=one.id)), one.title,
                  parts.pill(one.state, _LOOKS.get(one.state)), late),
        tag("p", f"{one.done} of {one.cases} cases have their {one.wanted} labels · {asked} · "
            f"standard v{one.standard} · asked by {one.by}{due}", class_="sub"),
        tables.table(f"Reviewers of {one.id}", columns, rows) if rows else join(()),
    )  # fmt: skip
