"""One case, whole: what is expected, where it stands, how often it failed, what was decided."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from curation.attempts import Outcome, Tally, outcome
from curation.cases import Case, State
from curation.decisions import Entry
from curation.dismissal import described
from curation.errors import Unknown
from curation.promotion import Objection, objections
from store.answers.evidence import evidence, scores
from store.answers.glimpses import Alike, glimpses
from store.answers.members import Member, member
from store.answers.openings import openings
from store.answers.sleeping import back_with
from store.answers.twins import Looking
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Tick:
    """The case in one run: what its attempts amount to."""

    run: str
    model_version: str | None
    outcome: Outcome
    attempts: int
    passed: int
    at: str | None
    output: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One production failure of the case."""

    event: str
    occurred_at: datetime | None
    model_version: str | None
    kind: str
    actual: str | None


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """What the case page shows; `opened` is False while it is only a failure."""

    case: Case
    opened: bool
    failures: int
    weeks: tuple[tuple[date, int], ...]
    recent: tuple[Seen, ...]
    output: str | None  # what the model said in the newest failure
    facts: Mapping[str, Any]  # further columns of the newest failing event
    ticks: tuple[Tick, ...]
    history: tuple[Entry, ...]
    sleeps: str | None
    woken: str | None
    scored: int
    flips: int
    stands_in_the_way: Mapping[str, tuple[Objection, ...]]
    standing: Member  # how long it stands there, its last result, whether it still tells
    alike: tuple[Alike, ...]


def case(desk: Desk, case_id: str, *, actor: str) -> CaseAnswer:
    """Everything known about `case_id`, as `actor` may act on it. Unknown when nobody is."""
    with desk.ledger.reading() as asked:
        standing = asked.case(case_id)
        history = asked.decisions(subject=case_id)
    found = standing or openings(desk, [case_id]).get(case_id)
    if found is None:
        way = "`evaldesk inbox` lists failures, `evaldesk sets` cases."
        raise Unknown("case or failure", case_id, way)
    scored, looking = scores(desk, [case_id]), Looking(desk)
    with desk.ledger.reading() as asked:
        known = evidence(asked, [found], scored, looking)[case_id]
    facts = desk.facts()
    failures = facts.ask("case_failures", case_id=case_id)
    weeks = [(r["week"], r["count"]) for r in facts.ask("case_weeks", case_id=case_id)]
    events = facts.ask("case_events", case_id=case_id, limit=1)
    event: dict[str, Any] = events[0] if events else {}
    asleep = found.state is State.DISMISSED and found.dismissal is not None
    return CaseAnswer(
        case=found,
        opened=standing is not None,
        failures=_count(desk, case_id),
        weeks=tuple(weeks),
        recent=tuple(_seen(row) for row in failures[:20]),
        output=event.get("output") or event.get("prediction"),
        facts={k: v for k, v in event.items() if k not in _SHOWN and v is not None},
        ticks=_ticks(desk, case_id),
        history=tuple(history),
        sleeps=described(found.dismissal) if asleep and found.dismissal else None,
        woken=back_with(desk, [found]).get(case_id) if asleep else None,
        scored=known.stability.scored,
        flips=known.stability.flips,
        stands_in_the_way={
            to: tuple(objections(found, to, known, actor=actor, reason="to be said"))
            for to in (State.MONITORING, State.BLOCKING)
            if to is not found.state
        },
        standing=member(desk, found),
        alike=glimpses(desk, [case_id], actor=actor)[case_id].alike,
    )


_SHOWN = frozenset(
    ("event_id", "case_id", "input", "output", "prediction", "truth", "kind", "passed",
     "import_id", "content_hash")
)  # fmt: skip


def _count(desk: Desk, case_id: str) -> int:
    rows = desk.facts().ask("case_counts", case_ids=[case_id])
    return rows[0]["count"] if rows else 0


def _seen(row: Mapping[str, Any]) -> Seen:
    return Seen(
        row["event_id"], row["occurred_at"], row["model_version"], row["kind"], row["actual"]
    )


def _ticks(desk: Desk, case_id: str) -> tuple[Tick, ...]:
    """Every run that was asked about the case, oldest first; not run is a tick of its own."""
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in desk.facts().ask("case_results", case_id=case_id):
        rows[row["run"]].append(row)
    with desk.ledger.reading() as asked:
        runs = list(reversed(asked.runs()))
        members = {(v.set, v.version): v.cases for v in asked.set_versions()}
    ticks: list[Tick] = []
    for run, _, _ in runs:
        asked_for = any(case_id in members.get(pin, {}) for pin in run.sets.items())
        if asked_for or run.name in rows:
            ticks.append(_tick(run.name, run.model_version, run.at, rows[run.name]))
    return tuple(ticks)


def _tick(
    run: str, version: str | None, at: str | None, rows: Sequence[Mapping[str, Any]]
) -> Tick:
    passed = sum(r["passed"] is True for r in rows)
    failed = sum(r["passed"] is False for r in rows)
    tally = Tally(passed, failed, len(rows) - passed - failed)
    output = next((r["output"] for r in rows if r["passed"] is not True), None)
    return Tick(run, version, outcome(tally), len(rows), passed, at, output)
