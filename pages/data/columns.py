"""The mapping of a file as a table to fill in: one row a column, with its first cells."""

import re

import streamlit as st

from curation.fields import FIELDS, field_named
from curation.mapping import FURTHER, FURTHER_TEXT, NOT_KEPT
from pages.data.naming import field_name, unit_name
from pages.shared.html import Html, join, show, tag
from store.answers.columns import ColumnLook, Columns, still_open

SHOWN = 60  # columns; a file with more is rare, and each is two fields to draw
WIDTHS = (2.2, 3.2, 2.6, 1.6, 2.4)
Choices = dict[str, tuple[str, str | None]]


def mapping_table(found: Columns, at: str) -> tuple[Choices, list[str]]:
    """Draw the table; what is chosen for each column, and the columns still to be asked."""
    with st.container(key="ed-mapping", gap="small"):
        _heads()
        choices: Choices = {}
        unsaid: list[str] = []
        for number, one in enumerate(found.columns):
            if number >= SHOWN:
                choices[one.column] = (one.goes_to or NOT_KEPT, one.unit)
            elif said := _row(found.kind, one, f"{at}:{number}"):
                choices[one.column] = said
            else:
                unsaid.append(one.column)
    _asides(found, choices, unsaid)
    return choices, unsaid


def _heads() -> None:
    with st.container(key="ed-mapping-head"):
        titles = ("Column", "First rows", "Goes to", "Unit", "Why")
        for place, title in zip(st.columns(WIDTHS, gap="small"), titles, strict=True):
            with place:
                show(tag("p", title, class_="over"))


def _row(kind: str, one: ColumnLook, key: str) -> tuple[str, str | None] | None:
    with st.container(key=f"ed-line-{key}"):
        places = st.columns(WIDTHS, gap="small", vertical_alignment="center")
    name, cells, field, unit, why = places
    with name:
        show(tag("b", one.column, class_="any"))
    with cells:
        show(_cells(one))
    with field:
        goes_to = _goes_to(kind, one, key)
    with unit:
        chosen = _unit(kind, one, goes_to, key)
    with why:
        show(_why(one, goes_to))
    return (goes_to, chosen) if goes_to else None


def _goes_to(kind: str, one: ColumnLook, key: str) -> str | None:
    further = [FURTHER, FURTHER_TEXT] if kind == "events" else []
    options = [*(f.name for f in FIELDS[kind]), *further, NOT_KEPT]
    known = one.goes_to if one.goes_to in options else None
    return st.selectbox(
        f"{_spoken(one.column)} goes to",
        options,
        index=None if known is None else options.index(known),
        placeholder="Say what it is",
        format_func=field_name,
        label_visibility="collapsed",
        key=f"goes:{key}",
    )


def _unit(kind: str, one: ColumnLook, goes_to: str | None, key: str) -> str | None:
    field = field_named(kind, goes_to or "")
    if field is None or len(field.units) < 2:
        return None
    known = one.unit if one.goes_to == goes_to and one.unit in field.units else field.units[0]
    return st.selectbox(
        f"Unit of {_spoken(one.column)}",
        field.units,
        index=field.units.index(known),
        format_func=unit_name,
        label_visibility="collapsed",
        key=f"unit:{key}:{goes_to}",
    )


def _spoken(column: str) -> str:
    """A column's name for a label, which Streamlit would read as Markdown."""
    return " ".join(re.sub(r"[^\w .-]|_(?=_)", " ", column).split())[:80] or "This column"


def _cells(one: ColumnLook) -> Html:
    shown = [tag("span", cell if cell else "empty", class_=None if cell else "muted")
             for cell in one.samples]  # fmt: skip
    return tag("p", join(shown, tag("span", " · ", class_="muted")), class_="cells")


def _why(one: ColumnLook, goes_to: str | None) -> Html:
    if one.goes_to is None and goes_to is None:
        meanings = "; ".join(what for what, _ in one.meanings)
        return tag("p", tag("b", "You say: ", class_="warn"), meanings, class_="sub")
    return tag("p", one.why if goes_to == one.goes_to else "as you say", class_="sub")


def _asides(found: Columns, choices: Choices, unsaid: list[str]) -> None:
    names = [one.column for one in found.columns]
    fields = {to for to, _ in choices.values() if field_named(found.kind, to)}
    # A column to be asked about may bring what is lacking.
    open_ = () if unsaid else still_open(found.kind, fields, names, found.file)
    more = len(names) - SHOWN
    beyond = [f"{more} further columns are taken as they were guessed."] if more > 0 else []
    if said := [*found.notes, *open_, *beyond]:
        show(tag("ul", *(tag("li", one) for one in said), class_="said"))
