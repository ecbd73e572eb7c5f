"""The alarm rules that can be tried on history: what each looks at, week by week."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from curation.backtest import Reading
from curation.error_chart import sigmas
from curation.errors import Unknown
from curation.saved_cohorts import Where
from curation.thresholds import ERROR_SIGMAS, MIN_SUPPORT, Policy
from store.desk import Desk
from store.facts.sliced import Part
from store.facts.slicing import Slicing

REFERENCE_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Watched:
    """What a rule saw of a cohort after its reference, which ends at `reference_until`."""

    readings: tuple[Reading, ...]
    reference_since: str | None
    reference_until: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: it fires where what it looks at reaches its limit.

    `limits` are tried where nobody names others; `words` name them where numbers do not.
    """

    name: str
    title: str
    looks_at: str
    in_force: float
    limits: tuple[float, ...]
    watch: Callable[[Desk, Where], Watched]
    unit: str = ""
    words: Mapping[float, str] = field(default_factory=dict[float, str])

    def written(self, limit: float) -> str:
        """A limit as people read it."""
        return self.words.get(limit, f"{limit:g}{self.unit}")


def rules(desk: Desk) -> tuple[Rule, ...]:
    """Every rule with its limit in force."""
    with desk.ledger.reading() as asked:
        policy = asked.policy()
    return (_error_rate(policy),)


def rule(desk: Desk, name: str) -> Rule:
    """One rule, or Unknown."""
    known = rules(desk)
    for one in known:
        if one.name == name:
            return one
    raise Unknown("rule", name, f"Rules are: {', '.join(one.name for one in known)}.")


def _error_rate(policy: Policy) -> Rule:
    limit, floor = policy.value(ERROR_SIGMAS), policy.value(MIN_SUPPORT)
    return Rule(
        name="error-rate",
        title="Error rate above its reference",
        looks_at="sigmas above the error rate of the reference (p-chart)",
        in_force=limit,
        limits=(2, 2.5, 3, 3.5, 4, 5),
        watch=lambda desk, where: _error_weeks(desk, where, floor),
        unit=" sigmas",
    )


def _error_weeks(desk: Desk, where: Where, floor: float) -> Watched:
    """Every week after the reference by its error rate, in sigmas of the reference's."""
    rows = Slicing(desk.facts()).counts("cohort_counts", Part([("week",)], where))
    weeks = {str(row.cohort["week"]): row.cells for row in rows if row.cohort.get("week")}
    mondays = sorted(weeks)
    first = first_weeks(len(mondays))
    if not first:
        return Watched((), None, None)
    known, rest = mondays[:first], mondays[first:]
    wrong, judged = (sum(weeks[week][what] for week in known) for what in ("wrong", "judged"))
    found: list[Reading] = []
    for week in rest:
        row = weeks[week]
        value = sigmas(row["wrong"], row["judged"], wrong, judged, floor)
        found.append(Reading(week, _next(week), value, row["judged"]))
    return Watched(tuple(found), known[0], _next(known[-1]))


def first_weeks(weeks: int) -> int:
    """How many weeks are the reference where nobody set a baseline: eight, or half."""
    return REFERENCE_WEEKS if weeks >= 2 * REFERENCE_WEEKS else weeks // 2


def _next(monday: str) -> str:
    return (date.fromisoformat(monday) + timedelta(weeks=1)).isoformat()
