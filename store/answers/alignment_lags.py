"""Whether the pass rate of a set moves with production, and how many weeks ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from curation.gate import Answer
from curation.measures.lags import Moves, Together, together
from curation.percents import percent
from curation.releases import matched_by
from curation.runs import Run
from store.answers.budget_counts import weeks as weeks_of
from store.answers.releases_seen import releases_seen
from store.desk import Desk

ASKED = ("blocking", "monitoring")


@dataclass(frozen=True, slots=True)
class Pair:
    """A week: the pass rate of the set in the run of that week, and production's good rate."""

    week: date
    run: str
    scored: int
    pass_rate: float
    good_rate: float | None  # of the same week
    judged: int


@dataclass(frozen=True, slots=True)
class SetMoves:
    """One set beside production."""

    set: str
    sentence: str
    together: Together
    pairs: tuple[Pair, ...]


def set_moves(desk: Desk, floor: float) -> tuple[SetMoves, ...]:
    """Blocking and monitoring, each with all its weeks."""
    shipped = _shipped(desk)
    today = desk.ledger.clock().astimezone(UTC).date()
    found = weeks_of(desk, {}, today)
    good = {
        week: (1 - share.value, share.n)
        for week, share in zip(found.starts, found.shares(None), strict=True)
        if share.value is not None
    }
    return tuple(_one(desk, named, shipped, good, floor) for named in ASKED)


def _shipped(desk: Desk) -> list[Run]:
    """Runs of what production then got: the gate did not stop them, and they were seen there.

    What never shipped says nothing about production, however it was judged.
    """
    with desk.ledger.reading() as asked:
        runs = asked.runs()
    names = {seen.release for seen in releases_seen(desk)}
    names |= {r["model_version"] for r in desk.facts().ask("event_weeks_by")
              if r["model_version"]}  # fmt: skip
    return [
        run
        for run, verdict, _ in runs
        if (verdict is None or verdict["verdict"] == Answer.PASS)
        and run.at
        and any(matched_by(name, run) for name in names)
    ]


def _one(
    desk: Desk,
    named: str,
    shipped: Sequence[Run],
    good: Mapping[date, tuple[float, int]],
    floor: float,
) -> SetMoves:
    newest: dict[date, Run] = {}
    for run in sorted(shipped, key=lambda one: one.at):
        if named in run.sets:
            newest[_monday(run.at)] = run
    rates = _rates(desk, named, list(newest.values()))
    pairs = tuple(
        Pair(week, run.name, n, k / n, *good.get(week, (None, 0)))
        for week, run in sorted(newest.items())
        for n, k in [rates.get(run.name, (0, 0))]
        if n
    )
    ours = {_number(p.week): p.pass_rate for p in pairs}
    theirs = {_number(week): rate for week, (rate, _) in good.items()}
    answer = together(ours, theirs, floor)
    return SetMoves(named, _sentence(named, answer, pairs), answer, pairs)


def _rates(desk: Desk, named: str, runs: Sequence[Run]) -> dict[str, tuple[int, int]]:
    """How many cases of the set each run scored and passed, of the version that it is of."""
    if not runs:
        return {}
    with desk.ledger.reading() as asked:
        held = {
            (version.set, version.version): tuple(version.cases)
            for version in asked.set_versions()
        }
    both = [(r.name, case) for r in runs for case in held.get((named, r.sets[named]), ())]
    rows = desk.facts().ask("set_passes", runs=[r for r, _ in both], cases=[c for _, c in both])
    return {row["run"]: (row["scored"], row["passed"]) for row in rows}


def _sentence(named: str, found: Together, pairs: Sequence[Pair]) -> str:
    best = found.best
    if found.moves is Moves.TOO_FEW:
        return (
            f"Whether {named} moves with production: too few weeks to say "
            f"({found.weeks} with both a run of what shipped and production, "
            f"{found.needed} needed)."
        )
    if best is None or best.value is None or best.low is None or best.high is None:
        level = f" at {percent(pairs[0].pass_rate)}" if pairs else ""
        return (
            f"The pass rate of {named} never moves{level}, so it cannot tell how production "
            "will do: what ships has passed it."
        )
    when = (
        f"{best.lag} weeks ahead of it" if best.lag > 0
        else f"{-best.lag} weeks behind it" if best.lag < 0 else "in the same week"
    ).replace("1 weeks", "1 week")  # fmt: skip
    told = f"r {best.value:+.2f}, {best.low:+.2f} to {best.high:+.2f}, n {best.n} weeks"
    chance = f"p {found.p:.3f} over {sum(one.value is not None for one in found.lags)} lags"
    if found.moves is Moves.NOT_SHOWN:
        return (
            f"No relation shown between the pass rate of {named} and production: the "
            f"strongest, {when}, is no more than chance gives ({told}; {chance})."
        )
    way = "moves with" if found.moves is Moves.WITH else "moves against"
    return f"The pass rate of {named} {way} production, {when} ({told}; {chance})."


def _monday(at: str) -> date:
    moment = datetime.fromisoformat(at)
    day = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def _number(week: date) -> int:
    return week.toordinal() // 7
