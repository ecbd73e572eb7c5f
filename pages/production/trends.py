"""Trends: what grows old, slow or dear, against its budgets; a test tells it from noise."""

from collections.abc import Sequence

import streamlit as st

from curation.courses import Course
from curation.staleness import Age
from pages.production import trend_charts
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from pages.shared.tables import Column
from store.answers.trends import Line, TrendsAnswer, TrendsMemory, offered
from store.desk import Desk

ALL = "all"
COURSES: dict[Course, Tone] = {
    Course.BETTER: "good",
    Course.WORSE: "bad",
    Course.NOISE: "info",
    Course.TOO_FEW: "unknown",
}
_CALLED = {"model": "Model in production", "run": "Last run", "set": "Last frozen set",
           "label": "Last label"}  # fmt: skip


def render(desk: Desk, actor: str) -> None:  # noqa: ARG001 - every page is called alike
    """Draw the page."""
    head = st.container()
    ways = offered(desk)
    chosen = st.segmented_control(
        "By", [ALL, *ways], default=ALL, required=True, key="by", bind="query-params",
        label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    found = desk.kept(TrendsMemory).trends(chosen if chosen in ways else None)
    until = f"whole weeks up to that of {wording.week(found.until)}" if found.until else None
    with head:
        parts.page_head("Trends", until or "What grows old, slow or dear")
        if found.until is None:
            _empty()
            return
        show(parts.verdict(_tone(found), "", found.sentence))
        show(parts.tiles(*(_tile(one) for one in found.ages)))
    for measure in trend_charts.MEASURES:
        _card(found, measure)
    _table(found)


def _empty() -> None:
    parts.empty_state(
        "No whole week yet",
        "No week of production is over, so nothing can be compared with it.",
        "Bring in what production did, with times, latencies and costs:",
        "evaldesk import events.jsonl --as events",
    )


def _tone(found: TrendsAnswer) -> Tone:
    own = [line for line in found.lines if line.group is None]
    if any(one.met is False for one in (*own, *found.ages)):
        return "bad"
    if any(line.course is Course.WORSE for line in own):
        return "warn"
    unknown = not own or any(one.met is None for one in (*own, *found.ages))
    return "unknown" if unknown else "good"


def _tile(age: Age) -> Tile:
    chip = {True: parts.chip("good", "fresh"), False: parts.chip("bad", "too old"),
            None: parts.chip("unknown", "nobody can say")}[age.met]  # fmt: skip
    value = wording.NOTHING if age.days is None else wording.many(round(age.days), "day")
    since = wording.day(age.since) if age.since else "none on record"
    note = join((chip, f"{age.name or ''} {since}, limit {age.limit:g} d".strip()), " ")
    return Tile(_CALLED[age.what], value, note)


def _card(found: TrendsAnswer, measure: str) -> None:
    lines = [one for one in found.lines if one.measure == measure]
    if not lines:
        return
    own = next((one for one in lines if one.group is None), lines[0])
    title = trend_charts.finding(own)
    with parts.card(title, trend_charts.under(measure), key=measure.replace("_", "-")):
        trend_charts.draw(measure, lines, found.releases)


def _table(found: TrendsAnswer) -> None:
    title = "The last 4 weeks against the 8 before"
    under = "Fisher's exact test of what lies above the common p95; Welch's test of costs"
    columns = [
        "Measure",
        Column("Now", number=True),
        Column("95 % interval", number=True, phone=False),
        Column("n", number=True, phone=False),
        Column("Before", number=True),
        Column("Course", tight=True),
        Column("Budget", number=True),
        Column("Kept", tight=True),
    ]
    with parts.card(title, under, key="trends"):
        show(tables.table(title, columns, _rows(found.lines)))


def _rows(lines: Sequence[Line]) -> list[list[Content]]:
    """Those that were there lately; what has gone for longer is in the charts."""
    return [_row(one) for one in lines if one.now.n or one.before.n]


def _row(one: Line) -> list[Content]:
    write = trend_charts.WRITE[one.measure]
    now, of = one.now, one.group or "all production"
    limits = wording.NOTHING
    if now.low is not None and now.high is not None:
        limits = f"{write(now.low)}\N{EN DASH}{write(now.high)}"
    name = join((trend_charts.NAMES[one.measure], tag("small", of)), tag("br"))
    course = tag("span", parts.chip(COURSES[one.course], one.course), title=one.why)
    return [name, write(now.value), limits, wording.count(now.n), write(one.before.value),
            course, write(one.limit), _kept(one)]  # fmt: skip


def _kept(one: Line) -> Html:
    if one.limit is None:
        unset = parts.chip("unknown", "no budget is set")
        return unset if one.threshold else tag("span", wording.NOTHING, class_="muted")
    if one.met is None:
        return parts.chip("unknown", "too few to say")
    return parts.chip("good", "kept") if one.met else parts.chip("bad", "over")
