"""The filters of a list: what can be chosen, with its count, and what was chosen."""

from collections.abc import Iterable, Mapping

import streamlit as st

from curation.cases import Severity
from curation.saturation import Telling
from curation.tenure import Age
from pages.shared import wording
from pages.shared.html import Content, Html, join, show, tag
from pages.triage.address import Asked, from_the_start
from store.answers.listing import NONE, Listing
from store.answers.members import RESULTS

TITLES = {
    "result": "Last result",
    "use": "What it tells",
    "severity": "Severity",
    "owner": "Owner",
    "age": "In the set for",
    "route": "Route",
    "kind": "Kind of failure",
    "source": "Source",
    "tag": "Tag",
}
ORDERS = {
    "severity": "Most severe",
    "cost": "Dearest",
    "oldest": "Longest in the set",
    "newest": "Newest in the set",
    "result": "Worst last result",
    "use": "Longest row of passes",
}
_ORDERED = {
    "severity": (*reversed(Severity), NONE),
    "age": tuple(Age),
    "result": RESULTS,
    "use": tuple(Telling),
}
_WORDS = {
    ("severity", NONE): "Not set",
    ("owner", NONE): "Nobody",
    ("tag", NONE): "No tag",
    ("kind", NONE): "Not a failure",
    ("age", Age.WEEK): "Under a week",
    ("age", Age.MONTH): "1 to 4 weeks",
    ("age", Age.QUARTER): "4 to 13 weeks",
    ("age", Age.OLDER): "Over 13 weeks",
    ("age", Age.UNKNOWN): "Not known",
    ("result", "missing"): "Not run",
    ("result", "never"): "Never run",
    ("use", Telling.TELLING): "Still tells",
    ("use", Telling.TOO_FEW): "Too few to say",
}
_AS_IT_IS = ("owner", "tag", "route")
SHOWN = 10


def value(name: str, said: str) -> str:
    """The value of a filter as a person reads it."""
    known = _WORDS.get((name, said))
    return known or (said if name in _AS_IT_IS else wording.words(said))


def filters(asked: Asked, found: Listing) -> None:
    """Draw the search, the filters with their counts, and what they are set to."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Search", key="q", bind="query-params", type="search", on_change=from_the_start,
            placeholder="Search inputs, expected answers, tags, ids",
            label_visibility="collapsed", icon=":material/search:", width=360,
        )  # fmt: skip
        number = len(asked.filters.given) - bool(asked.filters.text)
        label = f"Filters ({number})" if number else "Filters"
        with st.popover(f"{label} and order", icon=":material/tune:", key="filters"):
            show(_panel(asked, found))
    if asked.filters.given:
        show(_given(asked))


def _panel(asked: Asked, found: Listing) -> Html:
    orders = [
        (asked.link(words, sort=sort), sort == asked.sort) for sort, words in ORDERS.items()
    ]
    groups = [_group("Order", orders)]
    for name, title in TITLES.items():
        chosen = getattr(asked.filters, name)
        counts = dict(found.facets[name])
        if chosen and chosen not in counts:
            counts[chosen] = 0
        groups.append(_group(title, _values(asked, name, counts, chosen)))
    return tag("div", *groups, class_="facets")


def _values(
    asked: Asked, name: str, counts: Mapping[str, int], chosen: str | None
) -> list[tuple[Html, bool]]:
    order = [one for one in _ORDERED.get(name, counts) if one in counts]
    return [
        (
            asked.link(
                join((value(name, one), tag("span", wording.count(counts[one])))),
                **{name: None if one == chosen else one},
            ),
            one == chosen,
        )
        for one in order
    ]


def _group(title: str, links: Iterable[tuple[Html, bool]]) -> Html:
    lines = [tag("li", one, class_="on" if on else None) for one, on in links]
    rest = lines[SHOWN:]
    more = tag("summary", f"{len(rest)} more")
    hidden = tag("details", more, tag("ul", *rest)) if rest else None
    return tag("div", tag("h3", title), tag("ul", *lines[:SHOWN]), hidden)


def _given(asked: Asked) -> Html:
    """What narrows the list, each with the way to take it off."""
    chips: list[Content] = []
    for name, said in asked.filters.given.items():
        known = "Search" if name == "text" else TITLES[name]
        told = f"“{said}”" if name == "text" else value(name, said)
        gone = {"q" if name == "text" else name: None}
        off = tag("span", "take off", class_="vh")
        chips.append(asked.link(join((f"{known}: {told} ", off, "✕")), **gone))
    everything: dict[str, str | None] = dict.fromkeys((*TITLES, "q"))
    chips.append(asked.link("Take all off", **everything))
    return tag("div", *chips, class_="row chosen")
