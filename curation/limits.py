"""Who may hold a cohort, or a protected column, to a threshold of its own, and to which."""

from collections.abc import Mapping

from curation.errors import BadRequest, NotAllowed
from curation.names import same_person
from curation.ownership import Ownership
from curation.scopes import Where, cohort, scope_of, told, where_of
from curation.thresholds import COHORT_PREFIX, FAIRNESS_PREFIX, Direction, Threshold

EXPECTED = "expected"  # the column of what a case expects: recall is the pass rate of one label
COHORT_METRICS: Mapping[str, str] = {
    "pass_rate": "pass_rate",
    "accuracy": "pass_rate",  # a run has one vote a case, so both are the same number
    "recall": "recall",
}
FAIRNESS_METRICS = (
    "demographic_parity_difference",
    "equalised_odds_difference",
    "equal_opportunity_difference",
)


def cohort_limit(
    where: Where,
    at_least: float,
    *,
    owner: str | None,
    deputy: str | None = None,
    metric: str = "pass_rate",
    label: str | None = None,
) -> Threshold:
    """The cohort `where` is critical: its `metric` is at least `at_least`."""
    if metric not in COHORT_METRICS:
        words = ", ".join(COHORT_METRICS)
        raise BadRequest(f"'{metric}' is no metric of a cohort. Use one of: {words}.")
    if (metric == "recall") is not bool(label):
        raise BadRequest("Recall is of one label: --metric recall --label billing.")
    scope = scope_of(cohort({**where, EXPECTED: label} if label else where))
    measured = COHORT_METRICS[metric]
    name = f"{COHORT_PREFIX}{measured}.{scope}"
    return _limit(name, measured, at_least, Direction.AT_LEAST, scope, owner, deputy)


def fairness_limit(
    column: str,
    positive: str,
    at_most: float,
    *,
    metric: str,
    owner: str | None,
    deputy: str | None = None,
) -> Threshold:
    """The groups of `column` may differ by `at_most` in `metric` of the label `positive`."""
    if metric not in FAIRNESS_METRICS:
        words = ", ".join(FAIRNESS_METRICS)
        raise BadRequest(f"'{metric}' is no difference between groups. Use one of: {words}.")
    if not column.strip() or not positive.strip():
        raise BadRequest("Say which column is protected, and which label somebody hopes for.")
    scope = scope_of({"protected": column.strip(), "positive": positive.strip()})
    name = f"{FAIRNESS_PREFIX}{metric}.{scope}"
    return _limit(name, metric, at_most, Direction.AT_MOST, scope, owner, deputy)


def _limit(
    name: str,
    metric: str,
    value: float,
    direction: Direction,
    scope: str,
    owner: str | None,
    deputy: str | None,
) -> Threshold:
    if not 0 <= value <= 1:
        raise BadRequest(f"A limit is a share from 0 to 1, like 0.95; not {value}.")
    who, second = ((one or "").strip() or None for one in (owner, deputy))
    if who is None:
        raise BadRequest("Say who owns this threshold: --owner NAME.")
    if same_person(who, second):
        raise BadRequest(f"{who} cannot be the deputy of {who}: name somebody else.")
    return Threshold(name, metric, value, direction, scope, who, second)


def is_limit(name: str) -> bool:
    """Whether the threshold `name` is about a critical cohort or a protected column."""
    return name.startswith((COHORT_PREFIX, FAIRNESS_PREFIX))


def called(name: str) -> str:
    """A threshold by its name as people read it: which cohort, or which groups."""
    for prefix in (COHORT_PREFIX, FAIRNESS_PREFIX):
        if name.startswith(prefix):
            metric, _, scope = name.removeprefix(prefix).partition(".")
            return f"{metric.replace('_', ' ')} where {told(where_of(scope))}"
    return name


def require_may_limit(blocking: Ownership | None, actor: str) -> None:
    """Refuse who may not state a limit: who owns blocking does; it moves by proposal."""
    if blocking is None:
        raise NotAllowed(
            "Nobody owns the blocking set, so nobody can say what a release is held to. "
            "Name somebody: evaldesk own blocking --owner NAME."
        )
    if not blocking.may_decide(actor):
        raise NotAllowed(
            f"What a release is held to is for {blocking.people} to say, who own blocking; "
            f"you are {actor}. Ask {blocking.owner}."
        )
