"""One alarm: what, since when, how often, who was told, what to do first, and who does it."""

from functools import partial
from urllib.parse import parse_qsl

import streamlit as st

from curation.alarms import AlarmState, where
from curation.deviations import Deviation
from curation.drift import Severity
from curation.telling import Now
from pages.production.alarm_forms import maintenance_form, resolve_form, taken
from pages.shared import lists, parts, wording
from pages.shared.acting import press
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from store.answers.alarms import AlarmLine, AlarmsAnswer
from store.answers.outbox import Telling
from store.desk import Desk

LISTED = 12
_LINES = "white-space:pre-line"
_TONES: dict[Severity, Tone] = {
    Severity.SEVERE: "bad",
    Severity.MODERATE: "warn",
    Severity.MINOR: "info",
}
_TOLD: dict[Now, Tone] = {
    Now.DUE: "warn",
    Now.SENDING: "info",
    Now.RETRY: "warn",
    Now.MUTED: "info",
    Now.COOLING: "good",
    Now.TOLD: "good",
    Now.GIVEN_UP: "bad",
}


def alarm_card(desk: Desk, actor: str, found: AlarmsAnswer, one: AlarmLine) -> None:
    """Draw the alarm `one` of `found`."""
    with st.container(border=True, key=f"ed-alarm-{one.id}"):
        show(tag("h2", f"{one.id} · {one.sentence}", class_="any"), parts.row(*_marks(one)))
        left, right = st.columns([3, 2], gap="medium")
        with left:
            show(lists.facts(_facts(one)))
        with right:
            show(
                tag("h3", "What to do first"), tag("p", one.runbook, class_="any", style=_LINES)
            )
        if len(one.deviations) > 1:
            show(tag("ul", *_parts(one), class_="plain"))
        if one.state is not AlarmState.RESOLVED:
            _buttons(desk, actor, found, one)


def _marks(one: AlarmLine) -> list[Html]:
    found = [parts.chip(_TONES.get(one.severity, "unknown"), one.severity.capitalize())]
    if one.state is AlarmState.ACKNOWLEDGED:
        found.append(parts.chip("info", f"taken by {one.acknowledged_by}"))
    elif one.state is AlarmState.RESOLVED:
        found.append(parts.chip("good", "resolved"))
        found += [parts.chip("warn", "still deviates")] if one.still else []
    else:
        found.append(parts.chip("warn", "nobody has taken it"))
    if one.muted_until:
        found.append(parts.chip("info", f"muted until {wording.moment(one.muted_until)}"))
    if one.opened > 1:
        found.append(parts.pill(f"came back, raised {one.opened} times"))
    found += [parts.pill(one.rule)]
    found += [parts.pill(f"release {one.release}")] if one.release else []
    return found


def _facts(one: AlarmLine) -> list[tuple[str, Content]]:
    times = "once" if one.times == 1 else f"in {one.times} periods"
    noticed = f"noticed {wording.moment(one.first_seen)}, seen {times}"
    found: list[tuple[str, Content]] = [
        ("Where", where(one.cohort)),
        ("Since", f"{wording.day(one.began)}, {noticed}"),
        ("Last in", f"{wording.day(one.since)} until before {wording.day(one.until)}"),
        ("Measured", _measured(one)),
        ("Look", _link("Open what it is about", one.link)),
        ("Told", _told(one)),
    ]
    if one.resolved_because:
        by = f" by {one.resolved_by}" if one.resolved_by else " by itself"
        found.append(
            ("Resolved", f"{wording.moment(one.resolved_at)}{by}: {one.resolved_because}")
        )
    return found


def _measured(one: AlarmLine) -> str:
    value = "no number" if one.value is None else f"{one.value:.3g}"
    limit = "" if one.limit is None else f", limit {one.limit:.3g}"
    return f"{value}{limit} (n {wording.count(one.n)})"


def _told(one: AlarmLine) -> Html:
    if not one.told:
        return tag("span", "nobody: no channel takes it", class_="warn")
    return join((_said(told) for told in one.told), tag("br"))


def _said(one: Telling) -> Html:
    return join((parts.chip(_TOLD[one.state], one.channel), tag("span", one.words)), " ")


def _parts(one: AlarmLine) -> list[Html]:
    found = [
        tag("li", _place(d, one), _link(d.sentence, d.link), f" (n {wording.count(d.n)})")
        for d in one.deviations[:LISTED]
    ]
    more = len(one.deviations) - LISTED
    return [*found, tag("li", f"and {more} more")] if more > 0 else found


def _place(part: Deviation, one: AlarmLine) -> str:
    """Where it is, unless that is said of the whole alarm."""
    return "" if dict(part.cohort) == dict(one.cohort) else f"{where(part.cohort)}: "


def _link(label: str, to: str) -> Html:
    page, _, query = to.partition("?")
    return link(label, page, **dict(parse_qsl(query)))


def _buttons(desk: Desk, actor: str, found: AlarmsAnswer, one: AlarmLine) -> None:
    with st.container(horizontal=True):
        if one.state is AlarmState.OPEN:
            take = partial(taken, desk, actor, one.id)
            st.button("Acknowledge", type="primary", key=f"ack:{one.id}", on_click=press,
                      args=(take,))  # fmt: skip
        st.button("Resolve", key=f"resolve:{one.id}", on_click=resolve_form,
                  args=(desk, actor, one))  # fmt: skip
        if not one.muted_until:
            st.button("Start maintenance", key=f"mute:{one.id}", on_click=maintenance_form,
                      args=(desk, actor, found, dict(one.cohort)))  # fmt: skip
