"""One failure group: its inputs, to be chosen and moved."""

from functools import partial

import streamlit as st

from curation.cases import State
from pages.shared import parts, wording
from pages.shared.acting import Done, filled, moved, press
from pages.shared.html import show, tag
from pages.shared.links import link
from pages.triage.forms import UNTIL
from store.acts.moving import move
from store.answers.inbox import Group, GroupCase, group_cases
from store.desk import Desk

SHOWN_CASES = 25


def one_group(desk: Desk, group: Group, actor: str) -> None:
    """Draw the inputs of `group` with the acts on the chosen ones."""
    rows = group_cases(desk, group.group)
    waiting = [row for row in rows if row.state is None]
    title = (
        f"{wording.words(group.kind)} on {group.route}: {wording.many(group.count, 'failure')}"
    )
    with parts.card(title, f"{group.expected or '?'} → {group.actual or '?'}", key="group"):
        chosen = [row for row in waiting[:SHOWN_CASES] if _pick(row)]
        if len(waiting) > SHOWN_CASES:
            show(tag("p", f"and {len(waiting) - SHOWN_CASES} more inputs", class_="muted"))
        _actions(desk, group.group, chosen, actor)


def _pick(row: GroupCase) -> bool:
    line = st.container(horizontal=True, gap="small", key=f"ed-pick-{row.case}")
    with line:
        name = f"Choose {row.case}"
        picked = st.checkbox(name, key=f"pick:{row.case}", label_visibility="collapsed")
        last = wording.day(row.last_seen) if row.last_seen else "time unknown"
        about = tag("small", f" {row.count} × · last {last}", class_="muted")
        show(tag("p", link(row.title, "case", id=row.case), about, class_="pick"))
    return picked


def _actions(desk: Desk, group: str, chosen: list[GroupCase], actor: str) -> None:
    many = len(chosen) or ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Why", key=f"why:{group}", placeholder="needed to dismiss")
        st.text_input("Dismiss until", key=f"until:{group}", value="escalates", help=UNTIL)
        for to, verb, icon in (
            (State.BACKLOG, "Backlog", ":material/inbox:"),
            (State.MONITORING, "Monitoring", ":material/visibility:"),
            (State.BLOCKING, "Blocking", ":material/block:"),
            (State.DISMISSED, "Dismiss", ":material/snooze:"),
        ):
            st.button(
                f"{verb} {many}".strip(),
                key=f"to:{to}",
                icon=icon,
                type="primary" if to is State.BACKLOG else "secondary",
                disabled=not chosen,
                on_click=press,
                args=(partial(_move, desk, group, chosen, to, actor),),
            )


def _move(desk: Desk, group: str, chosen: list[GroupCase], to: State, actor: str) -> Done:
    seen = {row.case: row.version or 0 for row in chosen}
    sleeps = filled(f"until:{group}") if to is State.DISMISSED else None
    reason = filled(f"why:{group}")
    return moved(
        move(desk, list(seen), to, actor=actor, reason=reason, until=sleeps, seen=seen)
    )
