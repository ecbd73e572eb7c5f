"""How much of its cases the newest judged release passed, paired with the one before."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from curation.errors import CurationError
from curation.figure_tests import judged
from curation.figure_words import few, interval
from curation.figures import Figure, Judgement, Point, Unit, unknown
from curation.measures.pairs import TEST
from curation.percents import percent
from store.answers.compare import CompareAnswer, compare
from store.answers.health_ground import TREND, Ground
from store.answers.runs import RunSummary

_NAMED = ("pass_rate", "Pass rate, all cases", Unit.RATE)
_NO_RUN = (
    "No run was judged yet, so there is no pass rate: evaldesk import RESULTS --as results, "
    "then evaldesk gate RUN."
)


def pass_rate(ground: Ground, runs: Sequence[RunSummary]) -> Figure:
    """Of `runs`, newest first, the last judged one against one before, on the same cases.

    Runs on other sets are left out: blocking alone passes where monitoring does not.
    """
    asked = [one for one in runs if one.recorded_verdict]
    if not asked:
        return unknown(*_NAMED, _NO_RUN, "runs")
    known = [one for one in asked if one.sets.keys() == asked[0].sets.keys()]
    last, measured = known[0], known[0].pass_rate
    link = f"runs?{urlencode({'run': last.run})}"
    trend = tuple(_point(one, ground) for one in reversed(known[:TREND]) if _day(one))
    if measured.value is None or measured.n < ground.floor:
        why = few(measured.n, ground.floor, f"cases of {last.run} were scored")
        return unknown(
            *_NAMED, why, link, n=measured.n, trend=trend, judgement=Judgement.TOO_FEW
        )
    change, judgement, against = _compared(ground, last, _earlier(known, ground))
    told = f"{last.run} passed {percent(measured.value, 1)} of its cases"
    told += interval(measured.low, measured.high, Unit.RATE, f"n {measured.n:,}")
    return Figure(
        *_NAMED[:2], measured.value, Unit.RATE, measured.low, measured.high, measured.n,
        change, judgement, f"{told}. {against}", link, trend, f"{measured.method}; {TEST}",
    )  # fmt: skip


def _earlier(known: Sequence[RunSummary], ground: Ground) -> RunSummary | None:
    """The newest one judged before the period began; where there is none, the one before."""
    if ground.window is not None:
        since = ground.window.since
        for one in known[1:]:
            day = _day(one)
            if day is not None and day < since:
                return one
    return known[1] if known[1:] else None


def _compared(
    ground: Ground, last: RunSummary, before: RunSummary | None
) -> tuple[float | None, Judgement, str]:
    if before is None:
        return None, Judgement.NO_COMPARISON, "No run before it was judged to compare with."
    try:
        found = compare(ground.desk, before.run, last.run, by=())
    except CurationError as refused:
        return None, Judgement.NO_COMPARISON, str(refused)
    if found.pairs < ground.floor:
        why = few(found.pairs, ground.floor, f"cases in common with {before.run}")
        return found.difference.value, Judgement.TOO_FEW, why
    change = found.difference.value
    judgement = judged(found.p_value, change, higher_is_better=True)
    return change, judgement, f"{_moved(found, before.run)}: {judgement.value}."


def _moved(found: CompareAnswer, before: str) -> str:
    broke, mended = found.only_baseline, found.only_candidate
    if not broke and not mended:
        return f"None of {found.pairs:,} cases in common with {before} changed"
    said = f"{broke} broke and {mended} were mended" if mended != 1 else (
        f"{broke} broke and 1 was mended"
    )  # fmt: skip
    return f"Of {found.pairs:,} cases in common with {before} {said}"


def _day(one: RunSummary) -> date | None:
    said = one.started_at or one.recorded_at
    return date.fromisoformat(said[:10]) if said else None


def _point(one: RunSummary, ground: Ground) -> Point:
    found, day = one.pass_rate, _day(one)
    assert day is not None, "runs without a day are left out"
    return Point(day, found.value if found.n >= ground.floor else None, found.n)
