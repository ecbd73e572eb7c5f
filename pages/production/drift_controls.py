"""What can be chosen: how time is cut, which period, which column; all in the address."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from curation.scopes import told, where_of
from pages.production import drift_words
from pages.production.drift_address import EVERY, Asked, turn_to
from pages.production.drift_words import ERROR_RATE
from pages.shared import parts
from pages.shared.acting import filled
from pages.shared.between import keep
from pages.shared.html import Html, join, show, tag
from pages.shared.icons import icon
from store.answers.cohort_memory import CohortMemory
from store.answers.drift import DriftAnswer
from store.answers.drift_cohorts import cohorts_to_ask
from store.desk import Desk

_CUT = {"week": "Weeks", "day": "Days", "month": "Months"}
_TIMES = ("week", "month")
_FEW = 12  # names in a sentence


def choose_every(now: Asked) -> None:
    """Whether time is cut into weeks, days or months."""
    pick("Time in", EVERY, now.every, "every", _CUT.__getitem__, width=120,
         also={"week": None})  # fmt: skip


def choose_week(found: DriftAnswer, week: str) -> None:
    """Which period is held against the reference, the newest first."""
    known = {p.since: drift_words.period(p.since, p.until) for p in reversed(found.weeks)}
    pick("Current window", [*known], week, "week", known.__getitem__, width=200)


def choose_column(found: DriftAnswer, column: str | None) -> None:
    """Which column is opened, the farthest first; the error rate is one of them."""
    offered = [*(one.column for one in found.columns), ERROR_RATE]
    pick("Column", offered, column, "column", str, width=220)


def pick(
    label: str,
    options: Sequence[str],
    chosen: str | None,
    name: str,
    write: Callable[[str], str] = str,
    *,
    width: int,
    also: Mapping[str, str | None] | None = None,
) -> None:
    """A select box whose answer is the word `name` of the address; `also` goes with it."""
    key = f"ed-drift-{name}"
    # The address leads: a link or a click on a chart changes what the box shows.
    keep(key, chosen if chosen in options else (options[0] if options else None))
    st.selectbox(label, options, key=key, format_func=write, width=width,
                 on_change=partial(_chosen, key, name, also or {}))  # fmt: skip


def _chosen(key: str, name: str, also: Mapping[str, str | None]) -> None:
    turn_to(**{name: filled(key), **also})


def choose_cohort(desk: Desk, now: Asked) -> None:
    """Everybody, or one cohort that the whole page is about."""
    columns = [c for c in desk.kept(CohortMemory).choices().columns if c not in _TIMES]
    offered = ["", *cohorts_to_ask(desk, columns)]
    if now.only and now.only not in offered:
        offered.append(now.only)
    pick("Of whom", offered, now.only or "", "only", _whom, width=180,
         also={"by": None, "value": None})  # fmt: skip


def _whom(scope: str) -> str:
    return told(where_of(scope)) if scope else "Everybody"


def of_whom(now: Asked) -> None:
    """Who the page is about when it is not everybody, with the way out."""
    if not now.where:
        return
    cross = tag("span", icon("bad"), class_="muted")
    label = join((f"{told(now.where)}\N{NO-BREAK SPACE}", cross))
    out = now.link(label, value=None, only=None)
    show(tag("div", tag("span", "Only", class_="muted"), parts.pill(out), class_="row"))


def not_there(now: Asked, found: DriftAnswer) -> list[Html]:
    """What the address asked for that is not there."""
    weeks = [p.since for p in found.weeks]
    columns = [*(one.column for one in found.columns), ERROR_RATE]
    odd: list[Html] = []
    if now.week and now.week not in weeks:
        few = f"There are {len(weeks)}, from {weeks[0]} to {weeks[-1]}."
        odd.append(_odd(f"No {now.every} that begins on {now.week} has events. {few}"))
    if now.column and now.column not in columns:
        names = ", ".join(columns[:_FEW])
        odd.append(_odd(f"No column here is called {now.column}. There are: {names}."))
    return odd


def _odd(sentence: str) -> Html:
    return parts.verdict("warn", "Not there.", sentence)
