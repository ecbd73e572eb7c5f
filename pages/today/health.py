"""The home page: may we ship, how is production, what needs a person now."""

from collections.abc import Sequence

import streamlit as st

from curation.noise import Change
from pages.shared import charts, lists, marks, parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import address, link
from pages.shared.lists import Todo
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from pages.shared.tables import Column
from store.answers.health import Ask, Health, Week, health
from store.answers.runs import RunSummary, runs
from store.desk import Desk

TONES: dict[str | None, tuple[Tone, str]] = {
    "PASS": ("good", "Pass"),
    "BLOCKED": ("bad", "Blocked"),
    "INCOMPLETE": ("warn", "Incomplete"),
    None: ("unknown", "Not judged"),
}
_TONE: dict[str, Tone] = {"good": "good", "bad": "bad", "warn": "warn"}
SHOWN_WEEKS = 26
FEWEST_WEEKS = 4  # with fewer, one of them is no finding


def render(desk: Desk, actor: str) -> None:  # noqa: ARG001 - every page is called alike
    """Draw the page."""
    found = health(desk)
    parts.page_head("Evaluation health", _context(found))
    if not found.weeks and found.last_run is None and not found.inbox.failures:
        _empty()
        return
    word, _, rest = found.sentence.partition(". ")
    show(parts.verdict(_TONE.get(found.tone, "unknown"), word + ".", rest))
    show(parts.tiles(*_tiles(found)))
    left, right = st.columns([5, 3], gap="small")
    with left, parts.card(_finding(found), "Failures a week in production", key="weeks"):
        _weeks(found.weeks)
    with right, parts.card("Needs a person now", key="asks"):
        show(lists.todo_list(_todo(ask) for ask in found.asks) if found.asks else _quiet())
    with parts.card("Last releases", "What the gate said, newest first", key="runs"):
        show(_releases(runs(desk).runs[:6]))


def _context(found: Health) -> str:
    version = found.set_version or "nothing frozen yet"
    dated = (
        f"production up to {wording.day(found.weeks[-1].week)}" if found.weeks else "no events"
    )
    return f"{version} in force · {dated} · {wording.moment(found.as_of)}"


def _empty() -> None:
    parts.empty_state(
        "This desk is empty",
        "No event, case or run has come in yet, so there is nothing to say about a release.",
        "Bring in what production did last week (CSV, JSONL or Parquet):",
        "evaldesk import events.jsonl --as events",
    )


def _tiles(found: Health) -> list[Tile]:
    run = found.last_run
    gate = f"{run.passed} of {run.cases}" if run else wording.NOTHING
    note: Content = (
        join((link(run.run, "runs", run=run.run), " passed")) if run else "no run yet"
    )
    waiting = found.inbox
    blocking, monitoring = found.sets.sets[2], found.sets.sets[1]
    rates = [w.failures / w.events if w.events else None for w in found.weeks[-SHOWN_WEEKS:]]
    week = found.last_week
    return [
        Tile("Blocking cases passed", gate, note),
        Tile(
            "Failures in production",
            wording.percent(week.value) if week and week.value is not None else wording.NOTHING,
            _noise(found),
            marks.spark(rates, "Failure rate by week"),
        ),
        Tile(
            "Waiting to be sorted",
            wording.count(waiting.failures),
            f"failures in {wording.many(len(waiting.groups), 'group')}",
            page="inbox",
        ),
        Tile(
            "Blocking set",
            wording.count(blocking.cases),
            _frozen(blocking.in_force, blocking.unfrozen_changes),
            page="sets",
        ),
        Tile(
            "Monitoring set",
            wording.count(monitoring.cases),
            _frozen(monitoring.in_force, monitoring.unfrozen_changes),
            page="sets",
        ),
    ]


def _noise(found: Health) -> str:
    week = found.last_week
    if week is None or week.low is None or week.high is None:
        return "no whole week yet"
    said = {
        None: "first week",
        Change.HIGHER: "worse than the week before",
        Change.LOWER: "better than the week before",
    }.get(found.change, str(found.change))
    interval = f"{week.low * 100:.1f}–{week.high * 100:.1f}"
    return f"{interval}, n {wording.count(week.n)} · {said}"


def _frozen(in_force: str | None, changes: int) -> str:
    if in_force is None:
        return "never frozen"
    return f"{in_force}, {wording.many(changes, 'change')} since" if changes else f"{in_force}"


def _worst(weeks: Sequence[Week]) -> Week | None:
    """The shown whole week with the largest share of failures, where there are enough."""
    whole = [week for week in weeks[-SHOWN_WEEKS:] if week.whole and week.events]
    if len(whole) < FEWEST_WEEKS:
        return None
    return max(whole, key=lambda week: week.failures / week.events)


def _finding(found: Health) -> str:
    worst = _worst(found.weeks)
    if worst is None:
        return "Failures a week"
    share = wording.percent(worst.failures / worst.events)
    return f"The worst week began on {wording.day(worst.week)}: {share} of events failed"


def _weeks(weeks: Sequence[Week]) -> None:
    if not weeks:
        show(tag("p", "No event carries a time, so no week can be drawn.", class_="muted"))
        return
    shown = weeks[-SHOWN_WEEKS:]
    worst = _worst(weeks)
    figure = charts.weekly_bars(
        [w.week for w in shown],
        [w.failures for w in shown],
        highlight={worst.week} if worst else set(),
        height=210,
    )
    columns = ["Week", Column("Failures", number=True), Column("Events", number=True)]
    rows = [(wording.week(w.week), w.failures, w.events) for w in reversed(shown)]
    table = tables.table("Failures by week", columns, rows)
    last = f"{shown[-1].failures} in the week of {shown[-1].week}"
    charts.draw(figure, key="weeks", alt=f"Failures a week, {last}", numbers=table)


def _todo(ask: Ask) -> Todo:
    page, _, query = ask.link.partition("?id=")
    what = link(ask.what, page, id=query) if query else link(ask.what, page)
    return Todo("warn", what, ask.why, ask.owner or "nobody yet")


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
    tone, word = TONES[run.verdict]
    pins = ", ".join(f"{name}@{version}" for name, version in run.sets.items())
    started = wording.day(run.started_at) if run.started_at else wording.NOTHING
    name = tag("a", run.run, href=address("runs", run=run.run), data_ed_page=True)
    return [name, parts.chip(tone, word), run.reason or "the gate was not asked", pins, started]
