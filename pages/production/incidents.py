"""Incidents: who was hurt, from when to when, and whether an alarm would have told."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from curation.incidents import Incident, State
from curation.saved_cohorts import written
from pages.production import incident
from pages.production.backtest import backtest_section
from pages.production.incident_forms import record_form
from pages.shared import marks, parts, wording
from pages.shared.acting import said
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.tables import Column, table
from store.answers.incidents import IncidentSummary, listed
from store.desk import Desk


def render(desk: Desk, actor: str) -> None:
    """Draw the page, or one incident of `?id=`."""
    if wanted := st.query_params.get("id"):
        incident.render(desk, actor, wanted)
        return
    found = listed(desk, actor=actor)
    with parts.page_head("Incidents", _context(found)):
        act = partial(record_form, desk, actor)
        st.button("Record an incident", type="primary", key="record", on_click=act)
    said(desk, actor)
    if not found:
        _empty()
        return
    show(parts.verdict(*_verdict(found)))
    with parts.card("On record", "Open ones first, then the newest", key="incidents"):
        show(_table(found))
    backtest_section(desk)


def _context(found: Sequence[IncidentSummary]) -> str:
    still = sum(one.incident.state is State.OPEN for one in found)
    return f"{still} open · {wording.many(len(found), 'incident')} on record"


def _empty() -> None:
    true = (
        "An incident is a stretch in which somebody was hurt: with a start, a cohort, an owner."
    )
    step = "Record one, tie its failures to it, and read its postmortem from the data:"
    command = 'evaldesk incidents record --name "…" --start 2026-11-20T14:00 --severity high'
    parts.empty_state("No incident is on record", true, step, f"{command} --owner ana")


def _verdict(found: Sequence[IncidentSummary]) -> tuple[Tone, str, Content]:
    on = [one for one in found if one.incident.end is None]
    still = [one for one in found if one.incident.state is State.OPEN]
    if on:
        worst = max(on, key=lambda one: marks.SEVERITIES.index(one.incident.severity))
        goes = "goes" if len(on) == 1 else "go"
        failures = wording.many(worst.harm.failures, "failure")
        name = link(worst.incident.name, "incidents", id=worst.incident.id)
        so_far = f" for {worst.days:.0f} days, {failures} so far."
        told = join((f"{wording.many(len(on), 'incident')} {goes} on; ", name, so_far))
        grave = worst.incident.severity in ("high", "critical")
        return ("bad" if grave else "warn"), "Goes on.", told
    if still:
        told = f"{wording.many(len(still), 'incident')} ended, but the work is not done."
        return "warn", "Over, not closed.", told
    return "good", "All closed.", f"{wording.many(len(found), 'incident')} on record."


def _table(found: Sequence[IncidentSummary]) -> Html:
    columns = [
        "What happened",
        Column("Severity", tight=True),
        Column("Began (UTC)", tight=True, phone=False),
        Column("Lasted", number=True, phone=False),
        Column("Failures", number=True),
        Column("Cost", number=True, phone=False),
        Column("Tied", phone=False),
        Column("Owner", phone=False),
        Column("State", tight=True),
    ]
    return table("Incidents on record", columns, [_row(one) for one in found])


def _row(one: IncidentSummary) -> list[Content]:
    it, harm = one.incident, one.harm
    of = f" of {wording.count(harm.events)}"
    return [
        join((link(it.name, "incidents", id=it.id), tag("br"), _who(it))),
        marks.severity(it.severity),
        wording.day(it.start),
        lasted(one.days),
        join((wording.count(harm.failures), tag("small", of, class_="hide-s"))),
        wording.money(harm.cost),
        tied(it),
        it.owner,
        state(it),
    ]


def _who(it: Incident) -> Html:
    who = ", ".join(written(it.cohort)) or "everybody"
    return tag("small", f"{it.id} · {who}")


def lasted(days: float) -> str:
    """How long, in the unit that suits."""
    return f"{days * 24:.0f} h" if days < 2 else f"{days:.0f} days"


def tied(it: Incident) -> str:
    """How much is tied to it."""
    found = [(len(it.cases), "case"), (len(it.groups), "group")]
    return ", ".join(wording.many(n, what) for n, what in found if n) or "nothing"


def state(it: Incident) -> Html:
    """Where it stands, with its icon."""
    if it.end is None:
        return parts.chip("warn", "goes on")
    if it.state is State.OPEN:
        return parts.chip("info", "over, open")
    return parts.chip("good", "closed")
