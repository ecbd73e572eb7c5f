"""Small parts of the review's pages: a place that leads on, what came of an item, a promise."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from urllib.parse import parse_qsl

from curation.actions import Promised, Standing
from curation.review import KINDS, MORE, Handled, Item, Meeting, Outcome, monday
from pages.shared import parts, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.links import address, link
from pages.shared.marks import Tone
from pages.shared.tables import Column, table

WEEKLY = "weekly"
_OUTCOMES: dict[Outcome, tuple[Tone, str]] = {
    Outcome.DECIDED: ("good", "decided"),
    Outcome.DISCUSSED: ("info", "discussed"),
    Outcome.DEFERRED: ("warn", "deferred"),
    Outcome.NO_ACTION: ("good", "no action"),
}
_STANDINGS: dict[Standing, Tone] = {
    Standing.HELD: "good",
    Standing.NOT_HELD: "bad",
    Standing.DUE: "info",
    Standing.OVERDUE: "warn",
    Standing.DROPPED: "unknown",
}


def led(label: Content, to: str, **attributes: str | bool) -> Html:
    """`label` as a link to a place as answers name it: `case?id=c-1`."""
    page, _, query = to.partition("?")
    href = address(page, **dict(parse_qsl(query)))
    return tag("a", label, href=href, data_ed_page=True, **attributes)


def by_kind(items: Iterable[Item]) -> list[tuple[str, list[Item]]]:
    """The items under their headings, in the order of the agenda."""
    grouped = groupby(items, key=lambda one: one.kind)
    return [(heading(kind), list(found)) for kind, found in grouped]


def heading(kind: str) -> str:
    """What a kind of item is called."""
    return KINDS.get(kind, wording.words(kind))


def week_told(week: str) -> str:
    """A week of a review as people say it: 2026-W47, 16-22 Nov 2026."""
    return f"{week}, {wording.week(monday(week))}"


def next_week(week: str) -> str:
    """The day on which the next review's week begins, which is when an action is due."""
    return (monday(week) + timedelta(days=7)).isoformat()


def came_of(handled: Handled | None) -> Html | None:
    """What came of an item, as a chip; None while it is not settled."""
    if handled is None or handled.outcome is None:
        return None
    tone, word = _OUTCOMES[handled.outcome]
    return parts.chip(tone, word)


def standing(one: Promised) -> Html:
    """Whether a promise held."""
    return parts.chip(_STANDINGS[one.standing], one.standing)


def rarely(item: Item) -> Html | None:
    """That an item comes once a month, or once a quarter."""
    return None if item.cadence == WEEKLY else parts.pill(item.cadence.capitalize())


def called(item: Item) -> Html:
    """An item in one line that leads to it; what a kind has beyond its cap says so itself."""
    return led(item.why, item.link, class_="any")


def is_more(item: Item) -> bool:
    """Whether the item stands for what its kind has beyond its cap."""
    return item.subject == MORE


def promises(found: Sequence[Promised], caption: str) -> Html:
    """What was promised: by whom, until when, and whether it held."""
    columns = [
        "What",
        Column("Owner", tight=True),
        Column("Due", tight=True, phone=False),
        Column("Stands", tight=True),
        Column("How that is known", phone=False),
    ]
    rows: list[list[Content]] = [
        [
            join((led(one.what, one.link), tag("small", f" {one.id}")))
            if one.link
            else join((one.what, tag("small", f" {one.id}"))),
            one.owner,
            wording.day(one.due),
            standing(one),
            one.why,
        ]
        for one in found
    ]
    return table(caption, columns, rows)


def clock(since: str) -> Html:
    """How long since a moment; the browser counts on."""
    began = datetime.fromisoformat(since)
    return tag("span", "…", class_="clock", data_ed_since=f"{began.timestamp():.0f}")


def present(held: Meeting) -> Html:
    """Who is there, the chair first."""
    others = [one for one in held.present if one != held.chair]
    chair = tag("b", held.chair, tag("small", " chairs", class_="muted"))
    return join((chair, *others), ", ")


def past_link(week: str) -> Html:
    """A link to the review of a week."""
    return link(week, "review", week=week)


def action_lines(found: Sequence[Promised]) -> Html:
    """The actions of one item, each in a line."""
    lines = [
        tag("li", tag("b", one.owner), f" until {wording.day(one.due)}: {one.what} ",
            tag("small", one.id, class_="muted"))
        for one in found
    ]  # fmt: skip
    return tag("ul", *lines, class_="plain")
