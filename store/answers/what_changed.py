"""What differs between two runs, and runs that show what one such difference does alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from curation.attempts import Outcome
from curation.changes import Change, Fact, changes, pairs_alike_but
from curation.comparison import Difference, NonInferiority
from curation.comparison import compare as compared
from curation.explaining import Alone, Explains, explained, summary
from curation.measures.paired_cohorts import PairedDifference
from curation.measures.pairs import mcnemar, pairs_of
from curation.runs import Run
from curation.thresholds import MARGIN, MIN_SUPPORT
from store.answers.case_cohorts import lines_of
from store.answers.run_samples import Scored, asks_alike, scored_cases
from store.desk import Desk

SHOWN = 3  # pairs of runs a fact
RECENT = 60  # runs that are looked through


@dataclass(frozen=True, slots=True)
class Beside:
    """Two runs that share all but one fact; `broke_too` of the cases in question broke here.

    `not_stated` names what cannot be excluded besides.
    """

    baseline: str
    candidate: str
    n: int
    only_baseline: int
    only_candidate: int
    difference: PairedDifference
    p_value: float
    verdict: NonInferiority
    broke_too: int
    not_stated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """One fact of both runs, and whether it could explain what moved."""

    fact: str
    baseline: str | None
    candidate: str | None
    differs: bool | None
    explains: str
    why: str
    side_by_side: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """`worse` is the verdict of the comparison; `summary` says it in one or two sentences."""

    worse: bool
    summary: str
    facts: tuple[ChangedFact, ...]


def what_changed(
    desk: Desk, runs: tuple[Run, Run], found: Difference, now: Mapping[str, Outcome]
) -> Changed:
    """What differs between `runs` (baseline, candidate), given how they compare."""
    with desk.ledger.reading() as asked:
        recent = [run for run, _, _ in asked.runs()][:RECENT]
        limits = (asked.policy().value(MARGIN), asked.policy().value(MIN_SUPPORT))

    everybody = [*runs, *(run for run in recent if run not in runs)]

    @cache
    def scored(name: str) -> Mapping[str, Scored]:
        return scored_cases(desk, name, lines_of(desk, name))

    told: list[ChangedFact] = []
    for change in changes(*runs):
        pairs = pairs_alike_but(change.fact, *runs, everybody) if _tells(change) else []
        besides = [
            _beside((first, second), unsure, (scored(first.name), scored(second.name)),
                    limits, found.broke)
            for first, second, unsure in pairs[:SHOWN]
        ]  # fmt: skip
        told.append(_told(change, tuple(one for one in besides if one.n)))
    return _summed(told, found, now)


def _tells(change: Change) -> bool:
    # The paired cases ask the same in both versions, so another version moves none of them.
    return bool(change.differs) and change.fact is not Fact.DATA


def _summed(
    told: Sequence[ChangedFact], found: Difference, now: Mapping[str, Outcome]
) -> Changed:
    worse = found.outcome is NonInferiority.WORSE
    flaky = sum(now[case_id] is Outcome.FLAKY for case_id in found.broke)
    ways = [_way(one) for one in told]
    return Changed(worse, summary(ways, len(found.broke), flaky, worse=worse), tuple(told))


def _beside(
    runs: tuple[Run, Run],
    unsure: Sequence[Fact],
    scored: tuple[Mapping[str, Scored], Mapping[str, Scored]],
    limits: tuple[float, float],
    broke: Sequence[str],
) -> Beside:
    common, (margin, floor) = asks_alike(*scored), limits
    then, now = ({c: side[c].outcome for c in common} for side in scored)
    moved, pairs = compared(now, then, margin), pairs_of(now, then)
    return Beside(
        runs[0].name,
        runs[1].name,
        pairs.n,
        pairs.only_baseline,
        pairs.only_candidate,
        PairedDifference(moved.value, moved.low, moved.high, moved.method),
        mcnemar(pairs.only_baseline, pairs.only_candidate),
        moved.outcome if pairs.n >= floor else NonInferiority.UNDECIDED,
        len({*broke} & {*moved.broke}),
        tuple(unsure),
    )


def _told(change: Change, besides: tuple[Beside, ...]) -> ChangedFact:
    alone = [Alone(b.baseline, b.candidate, b.n, b.verdict, b.not_stated) for b in besides]
    explains, why = explained(change, alone)
    return ChangedFact(
        change.fact, change.baseline, change.candidate, change.differs, explains, why, besides
    )


def _way(told: ChangedFact) -> tuple[Change, Explains]:
    change = Change(Fact(told.fact), told.baseline, told.candidate, told.differs)
    return change, Explains(told.explains)
