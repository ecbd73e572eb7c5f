"""What differs between two runs, and which other runs differ in that alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from curation.environments import read, told
from curation.runs import Run

Shown = Mapping[str, str] | str | None
UNSAID = "not stated"
SHORT = 7  # characters of a commit that are enough to know it by


class Fact(StrEnum):
    """What can change between two runs."""

    DATA = "data"
    CODE = "code"
    LIBRARIES = "libraries"
    HARDWARE = "hardware"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of both runs; `differs` is None where one of them does not state it."""

    fact: Fact
    baseline: str | None
    candidate: str | None
    differs: bool | None


def changes(baseline: Run, candidate: Run) -> tuple[Change, ...]:
    """Every fact of the two, whether it differs or not."""
    return tuple(_change(fact, baseline, candidate) for fact in Fact)


def alike_but(fact: Fact, first: Run, second: Run) -> tuple[Fact, ...] | None:
    """The facts that cannot be excluded besides `fact`; None when another one differs.

    Nothing is alike that was not stated on both sides.
    """
    others = [change for change in changes(first, second) if change.fact is not fact]
    if any(change.differs for change in others):
        return None
    return tuple(change.fact for change in others if change.differs is None)


def pairs_alike_but(
    fact: Fact, baseline: Run, candidate: Run, runs: Sequence[Run]
) -> list[tuple[Run, Run, tuple[Fact, ...]]]:
    """Runs that moved from the baseline's `fact` to the candidate's and share the rest.

    Those come first of which most is known, then those with the two runs themselves.
    """
    before = [run for run in runs if _same(fact, run, baseline)]
    after = [run for run in runs if _same(fact, run, candidate)]
    found = [
        (first, second, unsure)
        for first in before
        for second in after
        if (unsure := alike_but(fact, first, second)) is not None
    ]
    own = {baseline.name, candidate.name}
    return sorted(
        found,
        key=lambda pair: (len(pair[2]), -len(own & {pair[0].name, pair[1].name}), pair[0].name),
    )


def _same(fact: Fact, run: Run, other: Run) -> bool:
    return run.name == other.name or _change(fact, run, other).differs is False


def _change(fact: Fact, baseline: Run, candidate: Run) -> Change:
    shown, apart = _KINDS[fact]
    before, after = shown(baseline), shown(candidate)
    differs = None if not before or not after else apart(before, after)
    if isinstance(before, str) or isinstance(after, str) or not before or not after:
        return Change(fact, _words(before), _words(after), differs)
    # Of two long lists only what differs is worth reading.
    moved = sorted(k for k in before.keys() | after.keys() if before.get(k) != after.get(k))
    if not moved:
        return Change(fact, _words(before), _words(after), differs)
    sides = [told({k: side.get(k, UNSAID) for k in moved}) for side in (before, after)]
    return Change(fact, sides[0], sides[1], differs)


def _words(shown: Shown) -> str | None:
    if not shown:
        return None
    if isinstance(shown, str):
        return shown
    return told(shown)


def _sets(run: Run) -> Shown:
    return ", ".join(f"{name}@{number}" for name, number in sorted(run.sets.items()))


def _hardware(run: Run) -> Shown:
    found = read(run.environment)
    return found.hardware or ", ".join(found.words)


def _apart(before: Shown, after: Shown) -> bool | None:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        if any(before[name] != after[name] for name in before.keys() & after.keys()):
            return True
        # What only one side names may have been there on the other side, too.
        return None if before.keys() ^ after.keys() else False
    # Words on one side cannot be held against named facts on the other.
    return before != after if isinstance(before, str) and isinstance(after, str) else None


def _commits_apart(before: Shown, after: Shown) -> bool | None:
    first, second = str(before), str(after)
    short = min(len(first), len(second))
    return first != second if short < SHORT else first[:short] != second[:short]


_KINDS: Mapping[Fact, tuple[Callable[[Run], Shown], Callable[[Shown, Shown], bool | None]]] = {
    Fact.DATA: (_sets, _apart),
    Fact.CODE: (lambda run: run.commit, _commits_apart),
    Fact.LIBRARIES: (lambda run: read(run.environment).libraries, _apart),
    Fact.HARDWARE: (_hardware, _apart),
    Fact.MODEL: (lambda run: run.model_version, _apart),
}
