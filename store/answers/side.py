"""One run of a comparison: how often it passed, how fast it was and what it cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.attempts import Outcome
from curation.measures.intervals import share
from curation.measures.measure import Measure
from curation.measures.pairs import SCORED
from curation.measures.speed import Latency, latency_of, mean_cost_of
from curation.runs import Run
from store.answers.run_samples import Scored


@dataclass(frozen=True, slots=True)
class Speed:
    """Latency of all calls, and of cold and warm ones where the results mark which is which.

    `cold` and `warm` are None where no result is marked; `unmarked` counts those without.
    """

    latency_ms: Latency
    cold_latency_ms: Latency | None
    warm_latency_ms: Latency | None
    unmarked: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two runs, on the cases that both have."""

    run: str
    model_version: str | None
    sets: Mapping[str, int]
    pass_rate: Measure
    latency_ms: Latency
    cold_latency_ms: Latency | None
    warm_latency_ms: Latency | None
    unmarked: int
    cost_usd: Measure


def side_of(run: Run, scored: Mapping[str, Scored], common: Sequence[str]) -> Side:
    """`run` on the `common` cases alone."""
    cases = [scored[c] for c in common]
    passed = sum(case.outcome is Outcome.PASSED for case in cases)
    speed = speed_of(cases)
    return Side(
        run.name,
        run.model_version,
        dict(run.sets),
        share(passed, sum(case.outcome in SCORED for case in cases), "no case in common"),
        speed.latency_ms,
        speed.cold_latency_ms,
        speed.warm_latency_ms,
        speed.unmarked,
        cost_of(cases),
    )


def speed_of(cases: Sequence[Scored]) -> Speed:
    """Latency of `cases`, cold and warm apart."""
    calls = [call for case in cases for call in case.calls]
    cold, warm = ([ms for ms, is_cold in calls if is_cold is way] for way in (True, False))
    marked = bool(cold or warm)
    return Speed(
        latency_of([ms for ms, _ in calls]),
        latency_of(cold) if marked else None,
        latency_of(warm) if marked else None,
        len(calls) - len(cold) - len(warm),
    )


def cost_of(cases: Sequence[Scored]) -> Measure:
    """USD per answer."""
    return mean_cost_of([usd for case in cases for usd in case.costs_usd])
