"""Lists: what needs a person, a history, names with their values."""

from collections.abc import Iterable
from dataclasses import dataclass

from pages.shared.html import Content, Html, join, tag
from pages.shared.icons import icon
from pages.shared.marks import Tone


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that needs a person: what, why, and whose it is."""

    tone: Tone
    what: Content
    why: Content = None
    side: Content = None


def todo_list(found: Iterable[Todo]) -> Html:
    """What needs a person now, worst first."""
    return tag(
        "ul",
        *[
            tag(
                "li",
                icon(one.tone, one.tone),
                tag("b", one.what),
                tag("span", one.side, class_="side"),
                tag("small", one.why) if one.why else None,
            )
            for one in found
        ],
        class_="todo",
    )


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a history: who did what, when, and why."""

    who: str
    what: Content
    when: str
    reason: str | None = None


def timeline(events: Iterable[Event]) -> Html:
    """A history, newest first."""
    return tag("ol", *[_event(one) for one in events], class_="timeline")


def _event(one: Event) -> Html:
    why = tag("div", "“", one.reason, "”") if one.reason else None
    return tag("li", tag("b", one.who), " ", one.what, why, tag("small", one.when))


def facts(pairs: Iterable[tuple[str, Content]]) -> Html:
    """Names and values, one under the other."""
    rows = (join((tag("dt", name), tag("dd", value))) for name, value in pairs)
    return tag("dl", *rows, class_="facts")
