"""Which cases are ready to block a release, and which leave their set again."""

from collections.abc import Sequence

from curation.cases import Behaviour, Severity, State
from curation.identity import normalise
from store.sample.story import reasons
from store.sample.story.running import Board
from store.sample.story.shapes import PlannedCase

_MIN_ATTEMPTS = 5
_ALIKE = 0.45  # share of common shingles from which two inputs are near-duplicates


def promoted(board: Board, count: int) -> list[PlannedCase]:
    """The monitoring cases that are ready to block a release, the dearest first."""
    last = max((run.index for run in board.runs.values()), default=-1)
    ready = [
        case
        for case in board.members(State.MONITORING)
        if case.flaky is None
        and case.id not in board.demoted
        and board.attempts[case.id] >= _MIN_ATTEMPTS
        and case.passes_from is not None
        and case.passes_from <= last
        and case.severity in (Severity.HIGH, Severity.CRITICAL)
    ]
    ready.sort(key=lambda c: (c.kind != "malformed_tool_call", -c.cost_of_failure, c.id))
    return _unlike(_varied(ready), board, count)


def why_blocking(case: PlannedCase) -> str:
    """The reason that stands in the log for a promotion."""
    if case.kind == "malformed_tool_call" and case.route == "refunds":
        return reasons.AFTER_INCIDENT
    if case.behaviour is Behaviour.REFUSAL:
        return reasons.TO_BLOCKING[2]
    return reasons.TO_BLOCKING[case.severity is Severity.CRITICAL]


def oldest(board: Board, of: State, count: int, *, mild: bool = False) -> list[str]:
    """The cases that have been longest in a set; `mild` leaves the critical ones."""
    found = [
        case.id
        for case in board.members(of)
        if not mild
        or (case.severity is not Severity.CRITICAL and case.behaviour is Behaviour.ANSWER)
    ]
    return found[:count]


def settled(board: Board, count: int) -> list[str]:
    """Mild monitoring cases that every one of the last runs passed."""
    found = [
        case.id
        for case in board.members(State.MONITORING)
        if case.flaky is None
        and case.passes_from is not None
        and case.passes_from < len(board.runs) - 4
        and case.severity in (Severity.LOW, Severity.MEDIUM)
    ]
    return found[:count]


def _unlike(ready: Sequence[PlannedCase], board: Board, count: int) -> list[PlannedCase]:
    """The first `count` that are no near-duplicate of each other or of a blocking case."""
    blocking = [_shingles(case.input) for case in board.members(State.BLOCKING)]
    found: list[PlannedCase] = []
    for case in ready:
        own = _shingles(case.input)
        if len(found) < count and not any(_alike(own, other) for other in blocking):
            found.append(case)
            blocking.append(own)
    return found


def _varied(ready: Sequence[PlannedCase]) -> list[PlannedCase]:
    """In turn one that refuses, one that hands over, one that answers."""
    lanes = [[c for c in ready if c.behaviour is b] for b in Behaviour]
    longest = max((len(lane) for lane in lanes), default=0)
    return [lane[at] for at in range(longest) for lane in lanes if at < len(lane)]


def _shingles(text: str) -> frozenset[str]:
    """What near-duplicates share: runs of four letters, without numbers."""
    letters = "".join(c for c in normalise(text) if not c.isdigit())
    return frozenset(letters[at : at + 4] for at in range(max(len(letters) - 3, 1)))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) > _ALIKE * len(one | other)
