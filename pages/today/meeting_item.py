"""The item on the table: why it is there, what shows it, what to decide, what came of it."""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from curation.review import Item, Meeting, Outcome
from pages.shared import parts, wording
from pages.shared.acting import Done, filled, press
from pages.shared.between import keep, kept
from pages.shared.html import Html, join, show, tag
from pages.shared.links import link
from pages.today import review_parts as own
from pages.today.meeting_forms import promise_form
from pages.today.meeting_ways import ways
from store.acts import reviewing
from store.answers.on_the_item import so_far
from store.desk import Desk

LONG = 120  # characters, from which on the type is smaller
_KEYS = {
    Outcome.DECIDED: ("Decided", "d"),
    Outcome.DISCUSSED: ("Talked about", "t"),
    Outcome.DEFERRED: ("Later", "l"),
    Outcome.NO_ACTION: ("No action", "x"),
}


def the_item(desk: Desk, actor: str, held: Meeting, item: Item, at: int) -> DeltaGenerator:
    """Draw the item number `at` of the agenda; what returns takes what shows it."""
    size = "any meet-why long" if len(item.why) > LONG else "any meet-why"
    show(_title(held, item), tag("h1", item.why, class_=size))
    told = [one for one in item.evidence if one not in item.why]
    if told:
        show(tag("ul", *[tag("li", one, class_="any") for one in told], class_="plain figures"))
    shown = st.container(key="ed-meet-shown")
    _so_far(desk, held, item)
    with st.container(key="ed-meet-outcome"):
        _ways(desk, actor, item, at)
        _outcome(desk, actor, held, item, at)
    return shown


def _title(held: Meeting, item: Item) -> Html:
    handled = held.of(item.key)
    since = tag("span", "this item ", own.clock(handled.opened_at)) if handled else None
    owner = parts.pill(item.owner) if item.owner else tag("span", "nobody's yet")
    place = own.led(join(("Evidence ", tag("kbd", "E"))), item.link, data_ed_evidence=True)
    kind = tag("b", own.heading(item.kind))
    return parts.row(kind, own.rarely(item), owner, own.came_of(handled), since, place)


def _ways(desk: Desk, actor: str, item: Item, at: int) -> None:
    found = ways(desk, actor, item)
    if not found.ways and not found.said:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="ed-meet-ways"):
        for n, one in enumerate(found.ways, 1):
            st.button(
                f"{one.label} `{n}`", key=f"ed-meet-act-{at}-{n}", on_click=one.act,
                disabled=not one.may, type="primary" if one.first and one.may else "secondary",
            )  # fmt: skip
        if found.said:
            show(tag("span", found.said, class_="sub"), width="content")


def _so_far(desk: Desk, held: Meeting, item: Item) -> None:
    """What was decided about it in this review, and who promised what."""
    handled, found = held.of(item.key), so_far(desk, held, item)
    lines = [
        tag("li", tag("b", one.who), f" {one.did}", f" “{one.why}”" if one.why else None, " ",
            link(f"#{one.seq}", "decisions", seq=one.seq))
        for one in found.decisions
    ]  # fmt: skip
    if lines:
        show(tag("h2", "Decided on it"), tag("ul", *lines, class_="plain linked"))
    if found.actions:
        show(tag("h2", "Actions"), own.action_lines(found.actions))
    if handled and handled.note and handled.settled:
        show(tag("p", f"Note: {handled.note}", class_="any"))


def _outcome(desk: Desk, actor: str, held: Meeting, item: Item, at: int) -> None:
    """The note, an action, and what came of it: one key each."""
    handled = held.of(item.key)
    note = f"ed-meet-note-{at}"
    st.text_input(
        "Note", value=handled.note if handled else "", key=note, max_chars=400,
        on_change=partial(_noted, desk, actor, held, item, note),
        placeholder="What was said, for the minutes (n)", label_visibility="collapsed",
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Action `a`", key=f"ed-meet-promise-{at}", icon=":material/add_task:",
                  on_click=partial(promise_form, desk, actor, held, item))  # fmt: skip
        for outcome, (label, key) in _KEYS.items():
            act = partial(_settled, desk, actor, held, item, outcome, note)
            stands = handled is not None and handled.outcome is outcome
            st.button(
                f"{label} `{key}`", on_click=press, args=(act,),
                key=f"ed-meet-{outcome.replace(' ', '-')}-{at}",
                type="primary" if stands or outcome is Outcome.DECIDED else "secondary",
            )  # fmt: skip
        show(tag("span", tag("kbd", "S"), " skip · ", tag("kbd", "?"), " all keys",
                 class_="sub"), width="content")  # fmt: skip


def _noted(desk: Desk, actor: str, held: Meeting, item: Item, note: str) -> None:
    """Keep what was typed, whatever is pressed next and whoever settles the item."""

    def write() -> None:
        met = reviewing.annotate(
            desk, item.key, filled(note), actor=actor, week=held.week,
            seen=_seen(held, item, note),
        )  # fmt: skip
        now = met.meeting.of(item.key)
        keep(f"{note}-seen", now.seen if now else 0)

    press(write)


def _seen(held: Meeting, item: Item, note: str) -> int:
    """What the page showed of the item, or what its own note has made of it since."""
    handled = held.of(item.key)
    shown = handled.seen if handled else 0
    return max(shown, int(kept(f"{note}-seen") or 0))


def _settled(
    desk: Desk, actor: str, held: Meeting, item: Item, outcome: Outcome, note: str
) -> Done:
    met = reviewing.settle(
        desk, item.key, outcome, actor=actor, note=filled(note), week=held.week,
        seen=_seen(held, item, note),
    )  # fmt: skip
    if held.on == item.key:  # who looked ahead stays where they are
        st.query_params.pop("item", None)
    left = len(met.meeting.left)
    rest = (
        f"{wording.many(left, 'item')} left." if left else "All is settled: close the review."
    )
    return Done("good", f"{outcome.capitalize()}.", f"{item.why} {rest}")
