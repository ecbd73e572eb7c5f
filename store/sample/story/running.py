"""The board while the story is told: who stands where, what is frozen, what was scored."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

from curation.cases import Behaviour, State
from curation.fixtures.drawing import Draw
from store.sample.calendar import Calendar
from store.sample.story.shapes import PlannedCase, RunPlan
from store.sample.story.timetable import BLOCKED, ENVIRONMENTS, INCOMPLETE, Candidate

ENOUGH_TO_COMPARE = 140  # cases in common; with fewer a margin of 2 points is out of reach
_ALSO_WORSE = 9  # monitoring cases that the blocked candidate breaks besides
_DIED_AFTER = 0.86  # of the cases, in the order of their ids

Version: TypeAlias = tuple[int, frozenset[str]]  # its number and its cases


@dataclass(slots=True)
class Board:
    """Cases, their states, frozen sets and runs so far."""

    cases: dict[str, PlannedCase] = field(default_factory=dict[str, PlannedCase])
    state: dict[str, State] = field(default_factory=dict[str, State])
    frozen: dict[State, Version] = field(default_factory=dict[State, Version])
    attempts: Counter[str] = field(default_factory=Counter[str])
    runs: dict[str, RunPlan] = field(default_factory=dict[str, RunPlan])
    demoted: set[str] = field(default_factory=set[str])  # they stay in monitoring
    scored_by: dict[str, frozenset[str]] = field(
        default_factory=dict[str, frozenset[str]]
    )  # by run

    def members(self, of: State) -> list[PlannedCase]:
        """The cases of a set, in the order in which they were opened."""
        return [case for case in self.cases.values() if self.state[case.id] is of]

    def frozen_now(self, name: State) -> tuple[int, int, int, int] | None:
        """Freeze the set: (version, cases, added, removed), or None if nothing changed."""
        ids = frozenset(case.id for case in self.members(name))
        version, before = self.frozen.get(name, (0, frozenset[str]()))
        if ids == before:
            return None
        self.frozen[name] = (version + 1, ids)
        return version + 1, len(ids), len(ids - before), len(before - ids)


def scored(calendar: Calendar, board: Board, candidate: Candidate, index: int) -> RunPlan:
    """Score `candidate` on what is frozen, and note it on the board."""
    names = [State.BLOCKING]
    if candidate.tier == "nightly":
        names.append(State.MONITORING)
    chosen = {name: board.frozen[name] for name in names if name in board.frozen}
    blocking = sorted(chosen.get(State.BLOCKING, (0, frozenset[str]()))[1])
    everything = sorted({case_id for _, ids in chosen.values() for case_id in ids})
    died = candidate.name == INCOMPLETE
    missing = _missing(everything, blocking) if died else frozenset[str]()
    plan = RunPlan(
        index=index,
        name=candidate.name,
        model_version=candidate.model_version,
        commit=hashlib.sha256(candidate.name.encode()).hexdigest()[:40],
        environment=next(words for first, words in reversed(ENVIRONMENTS) if index >= first),
        seed=1000 + index,
        tier=candidate.tier,
        attempts=candidate.attempts,
        started_at=calendar.at(candidate.week, candidate.day, candidate.hour),
        sets={name.value: version for name, (version, _) in chosen.items()},
        baseline=_baseline(board, candidate, frozenset(everything)),
        answer=_answer(candidate, blocking),
        note=candidate.note,
        breaks=_broken(board, blocking, everything, index)
        if candidate.name == BLOCKED
        else frozenset(),
        missing=missing,
    )
    board.runs[plan.name] = plan
    board.scored_by[plan.name] = frozenset(everything) - missing
    board.attempts.update(dict.fromkeys(board.scored_by[plan.name], plan.attempts))
    return plan


def _answer(candidate: Candidate, blocking: list[str]) -> str:
    special = {BLOCKED: "BLOCKED", INCOMPLETE: "INCOMPLETE"}
    return special.get(candidate.name, "PASS") if blocking else ""


def _baseline(board: Board, candidate: Candidate, cases: frozenset[str]) -> str | None:
    """The run it replaces, where the two have enough cases in common."""
    before = board.scored_by.get(candidate.replaces or "", frozenset[str]())
    return candidate.replaces if len(before & cases) >= ENOUGH_TO_COMPARE else None


def _missing(everything: list[str], blocking: list[str]) -> frozenset[str]:
    """The last cases, by id: the run died, at the latest before its last blocking case."""
    last = everything.index(blocking[-1]) if blocking else len(everything)
    return frozenset(everything[min(round(_DIED_AFTER * len(everything)), last) :])


def _broken(
    board: Board, blocking: list[str], everything: list[str], index: int
) -> frozenset[str]:
    """Three blocking cases, the dearest of each behaviour, and some of monitoring."""
    dearest = sorted((board.cases[c] for c in blocking), key=lambda c: -c.cost_of_failure)
    found = {case.behaviour: case.id for case in reversed(dearest)}
    three = [found[b] for b in Behaviour if b in found]
    three += [case.id for case in dearest if case.id not in three]
    lots = Draw(BLOCKED, index).mixed([c for c in everything if c not in set(blocking)])
    since = {c: board.cases[c].passes_from for c in lots}
    passing = [c for c, first in since.items() if first is not None and first < index]
    return frozenset(three[:3] + passing[:_ALSO_WORSE])
