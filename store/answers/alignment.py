"""Does the gate ask what production fails at? A set beside production's failures, by cost."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from curation.errors import BadRequest
from curation.grouping import Grouping
from curation.measures.alignment import METHOD, UNKNOWN, Aligned, Cell, Gap, Lean, aligned
from curation.measures.measure import Measure
from curation.thresholds import ALIGNMENT_CASES, ALIGNMENT_WEEKS, MIN_SUPPORT, Policy
from store.answers.alignment_cases import by_week, counted, offered, parts_of, states_of
from store.answers.alignment_lags import SetMoves, set_moves
from store.answers.alignment_misses import Miss, Missed, missed
from store.answers.alignment_words import Finding, findings, sentence
from store.answers.budget_counts import mondays
from store.answers.failure_groups import signature
from store.answers.grouping import placing
from store.answers.last_answers import LastAnswers
from store.answers.no_failures import no_failures
from store.answers.windows import Window, window
from store.desk import Desk

Moving = Callable[[float], tuple[SetMoves, ...]]
WEEKS = 12  # back from the newest failure, where nobody says a window


@dataclass(frozen=True, slots=True)
class AlignedWeek:
    """The failures of one week beside the set as it was when that week ended."""

    week: date
    n: int
    cases: int
    js: Measure
    covered: Measure


@dataclass(frozen=True, slots=True)
class Alignment:
    """A set beside production, by `by`; `unpriced` failures cost nobody knows what.

    `dismissed` failures count nowhere: a person has said that they are none. `ranked` parts
    stand in the rank correlations; `names` says what parts are called that are ids.
    """

    sentence: str
    set: str
    by: str
    offered: tuple[str, ...]
    since: str | None
    until: str | None
    failures: int
    dismissed: int
    unpriced: int
    cases: int
    js: float | None
    covered: float | None
    unknown: float | None
    min_cases: float
    ranked: int
    rank_correlation: Measure
    measures: Mapping[str, Measure]
    gaps: tuple[Gap, ...]
    over_tested: tuple[str, ...]
    under_tested: tuple[str, ...]
    names: Mapping[str, str]
    weeks: tuple[AlignedWeek, ...]
    missed: Missed
    misses: tuple[Miss, ...]
    moves: tuple[SetMoves, ...]
    findings: tuple[Finding, ...]
    method: str


class AlignmentMemory:
    """The last answers of one desk, up to the hour and the last decision."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: LastAnswers[Alignment] = LastAnswers()
        self._moves: LastAnswers[tuple[SetMoves, ...]] = LastAnswers(2)

    def alignment(
        self,
        by: str = "kind",
        named: str = "blocking",
        since: str | None = None,
        until: str | None = None,
        weeks: int | None = None,
    ) -> Alignment:
        """What `alignment` answers."""
        with self._desk.ledger.reading() as asked:
            key = (asked.head(), f"{self._desk.ledger.clock():%Y-%m-%dT%H}")

        def moves(floor: float) -> tuple[SetMoves, ...]:
            return self._moves.get(key, lambda: set_moves(self._desk, floor))

        said = (by, named, since, until, weeks)
        return self._kept.get((key, said), lambda: _answered(self._desk, *said, moves=moves))


def alignment(
    desk: Desk,
    by: str = "kind",
    named: str = "blocking",
    since: str | None = None,
    until: str | None = None,
    weeks: int | None = None,
) -> Alignment:
    """The set `named` beside production's failures of a window, by kind or another column.

    Without a window it is the last `weeks` with failures, of which 0 means all.
    """
    return desk.kept(AlignmentMemory).alignment(by, named, since, until, weeks)


