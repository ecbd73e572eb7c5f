"""Who is better or worse off under a candidate: paired tests by cohort, corrected for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.attempts import Outcome
from curation.comparison import NonInferiority, compare
from curation.measures.measure import TOO_FEW
from curation.measures.multiplicity import holm
from curation.measures.pairs import mcnemar, pairs_of

ALPHA = 0.05
_NOT_SURE = "worse by itself, but not when the number of cohorts is counted in"


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """Candidate minus baseline in the share of cases that passed, one-sided 95 % limits."""

    value: float | None
    low: float | None
    high: float | None
    method: str


@dataclass(frozen=True, slots=True)
class ComparedCohort:
    """One cohort of the pairs; p_holm is corrected for all cohorts of the comparison.

    It is called worse only when p_holm says so, too, and its cases are enough to say it.
    """

    cohort: Mapping[str, str | None]
    n: int
    only_baseline: int
    only_candidate: int
    difference: PairedDifference
    p_value: float
    p_holm: float
    verdict: str
    note: str | None


Outcomes = Mapping[str, Outcome]


def compared_cohorts(
    groups: Sequence[tuple[Mapping[str, str | None], Sequence[str]]],
    candidate: Outcomes,
    baseline: Outcomes,
    margin: float,
    floor: float,
) -> tuple[ComparedCohort, ...]:
    """Each of `groups` (cohort, its case ids), the largest loss first."""
    sides = [
        ({c: candidate[c] for c in cases}, {c: baseline[c] for c in cases})
        for _, cases in groups
    ]
    pairs = [pairs_of(*side) for side in sides]
    p_values = [mcnemar(p.only_baseline, p.only_candidate) for p in pairs]
    found: list[ComparedCohort] = []
    for i, corrected in enumerate(holm(p_values)):
        moved = compare(*sides[i], margin)
        verdict, note = _verdict(moved.outcome, pairs[i].n, corrected, floor)
        found.append(
            ComparedCohort(
                cohort=groups[i][0],
                n=pairs[i].n,
                only_baseline=pairs[i].only_baseline,
                only_candidate=pairs[i].only_candidate,
                difference=PairedDifference(moved.value, moved.low, moved.high, moved.method),
                p_value=p_values[i],
                p_holm=corrected,
                verdict=verdict,
                note=note,
            )
        )
    return tuple(sorted(found, key=lambda c: (c.difference.value or 0.0, c.p_value)))


def _verdict(
    outcome: NonInferiority, n: int, p_holm: float, floor: float
) -> tuple[NonInferiority, str | None]:
    if n < floor:
        return NonInferiority.UNDECIDED, f"{TOO_FEW}: {n}, {floor:.0f} needed"
    if outcome is NonInferiority.WORSE and p_holm >= ALPHA:
        return NonInferiority.UNDECIDED, _NOT_SURE
    return outcome, None
