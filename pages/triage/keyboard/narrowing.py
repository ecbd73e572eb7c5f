"""The filters of the queue: how they stand in the address, in a popover and as chips."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from curation.filters import ME, Filters, Place, body, from_body
from pages.shared import wording
from pages.shared.html import Html, show, tag
from pages.shared.icons import icon
from pages.shared.links import address, link
from pages.shared.looking_back import ask_for

ANY = "All"
EVERY = "all"  # the group that is every group
Counts = Mapping[str, Mapping[str, int]]
Query = dict[str, Any]
_ALONE = ("kind", "route", "version", "week", "owner", "due", "state")
_CALLED = {"version": "Model version", "due": "Due"}
MOST_COLUMNS = 12  # of cohorts, each with a field of its own


def asked() -> Filters:
    """The filters that stand in the address; words that are none are refused."""
    said = {name: _one(name) for name in _ALONE}
    group = st.query_params.get("group")
    return from_body(
        {
            **said,
            "group": None if group == EVERY else group,
            "text": st.query_params.get("q"),
            "cohort": st.query_params.get_all("cohort"),
        }
    )


def query_of(filters: Filters) -> Query:
    """The address of the queue under `filters`."""
    said = body(filters)
    return {"group": EVERY, **said, "text": None, "q": filters.text}


def is_narrowed(filters: Filters) -> bool:
    """Whether anything but the group is chosen."""
    return bool(set(body(filters)) - {"group"})


def popover(filters: Filters, found: Counts, actor: str) -> None:
    """Every facet with its counts; a choice goes into the address at once."""
    chosen = len(set(body(filters)) - {"group", "text", "cohort"}) + len(filters.cohort)
    name = f"Filters · {chosen}" if chosen else "Filters"
    with st.popover(name, icon=":material/tune:"):
        for facet in ("state", "owner", "due", "kind", "route", "version", "week"):
            _field(filters, facet, _offered(filters, facet, found, actor))
        columns = dict.fromkeys(one.partition("=")[0] for one in found["cohort"])
        for column in [*columns][:MOST_COLUMNS]:
            _cohort(filters, column, found["cohort"])


def chips(filters: Filters) -> None:
    """What is chosen, each with its way out, and a way out of all."""
    said = {facet: getattr(filters, facet) for facet in _ALONE if getattr(filters, facet)}
    query = query_of(filters)
    found = [
        _chip(f"{_called(facet)}: {_told(facet, value)}", {**query, facet: None})
        for facet, value in said.items()
    ]
    for one in filters.cohort:
        rest = [other for other in filters.cohort if other != one]
        found.append(_chip(one, {**query, "cohort": rest}))
    if filters.text:
        found.append(_chip(f"“{filters.text}”", {**query, "q": None}))
    if len(found) > 1:
        found.append(link("Clear all", "inbox", group=query["group"]))
    if found:
        show(tag("div", *found, class_="row"))


def _chip(label: str, without: Query) -> Html:
    cross = tag("span", icon("bad"), class_="muted")
    return tag(
        "a", label, " ", cross, class_="pill", href=address("inbox", **without),
        data_ed_page=True, aria_label=f"Remove the filter {label}",
    )  # fmt: skip


def _one(name: str) -> str | None:
    said = st.query_params.get(name)
    return None if said in (ANY, Place.WAITING) else said


def _offered(filters: Filters, facet: str, found: Counts, actor: str) -> dict[str, int]:
    """The choices of a facet with what each would leave; my own cases come first."""
    counts = dict(found[facet])
    if facet != "owner":
        return counts
    own = counts.get(actor, 0)
    if filters.owner != actor:  # who is chosen by name stays in the list under the name
        counts.pop(actor, None)
    return {ME: own, **counts}


def _field(filters: Filters, facet: str, counts: Mapping[str, int]) -> None:
    chosen: str | None = getattr(filters, facet)
    none = Place.WAITING if facet == "state" else ANY
    rest = {value: n for value, n in counts.items() if value != none}
    options = [none, *dict.fromkeys([*rest, *([chosen] if chosen else [])])]

    def told(value: str) -> str:
        if value == ANY:
            return "All"
        return f"{_told(facet, value)} · {wording.count(counts.get(value, 0))}"

    # The key says what stands: a chip that is removed makes another field.
    key = f"ed-filter-{facet}-{chosen}"
    at = options.index(chosen) if chosen else 0
    value = st.selectbox(_called(facet), options, at, key=key, format_func=told)
    if value != options[at]:
        _go(from_body(body(filters) | {facet: None if value == none else value}))


def _cohort(filters: Filters, column: str, counts: Mapping[str, int]) -> None:
    own = next((one for one in filters.cohort if one.partition("=")[0] == column), None)
    offered = [one for one in counts if one.partition("=")[0] == column]
    options = [ANY, *dict.fromkeys([*offered, *([own] if own else [])])]

    def told(value: str) -> str:
        if value == ANY:
            return "All"
        return f"{value.partition('=')[2]} · {wording.count(counts.get(value, 0))}"

    at = options.index(own) if own else 0
    key = f"ed-filter-{column}-{own}"
    value = st.selectbox(wording.words(column), options, at, key=key, format_func=told)
    if value != options[at]:
        rest = [one for one in filters.cohort if one != own]
        _go(from_body(body(filters) | {"cohort": [*rest, value] if value != ANY else rest}))


def _go(filters: Filters) -> None:
    ask_for(query_of(filters))
    st.rerun()


def _called(facet: str) -> str:
    return _CALLED.get(facet, facet.capitalize())


def _told(facet: str, value: str) -> str:
    if facet == "week":
        return wording.week(value)
    return wording.words(value) if facet in ("kind", "state", "due") else value
