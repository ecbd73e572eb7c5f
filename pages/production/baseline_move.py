"""The form that moves the baseline, and what it would make of the newest weeks."""

from datetime import date, timedelta

import streamlit as st

from curation.errors import CurationError
from pages.production import drift_words
from pages.production.severities import chip_of
from pages.shared import parts, tables, wording
from pages.shared.acting import Done, press
from pages.shared.html import prose, show, tag
from pages.shared.tables import Column
from store.acts.baselining import set_baseline
from store.answers.baseline import BaselineAnswer
from store.answers.baseline_preview import Preview, preview
from store.answers.runs import runs
from store.desk import Desk

NEWEST_PASSED = "the newest that the gate let pass"


@st.dialog("What production is compared with", width="large")
def move_form(desk: Desk, actor: str, found: BaselineAnswer) -> None:
    """Which window and run, what would follow, and why."""
    first, last = found.proposed or (found.first, found.last)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        since = st.date_input("First day", value=first, key="baseline-from")
        # The last day is part of it here, as people choose days.
        until = st.date_input("Last day (part of it)", value=_before(last), key="baseline-to")
        names = [run.run for run in runs(desk).runs]
        run = st.selectbox("Run", [NEWEST_PASSED, *names], key="baseline-run")
    if not isinstance(since, date) or not isinstance(until, date):
        return
    ends = (until + timedelta(days=1)).isoformat()
    # Apart from the first look: to count all weeks in other bins takes a moment.
    if st.toggle("Show what it would make of the newest weeks", key="baseline-foretell"):
        with st.spinner("Counting the newest weeks in these bins …"):
            _foretold(desk, since.isoformat(), ends)
    reason = st.text_input("Why", placeholder="It stays in the log", key="baseline-why")
    if st.button("Set the baseline", type="primary", key="baseline-set"):
        named = None if run == NEWEST_PASSED else run
        press(lambda: _set(desk, since.isoformat(), ends, named, actor, reason))
        st.rerun()


def _before(last: date | None) -> date | None:
    return last - timedelta(days=1) if last else None


def _foretold(desk: Desk, since: str, until: str) -> None:
    """Draw what the window would make of the newest weeks, or why it cannot stand."""
    try:
        found = preview(desk, since, until)
    except CurationError as refused:
        show(parts.verdict("warn", "Not this window.", prose(str(refused))))
        return
    weeks = wording.many(found.whole_weeks, "whole week")
    show(tag("p", f"{wording.many(found.n, 'event')}, {weeks}. {found.sentence}"))
    if found.weeks:
        show(_weeks(found))


def _weeks(found: Preview) -> str:
    columns = [Column("Week", tight=True), Column("Events", number=True, phone=False),
               Column("It would be"), Column("It is"),
               Column("Gravest", phone=False)]  # fmt: skip
    rows = [
        [wording.week(one.since), wording.count(one.n), chip_of(one.severity),
         chip_of(one.now) if one.now else wording.NOTHING, one.gravest or wording.NOTHING]
        for one in found.weeks
    ]  # fmt: skip
    return tables.table("The newest weeks under this window", columns, rows)


def _set(desk: Desk, since: str, until: str, run: str | None, actor: str, reason: str) -> Done:
    done = set_baseline(desk, since, until, run=run, actor=actor, reason=reason)
    with_run = f", runs with {done.baseline.run}" if done.baseline.run else ""
    days = drift_words.period(since, until)
    return Done("good", "Moved.", f"Production is compared with {days}{with_run}.")
