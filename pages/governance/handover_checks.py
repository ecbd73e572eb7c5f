"""One checklist: what the desk sees by itself, and what somebody has to have seen."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from curation.checklists import Held
from pages.governance.handover_answers import lead
from pages.governance.handover_forms import tick_form, untick_form
from pages.shared import parts, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.marks import Tone
from pages.shared.tables import Column, table
from store.answers.handover import Check, ChecklistShown
from store.desk import Desk

_TONES: dict[Held, Tone] = {
    Held.DONE: "good",
    Held.OLD: "warn",
    Held.NOT_DONE: "bad",
    Held.UNKNOWN: "unknown",
}


def checks(desk: Desk, actor: str, found: ChecklistShown) -> None:
    """Draw the checklist."""
    tone: Tone = "good" if not found.open else "warn"
    show(parts.verdict(tone, f"{found.title}.", f"{found.when} {found.sentence}"))
    seen = [one for one in found.checks if not one.by_hand]
    held = sum(one.state is Held.DONE for one in seen)
    told = f"{held} of {wording.many(len(seen), 'item')} hold now"
    with parts.card("What the desk sees by itself", told, key="seen"):
        show(_seen(seen))
    with parts.card(
        "What somebody has to have seen",
        "Ticked by a person, in their name, never by the desk",
        key="by-hand",
    ):
        for one in found.checks:
            if one.by_hand:
                _row(desk, actor, found.name, one)


def _seen(found: Sequence[Check]) -> Html:
    columns = [
        Column("State", tight=True),
        Column("What has to hold"),
        Column("What is so", phone=True),
    ]
    rows: list[list[Content]] = [[_state(one), one.text, _known(one)] for one in found]
    return table("What the desk sees by itself", columns, rows, names=1)


def _state(one: Check) -> Html:
    word = "not ticked" if one.by_hand and one.state is Held.NOT_DONE else one.state.value
    tone = "unknown" if one.by_hand and one.state is Held.NOT_DONE else _TONES[one.state]
    return parts.chip(tone, word)


def _known(one: Check) -> Html:
    said = f"{one.said[0].upper()}{one.said[1:]}."
    found = lead(one.link, said) if one.link else tag("span", said)
    way = tag("div", tag("code", one.clear), class_="sub") if _lacks(one) else None
    return join((found, way))


def _lacks(one: Check) -> bool:
    return one.state is not Held.DONE and not one.by_hand


def _row(desk: Desk, actor: str, name: str, one: Check) -> None:
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key=f"ed-line-{one.item}",
    ):
        show(_told(one), width="stretch")
        if one.state is not Held.DONE:
            label = "Tick again" if one.by else "Tick"
            act = partial(tick_form, desk, actor, name, one)
            st.button(label, key=f"tick:{one.item}", on_click=act)
        if one.by:
            take = partial(untick_form, desk, actor, name, one)
            st.button("Take away", key=f"untick:{one.item}", type="tertiary", on_click=take)


def _told(one: Check) -> Html:
    note = f" “{one.note}”" if one.note else ""
    if one.by:
        said = lead(one.link or "decisions", f"{one.said[0].upper()}{one.said[1:]}.")
        under: Content = join((said, note))
    else:
        under = one.clear
    return tag(
        "div",
        parts.row(_state(one), tag("b", one.text)),
        tag("p", under, class_="sub any"),
    )
