"""What can be done with an alarm: take it, resolve it, or mute a part of production."""

from collections.abc import Mapping
from datetime import timedelta

import streamlit as st

from curation.alarms import where as in_words
from curation.maintenance import Maintenance, part_of
from curation.scopes import scope_of
from pages.shared import wording
from pages.shared.acting import Done, press
from pages.shared.html import show, tag
from store.acts.alarming import acknowledge, resolve
from store.acts.maintaining import end, start
from store.answers.alarm_owners import unowned
from store.answers.alarms import AlarmLine, AlarmsAnswer
from store.answers.muted_part import unseen
from store.desk import Desk


def taken(desk: Desk, actor: str, alarm: str) -> Done:
    """`actor` takes the alarm."""
    done = acknowledge(desk, alarm, actor=actor)
    told = f"{done.id} is yours, {actor}. It is repeated to nobody, unless it gets worse."
    return Done("good", "Taken.", told)


@st.dialog("Resolve the alarm", width="small")
def resolve_form(desk: Desk, actor: str, one: AlarmLine) -> None:
    """Say why it is over."""
    show(
        tag("p", tag("b", f"{one.id} · {one.sentence}"), class_="any"),
        tag("p", "A later period that deviates raises it again. What is gone for a whole "
            "period resolves itself.", class_="muted"),
    )  # fmt: skip
    reason = st.text_input("Why it is over", placeholder="It stays in the log")
    if st.button("Resolve", type="primary", key="resolve"):
        press(lambda: _resolved(desk, actor, one.id, reason))
        st.rerun()


def _resolved(desk: Desk, actor: str, alarm: str, reason: str) -> Done:
    done = resolve(desk, alarm, actor=actor, reason=reason)
    return Done("good", "Resolved.", f"{done.id}: {done.resolved_because}")


@st.dialog("Start maintenance", width="small")
def maintenance_form(
    desk: Desk, actor: str, found: AlarmsAnswer, where: Mapping[str, str | None]
) -> None:
    """Which part of production, for how long, and why."""
    show(tag("p", "Alarms about this part are recorded and wake nobody. What still holds when "
             "it ends is told then.", class_="muted"))  # fmt: skip
    part = st.text_input(
        "Part of production", value=scope_of(where), placeholder="region=eu; empty is all of it"
    )
    hours = st.number_input(
        "Hours", min_value=0.5, max_value=found.max_maintenance_hours, value=2.0, step=0.5
    )
    reason = st.text_input("Why", placeholder="It stays in the log")
    if st.button("Start", type="primary", key="start"):
        press(lambda: _started(desk, actor, part, hours, reason))
        st.rerun()


def _started(desk: Desk, actor: str, part: str, hours: float, reason: str) -> Done:
    now = desk.ledger.clock()
    until = now + timedelta(hours=hours)
    done = start(desk, until, part_of(part), actor=actor, reason=reason, since=now)
    told = f"Alarms about {in_words(done.where)} are muted until {wording.moment(done.end)}."
    notes = (*unseen(desk, done.where), *unowned(desk))
    return Done("warn" if notes else "good", f"{done.id} is on.", " ".join((told, *notes)))


@st.dialog("End the maintenance", width="small")
def over_form(desk: Desk, actor: str, one: Maintenance) -> None:
    """End it now."""
    show(tag("p", tag("b", f"{one.id} · {in_words(one.where)}")),
         tag("p", "What it muted and still holds is told with the next delivery."))  # fmt: skip
    reason = st.text_input("Why", placeholder="If there is more to say")
    if st.button("End it now", type="primary", key="end"):
        press(lambda: _ended(desk, actor, one.id, reason))
        st.rerun()


def _ended(desk: Desk, actor: str, one: str, reason: str) -> Done:
    end(desk, one, actor=actor, reason=reason)
    return Done("good", "Ended.", f"{one} is over; its alarms are told again.")
