"""On call: what is broken at this hour, and what to do first; it draws itself anew."""

import streamlit as st

from pages.production import oncall_open, oncall_tables
from pages.production.oncall_chart import latency_card
from pages.shared import calm, lists, parts, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.lists import Todo
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from store.answers.oncall import HOURS, OnCallMemory
from store.answers.oncall_shapes import First, OnCall
from store.answers.oncall_slis import Sli, written
from store.desk import Desk

EVERY = 60  # seconds
_WINDOWS = {"6 h": 6, "24 h": HOURS, "3 days": 72, "7 days": 168}
_WORDS: dict[str, tuple[Tone, str]] = {
    "bad": ("bad", "Act now."),
    "warn": ("warn", "Look into it."),
    "unknown": ("unknown", "Nobody can say."),
    "good": ("good", "Quiet."),
}
_TONES: dict[str, Tone] = {
    "ok": "good",
    "breach": "bad",
    "too few to say": "unknown",
    "no limit": "info",
    "unknown": "unknown",
}


def render(desk: Desk, actor: str) -> None:  # noqa: ARG001 - every page is called alike
    """Draw the page."""
    known = "24 h"
    with parts.page_head("On call", "Production at this hour, and what to do first"):
        chosen = st.segmented_control(
            "The last", list(_WINDOWS), default=known, required=True, key="last",
            bind="query-params", label_visibility="collapsed",
        )  # fmt: skip
    _live(desk, _WINDOWS.get(chosen or known, HOURS))


@st.fragment(run_every=EVERY)
def _live(desk: Desk, hours: int) -> None:
    with calm.refusals():
        _draw(desk.kept(OnCallMemory).oncall(hours))


def _draw(found: OnCall) -> None:
    tone, word = _WORDS.get(found.tone, _WORDS["unknown"])
    show(parts.verdict(tone, word, found.sentence))
    show(tag("p", _when(found), class_="sub"))
    if found.until is None:
        _empty()
        return
    with parts.card("Do first", "Worst first, with who has it", key="oncall-first"):
        show(_first(found))
    show(parts.tiles(*(_tile(one, found) for one in found.slis if one.route is None)))
    left, right = st.columns([1, 1], gap="small")
    with left:
        latency_card(found)
    under = "Against the four weeks before, by Fisher's exact test"
    with right, parts.card(oncall_tables.kinds_said(found), under, key="oncall-kinds"):
        show(oncall_tables.kinds(found))
    with parts.card("Failed last", _failed(found), key="oncall-failed"):
        show(oncall_tables.failures(found))
    with parts.card(oncall_tables.routes_said(found), "Each route held to the same limits",
                    key="oncall-routes"):  # fmt: skip
        show(oncall_tables.routes(found))
    left, right = st.columns([1, 1], gap="small")
    with left, parts.card("Open alarms and incidents", _gate(found), key="oncall-open"):
        show(*oncall_open.open_now(found))
    with right, parts.card("In production", "Releases and versions, the newest first",
                           key="oncall-releases"):  # fmt: skip
        show(oncall_open.releases(found))


def _when(found: OnCall) -> Html:
    drawn = f"As of {found.as_of:%H:%M} UTC, drawn anew every minute"
    if found.until is None:
        return tag("span", drawn)
    usual = "" if found.usual_events is None else f" (usually {found.usual_events:,.0f})"
    told = (
        f"the {found.hours} hours up to {wording.moment(found.until)}, "
        f"{wording.many(found.events, 'event')}{usual}"
    )
    return tag("span", f"{drawn} · {told}")


def _empty() -> None:
    parts.empty_state(
        "No event has come yet",
        "What is on call for is production: without its events nothing can be said.",
        "Bring in what production did, with times, latencies and costs:",
        "evaldesk import events.jsonl --as events",
    )


def _tile(one: Sli, found: OnCall) -> Tile:
    """The number, its state, and what it is held to: the limit, chance, the weeks before."""
    limit = f"limit {written(one.name, one.limit)}" if one.limit is not None else None
    old = found.silent and one.state == "unknown" and one.value is not None
    lines = [
        join((parts.chip(_TONES[one.state], "last known" if old else one.state), limit), " ")
    ]
    if one.low is not None and one.high is not None:
        interval = f"{written(one.name, one.low)}\N{EN DASH}{written(one.name, one.high)}"
        lines.append(tag("span", f"{interval}, n {one.n:,}"))
    if one.before is not None:
        lines.append(tag("span", f"{one.course}, before {written(one.name, one.before)}"))
    page, query = oncall_tables.parted(one.link)
    value = wording.NOTHING if one.value is None else written(one.name, one.value)
    return Tile(one.title, value, tag("span", join(lines, tag("br"))), page=page, query=query)


def _first(found: OnCall) -> Html:
    if not found.first:
        return tag("p", "Nothing: every limit is kept, no alarm is open.", class_="muted")
    return lists.todo_list(_todo(one) for one in found.first)


def _todo(one: First) -> Todo:
    tone, _ = _WORDS.get(one.tone, _WORDS["unknown"])
    return Todo(tone, oncall_tables.to(one.what, one.link), one.why, one.owner or "nobody yet")


def _failed(found: OnCall) -> Content:
    if not found.failing_inputs:
        return "The newest first"
    inputs = wording.many(found.failing_inputs, "input")
    more = found.failing_inputs - len(found.failures)
    rest = f"; {more} more in the inbox" if more > 0 else ""
    return join((f"{inputs} failed, the newest first{rest}",))


def _gate(found: OnCall) -> str:
    if found.gate.frozen:
        return f"The gate is frozen: {found.gate.told()}"
    return "The gate lets through what passes it"
