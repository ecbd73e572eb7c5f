"""The table behind every picture of the drift page."""

from collections.abc import Mapping, Sequence

import streamlit as st

from curation.drift import Period
from pages.production import drift_words
from pages.production.drift_bars import shares_of
from pages.production.drift_course import Course
from pages.production.drift_rows import Group
from pages.shared import wording
from store.answers.drift import Distribution
from store.answers.timeline import Happening

MOST = 500  # rows
Line = Mapping[str, str | float | None]


def twin(rows: Sequence[Line], *, alt: str, key: str, label: str = "As a table") -> None:
    """The numbers of a picture, once somebody opens them."""
    box = st.expander(label, key=f"ed-drift-twin-{key}", on_change="rerun")
    if not box.open:
        return
    with box:
        st.dataframe(  # pyright: ignore[reportUnknownMemberType]
            rows[:MOST], hide_index=True, alt=alt, key=f"ed-drift-frame-{key}"
        )
        if len(rows) > MOST:
            st.caption(f"The first {MOST} of {wording.count(len(rows))} rows.")


def of_overview(groups: Sequence[Group], periods: Sequence[Period]) -> list[Line]:
    """One line a column: times its minor limit in every period; nothing: too few to say."""
    return [
        {
            "Role": group.heading,
            "Column": row.name,
            **{
                period.since[:10]: cell and cell.multiple and round(cell.multiple, 2)
                for period, cell in zip(periods, row.cells, strict=True)
            },
        }
        for group in groups
        for row in group.rows
    ]


def of_course(course: Course) -> list[Line]:
    """One line a period, the newest first."""
    return [
        {
            "Window": one.when,
            "n": one.n,
            course.measure: one.value,
            "Low": one.within and one.within.low,
            "High": one.within and one.within.high,
            "Said": drift_words.said(one.severity),
            "PSI": one.psi,
            "PSI by chance": one.psi_bound,
            "KS from": one.ks and one.ks.low,
            "KS to": one.ks and one.ks.high,
        }
        for one in reversed(course.points)
    ]


def of_shares(found: Distribution) -> list[Line]:
    """One line a value or range."""
    return [
        {
            "Value": one.name,
            "Reference n": one.n_before,
            "Reference share": one.before,
            "Current n": one.n_now,
            "Current share": one.now,
        }
        for one in shares_of(found)
    ]


def of_happenings(happened: Sequence[Happening]) -> list[Line]:
    """One line for each thing that happened, the newest first."""
    return [
        {"Since": one.since, "Until": one.until, "What": one.what.value, "Name": one.name,
         "Note": one.note}
        for one in reversed(happened)
    ]  # fmt: skip
