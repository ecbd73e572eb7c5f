"""The thresholds that a release is held to, each against what its run measured."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from curation.attempts import Outcome
from curation.budgets import within_budget
from curation.critical import CriticalCohort, judge_cohorts
from curation.errors import BadRequest, CurationError
from curation.fair_groups import judge_fairness
from curation.gate import Check, share_passed
from curation.percents import percent
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
    policy: Policy, measures: Measures, outcome: Outcomes, waived: Collection[str]
) -> list[Check]:
    """Every threshold for releases, held against the `outcome` of the cases that count.

    A case in `waived` does not stop by itself: it is out of the share of the blocking cases
    that passed, and a failure everywhere else, where another may decide.
    """
    thresholds, floor = policy.gate(), policy.value(MIN_SUPPORT)
    cohorts = [t for t in thresholds if t.name.startswith(COHORT_PREFIX)]
    done = _cohorts(measures, outcome, cohorts, floor)
    for threshold in thresholds:
        if threshold.name.startswith(FAIRNESS_PREFIX):
            done[threshold.name] = _fairness(measures, outcome, threshold, floor)
        elif threshold.name not in done:
            done[threshold.name] = _check(threshold, measures, outcome, waived, floor)
    open_ = {one for one, how in outcome.items() if how in (Outcome.MISSING, Outcome.ERRORED)}
    return [_told_open(done[one.name], one, measures, open_) for one in thresholds]


def _told_open(
    check: Check, threshold: Threshold, measures: Measures, open_: Collection[str]
) -> Check:
    """`check`, which says whether it is undecided while cases of it have no score."""
    if check.met is not None:
        return check
    about = _about(threshold, measures)
    return replace(check, unscored=about is None or any(one in open_ for one in about))


def _about(threshold: Threshold, measures: Measures) -> Collection[str] | None:
    """The cases it is about; None where the run was not scored on any."""
    try:
        if threshold.name.startswith(COHORT_PREFIX):
            return measures.cohort(threshold.scope)
        if threshold.name.startswith(FAIRNESS_PREFIX):
            return measures.groups(threshold)
    except CurationError:  # a column that nobody knows
        return ()
    return measures.in_scope(threshold.scope) if threshold.metric == "pass_rate" else ()


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
    measures: Measures, outcome: Outcomes, threshold: Threshold, floor: float
) -> Check:
    try:
        found = measures.groups(threshold)
    except CurationError:
        return _unknown(threshold, threshold.scope)
    cases = [one for case_id, one in found.items() if case_id in outcome]
    return judge_fairness(threshold, cases, floor)


def _unknown(threshold: Threshold, what: str) -> Check:
    why = f"too few to say: the cases of the run tell nothing of {what}"
    return _undecided(threshold, f"{why}; see `evaldesk cohorts --run`, or drop it")


def _undecided(threshold: Threshold, why: str) -> Check:
    why = why.rstrip(".")
    return Check(threshold.name, None, threshold.value, None, 0, why=why, owner=threshold.owner)


def _check(
    threshold: Threshold,
    measures: Measures,
    outcome: Outcomes,
    waived: Collection[str],
    floor: float,
) -> Check:
    if threshold.metric != "pass_rate":
        return within_budget(threshold, measures.took(threshold), floor)
    chosen = measures.in_scope(threshold.scope)
    if chosen is None:
        return _undecided(threshold, f"the run was not scored on {threshold.scope}")
    found = {c: outcome[c] for c in chosen if c in outcome}
    if threshold.scope == "blocking" and any(one in waived for one in found):
        return _less_waived(threshold, found, waived, floor)
    return share_passed(threshold, found, floor)


def _less_waived(
    threshold: Threshold, found: Outcomes, waived: Collection[str], floor: float
) -> Check:
    """The share without what is waived; it says what the share is with it as well."""
    rest = {c: o for c, o in found.items() if c not in waived}
    check = share_passed(threshold, rest, floor)
    passed = sum(one is Outcome.PASSED for one in found.values())
    share = percent(passed / len(found), 1)
    some = f"{len(found) - len(rest)} waived: {share} of {len(found)} with it"
    return replace(check, why=f"{check.why}; {some}")
