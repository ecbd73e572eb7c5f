"""The forms that merge and archive groups: what would change is shown before the button."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import streamlit as st

from curation.errors import CurationError
from pages.shared.html import Html, join, prose, show, tag
from pages.shared.wording import many
from pages.triage.deciding import WHY, Chosen, decide, objected, seen
from store.acts import regrouping as acts
from store.answers.regrouping import archiving, merging
from store.desk import Desk

ESCALATES, UNTIL, MORE = "It escalates", "A date", "More failures"


@st.dialog("Merge groups", width="medium")
def merge_form(desk: Desk, actor: str, chosen: Chosen) -> None:
    """Which group stays, what the whole is called, and what becomes of the others."""
    by_id = {group.group: group for group in chosen}
    into = st.selectbox(
        "Show them all in", list(by_id), format_func=lambda one: by_id[one].title
    )
    name = st.text_input("Name of the whole", value=by_id[into].name or "", max_chars=80)
    why = st.text_input("Why", placeholder=WHY)
    would = merging(desk, list(by_id), into, actor=actor)
    size = f"{many(would.failures, 'failure')} of {many(would.cases, 'input')}"
    show(
        tag("p", tag("b", f"{size} in one group"), " after it. "),
        _lines(
            f"{by_id[one].title}: its {many(by_id[one].total, 'failure')} "
            + ("stay where they are" if one == into else "become part of it")
            for one in by_id
        ),
        tag("p", "No case changes its set, and undo parts them again.", class_="muted"),
    )
    objected((by_id[one].title, objection) for one, objection in would.objections)
    act = partial(
        acts.merge, desk, list(by_id), into, actor=actor, reason=why, name=name,
        seen=seen(chosen),
    )  # fmt: skip
    told = f"{many(len(by_id), 'group is', 'groups are')} one now: {size}."
    decide(f"Merge {len(by_id)} groups", act, told, by_id, bool(would.objections))


@st.dialog("Archive", width="medium")
def archive_form(desk: Desk, actor: str, chosen: Chosen) -> None:
    """Until when groups sleep: the rule in words, with the numbers that it rests on."""
    by_id = {group.group: group for group in chosen}
    until = _until()
    why = st.text_input("Why", placeholder=WHY)
    try:
        would = archiving(desk, list(by_id), until, actor=actor)
    except CurationError as refusal:
        show(tag("p", prose(str(refusal)), class_="warn"))
        return
    for one in would:
        group = by_id[one.group]
        leave = f"{many(group.count, 'failure')} of {many(group.cases, 'input')}"
        show(
            tag("p", tag("b", group.title)),
            tag("p", one.rest.words),
            tag("p", f"{leave} that wait now leave the inbox meanwhile.", class_="muted"),
        )
    against = [(by_id[one.group].title, o) for one in would for o in one.objections]
    objected(against)
    act = partial(
        acts.archive, desk, list(by_id), until, actor=actor, reason=why, seen=seen(chosen)
    )
    told = join(
        (join((by_id[one.group].title, ": ", one.rest.words)) for one in would), tag("br")
    )
    decide(f"Archive {many(len(by_id), 'group')}", act, told, by_id, bool(against))


def _until() -> str | None:
    kind = st.segmented_control(
        "Sleep until", [ESCALATES, UNTIL, MORE], default=ESCALATES, required=True
    )
    if kind == UNTIL:
        tomorrow = datetime.now(UTC).date() + timedelta(days=1)
        day: date = st.date_input(
            "Back on", value=tomorrow + timedelta(days=29), min_value=tomorrow
        )
        return day.isoformat()
    if kind == MORE:
        return (
            f"+{st.number_input('Further failures', min_value=1, max_value=99_999, value=10)}"
        )
    return None


def _lines(found: Iterable[str]) -> Html:
    return tag("ul", *[tag("li", one) for one in found], class_="plain")
