"""The thresholds that a release is held to, each against what its run measured."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from curation.attempts import Outcome
from curation.budgets import within_budget
from curation.critical import CriticalCohort, judge_cohorts
from curation.errors import BadRequest, CurationError
from curation.gate import Check, share_passed
from curation.identity import plain_label
from curation.limits import EXPECTED
from curation.scopes import where_of
from curation.thresholds import COHORT_PREFIX, FAIRNESS_PREFIX, MIN_SUPPORT, Threshold
from store.answers.case_cohorts import cases_in, cohorts_of
from store.answers.gate_basis import Basis
from store.answers.gate_fairness import held_fairness
from store.answers.run_samples import truth_of
from store.desk import Desk

Outcomes = Mapping[str, Outcome]
_SETS = ("backlog", "monitoring", "blocking")
_BUDGETS: Mapping[str, str] = {"latency_p95_ms": "latency_ms", "cost_per_1000_usd": "cost_usd"}


def checks(
    desk: Desk, found: Basis, outcome: Outcomes, quarantined: Collection[str]
) -> list[Check]:
    """Every threshold for releases, held against the run; `quarantined` cases do not count."""
    held = {c: o for c, o in outcome.items() if c not in quarantined}
    thresholds = found.policy.gate()
    cohorts = [t for t in thresholds if t.name.startswith(COHORT_PREFIX)]
    done = _cohorts(desk, found, held, cohorts)
    budgets = _Budgets(desk, found)
    for threshold in thresholds:
        if threshold.name.startswith(FAIRNESS_PREFIX):
            done[threshold.name] = _fairness(desk, found, quarantined, threshold)
        elif threshold.name not in done:
            done[threshold.name] = _check(threshold, found, held, budgets)
    return [done[threshold.name] for threshold in thresholds]


def _cohorts(
    desk: Desk, found: Basis, outcome: Outcomes, thresholds: Sequence[Threshold]
) -> dict[str, Check]:
    """The critical cohorts, judged as one family; one whose column is unknown says so."""
    done: dict[str, Check] = {}
    family: list[CriticalCohort] = []
    for threshold in thresholds:
        try:
            chosen = _chosen(desk, found, threshold)
        except BadRequest:  # its message names every column that there is
            done[threshold.name] = _unknown(threshold, threshold.scope)
            continue
        those = {c: outcome[c] for c in chosen if c in outcome}
        family.append(CriticalCohort(threshold, those))
    judged = judge_cohorts(family, found.policy.value(MIN_SUPPORT))
    return done | {check.name: check for check in judged}


def about(desk: Desk, found: Basis, threshold: Threshold) -> list[str]:
    """The cases of the run that `threshold` is about; of groups, those of the largest one.

    Raises BadRequest when its column is unknown.
    """
    if threshold.name.startswith(COHORT_PREFIX):
        return _chosen(desk, found, threshold)
    if threshold.name.startswith(FAIRNESS_PREFIX):
        protected = where_of(threshold.scope)["protected"] or ""
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for case_id, places in cohorts_of(desk, found.by_case, [protected]).items():
            groups[places[protected] or ""].append(case_id)
        return max((ids for name, ids in groups.items() if name), key=len, default=list[str]())
    return _in_scope(threshold.scope, found) or []


def _chosen(desk: Desk, found: Basis, threshold: Threshold) -> list[str]:
    """The cases of the run that are in the cohort of `threshold`."""
    where = where_of(threshold.scope)
    expected = where.pop(EXPECTED, None)
    lines = found.by_case
    if expected is not None:
        lines = {c: ln for c, ln in lines.items() if truth_of(ln) == plain_label(expected)}
    return cases_in(desk, lines, where)


def _fairness(
    desk: Desk, found: Basis, excused: Collection[str], threshold: Threshold
) -> Check:
    try:
        return held_fairness(desk, found, excused, threshold)
    except CurationError:
        return _unknown(threshold, threshold.scope)


def _unknown(threshold: Threshold, what: str) -> Check:
    why = f"too few to say: the cases of the run tell nothing of {what}"
    return _undecided(threshold, f"{why}; see `evaldesk cohorts --run`, or drop it")


def _undecided(threshold: Threshold, why: str) -> Check:
    why = why.rstrip(".")
    return Check(threshold.name, None, threshold.value, None, 0, why=why, owner=threshold.owner)


def _check(threshold: Threshold, found: Basis, outcome: Outcomes, budgets: "_Budgets") -> Check:
    floor = found.policy.value(MIN_SUPPORT)
    if threshold.metric == "pass_rate":
        chosen = _in_scope(threshold.scope, found)
        if chosen is None:
            return _undecided(threshold, f"the run was not scored on {threshold.scope}")
        return share_passed(threshold, {c: outcome[c] for c in chosen if c in outcome}, floor)
    return within_budget(threshold, budgets.of(threshold), floor)


def _in_scope(scope: str, found: Basis) -> list[str] | None:
    if scope in _SETS:
        lines = found.lines.get(scope)
        return None if lines is None else [line["case_id"] for line in lines]
    route = scope.removeprefix("route=")
    return [c for c, line in found.by_case.items() if not scope or line["route"] == route]


class _Budgets:
    """Latencies and costs by route, asked for once and only where a threshold is about them."""

    def __init__(self, desk: Desk, found: Basis) -> None:
        self._desk, self._found = desk, found
        self._values: dict[str, dict[str, list[float | None]]] = {}

    def of(self, threshold: Threshold) -> list[float | None]:
        """What the attempts took in the scope of `threshold`."""
        if not self._values:
            self._values = self._asked()
        route = threshold.scope.removeprefix("route=")
        by_route = self._values[_BUDGETS[threshold.metric]]
        return [
            v for r, found in by_route.items() if not threshold.scope or r == route
            for v in found
        ]  # fmt: skip

    def _asked(self) -> dict[str, dict[str, list[float | None]]]:
        asks, lines = self._found.asks, self._found.by_case
        values = {
            name: defaultdict[str, list[float | None]](list) for name in _BUDGETS.values()
        }
        name = self._found.run.name
        for row in self._desk.facts().ask(
            "run_budgets", run=name, case_ids=list(asks), asks=list(asks.values())
        ):
            for column, by_route in values.items():
                by_route[lines[row["case_id"]]["route"]].append(row[column])
        return {column: dict(by_route) for column, by_route in values.items()}
