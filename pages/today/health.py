"""The home page: may we ship, how is production, what needs a person now."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

import streamlit as st

from pages.evidence.answers import tone_of
from pages.shared import lists, parts, tables, wording
from pages.shared.html import Content, Html, show, tag
from pages.shared.links import address, link
from pages.shared.lists import Todo
from pages.shared.marks import Tone
from pages.shared.tables import Column
from pages.today.figures import finding, tiles, weeks_chart
from store.answers.health import Ask, Health, health
from store.answers.runs import RunSummary, runs
from store.desk import Desk

_TONE: dict[str, Tone] = {"good": "good", "bad": "bad", "warn": "warn"}


def render(desk: Desk, actor: str) -> None:  # noqa: ARG001 - every page is called alike
    """Draw the page."""
    found = health(desk)
    parts.page_head("Evaluation health", _context(found))
    if not found.weeks and found.last_run is None and not found.inbox.failures:
        _empty()
        return
    word, _, rest = found.sentence.partition(". ")
    show(parts.verdict(_TONE.get(found.tone, "unknown"), word + ".", rest))
    show(parts.tiles(*tiles(found)))
    left, right = st.columns([5, 3], gap="small")
    with left, parts.card(finding(found), "Failures a week in production", key="weeks"):
        weeks_chart(found.weeks)
    with right, parts.card("Needs a person now", key="asks"):
        show(lists.todo_list(_todo(ask) for ask in found.asks) if found.asks else _quiet())
    with parts.card("Last releases", "What the gate said, newest first", key="runs"):
        show(_releases(runs(desk).runs[:6]))


def _context(found: Health) -> str:
    version = found.set_version or "nothing frozen yet"
    week = (
        f"production up to the week of {wording.week(found.weeks[-1].week)}"
        if found.weeks
        else None
    )
    dated = week or "no events"
    return f"{version} in force · {dated} · {wording.moment(found.as_of)}"


def _empty() -> None:
    parts.empty_state(
        "This desk is empty",
        "No event, case or run has come in yet, so there is nothing to say about a release.",
        "Bring in what production did last week (CSV, JSONL or Parquet):",
        "evaldesk import events.jsonl --as events",
    )


def _todo(ask: Ask) -> Todo:
    page, _, query = ask.link.partition("?")
    return Todo(
        "warn",
        link(ask.what, page, **dict(parse_qsl(query))),
        ask.why,
        ask.owner or "nobody yet",
    )


def _quiet() -> Html:
    return tag("p", "Nothing waits for a decision.", class_="muted")


def _releases(found: Sequence[RunSummary]) -> Html:
    if not found:
        return tag("p", "No run was imported yet.", class_="muted")
    columns = [
        Column("Run", tight=True),
        Column("Answer", tight=True),
        Column("Why"),
        Column("Set", phone=False, tight=True),
        Column("Scored", phone=False, tight=True),
    ]
    return tables.table("Last releases", columns, [_release(run) for run in found])


def _release(run: RunSummary) -> list[Content]:
    tone, word = tone_of(run)
    pins = ", ".join(f"{name}@{version}" for name, version in run.sets.items())
    started = wording.day(run.started_at) if run.started_at else wording.NOTHING
    name = tag("a", run.run, href=address("runs", run=run.run), data_ed_page=True)
    return [name, parts.chip(tone, word), run.reason or "the gate was not asked", pins, started]
