"""The service's numbers of the last hours, each held to its limit and to the weeks before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from curation.budget import Objective, from_body, subject_of
from curation.budget_share import Counted, Share, share
from curation.burn import allowance
from curation.courses import P95, Course, cost_moved, latency_moved, percentile
from curation.measures.intervals import share as measured_share
from curation.measures.measure import Measure, undefined
from curation.oncall import State, Tally, course, state
from curation.thresholds import MIN_SUPPORT, Policy
from store.answers.oncall_counts import Seen
from store.desk import Desk

BAD, ERRORS = "bad_share", "error_rate"
P50_MS, P95_MS, PER_1000 = "latency_p50_ms", "latency_p95_ms", "cost_per_1000_usd"
TITLES: Mapping[str, str] = {
    BAD: "Bad answers",
    ERRORS: "Errors and timeouts",
    P50_MS: "p50 latency",
    P95_MS: "p95 latency",
    PER_1000: "Cost of 1,000 events",
}
UNITS: Mapping[str, str] = {
    BAD: "share", ERRORS: "share", P50_MS: "ms", P95_MS: "ms", PER_1000: "usd",
}  # fmt: skip
_LIMITS = {
    ERRORS: "errors.rate",
    P50_MS: "latency.p50_ms",
    P95_MS: "latency.p95_ms",
    PER_1000: "cost.per_1000_usd",
}
_LINKS = {BAD: "budget", ERRORS: "inbox?group=all&kind=error", PER_1000: "trends"}
WAY_TO_SET: Mapping[str, str] = {
    BAD: "evaldesk objective set 0.95 --reason …",
    **{name: f"evaldesk trends budget {name} NUMBER --reason …" for name in _LIMITS},
}


@dataclass(frozen=True, slots=True)
class Sli:
    """One number of the last hours: of a route, or of all production where that is None.

    All of them are good when they are low. `before` is the same of the weeks before, `course`
    whether it moved since; `why` says how `state` came about.
    """

    name: str
    title: str
    route: str | None
    unit: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    limit: float | None
    state: State
    why: str
    before: float | None
    n_before: int
    course: Course
    link: str


def slis(desk: Desk, seen: Seen) -> tuple[Sli, ...]:
    """Those of all production first, then those of each route, the busiest first."""
    with desk.ledger.reading() as asked:
        policy, standing = asked.policy(), asked.standing_of(subject_of({}))
        own = {one: asked.standing_of(subject_of({"route": one})) for one in seen.routes}
    production = from_body(standing.body) if standing else None
    whole = _Part(policy, production, None, seen.now, seen.before, dict(seen.routes))
    found = list(whole.slis())
    for route, (now, before) in seen.routes.items():
        stands = own[route]
        objective = from_body(stands.body) if stands else production
        part = _Part(policy, objective, route, now, before, {route: (now, before)})
        found += part.slis()
    return tuple(found)


@dataclass(frozen=True)
class _Part:
    """A part of production: what it is held to, and what it showed."""

    policy: Policy
    objective: Objective | None
    route: str | None
    now: Tally
    before: Tally
    routes: Mapping[str, tuple[Tally, Tally]]

    def slis(self) -> list[Sli]:
        """Its numbers, in their order."""
        now, before = self.now, self.before
        floor = self.policy.value(MIN_SUPPORT)
        return [
            self._bad(floor),
            self._sli(ERRORS, _errors,
                      course(now.errors, now.events, before.errors, before.events, floor)),
            self._sli(P50_MS, lambda t: percentile(t.bins, 0.5),
                      latency_moved(now.bins, before.bins, floor, 0.5).course),
            self._sli(P95_MS, lambda t: percentile(t.bins, P95),
                      latency_moved(now.bins, before.bins, floor, P95).course),
            self._sli(PER_1000, lambda t: t.costs.mean(1000),
                      cost_moved(now.costs, before.costs, floor).course),
        ]  # fmt: skip

    def _bad(self, floor: float) -> Sli:
        now, before = self._share(0), self._share(1)
        limit = allowance(self.objective.target) if self.objective else None
        moved = course(now.bad, now.n, before.bad, before.n, floor)
        return self._told(BAD, _of(now), before.value, before.n, limit, moved)

    def _share(self, span: int) -> Share:
        """The share of bad events as the error budget counts it."""
        weights = self.objective.weights if self.objective and self.route is None else None
        counted = {
            route: Counted(t[span].events, t[span].judged, t[span].bad, t[span].failed)
            for route, t in self.routes.items()
        }
        return share(counted, weights)

    def _sli(self, name: str, of: Callable[[Tally], Measure], moved: Course) -> Sli:
        then = of(self.before)
        limit = self.policy.budget(_LIMITS[name])
        return self._told(name, of(self.now), then.value, then.n, limit, moved)

    def _told(
        self,
        name: str,
        now: Measure,
        before: float | None,
        n_before: int,
        limit: float | None,
        moved: Course,
    ) -> Sli:
        floor = self.policy.value(MIN_SUPPORT)
        stands = state(now, limit, floor)
        link = _LINKS.get(name, "trends")
        return Sli(
            name, TITLES[name], self.route, UNITS[name], now.value, now.low, now.high, now.n,
            limit, stands, _why(name, now, limit, stands, floor), before, n_before, moved, link,
        )  # fmt: skip


def stale(one: Sli) -> Sli:
    """`one` where no event has come for long: it was last known, and keeps no limit now.

    One that was over its limit when it was last seen stays so: nobody has seen it end.
    """
    if one.state in (State.BREACH, State.NO_LIMIT):
        return one
    return replace(
        one, state=State.UNKNOWN, why=f"last known, no event has come since: {one.why}"
    )


def _errors(tally: Tally) -> Measure:
    return measured_share(tally.errors, tally.events, "no event came")


def _of(found: Share) -> Measure:
    limits = found.limits
    if found.value is None or limits is None:
        return undefined(0, "clopper-pearson", "no event has a verdict yet")
    return Measure(found.value, *limits, found.n, "clopper-pearson")


def written(name: str, value: float | None) -> str:
    """A number in its unit."""
    if value is None:
        return "–"
    if UNITS[name] == "share":
        return f"{value * 100:.1f}\N{NO-BREAK SPACE}%"
    return f"{value:,.0f} ms" if UNITS[name] == "ms" else f"${value:,.2f}"


def _why(name: str, now: Measure, limit: float | None, stands: State, floor: float) -> str:
    if now.value is None:
        return now.note or "not measured"
    if now.n < floor:
        return f"{now.n:,} measured, {floor:g} needed"
    if limit is None:
        return f"no limit is set: {WAY_TO_SET[name]}"
    interval = f"{written(name, now.low)} to {written(name, now.high)}"
    said = {State.OK: "keeps", State.BREACH: "is over", State.TOO_FEW: "lies across"}[stands]
    return f"{interval} {said} {written(name, limit)}"
