"""Meeting mode: one item at a time, at the size of a wall, on every screen of the room."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from curation.errors import CurationError
from curation.review import Meeting
from pages.shared import parts
from pages.shared.acting import said
from pages.shared.html import Html, join, show, tag
from pages.shared.links import address
from pages.today import review_parts as own
from pages.today.meeting_evidence import evidence
from pages.today.meeting_item import the_item
from pages.today.meeting_keys import Told, keyboard
from pages.today.meeting_rail import rail
from pages.today.minutes import minutes_form
from pages.today.review_start import close_form, present_form
from store.acts import reviewing
from store.answers.review import known_people
from store.desk import Desk

_STYLE = Path(__file__).with_name("meeting.css")
KEY = "ed-meeting"  # of the container: the page's type grows with it


def meeting_mode(desk: Desk, actor: str, held: Meeting) -> None:
    """Draw the item on the table, or the one of `?item=` for who looks ahead by themselves."""
    st.html(_STYLE)
    keys = tuple(one.key for one in held.agenda)
    with st.container(key=KEY):
        if not keys:
            _head(desk, actor, held, None)
            said(desk, actor)
            show(parts.verdict("good", "Nothing is on the agenda.", "Close the review."))
            return
        alone = _alone(keys)
        shown = alone or (held.on if held.on in keys else keys[-1])
        at = keys.index(shown)
        with desk.ledger.reading() as asked:
            stamp = str(asked.head()[0])
        _listen(desk, actor, held, at, stamp, alone=alone is not None)
        _head(desk, actor, held, at)
        said(desk, actor)
        if alone and alone != held.on:
            _on_your_own(held)
        left, right = st.columns([5, 2], gap="medium")
        with left:
            slot = the_item(desk, actor, held, held.agenda[at], at)
        with right:
            rail(desk, held.week, shown)
        with slot:  # last: a replay takes its time, and nobody waits for it to decide
            evidence(desk, actor, held.agenda[at])


def _alone(keys: tuple[str, ...]) -> str | None:
    wanted = st.query_params.get("item")
    return wanted if wanted in keys else None


def _listen(desk: Desk, actor: str, held: Meeting, at: int, stamp: str, *, alone: bool) -> None:
    item = held.agenda[at]
    done = {one.key for one in held.handled if one.settled}
    told = Told(
        items=tuple(one.key for one in held.agenda),
        settled=tuple(n for n, one in enumerate(held.agenda) if one.key in done),
        at=at,
        room=stamp,
        now=desk.ledger.clock().timestamp(),
        said=f"Item {at + 1} of {len(held.agenda)}. {own.heading(item.kind)}: {item.why}",
    )
    turn: Callable[[str], None] = partial(_turn, desk, actor, held.week)
    keyboard(told, _look if alone else turn)


def _look(key: str) -> None:
    st.query_params["item"] = key


def _turn(desk: Desk, actor: str, week: str, key: str) -> None:
    """Put the item on the table; who may not do that looks at it alone."""
    try:
        reviewing.turn_to(desk, key, actor=actor, week=week)
    except CurationError:
        _look(key)


def _head(desk: Desk, actor: str, held: Meeting, at: int | None) -> None:
    with st.container(
        key="ed-meet-head", horizontal=True, horizontal_alignment="distribute",
        vertical_alignment="center",
    ):  # fmt: skip
        show(_where(held, at), width="content")
        with st.container(
            horizontal=True, width="content", gap="small", vertical_alignment="center"
        ):
            people = partial(_there, desk, actor, held)
            st.button("Present `p`", key="ed-meet-present", type="tertiary", on_click=people)
            minutes = partial(minutes_form, desk, held)
            st.button("Minutes `m`", key="ed-meet-minutes", type="tertiary", on_click=minutes)
            over = partial(close_form, desk, actor, held)
            last = bool(held.agenda) and not held.left
            st.button("Close `q`", key="ed-meet-close", on_click=over,
                      type="primary" if last else "tertiary")  # fmt: skip
            show(_leave(held), width="content")


def _there(desk: Desk, actor: str, held: Meeting) -> None:
    present_form(desk, actor, held, known_people(desk))


def _where(held: Meeting, at: int | None) -> Html:
    """Which review, how far it is, and how long it goes on."""
    number = None if at is None else tag("b", f"{at + 1} of {len(held.agenda)}")
    whole = tag("span", "whole ", own.clock(held.started_at), class_="muted")
    title = tag("span", "Weekly review ", own.week_told(held.week), class_="muted")
    return tag("div", join((title, number, whole), " · "), class_="meet-where")


def _leave(held: Meeting) -> Html:
    href = address("review", week=held.week)
    return tag("a", "Leave ", tag("kbd", "Esc"), href=href, data_ed_page=True,
               data_ed_leave=True, class_="leave")  # fmt: skip


def _on_your_own(held: Meeting) -> None:
    told = "The others look at another item. What you decide here counts all the same. "
    href = address("review", meet=1, week=held.week)
    back = tag("a", "Back to the table ", tag("kbd", "B"), href=href, data_ed_page=True,
               data_ed_back=True)  # fmt: skip
    show(parts.verdict("info", "You look ahead.", join((told, back))))
