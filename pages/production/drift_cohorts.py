"""The same column in every cohort of the same window: who drifts and who does not."""

from collections.abc import Sequence

import streamlit as st

from curation.drift import Severity
from pages.production import drift_words
from pages.production.drift_controls import pick
from pages.production.drift_rows import at_stable
from pages.production.drift_view import View
from pages.production.drift_words import ERROR_RATE
from pages.shared import marks, parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.tables import Column
from store.answers.cohort_memory import CohortMemory
from store.answers.drift_cohorts import CohortDrift, most_hit_by
from store.answers.quantified import ERRORS
from store.answers.timeline import says_release

_FULL = 4  # times the minor limit, at which a bar is full


def cohorts_card(view: View) -> None:
    """Draw who is hit, worst first, with the column that splits."""
    offered = [c for c in view.desk.kept(CohortMemory).choices().columns if _splits(c, view)]
    if not offered:
        return
    column = view.column.column if view.column else None
    by = view.now.by if view.now.by in offered else _usual(view, offered)
    found = view.answers.by_value(view.question, by, column)
    with parts.card(_title(found, by), _under(view, by), key="drift-cohorts"):
        with st.container(width=220):
            pick("Split by", offered, by, "by", drift_words.called, width=200,
                 also={"value": None})  # fmt: skip
        show(_table(view, found, by))


def _splits(column: str, view: View) -> bool:
    return column not in ("week", "month", view.now.column)


def _usual(view: View, offered: Sequence[str]) -> str:
    """Where it differs most, if that is known; else the first that says who, not when."""
    most = most_hit_by(view.desk, view.column.column if view.column else ERRORS)
    if most is not None and most in offered:
        return most
    return next((c for c in offered if not says_release(c)), offered[0])


def _title(found: Sequence[CohortDrift], by: str) -> str:
    name = drift_words.called(by)
    hit = [one for one in found if drift_words.is_off(_severity(one))]
    if all(_severity(one) is Severity.UNKNOWN for one in found):
        return f"By {name}: {drift_words.TOO_FEW}"
    if not hit:
        return f"No {name} drifts by itself"
    if len(hit) == len(found):
        return f"Every {name} drifts"
    return f"Of {len(found)} by {name}, {len(hit)} drift: most {hit[0].value}"


def _under(view: View, by: str) -> str:
    what = at_stable(view.found.concept) if view.column is None else view.column.column
    week = drift_words.period(view.found.current.since, view.found.current.until)
    return f"{drift_words.called(what)} in {week} by {drift_words.called(by)}, worst first"


def _severity(one: CohortDrift) -> Severity:
    return one.column.severity if one.column else one.concept.severity


def _table(view: View, found: Sequence[CohortDrift], by: str) -> Html:
    columns = [
        Column(drift_words.called(by)),
        Column("Said", tight=True),
        Column("More errors" if view.column is None else "Deviation", number=True),
        Column(tag("span", "Times its minor limit", class_="vh"), phone=False),
        Column("n", number=True),
    ]
    rows = [_row(view, one, by) for one in found]
    return tables.table(f"{view.now.column or ERROR_RATE} by {by}", columns, rows)


def _row(view: View, one: CohortDrift, by: str) -> list[Content]:
    name = one.value or "unknown"
    chosen = view.now.where.get(by) == one.value
    led: Content = tag("b", name) if chosen else view.now.link(name, by=by, value=one.value)
    if view.column is None:
        value, n = wording.points(one.concept.difference), one.concept.n_current
        far = max(one.concept.difference or 0, 0) / view.limits.minor
    else:
        value = drift_words.number(one.column.value if one.column else None)
        far, n = one.farness, one.column.n_current if one.column else one.n
    known = _severity(one) is not Severity.UNKNOWN
    bar = marks.bar(min(far, _FULL), 0, _FULL, 1) if known else None
    return [led, _said(view, one, far), value if known else wording.NOTHING, bar,
            wording.count(n)]  # fmt: skip


def _said(view: View, one: CohortDrift, far: float) -> Content:
    """The severity; past a limit that does not count, also why."""
    severity = _severity(one)
    chip = drift_words.chip(severity)
    if severity is not Severity.NONE or far < 1:
        return chip
    reason = one.concept.reason if view.column is None or not one.column else one.column.reason
    return join((chip, tag("small", f" {reason}", class_="muted")))
