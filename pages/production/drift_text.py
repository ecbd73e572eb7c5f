"""What people write: a classifier that tries to tell both windows apart, run on demand."""

from collections.abc import Sequence

import streamlit as st

from curation.drift import Severity
from curation.measures.text_windows import Word
from curation.text_drift import TextDrift
from pages.production import drift_words
from pages.production.drift_view import View
from pages.shared import background, parts, tables, wording
from pages.shared.background import Job
from pages.shared.between import keep, kept
from pages.shared.html import Content, Html, show, tag
from pages.shared.tables import Column
from store.answers.drift import DriftQuestion
from store.answers.drift_distribution import text_drift

_KEPT = "ed-drift-text"
_ASKS = "Can a classifier guess from the words of a text which window it is of?"


def text_card(view: View) -> None:
    """Draw the button, how far the work is, or what it found."""
    job = _job(view.question)
    found = job.answer if job else None
    with parts.card(_title(found), _ASKS, key="drift-text"):
        if found is not None:
            show(*_told(found))
            left, right = st.columns(2, gap="small")
            with left:
                _words("More often now", found.more)
            with right:
                _words("Less often now", found.less)
        elif job is not None and job.trouble is not None:
            show(parts.verdict("warn", "Not done.", job.trouble))
        elif job is not None:
            background.watch(job)
        else:
            said = "It reads the texts of both windows, which takes some seconds."
            show(tag("p", said, class_="muted"))
            st.button("Compare the texts", on_click=_start, args=(view,))


def _job(question: DriftQuestion) -> Job[TextDrift] | None:
    """The work on this very question, if it was begun."""
    about, job = kept(_KEPT) or (None, None)
    return job if about == _about(question) else None


def _start(view: View) -> None:
    desk, question = view.desk, view.question
    week = drift_words.period(view.found.current.since, view.found.current.until)
    what = f"Comparing the texts of {week} with the reference"
    job = background.start(what, view.actor, lambda _: text_drift(desk, question))
    keep(_KEPT, (_about(question), job))


def _about(question: DriftQuestion) -> tuple[object, ...]:
    return (tuple(question.where.items()), question.since, question.until, question.every)


def _title(found: TextDrift | None) -> str:
    if found is None:
        return "What people write"
    if found.severity is Severity.UNKNOWN:
        return f"Texts: {drift_words.TOO_FEW}"
    if found.severity is Severity.NONE:
        return "The texts are not told apart by their words"
    return "The texts can be told apart by their words"


def _told(found: TextDrift) -> list[Html]:
    n = f"n {wording.count(found.n_reference)} and {wording.count(found.n_current)}"
    return [
        parts.row(drift_words.chip(found.severity), found.reason),
        tag("p", f"{n}. An AUC of 0.5 is a guess, 1 is never wrong.", class_="sub"),
    ]


def _words(title: str, words: Sequence[Word]) -> None:
    if not words:
        return
    columns = [Column(title), Column("Reference", number=True), Column("Current", number=True)]
    rows: list[list[Content]] = [
        [one.word, wording.percent(one.reference), wording.percent(one.current)]
        for one in words
    ]
    show(tables.table(f"Words that stand {title.lower()}", columns, rows))
