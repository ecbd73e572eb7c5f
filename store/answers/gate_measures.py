"""What a run measured, asked for once however many numbers it is held against."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from curation.fair_groups import Judged
from curation.identity import plain_label
from curation.limits import EXPECTED
from curation.scopes import where_of
from curation.thresholds import Threshold
from store.answers.case_cohorts import cases_in
from store.answers.gate_basis import Basis
from store.answers.gate_fairness import judged_cases
from store.answers.run_samples import truth_of
from store.desk import Desk

Values = list[float | None]
_BUDGETS: Mapping[str, str] = {"latency_p95_ms": "latency_ms", "cost_per_1000_usd": "cost_usd"}
_SETS = ("backlog", "monitoring", "blocking")


class Measures:
    """The cases of each cohort, the calls of each group, what the attempts took."""

    def __init__(self, desk: Desk, found: Basis) -> None:
        self._desk, self._found = desk, found
        self._chosen: dict[str, list[str]] = {}
        self._judged: dict[str, Mapping[str, Judged]] = {}

    def cohort(self, scope: str) -> list[str]:
        """The cases of the run that are in the cohort `scope`; BadRequest if none can say."""
        if scope not in self._chosen:
            where = where_of(scope)
            expected = where.pop(EXPECTED, None)
            lines = self._found.by_case
            if expected is not None:
                wanted = plain_label(expected)
                lines = {c: ln for c, ln in lines.items() if truth_of(ln) == wanted}
            self._chosen[scope] = cases_in(self._desk, lines, where)
        return self._chosen[scope]

    def in_scope(self, scope: str) -> list[str] | None:
        """The cases of a set or a route; None where the run was not scored on the set."""
        if scope in _SETS:
            lines = self._found.lines.get(scope)
            return None if lines is None else [line["case_id"] for line in lines]
        route = scope.removeprefix("route=")
        cases = self._found.by_case.items()
        return [c for c, line in cases if not scope or line["route"] == route]

    def groups(self, threshold: Threshold) -> Mapping[str, Judged]:
        """Every case as a limit on how groups differ sees it; BadRequest if none can say."""
        if threshold.scope not in self._judged:
            found = judged_cases(self._desk, self._found, threshold)
            self._judged[threshold.scope] = found
        return self._judged[threshold.scope]

    def took(self, threshold: Threshold) -> Values:
        """What the attempts took in the scope of `threshold`."""
        route = threshold.scope.removeprefix("route=")
        by_route = self._took[_BUDGETS[threshold.metric]]
        return [v for r, found in by_route.items() if not threshold.scope or r == route
                for v in found]  # fmt: skip

    @cached_property
    def _took(self) -> Mapping[str, Mapping[str, Values]]:
        """Latencies and costs by route; asked for only where a threshold is about them."""
        asks, lines = self._found.asks, self._found.by_case
        values = {name: defaultdict[str, Values](list) for name in _BUDGETS.values()}
        rows = self._desk.facts().ask(
            "run_budgets",
            run=self._found.run.name,
            case_ids=list(asks),
            asks=list(asks.values()),
        )
        for row in rows:
            for column, by_route in values.items():
                by_route[lines[row["case_id"]]["route"]].append(row[column])
        return values
