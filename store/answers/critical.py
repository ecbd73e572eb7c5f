"""The cohorts and protected columns that a release is held to by a threshold of their own."""

from collections.abc import Mapping
from dataclasses import dataclass

from curation.scopes import where_of
from curation.thresholds import COHORT_PREFIX, Threshold
from store.desk import Desk

RULE = (
    "A critical cohort blocks a release when its share passed is below its threshold and "
    "chance does not explain that (exact binomial test, one-sided, Holm over all critical "
    "cohorts, 5 %). Below without that proof, or under the minimum support, it is undecided, "
    "and the gate INCOMPLETE. A difference between groups blocks when two of them are farther "
    "apart than the limit for sure, and is met when every pair is within it for sure, no group "
    "is too small and every case has a score and a known group."
)


@dataclass(frozen=True, slots=True)
class Critical:
    """One such threshold: `where` is the cohort, or what is protected and hoped for."""

    name: str
    metric: str
    where: Mapping[str, str | None]
    fairness: bool
    value: float
    owner: str | None
    deputy: str | None
    since: str | None
    decision: int | None


@dataclass(frozen=True, slots=True)
class CriticalAnswer:
    """All of them by name, and the rule that the gate holds them to, in words."""

    rule: str
    critical: tuple[Critical, ...]


def critical(desk: Desk) -> CriticalAnswer:
    """What is in force."""
    with desk.ledger.reading() as asked:
        found = asked.policy().limits()
    return CriticalAnswer(RULE, tuple(map(_critical, found)))


def _critical(threshold: Threshold) -> Critical:
    return Critical(
        threshold.name,
        threshold.metric,
        where_of(threshold.scope),
        not threshold.name.startswith(COHORT_PREFIX),
        threshold.value,
        threshold.owner,
        threshold.deputy,
        threshold.since,
        threshold.decision,
    )
