"""The thresholds that a release is held to, each against what its run measured."""

from collections.abc import Collection, Mapping, Sequence

from curation.attempts import Outcome
from curation.budgets import within_budget
from curation.critical import CriticalCohort, judge_cohorts
from curation.errors import BadRequest, CurationError
from curation.fair_groups import judge_fairness
from curation.gate import Check, share_passed
from curation.thresholds import (
    COHORT_PREFIX,
    FAIRNESS_PREFIX,
    MIN_SUPPORT,
    Policy,
    Threshold,
)
from store.answers.gate_measures import Measures

Outcomes = Mapping[str, Outcome]


def checks(
    policy: Policy, measures: Measures, outcome: Outcomes, quarantined: Collection[str]
) -> list[Check]:
    """Every threshold for releases, held against the run; `quarantined` cases do not count."""
    held = {c: o for c, o in outcome.items() if c not in quarantined}
    thresholds, floor = policy.gate(), policy.value(MIN_SUPPORT)
    cohorts = [t for t in thresholds if t.name.startswith(COHORT_PREFIX)]
    done = _cohorts(measures, held, cohorts, floor)
    for threshold in thresholds:
        if threshold.name.startswith(FAIRNESS_PREFIX):
            done[threshold.name] = _fairness(measures, quarantined, threshold, floor)
        elif threshold.name not in done:
            done[threshold.name] = _check(threshold, measures, held, floor)
    return [done[threshold.name] for threshold in thresholds]


def _cohorts(
    measures: Measures, outcome: Outcomes, thresholds: Sequence[Threshold], floor: float
) -> dict[str, Check]:
    """The critical cohorts, judged as one family; one whose column is unknown says so."""
    done: dict[str, Check] = {}
    family: list[CriticalCohort] = []
    for threshold in thresholds:
        try:
            chosen = measures.cohort(threshold.scope)
        except BadRequest:  # its message names every column that there is
            done[threshold.name] = _unknown(threshold, threshold.scope)
            continue
        those = {c: outcome[c] for c in chosen if c in outcome}
        family.append(CriticalCohort(threshold, those))
    judged = judge_cohorts(family, floor)
    return done | {check.name: check for check in judged}


def _fairness(
    measures: Measures, excused: Collection[str], threshold: Threshold, floor: float
) -> Check:
    try:
        found = measures.groups(threshold)
    except CurationError:
        return _unknown(threshold, threshold.scope)
    cases = [one for case_id, one in found.items() if case_id not in excused]
    return judge_fairness(threshold, cases, floor)


def _unknown(threshold: Threshold, what: str) -> Check:
    why = f"too few to say: the cases of the run tell nothing of {what}"
    return _undecided(threshold, f"{why}; see `evaldesk cohorts --run`, or drop it")


def _undecided(threshold: Threshold, why: str) -> Check:
    why = why.rstrip(".")
    return Check(threshold.name, None, threshold.value, None, 0, why=why, owner=threshold.owner)


def _check(threshold: Threshold, measures: Measures, outcome: Outcomes, floor: float) -> Check:
    if threshold.metric == "pass_rate":
        chosen = measures.in_scope(threshold.scope)
        if chosen is None:
            return _undecided(threshold, f"the run was not scored on {threshold.scope}")
        return share_passed(threshold, {c: outcome[c] for c in chosen if c in outcome}, floor)
    return within_budget(threshold, measures.took(threshold), floor)