def _answered(
    desk: Desk, by: str, named: str, since: str | None, until: str | None,
    weeks: int | None, *, moves: Moving,
) -> Alignment:  # fmt: skip
    states, ways = states_of(named), offered(desk)
    if by not in ways:
        raise BadRequest(f"Failures are not told by '{by}'. There are: {', '.join(ways)}.")
    asked_for = _window(desk, since, until, weeks)
    with desk.ledger.reading() as asked:
        policy, grouping = asked.policy(), asked.grouping()
        everything, places = asked.cases(), asked.places()
    let_go = sorted(no_failures(desk, everything))
    every = _failures(desk, by, grouping, policy, asked_for, let_go)
    rows = [row for row in every if not row["let_go"]]
    parts = parts_of(desk, everything, by, grouping)
    members = [case.id for case in everything if case.state in states]
    limits = {"least": policy.value(ALIGNMENT_CASES), "floor": policy.value(MIN_SUPPORT)}
    cases = counted(parts, members)
    cells = [
        Cell(r["part"] or UNKNOWN, r["cost"], r["n"]) for r in rows if r["cost"] is not None
    ]
    found = aligned(cells, cases, least=limits["least"], floor=limits["floor"])
    whole = _whole(rows, desk.ledger.clock())
    shown = tuple(
        _week(week, rows, counted(parts, then), limits)
        for week, then in by_week(places, whole, states)
    )
    gone, misses = missed(desk, grouping, policy, asked_for, let_go)
    moving = moves(policy.value(ALIGNMENT_WEEKS))
    n = sum(row["n"] for row in rows)
    left_out = sum(row["n"] for row in every) - n
    return Alignment(
        sentence=sentence(named, found, gone, moving, n, left_out),
        set=named,
        by=by,
        offered=ways,
        since=asked_for[0],
        until=asked_for[1],
        failures=n,
        dismissed=left_out,
        unpriced=n - sum(cell.n for cell in cells),
        cases=len(members),
        js=found.js.value,
        covered=found.covered.value,
        unknown=found.unknown,
        min_cases=limits["least"],
        ranked=found.parts,
        rank_correlation=found.rank,
        measures=_measures(found),
        gaps=found.gaps,
        over_tested=_leaning(found, Lean.OVER),
        under_tested=_leaning(found, Lean.UNDER),
        names=_names(desk, grouping, found.gaps) if by == "group" else {},
        weeks=shown,
        missed=gone,
        misses=misses,
        moves=moving,
        findings=findings(named, by, found, misses, moving),
        method=METHOD,
    )


def _window(desk: Desk, since: str | None, until: str | None, weeks: int | None) -> Window:
    """The window that is asked about; without one the last weeks with failures."""
    said = window(since, until)
    if any(said) or weeks == 0:
        return said
    there = [row["week"] for row in desk.facts().ask("failure_weeks", kind=None, route=None)
             if row["week"] is not None]  # fmt: skip
    if not there:
        return None, None
    return (max(there) - timedelta(weeks=(weeks or WEEKS) - 1)).isoformat(), None


def _failures(
    desk: Desk,
    by: str,
    grouping: Grouping,
    policy: Policy,
    asked_for: Window,
    dismissed: list[str],
) -> list[dict[str, Any]]:
    prices = policy.costs()
    return desk.facts().ask(
        "failing_parts", by=by, since=asked_for[0], until=asked_for[1], kinds=list(prices),
        costs=list(prices.values()), dismissed=dismissed, **placing(grouping),
    )  # fmt: skip


def _whole(rows: Iterable[Mapping[str, Any]], now: datetime) -> list[date]:
    """The whole weeks that failures came in, and those between."""
    today = now.astimezone(UTC).date()
    over = [r["week"] for r in rows if r["week"] is not None and (today - r["week"]).days >= 7]
    return mondays(min(over), max(over)) if over else []


def _week(
    week: date,
    rows: Sequence[Mapping[str, Any]],
    cases: Mapping[str, int],
    limits: Mapping[str, float],
) -> AlignedWeek:
    cells = [
        Cell(r["part"] or UNKNOWN, r["cost"], r["n"])
        for r in rows
        if r["week"] == week and r["cost"] is not None
    ]
    least, floor = limits["least"], limits["floor"]
    found = aligned(cells, cases, least=least, floor=floor, ranked=False)
    n = sum(cell.n for cell in cells)
    return AlignedWeek(week, n, sum(cases.values()), found.js, found.covered)


def _measures(found: Aligned) -> dict[str, Measure]:
    return {
        "js": found.js,
        "js_unweighted": found.js_unweighted,
        "spearman": found.rank,
        "kendall_tau_b": found.tau,
        "spearman_by_cost": found.rank_by_cost,
        "covered": found.covered,
    }


def _leaning(found: Aligned, lean: Lean) -> tuple[str, ...]:
    """The parts that lean so, the widest gap first."""
    some = [gap for gap in found.gaps if gap.lean is lean and gap.kind != UNKNOWN]
    some.sort(key=lambda gap: -abs(gap.gap or 0))
    return tuple(gap.kind for gap in some)


def _names(desk: Desk, grouping: Grouping, gaps: Sequence[Gap]) -> dict[str, str]:
    wanted = [gap.kind for gap in gaps if gap.kind != UNKNOWN]
    rows = desk.facts().ask("signatures", group_ids=wanted) if wanted else []
    told = {r["group_id"]: signature(r["kind"], r["expected"], r["actual"]) for r in rows}
    return {one: grouping.of(one).name or told.get(one, one) for one in wanted}
