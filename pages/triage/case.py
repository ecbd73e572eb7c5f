"""One case: what is expected, what the model did, where it stands, and the acts on it."""

from datetime import datetime

import streamlit as st

from curation.cases import Behaviour
from curation.errors import CurationError
from pages.shared import charts, lists, marks, parts, quotes, wording
from pages.shared.acting import said
from pages.shared.html import Html, prose, show, tag
from pages.shared.lists import Event
from pages.shared.marks import Tick
from pages.triage.forms import describe_form, move_form
from store.answers.case import CaseAnswer, case
from store.desk import Desk


def render(desk: Desk, actor: str) -> None:
    """Draw the page for `?id=`."""
    case_id = st.query_params.get("id")
    if not case_id:
        _empty("No case was named", "This page shows one case; its address ends in ?id=c-….")
        return
    try:
        found = case(desk, case_id, actor=actor)
    except CurationError as unknown:
        _empty("That case is not on this desk", str(unknown))
        return
    _head(found)
    said(desk, actor)
    if found.woken:
        show(parts.verdict("warn", "Back.", f"{found.woken}."))
    left, right = st.columns([5, 3], gap="small")
    with left:
        _texts(found)
        _ticks(found)
        _recurrence(found)
        with parts.card("History", "Every decision about it, newest first", key="history"):
            show(_history(found))
    with right:
        move_form(desk, found, actor)
        _facts(found)
        describe_form(desk, found, actor)


def _empty(title: str, true: str) -> None:
    step = "Failures are in the inbox, cases in the sets:"
    parts.empty_state(title, prose(true), step, "evaldesk inbox", alone=True)


def _head(found: CaseAnswer) -> None:
    c = found.case
    title = c.input if len(c.input) <= 90 else c.input[:89] + "…"
    kind = f"{wording.words(c.kind)} · " if c.kind else ""
    with parts.page_head(title, f"{c.id} · {kind}{c.route}"):
        state = parts.state(c.state) if found.opened else parts.pill("In the inbox", "info")
        show(parts.row(state, marks.severity(c.severity)), width="content")


def _texts(found: CaseAnswer) -> None:
    c = found.case
    with st.container(border=True, key="ed-card-texts"):
        show(quotes.quote(c.input, "Input", tone="input"))
        expected = c.expected or _in_words(c.behaviour)
        one, other = st.columns(2, gap="small")
        wanted, got = (
            quotes.difference(c.expected, found.output)
            if c.expected and found.output
            else (expected, found.output)
        )
        with one:
            show(quotes.quote(wanted, "Expected"))
        with other:
            show(quotes.quote(got, "Model output in the last failure"))


def _in_words(behaviour: Behaviour | None) -> str:
    return {
        Behaviour.REFUSAL: "The model ought to refuse.",
        Behaviour.NEEDS_HUMAN: "The model ought to hand over to a person.",
    }.get(behaviour or Behaviour.ANSWER, "Nobody has stated it yet.")


def _ticks(found: CaseAnswer) -> None:
    scored = f"scored {found.scored} times, {wording.many(found.flips, 'flip')}"
    with parts.card("Results over runs", f"Oldest first · {scored}", key="ticks"):
        ticks = [
            Tick(t.outcome.value, f"{t.run}: {t.outcome}, {t.passed} of {t.attempts} passed")
            for t in found.ticks
        ]
        show(marks.strip(ticks))
        if ticks:
            show(marks.strip_key())


def _recurrence(found: CaseAnswer) -> None:
    title = f"{wording.many(found.failures, 'failure')} in production"
    with parts.card(title, "This very input, by week", key="weeks"):
        if len(found.weeks) > 1:
            weeks, values = zip(*found.weeks, strict=True)
            figure = charts.weekly_bars(list(weeks), list(values), height=170)
            charts.draw(figure, key="case-weeks", alt=f"{title} over {len(weeks)} weeks")
        seen = [
            Event(
                s.model_version or "a model",
                wording.words(s.kind),
                wording.moment(s.occurred_at),
                s.actual,
            )
            for s in found.recent[:6]
        ]
        show(
            lists.timeline(seen)
            if seen
            else tag("p", "Never seen in production.", class_="muted")
        )


def _facts(found: CaseAnswer) -> None:
    c = found.case
    with parts.card("The case", None, key="facts"):
        pairs = [
            ("Owner", c.owner or "nobody yet"),
            ("Severity", marks.severity(c.severity)),
            ("Cost of failure", wording.money(c.cost_of_failure)),
            (
                "Tags",
                parts.row(*(parts.pill(tag_) for tag_ in c.tags))
                if c.tags
                else wording.NOTHING,
            ),
            ("Source", f"{c.source} {c.source_ref or ''}".strip()),
            ("Note", c.note or wording.NOTHING),
        ]
        if found.sleeps:
            pairs.append(("Sleeps", found.sleeps))
        pairs += [(wording.words(k), _short(v)) for k, v in list(found.facts.items())[:10]]
        show(lists.facts(pairs))


def _short(value: object) -> str:
    if isinstance(value, datetime):
        return wording.moment(value)
    if isinstance(value, float):
        return f"{value:,.4g}"
    return str(value)[:120]


def _history(found: CaseAnswer) -> Html:
    if not found.history:
        return tag("p", "Nothing was decided about it; the first act opens it.", class_="muted")
    return lists.timeline(
        Event(e.actor, _what(e.kind, e.after.get("state")), wording.moment(e.at), e.reason)
        for e in found.history
    )


def _what(kind: str, state: str | None) -> str:
    return f"moved it to {state}" if kind == "moved" else f"{kind} it"
