"""What the texts say apart: a classifier that tells both windows apart, run on demand."""

from typing import Any

import streamlit as st

from pages.production import drift_words
from pages.production.drift_view import View
from pages.shared import background, parts
from pages.shared.background import Job
from pages.shared.between import keep, kept
from pages.shared.html import Html, show, tag
from store.answers.drift import DriftQuestion, text_drift

_KEPT = "ed-drift-text"
_UNDER = "Can a classifier tell texts of this window from those of the reference?"


def text_card(view: View) -> None:
    """Draw the button, how far the work is, or what it found."""
    with parts.card("What people write", _UNDER, key="drift-text"):
        about, job = kept(_KEPT) or (None, None)
        if about != _about(view.question):
            job = None
        if job is None:
            show(tag("p", "It reads every text of both windows, which takes a while.",
                     class_="muted"))  # fmt: skip
            st.button("Compare the texts", on_click=_start, args=(view,))
        elif job.trouble is not None:
            show(parts.verdict("warn", "Not done.", job.trouble))
        elif job.answer is None:
            background.watch(job)
        else:
            show(*_told(job.answer))


def _start(view: View) -> None:
    week = drift_words.period(view.found.current.since, view.found.current.until)
    what = f"Comparing the texts of {week} with the reference"
    job: Job[Any] = background.start(
        what, view.actor, lambda _: text_drift(view.desk, view.question)
    )
    keep(_KEPT, (_about(view.question), job))


def _about(question: DriftQuestion) -> tuple[object, ...]:
    return (tuple(question.where.items()), question.since, question.until, question.every)


def _told(found: Any) -> list[Html]:  # noqa: ANN401
    return [tag("p", str(found))]
