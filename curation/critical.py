"""Critical cohorts: each held to its threshold by a test.

The rule. Every case has one vote. A cohort blocks when its share passed is below
its threshold and chance does not explain that: exact binomial test, one-sided, adjusted by
Holm (1979) for all critical cohorts with enough cases, under 5 %. Below the threshold without
that proof it is undecided, and so it is under the minimum support: neither is green.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.attempts import Outcome
from curation.gate import Check
from curation.intervals import Rate, rate
from curation.measures.multiplicity import holm
from curation.percents import between, percent
from curation.thresholds import Threshold

ALPHA = 0.05
OPEN = (Outcome.MISSING, Outcome.ERRORED, Outcome.FLAKY)
WIDER = "add cases of it to a set and freeze, or name a wider cohort"


@dataclass(frozen=True, slots=True)
class CriticalCohort:
    """The outcomes of the cases in one critical cohort, and what it is held to."""

    threshold: Threshold
    found: Mapping[str, Outcome]

    @property
    def n(self) -> int:
        """Its cases; one that was not run counts as well."""
        return len(self.found)

    @property
    def passed(self) -> int:
        """The cases that passed."""
        return sum(one is Outcome.PASSED for one in self.found.values())

    @property
    def open(self) -> int:
        """Cases that may have passed: not run, errored, or contradicting themselves."""
        return sum(one in OPEN for one in self.found.values())


def judge_cohorts(cohorts: Sequence[CriticalCohort], floor: float) -> list[Check]:
    """One check per critical cohort, in their order."""
    family = [c for c in cohorts if c.n >= max(floor, 1) or _fell_short(c)]
    adjusted = holm([_p_below(c) for c in family])
    p_holm = {c.threshold.name: p for c, p in zip(family, adjusted, strict=True)}
    return [_check(c, p_holm.get(c.threshold.name), len(family), floor) for c in cohorts]


def _fell_short(cohort: CriticalCohort) -> bool:
    """Whether every case must pass and one did not: one failure is enough, however few."""
    return cohort.threshold.value >= 1 and cohort.passed + cohort.open < cohort.n


def _p_below(cohort: CriticalCohort) -> float:
    """The chance of so few passes if the cohort were at its threshold; open cases passed."""
    from scipy.special import bdtr  # only where it is needed: see curation.intervals

    most = cohort.passed + cohort.open
    return float(bdtr(most, cohort.n, cohort.threshold.value)) if most < cohort.n else 1.0


def _check(cohort: CriticalCohort, p: float | None, tested: int, floor: float) -> Check:
    threshold, measured = cohort.threshold, rate(cohort.passed, cohort.n)
    met, why = _judged(cohort, measured, p, tested, floor)
    return Check(
        threshold.name,
        measured.value,
        threshold.value,
        met,
        cohort.n,
        measured.low,
        measured.high,
        why,
        p,
        threshold.owner,
    )


def _judged(
    cohort: CriticalCohort, measured: Rate, p: float | None, tested: int, floor: float
) -> tuple[bool | None, str]:
    if measured.value is None:
        return None, f"too few to say: no case of the run is in this cohort; {WIDER}"
    limit = cohort.threshold.value
    held = f"{_told(measured)}, limit {percent(limit, 1)}"
    if p is None:
        return None, f"too few to say: {cohort.n} cases, {floor:.0f} needed; {WIDER}"
    proved = f"p {p:.2g} by Holm over {tested} {'cohort' if tested == 1 else 'cohorts'}"
    if p < ALPHA:
        return False, f"{held}; below it for sure, {proved}"
    if cohort.threshold.met_by(measured.value):
        return True, held
    if cohort.threshold.met_by((cohort.passed + cohort.open) / cohort.n):
        return (
            None,
            f"{held}; {cohort.open} open (not run, errored or flaky) decide it: score them",
        )
    return None, f"{held}; below it, which may be chance ({proved}): mend it or score more"


def _told(found: Rate) -> str:
    assert found.value is not None, "a cohort with cases has a share"
    return f"{percent(found.value, 1)} of {found.n} ({between(found.low, found.high, 1)})"
