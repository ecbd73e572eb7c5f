"""The one page for everybody: may we ship, how is production, what waits for a decision."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from curation.figures import Figure, Period
from curation.plot_words import finding, weeks_of
from curation.spans import halved
from pages.evidence.answers import tone_of
from pages.shared import parts, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.icons import icon
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.today import health_tables
from pages.today.evidence_links import leading
from pages.today.figures import tiles
from pages.today.health_chart import chart, numbers
from pages.today.health_files import downloads
from store.answers.health import Health, health
from store.answers.health_rows import TITLE, cost, tiled
from store.answers.runs import RunSummary, runs
from store.desk import Desk

QUALITY = "production_quality"
RELEASES = 6
_TONE: Mapping[str, Tone] = {"good": "good", "bad": "bad", "warn": "warn"}
_CSS = Path(__file__).with_name("health.css").read_text(encoding="utf-8")


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    st.html(f"<style>{_CSS}</style>")
    head, controls = _head()
    with controls:
        period = _period()
        downloads(desk, period, actor)
    found = health(desk, period)
    with head:
        show(tag("h1", TITLE), tag("p", _context(found), class_="sub pins"))
    if found.empty:
        _empty()
        return
    show(_sentence(found), tiles(tiled(found)))
    _lately(found)
    _parts_of(found)
    with parts.card("Last releases", "What the gate said, newest first", key="runs"):
        show(health_tables.releases(runs(desk).runs[:RELEASES]))


def _head() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Where the title stands, and where what chooses does."""
    row = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center",
        key="ed-health-head",
    )  # fmt: skip
    title = row.container(width="content")
    return title, row.container(
        horizontal=True, width="content", vertical_alignment="center", key="ed-health-choice"
    )


def _period() -> Period:
    chosen = st.segmented_control(
        "Period", [one.value for one in Period], default=Period.WEEK.value, required=True,
        label_visibility="collapsed", key="period",
        bind="query-params",
    )  # fmt: skip
    return Period(chosen or Period.WEEK)


def _context(found: Health) -> Html:
    version = found.set_version
    pinned: Content = link(tag("b", version), "sets") if version else "nothing frozen yet"
    ran = _last_run(found.last_run) if found.last_run else "no run was judged"
    weeks = weeks_of(found.window)
    return join((weeks, " · ", pinned, " in force · " if version else " · ", ran))


def _last_run(run: RunSummary) -> Html:
    tone, word = tone_of(run)
    day = f", {wording.day(run.started_at)}" if run.started_at else ""
    name = link(tag("b", run.run), "runs", run=run.run)
    return join(("last run ", name, " ", parts.chip(tone, word), day))


def _sentence(found: Health) -> Html:
    """The sentence; what it says of numbers leads to their evidence, its answer is bold."""
    answer, rest = halved(found.parts)
    bold = tag("b", *(_span(one.text, one.link) for one in answer))
    said = [bold, *(_span(one.text, one.link) for one in rest)]
    tone = _TONE.get(found.tone, "unknown")
    return tag("div", icon(tone, tone), tag("div", *said), class_=f"verdict is-{tone}",
               role="status")  # fmt: skip


def _span(text: str, where: str | None) -> Content:
    return leading(text, where) if where else text


def _lately(found: Health) -> None:
    """Production week by week, and beside it what waits for somebody."""
    left, right = st.columns([5, 3], gap="small")
    with left:
        _chart(found.figures)
    with right, parts.card("We ask you to decide", key="asks"):
        show(health_tables.asks(found.asks))


def _chart(figures: Sequence[Figure]) -> None:
    one = next((one for one in figures if one.name == QUALITY), None)
    if one is None:
        return
    with parts.card(finding(one), f"{one.title}, whole weeks (UTC)", key="weeks"):
        show(chart(one), numbers(one))


def _parts_of(found: Health) -> None:
    """The cohorts, and what failures cost."""
    left, right = st.columns([5, 3], gap="small")
    with left, parts.card("Cohorts, worst first", key="health-cohorts"):
        show(health_tables.cohorts(found.cohorts))
    with right, parts.card(cost(found), weeks_of(found.window), key="impact"):
        show(health_tables.impact(found.impact))


def _empty() -> None:
    parts.empty_state(
        "This desk is empty",
        "No event, case or run has come in yet, so there is nothing to say about a release.",
        "Bring in what production did last week (CSV, JSONL or Parquet):",
        "evaldesk import events.jsonl --as events",
    )
