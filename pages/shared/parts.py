"""What a page is made of; a part that returns Html still wants to be shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.html import Content, Html, join, show, tag
from pages.shared.icons import Icon, icon
from pages.shared.links import address
from pages.shared.marks import Tone

_SET_LOOKS = {"blocking": "firm", "monitoring": "info", "backlog": "quiet"}


def page_head(title: str, context: Content = None) -> DeltaGenerator:
    """Draw the title and its one line of context; the container that returns takes controls."""
    row = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    )
    with row:
        show(tag("h1", title), tag("p", context, class_="sub"), width="content")
    return row.container(horizontal=True, width="content", vertical_alignment="center")


def card(title: Content, subtitle: Content = None, *, key: str) -> DeltaGenerator:
    """Draw a card with its heading; the container that returns takes the rest."""
    box = st.container(border=True, height="stretch", key=f"ed-card-{key}")
    with box:
        show(heading(title, subtitle))
    return box


def empty_state(
    title: str,
    what_is_true: Content,
    next_step: str,
    command: str | None = None,
    *,
    alone: bool = False,
) -> None:
    """Draw what stands where nothing is: what is true, and the one thing to do next.

    `alone`: it is all there is on the page, so its title is the page's.
    """
    with st.container(border=True, horizontal_alignment="center"):
        mark = tag("span", icon("info"), class_="big")
        said = tag("p", what_is_true)
        show(tag("div", mark, tag("h1" if alone else "h2", title), said, class_="empty"))
        with st.container(width=620, horizontal_alignment="center"):
            show(tag("p", next_step, class_="sub center"))
            if command:
                st.code(command, language=None, wrap_lines=True)


def heading(title: Content, subtitle: Content = None) -> Html:
    """The title of a card, and what is plotted or counted under it."""
    under = tag("p", subtitle, class_="sub") if subtitle else None
    return join((tag("h2", title), under))


def verdict(tone: Tone, word: str, sentence: Content) -> Html:
    """The answer of a page in words: its icon, its one word in bold, and the sentence."""
    said = tag("div", tag("b", word), " ", sentence)
    return tag("div", icon(tone, tone), said, class_=f"verdict is-{tone}", role="status")


def chip(tone: Tone, word: Content) -> Html:
    """A status: icon and word in the status colour."""
    return tag("span", icon(tone), word, class_=f"chip {tone}")


def pill(label: Content, tone: Tone | None = None) -> Html:
    """A quiet label in a rounded border: a tag, a route, an owner."""
    return tag("span", label, class_=f"pill is-{tone}" if tone else "pill")


def state(name: str) -> Html:
    """Where a case stands, as a pill."""
    return tag("span", name.capitalize(), class_=f"pill is-{_SET_LOOKS.get(name, 'muted')}")


def delta(
    change: float,
    write: Callable[[float], str],
    *,
    better: Literal["up", "down"] | None = None,
) -> Html:
    """A change with its arrow; coloured when `better` says which way is good, else grey."""
    way: Icon = "flat" if change == 0 else "up" if change > 0 else "down"
    tone = None if better is None or way == "flat" else "good" if way == better else "bad"
    return tag("span", icon(way), write(change), class_=f"pill is-{tone or 'quiet'}")


def row(*parts: Content) -> Html:
    """Fragments beside each other; they wrap where there is no room."""
    return tag("div", *parts, class_="row")


@dataclass(frozen=True, slots=True)
class Tile:
    """One number with its name; `note` says what it is compared with, `page` leads on."""

    label: str
    value: Content
    note: Content = None
    drawing: Html | None = None
    page: str | None = None
    query: Mapping[str, object] | None = None


def tiles(*found: Tile) -> Html:
    """The few numbers of a page in one row of cards."""
    return tag("div", *[_tile(one) for one in found], class_="tiles")


def _tile(one: Tile) -> Html:
    href = None if one.page is None else address(one.page, **(one.query or {}))
    return tag(
        "a" if href else "div",
        tag("span", one.label, class_="label"),
        tag("span", one.value, class_="value"),
        tag("span", one.note, class_="note"),
        one.drawing,
        class_="tile",
        href=href,
        data_ed_page=bool(href),
    )
