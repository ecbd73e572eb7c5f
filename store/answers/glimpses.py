"""What the inbox shows of a case at a glance, several at once: ready before it is opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from curation.attempts import Outcome, Tally, outcome
from curation.cases import Case, Dismissal, State
from curation.decisions import Entry
from curation.dismissal import described
from curation.effect import Effect
from curation.promotion import Evidence, Objection, objections
from curation.runs import Run
from store.answers.effects import Judged, effect_of, judged, tallied
from store.answers.evidence import evidence, scored
from store.answers.likeness import Alike, alike
from store.answers.openings import opening
from store.answers.sleeping import dismissals
from store.answers.twins import Looking
from store.desk import Desk

SHOWN_RUNS = 12
SHOWN_DECISIONS = 6
_KNOWN_ELSEWHERE = frozenset(
    ("event_id", "case_id", "input", "output", "prediction", "truth", "kind", "passed",
     "route", "model_version", "occurred_at", "import_id", "content_hash")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ran:
    """The case in one run."""

    run: str
    model_version: str | None
    outcome: Outcome
    attempts: int
    passed: int


@dataclass(frozen=True, slots=True)
class Heard:
    """How often the very input failed: `count` times in `wordings`, `verbatim` in this one."""

    count: int = 0
    wordings: int = 0
    verbatim: int = 0


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One case with everything that a person weighs before acting on it."""

    case: Case
    opened: bool
    output: str | None
    facts: Mapping[str, Any]  # further columns of its newest failing event
    weeks: tuple[tuple[date, int], ...]
    runs: tuple[Ran, ...]  # oldest first
    history: tuple[Entry, ...]  # newest first
    heard: Heard
    alike: tuple[Alike, ...]
    effect: Effect  # on the last judged releases, were it in blocking
    stands_in_the_way: Mapping[State, tuple[Objection, ...]]
    would_wake: str  # when it is dismissed until it escalates


def glimpses(desk: Desk, case_ids: Sequence[str], *, actor: str) -> dict[str, Glimpse]:
    """The cases among `case_ids` that are known, by id."""
    ids, facts = list(dict.fromkeys(case_ids)), desk.facts()
    seen = _sightings(desk, ids)
    events = _events(desk, seen.values())
    attempts, looking = facts.ask("case_attempts", case_ids=ids), Looking(desk)
    with desk.ledger.reading() as asked:
        opened = {c: found for c in ids if (found := asked.case(c))}
        fresh = {c: opening(row | _input(events, c)) for c, row in seen.items()}
        known, runs = fresh | opened, [run for run, _, _ in asked.runs()]
        evident = evidence(asked, list(known.values()), scored(runs, attempts), looking)
        shown = _Shown(
            actor=actor,
            seen=seen,
            events=events,
            tallies=tallied(attempts, known.values()),
            alike=alike(desk, known.values(), asked),
            runs=runs,
            releases=judged(asked),
            history={
                c: tuple(asked.decisions(subject=c, limit=SHOWN_DECISIONS)) for c in opened
            },
            evident=evident,
            sleeps=dismissals(desk, [known[c] for c in seen], None),
        )
    return {c: _glimpse(known[c], shown) for c in ids if c in known}


@dataclass(frozen=True, slots=True)
class _Shown:
    actor: str
    seen: Mapping[str, Mapping[str, Any]]
    events: Mapping[str, Mapping[str, Any]]
    tallies: Mapping[str, Mapping[str, Tally]]
    alike: Mapping[str, tuple[Alike, ...]]
    runs: Sequence[Run]  # newest first
    releases: Judged
    history: Mapping[str, tuple[Entry, ...]]
    evident: Mapping[str, Evidence]
    sleeps: Mapping[str, Dismissal]


def _sightings(desk: Desk, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Each case as it failed; inputs are read only where titles do not tell them apart."""
    seen = {row["case_id"]: row for row in desk.facts().ask("sightings", case_ids=ids)}
    cut = [row for row in seen.values() if row["cut"]]
    if cut:
        newest = [row["event_id"] for row in cut]
        asked = {"case_ids": [row["case_id"] for row in cut], "newest": newest}
        for row in desk.facts().ask("wordings", **asked):
            seen[row["case_id"]] |= row
    return seen


def _input(events: Mapping[str, Mapping[str, Any]], case_id: str) -> dict[str, Any]:
    """The whole input of the newest failure: its title may be cut."""
    return {"input": events[case_id]["input"]}


def _events(desk: Desk, seen: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    rows = desk.facts().ask("events_by_id", event_ids=[row["event_id"] for row in seen])
    return {row["case_id"]: row for row in rows}


def _in_the_way(case: Case, shown: _Shown) -> dict[State, tuple[Objection, ...]]:
    evident, actor = shown.evident[case.id], shown.actor
    return {
        to: tuple(objections(case, to, evident, actor=actor, reason="said"))
        for to in (State.MONITORING, State.BLOCKING)
        if to is not case.state
    }


def _glimpse(case: Case, shown: _Shown) -> Glimpse:
    event, seen = shown.events.get(case.id, {}), shown.seen.get(case.id, {})
    return Glimpse(
        case=case,
        opened=case.version > 0,
        output=event.get("output") or event.get("prediction"),
        facts={k: v for k, v in event.items() if k not in _KNOWN_ELSEWHERE and v is not None},
        weeks=tuple(zip(seen.get("weeks") or (), seen.get("counts") or (), strict=True)),
        runs=_ran(shown.runs, shown.tallies.get(case.id, {})),
        history=shown.history.get(case.id, ()),
        heard=Heard(seen["count"], seen["wordings"], seen["verbatim"]) if seen else Heard(),
        alike=shown.alike[case.id],
        effect=effect_of([case.id], shown.releases, shown.tallies),
        stands_in_the_way=_in_the_way(case, shown),
        would_wake=described(shown.sleeps[case.id]) if case.id in shown.sleeps else "for good",
    )


def _ran(runs: Sequence[Run], tallies: Mapping[str, Tally]) -> tuple[Ran, ...]:
    """The newest runs with an answer about the case, oldest first."""
    found: list[Ran] = []
    for run in runs:
        if tally := tallies.get(run.name):
            told = (outcome(tally), tally.scored + tally.errored, tally.passed)
            found.append(Ran(run.name, run.model_version, *told))
    return tuple(reversed(found[:SHOWN_RUNS]))
