"""Two versions of a set side by side: what joined, what left, what is said otherwise."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import streamlit as st

from curation.cases import State
from curation.versions import Changed
from pages.shared import marks, parts, quotes, tables, wording
from pages.shared.html import Content, Html, show, tag
from pages.shared.links import link
from pages.shared.tables import Column
from pages.triage.versions import all_versions
from store.answers.sets import Difference, Sets, difference
from store.desk import Desk

NOW = "now"
SHOWN = 100
_TEXTS = ("input", "expected")


def wanted() -> bool:
    """Whether the address asks for a comparison."""
    return "from" in st.query_params


def compared(desk: Desk, of: State, found: Sets) -> None:
    """Draw what changed from one version of `of` to another, both from the address."""
    numbers = [str(v.version) for v in found.versions if v.set == of]
    if not numbers:
        parts.empty_state(
            f"{of.capitalize()} has no version to compare",
            "A version is made when a set is frozen.",
            "Freeze the set:",
            f"evaldesk freeze {of}",
        )
        return
    with parts.card(
        "Compare two versions", link("Back to the cases", "sets", set=of), key="pick"
    ):
        with st.container(horizontal=True):
            before = st.selectbox("From version", numbers, key="from", bind="query-params")
            after = st.selectbox("To version", [NOW, *numbers], key="to", bind="query-params")
        to = None if after == NOW else int(after)
        changes = difference(desk, (of, int(before)), (of, to))
        show(_counts(changes))
    if changes.changed:
        many = f"{wording.many(len(changes.changed), 'case')} said otherwise"
        with parts.card(many, _shown(len(changes.changed)), key="changed"):
            show(_changed(changes))
    for word, ids in (("joined", changes.added), ("left", changes.removed)):
        if ids:
            many = f"{wording.many(len(ids), 'case')} {word}"
            with parts.card(many, _shown(len(ids)), key=word):
                show(_lines(f"Cases that {word}", ids[:SHOWN], changes.lines))
    with parts.card("All versions", "Newest first", key="versions"):
        show(all_versions(of, found))


def _counts(found: Difference) -> Html:
    numbers = (
        (len(found.added), "joined"),
        (len(found.removed), "left"),
        (len(found.changed), "said otherwise"),
        (found.same, "the same"),
    )
    told = ", ".join(f"{number:,} {word}" for number, word in numbers)
    twin = f"evaldesk diff {found.before} {found.after.removesuffix(' now')}"
    line = f"From {found.before} to {found.after}: {told}. "
    return tag("p", tag("b", line), tag("code", twin, class_="muted"), role="status")


def _shown(number: int) -> str | None:
    return f"The first {SHOWN}; the command names all of them" if number > SHOWN else None


def _changed(found: Difference) -> Html:
    columns = [
        Column("Case"),
        Column("Field", tight=True),
        Column(found.before),
        Column(found.after),
    ]
    rows = [row for one in found.changed[:SHOWN] for row in _fields(one, found.lines)]
    return tables.table("Said otherwise", columns, rows)


def _fields(one: Changed, lines: Mapping[str, Mapping[str, Any]]) -> list[list[Content]]:
    return [
        [_name(one.case, lines), wording.words(field), *_sides(field, *sides)]
        for field, sides in one.fields.items()
    ]


def _sides(field: str, before: object, after: object) -> tuple[Content, Content]:
    if field in _TEXTS and before and after:
        return quotes.difference(str(before), str(after))
    return _said(before), _said(after)


def _said(value: object) -> Content:
    if isinstance(value, list):
        return ", ".join(map(str, cast("list[object]", value))) or wording.NOTHING
    return wording.NOTHING if value is None else str(value)


def _lines(caption: str, ids: Sequence[str], lines: Mapping[str, Mapping[str, Any]]) -> Html:
    columns = [
        Column("Case"),
        Column("Expected", phone=False),
        Column("Severity", tight=True),
        Column("Owner", tight=True, phone=False),
        Column("Route", tight=True, phone=False),
    ]
    rows = [
        [
            _name(case_id, lines),
            lines[case_id]["expected"] or wording.words(lines[case_id]["expected_behaviour"]),
            marks.severity(lines[case_id]["severity"]),
            lines[case_id]["owner"] or wording.NOTHING,
            lines[case_id]["route"],
        ]
        for case_id in ids
    ]
    return tables.table(caption, columns, rows)


def _name(case_id: str, lines: Mapping[str, Mapping[str, Any]]) -> Html:
    return link(str(lines[case_id]["input"])[:110], "case", id=case_id)
