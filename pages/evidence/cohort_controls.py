"""What is measured: over what, of whom, split by what, against what; all in the address."""

from dataclasses import dataclass, replace

import streamlit as st

from curation.errors import CurationError
from curation.saved_cohorts import where_of
from pages.evidence.cohort_address import Asked, asked
from pages.shared import parts
from pages.shared.html import Html, join, prose
from store.answers.cohort_choices import NO_REFERENCE, Choices, Reference, references
from store.answers.cohorts import Question
from store.answers.saved_cohorts import within
from store.desk import Desk

ALL = "All production"
NONE = "–"
_WIDTH = 172


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the controls say: the question, the reference by its name, and the address."""

    asked: Asked
    question: Question
    reference: Reference
    odd: tuple[Html, ...] = ()  # what the address asked for that is not there


def controls(desk: Desk, offered: Choices) -> Wanted:
    """Draw the controls; what they say."""
    before = asked()  # as it was followed: a widget takes what it does not know off the address
    over = _select("Over", [ALL, *(w.name for w in offered.windows[1:]), *offered.runs], "over")
    run = over if over in offered.runs else None
    columns = (*offered.case_columns, *offered.columns) if run else offered.columns
    named = [before.said.get(name) for name in ("by", "and")]
    columns = (*columns, *(c for c in offered.every_column if c in named and c not in columns))
    first = _select("Cohorts by", [NONE, *columns], "by")
    second = _select("Then by", [NONE, *(c for c in columns if c != first)], "and")
    window = next((w for w in offered.windows if w.name == over), None)
    held = references(offered, window, run)
    if len(held) > 1:
        name = _select("Compared with", [one.name for one in held], "against")
        reference = next(one for one in held if one.name == name)
    else:
        reference = NO_REFERENCE
    by = tuple(column for column in (first, second) if column != NONE)
    question = Question(
        by=(by,) if by else (),
        run=run,
        since=window.since if window else None,
        reference=reference.said,
    )
    now = asked()
    told = _not_there(before, (*offered.runs, *(w.name for w in offered.windows), ALL), columns)
    where, odd = _where(desk, now)
    return Wanted(now, replace(question, where=where), reference, (*told, *odd))


def of_cell(desk: Desk, offered: Choices) -> Wanted:
    """What the address of a cell says; it has no controls."""
    now = asked(of_a_cell=True)
    over = now.said.get("over", ALL)
    run = over if over in offered.runs else None
    window = next((w for w in offered.windows if w.name == over), None)
    inside = where_of(one for one in st.query_params.get_all("in") if "=" in one)
    where, odd = _where(desk, now)
    since = window.since if window else None
    question = Question(where={**where, **inside}, run=run, since=since)
    return Wanted(now, question, NO_REFERENCE, odd)


def _where(desk: Desk, now: Asked) -> tuple[dict[str, str | None], tuple[Html, ...]]:
    only = where_of(now.only)
    try:
        return dict(within(desk, now.cohort, only)), ()
    except CurationError as odd:
        out = join((prose(str(odd)), now.link("Leave it out", cohort=None)), " ")
        return only, (parts.verdict("warn", "No such cohort.", out),)


def _not_there(before: Asked, places: tuple[str, ...], columns: tuple[str, ...]) -> list[Html]:
    """Say what the address asked for that this desk does not have."""
    known = {"over": places, "by": (NONE, *columns), "and": (NONE, *columns)}
    called = {"over": "No window or run", "by": "No column", "and": "No column"}
    told: list[Html] = []
    for name, offered in known.items():
        said = before.said.get(name)
        if said and said not in offered:
            few = ", ".join(one for one in offered[:12] if one != NONE) or "none yet"
            sentence = f"{called[name]} here is called {said}. There are: {few}."
            told.append(parts.verdict("warn", "Not there.", sentence))
    return told


def _select(label: str, options: list[str], key: str) -> str:
    chosen = st.selectbox(label, options, key=key, bind="query-params", width=_WIDTH)
    return chosen or options[0]
