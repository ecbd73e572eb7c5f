"""What the inbox shows of a case at a glance, several at once: ready before it is opened."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from curation.attempts import Outcome, Tally, outcome
from curation.cases import Case, State
from curation.decisions import Entry
from curation.dismissal import described
from curation.effect import Effect
from curation.promotion import Objection, objections
from curation.runs import Run
from store.answers.effects import Judged, effect_of, judged, tallied
from store.answers.evidence import evidence, scores
from store.answers.likeness import Alike, alike
from store.answers.openings import openings
from store.answers.sleeping import dismissals
from store.desk import Desk

SHOWN_RUNS = 12
SHOWN_DECISIONS = 6
Rows = Mapping[str, Sequence[Mapping[str, Any]]]
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

    @property
    def would_have_blocked(self) -> tuple[Ran, ...]:
        """The runs that it would have stopped, had it been in blocking."""
        stops = (Outcome.FAILED, Outcome.FLAKY, Outcome.ERRORED)
        return tuple(ran for ran in self.runs if ran.outcome in stops)


def glimpses(desk: Desk, case_ids: Sequence[str], *, actor: str) -> dict[str, Glimpse]:
    """The cases among `case_ids` that are known, by id."""
    ids = list(dict.fromkeys(case_ids))
    known = _standing(desk, ids) | openings(desk, ids)
    facts = desk.facts()
    with desk.ledger.reading() as asked:
        runs, states = [run for run, _, _ in asked.runs()], asked.states()
        releases = judged(asked)
        history = {
            c: tuple(asked.decisions(subject=c, limit=SHOWN_DECISIONS))
            for c in ids
            if c in states
        }
    newest = {row["case_id"]: row for row in facts.ask("newest_failures", case_ids=ids)}
    shown = _Shown(
        newest=newest,
        events=_events(desk, newest.values()),
        weeks=_by_case(facts.ask("weeks_of_cases", case_ids=ids)),
        tallies=tallied(facts.ask("case_attempts", case_ids=ids)),
        alike=alike(desk, known.values(), states),
        runs=runs,
        releases=releases,
        history=history,
    )
    weighed = _weighed(desk, known, actor)
    return {c: _glimpse(known[c], shown, weighed[c]) for c in ids if c in known}


@dataclass(frozen=True, slots=True)
class _Shown:
    newest: Mapping[str, Mapping[str, Any]]
    events: Mapping[str, Mapping[str, Any]]
    weeks: Rows
    tallies: Mapping[str, Mapping[str, Tally]]
    alike: Mapping[str, tuple[Alike, ...]]
    runs: Sequence[Run]  # newest first
    releases: Judged
    history: Mapping[str, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class _Weighed:
    stands_in_the_way: Mapping[State, tuple[Objection, ...]]
    would_wake: str


def _standing(desk: Desk, ids: Sequence[str]) -> dict[str, Case]:
    with desk.ledger.reading() as asked:
        found = [asked.case(case_id) for case_id in ids]
    return {case.id: case for case in found if case}


def _events(desk: Desk, newest: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    rows = desk.facts().ask("events_by_id", event_ids=[row["event_id"] for row in newest])
    return {row["case_id"]: row for row in rows}


def _by_case(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["case_id"]].append(row)
    return found


def _weighed(desk: Desk, known: Mapping[str, Case], actor: str) -> dict[str, _Weighed]:
    scored = scores(desk, list(known))
    with desk.ledger.reading() as asked:
        evident = evidence(asked, list(known.values()), scored)
    sleeps = dismissals(desk, list(known), None)
    return {
        case_id: _Weighed(
            {
                to: tuple(objections(case, to, evident[case_id], actor=actor, reason="said"))
                for to in (State.MONITORING, State.BLOCKING)
                if to is not case.state
            },
            described(sleeps[case_id]),
        )
        for case_id, case in known.items()
    }


def _glimpse(case: Case, shown: _Shown, weighed: _Weighed) -> Glimpse:
    event = shown.events.get(case.id, {})
    return Glimpse(
        case=case,
        opened=case.version > 0,
        output=shown.newest.get(case.id, {}).get("output") or event.get("prediction"),
        facts={k: v for k, v in event.items() if k not in _KNOWN_ELSEWHERE and v is not None},
        weeks=tuple((row["week"], row["count"]) for row in shown.weeks.get(case.id, ())),
        runs=_ran(shown.runs, shown.tallies.get(case.id, {})),
        history=shown.history.get(case.id, ()),
        heard=_heard(shown.newest.get(case.id)),
        alike=shown.alike[case.id],
        effect=effect_of([case.id], shown.releases, shown.tallies),
        stands_in_the_way=weighed.stands_in_the_way,
        would_wake=weighed.would_wake,
    )


def _heard(newest: Mapping[str, Any] | None) -> Heard:
    return Heard(newest["count"], newest["wordings"], newest["verbatim"]) if newest else Heard()


def _ran(runs: Sequence[Run], tallies: Mapping[str, Tally]) -> tuple[Ran, ...]:
    """The newest runs with an answer about the case, oldest first."""
    found: list[Ran] = []
    for run in runs:
        if tally := tallies.get(run.name):
            told = (outcome(tally), tally.scored + tally.errored, tally.passed)
            found.append(Ran(run.name, run.model_version, *told))
    return tuple(reversed(found[:SHOWN_RUNS]))
