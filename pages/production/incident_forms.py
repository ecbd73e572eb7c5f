"""The forms of an incident: record it, correct it, say that it is over, close it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import streamlit as st

from curation.incidents import LONGEST_NAME, Incident
from curation.saved_cohorts import where_of, written
from pages.shared import wording
from pages.shared.acting import Done, press
from pages.shared.html import show, tag
from pages.shared.marks import SEVERITIES
from pages.shared.wording import words
from store.acts import recording_incidents as acts
from store.acts.recording_incidents import Recorded
from store.answers.incident_choices import cohort_values
from store.desk import Desk

WHY = "It stays in the log"


@st.dialog("Record an incident", width="large")
def record_form(desk: Desk, actor: str) -> None:
    """Who was hurt, since when, and who answers for it."""
    said = _fields(desk, None, actor)
    why = st.text_input("Why", placeholder=WHY)

    def act() -> Recorded:
        return acts.record_incident(desk, said, actor=actor, reason=why)

    _decide("Record it", act, "is on record", lacks=not (said["name"] and said["owner"]))


@st.dialog("Change the incident", width="large")
def change_form(desk: Desk, actor: str, it: Incident, seen: int) -> None:
    """Correct what is said about it."""
    said = _fields(desk, it, actor)
    why = st.text_input("Why", placeholder=WHY)

    def act() -> Recorded:
        return acts.change_incident(desk, it.id, said, actor=actor, reason=why, seen=seen)

    _decide("Change it", act, "was changed")


@st.dialog("It is over", width="small")
def end_form(desk: Desk, actor: str, it: Incident, seen: int) -> None:
    """When it ended, and whether the work on it is done as well."""
    ended = _moment("Ended (UTC)", desk.ledger.clock(), "ended")
    close = st.checkbox("The work on it is done: close it")
    why = st.text_input("Why", placeholder=WHY)
    act = partial(
        acts.end_incident, desk, it.id, ended, actor=actor, reason=why, seen=seen, close=close
    )
    _decide("Say so", act, "is over")


def close_it(desk: Desk, actor: str, it: Incident, seen: int, *, reopen: bool) -> Done:
    """Close it, or let the work on it go on."""
    if reopen:
        done = acts.change_incident(desk, it.id, {}, actor=actor, seen=seen, reopen=True)
        return Done("info", "Reopened.", f"Work on {it.id} goes on.", done.act)
    done = acts.close_incident(desk, it.id, actor=actor, seen=seen)
    return Done("good", "Closed.", f"The work on {it.id} is done.", done.act)


def _fields(desk: Desk, it: Incident | None, actor: str) -> Mapping[str, Any]:
    """What is said of an incident, as the acts take it."""
    name = st.text_input("What happened", value=it.name if it else "", max_chars=LONGEST_NAME)
    now = desk.ledger.clock()
    left, right = st.columns(2)
    with left:
        start = _moment("Began (UTC)", it.began if it else now - timedelta(hours=1), "start")
    with right:
        over = st.checkbox("It is over", value=bool(it and it.end))
        ended = (it.ended if it else None) or now
        end = _moment("Ended (UTC)", ended, "end") if over else None
    cohort = _cohort(desk, it)
    level = st.segmented_control(
        "Severity", SEVERITIES, default=it.severity.value if it else "medium",
        format_func=words, required=True,
    )  # fmt: skip
    left, right = st.columns(2)
    owner = left.text_input("Owner, who answers for it", value=it.owner if it else actor)
    release = right.text_input(
        "Release that brought it", value=(it.release if it else "") or ""
    )
    more = st.text_input("Link", value=(it.link if it else "") or "", placeholder="https://…")
    summary = st.text_area("Summary", value=it.summary if it else "", height=90)
    return {
        "name": name, "start": start, "end": end, "cohort": cohort, "severity": level,
        "owner": owner, "release": release, "link": more, "summary": summary,
    }  # fmt: skip


def _moment(label: str, value: datetime, key: str) -> str:
    """A moment in UTC; the field itself knows no zone."""
    naive = value.astimezone(UTC).replace(tzinfo=None, second=0, microsecond=0)
    found = st.datetime_input(label, value=naive, key=f"ed-incident-{key}")
    return (found or naive).replace(tzinfo=UTC).isoformat()


def _cohort(desk: Desk, it: Incident | None) -> Mapping[str, str | None]:
    counts = cohort_values(desk)
    own = written(it.cohort) if it else []
    chosen = st.multiselect(
        "Who was hurt", list(dict.fromkeys([*own, *counts])), default=own,
        placeholder="Everybody, or one value of a column",
        format_func=lambda one: f"{one} · {wording.count(counts.get(one))}",
    )  # fmt: skip
    columns = [one.partition("=")[0] for one in chosen]
    if len(set(columns)) < len(columns):
        show(tag("p", "Of one column the last value counts.", class_="warn"))
    return where_of(chosen)


def _decide(label: str, act: Callable[[], Recorded], told: str, *, lacks: bool = False) -> None:
    """Draw the button; pressed, it acts once and closes the form."""
    if st.button(label, type="primary", key="decide", disabled=lacks):
        press(lambda: _done(act(), told))
        st.rerun()


def _done(done: Recorded, told: str) -> Done:
    it = done.incident
    return Done("good", "Done.", f"{it.id} {told}: {it.name}.", done.act)
