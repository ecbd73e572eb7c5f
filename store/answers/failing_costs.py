"""What failures cost, by week and kind: what is lost, and what of it the sets cover."""

from dataclasses import dataclass
from datetime import date, timedelta

from store.answers.grouping import placing
from store.answers.health_ground import TREND, Ground
from store.answers.no_failures import no_failures

WEEKS = 12  # of failures that coverage looks at, as Alignment does


@dataclass(frozen=True, slots=True)
class FailingCost:
    """`n` failures of one kind in one week that cost `cost` each; None: nobody has said."""

    week: date
    kind: str
    cost: float | None
    n: int


def failing_costs(ground: Ground) -> tuple[FailingCost, ...]:
    """Every failure of the weeks that are looked at, but those that a person dismissed."""
    desk, prices = ground.desk, ground.policy.costs()
    with desk.ledger.reading() as asked:
        grouping, every = asked.grouping(), asked.cases()
    since = None
    if ground.window is not None:
        weeks = max(
            2 * ground.window.period.weeks, WEEKS + TREND, ground.window.period.weeks + WEEKS
        )
        since = (ground.window.until - timedelta(weeks=weeks)).isoformat()
    rows = desk.facts().ask(
        "failing_parts", by="kind", since=since, until=None, kinds=list(prices),
        costs=list(prices.values()), dismissed=sorted(no_failures(desk, every)),
        **placing(grouping),
    )  # fmt: skip
    return tuple(
        FailingCost(row["week"], row["part"], row["cost"], row["n"])
        for row in rows
        if row["week"] is not None and not row["let_go"]
    )
