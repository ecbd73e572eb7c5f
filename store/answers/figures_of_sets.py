"""Whether inputs drift, whether the gate asks what costs, and whether labels agree."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from curation.drift import ColumnDrift, Period, Severity
from curation.errors import CurationError
from curation.figure_tests import Limits, differ, judged
from curation.figure_words import few, interval, number
from curation.figures import Figure, Judgement, Point, Unit, unknown
from curation.label_bands import Band
from curation.measures.alignment import UNKNOWN, Cell, aligned
from curation.measures.measure import Measure
from curation.thresholds import ALIGNMENT_CASES
from store.answers.agreement_glance import AgreementGlance
from store.answers.alignment_cases import by_week, counted, parts_of, states_of
from store.answers.drift import DriftQuestion, drift
from store.answers.failing_costs import WEEKS, FailingCost
from store.answers.health_ground import TREND, Ground

_QUIET = (Severity.NONE, Severity.UNKNOWN)
_GRAVE = (Severity.MODERATE, Severity.SEVERE)
_TWO = "normal test of the two intervals"
_SHOWN = 3


def drifting(ground: Ground) -> Figure:
    """How many columns lie beyond their limits, by drift's own rule of effects."""
    named = ("drift", "Columns that drift", Unit.COUNT)
    try:
        found = drift(ground.desk, DriftQuestion())
    except CurationError as refused:
        return unknown(*named, str(refused), "drift")
    known = [one for one in found.columns if one.severity is not Severity.UNKNOWN]
    trend = tuple(_drift_point(found.weeks[: n + 1]) for n in range(len(found.weeks)))[-TREND:]
    lost = _lost({one.column for one in known}, found.weeks)
    if lost and not _moved(known):
        figure = unknown(*named, _lost_said(lost), "drift", n=len(known), trend=trend,
                         judgement=Judgement.TOO_FEW)  # fmt: skip
        return replace(figure, beyond=True)
    if not known:
        return unknown(*named, found.sentence, "drift", n=0, trend=trend,
                       judgement=Judgement.TOO_FEW)  # fmt: skip
    moved = [one for one in known if one.severity is not Severity.NONE]
    past = _drift_before(ground, found.weeks)
    judgement, change = _drift_moved(_moved(known), past, _of(known))
    if lost and judgement is not Judgement.WORSE:
        judgement = Judgement.TOO_FEW
    grave = any(one.severity in _GRAVE for one in moved)
    return Figure(
        *named[:2], float(len(moved)), Unit.COUNT, None, None, len(known),
        change, judgement,
        f"{_drift_said(found.current.since, moved, len(known), past, judgement)}"
        f"{' ' + _lost_said(lost) if lost else ''}", "drift",
        trend, "effect sizes against their limits; p-values only veto",
        higher_is_better=False, limit=0.0, beyond=grave or bool(lost),
    )  # fmt: skip


def _moved(columns: Sequence[ColumnDrift]) -> set[str]:
    return {one.column for one in columns if one.severity not in _QUIET}


def _of(columns: Sequence[ColumnDrift]) -> set[str]:
    return {one.column for one in columns if one.severity is not Severity.UNKNOWN}


def _lost(known: Collection[str], weeks: Sequence[Period]) -> set[str]:
    """Columns that drifted when they were known last, and are not among the `known`."""
    last = {one.column: one.severity for week in weeks[-TREND:] for one in week.columns
            if one.severity is not Severity.UNKNOWN}  # fmt: skip
    return {column for column, said in last.items()
            if said is not Severity.NONE and column not in known}  # fmt: skip


def _lost_said(lost: Collection[str]) -> str:
    some = sorted(lost)
    more = f" and {len(some) - _SHOWN} more" if len(some) > _SHOWN else ""
    named = f"{', '.join(some[:_SHOWN])}{more}"
    return f"Too few to say: {named} drifted when last known, and too few rows carry it now."


def _drift_point(weeks: Sequence[Period]) -> Point:
    """How many columns drift in the last of `weeks`; None where one that did is not known."""
    week = weeks[-1]
    known, start = _of(week.columns), week.since[:10]
    told = bool(known) and not _lost(known, weeks)
    value = float(len(_moved(week.columns))) if told else None
    return Point(date.fromisoformat(start), value, len(known))


def _drift_before(ground: Ground, weeks: Sequence[Period]) -> Period | None:
    """The last week before the period began."""
    if ground.window is None:
        return None
    since = ground.window.since.isoformat()
    past = [one for one in weeks if one.since[:10] < since]
    return past[-1] if past and any(c.severity is not Severity.UNKNOWN
                                    for c in past[-1].columns) else None  # fmt: skip


def _drift_moved(
    now: set[str], past: Period | None, known: set[str]
) -> tuple[Judgement, float | None]:
    """A column that crossed its limit is proven by drift's own rule; so is one that is back.

    Only columns that were known both times are compared: one that is gone is not mended.
    """
    if past is None:
        return Judgement.NO_COMPARISON, None
    both = known & _of(past.columns)
    new, back = (now - _moved(past.columns)) & both, (_moved(past.columns) - now) & both
    change = float(len(new) - len(back))
    if bool(new) is bool(back):
        return Judgement.WITHIN_NOISE, change
    return (Judgement.WORSE if new else Judgement.BETTER), change


def _drift_said(
    since: str, moved: Sequence[ColumnDrift], known: int, past: Period | None,
    judgement: Judgement,
) -> str:  # fmt: skip
    told = f"{len(moved)} of {known} columns drifted in the week from {since[:10]}"
    named = [f"{one.column} ({one.severity.value})" for one in moved[:_SHOWN]]
    more = f" and {len(moved) - _SHOWN} more" if len(moved) > _SHOWN else ""
    told += f": {', '.join(named)}{more}" if named else ""
    if past is None:
        return f"{told}. No week before to compare with."
    before = f"{len(_moved(past.columns))} of {len(_of(past.columns))}"
    return f"{told}. The week before the period it was {before}: {judgement.value}."


def costly_coverage(ground: Ground, rows: Sequence[FailingCost]) -> Figure:
    """The share of what failures cost whose kind the blocking set asks about often enough."""
    named = ("costly_coverage", "Costly failures covered", Unit.SHARE)
    sets, past = _sets(ground)
    newest = max((one.week for one in rows), default=None)
    if newest is None:
        return unknown(*named, "No failure came in, so nothing is lost.", "alignment")
    found = _covered(ground, rows, newest + _WEEK, sets)
    trend = tuple(_cover_point(ground, rows, *one) for one in past)
    if found.value is None or found.low is None or found.high is None or found.note:
        why = (found.note or "nobody can say").capitalize()
        return unknown(*named, f"{why}.", "alignment", n=found.n, trend=trend,
                       judgement=Judgement.TOO_FEW)  # fmt: skip
    then = _cover_before(ground, rows, past)
    change, judgement, told = _two(Limits(found.value, found.low, found.high), then)
    said = f"{number(found.value, Unit.SHARE)} of what failures of the last {WEEKS} weeks cost"
    said += f" is of kinds that blocking asks about{_n(found)}"
    return Figure(
        *named[:2], found.value, Unit.SHARE, found.low, found.high, found.n, change, judgement,
        f"{said}. {told}", "alignment", trend, f"{found.method}; {_TWO}",
    )  # fmt: skip


_WEEK = timedelta(weeks=1)
Sets = dict[str, int]  # how many cases of each kind


def _n(found: Measure) -> str:
    return interval(found.low, found.high, Unit.SHARE, f"n {found.n:,}")


def _sets(ground: Ground) -> tuple[Sets, list[tuple[date, Sets]]]:
    """How many blocking cases there are of each kind now, and at the end of past weeks."""
    with ground.desk.ledger.reading() as asked:
        every, places, grouping = asked.cases(), asked.places(), asked.grouping()
    states, parts = states_of("blocking"), parts_of(ground.desk, every, "kind", grouping)
    now = counted(parts, [one.id for one in every if one.state in states])
    weeks = ground.trend(ground.window.until) if ground.window else []
    return now, [(w, counted(parts, then)) for w, then in by_week(places, weeks, states)]


def _covered(ground: Ground, rows: Sequence[FailingCost], until: date, sets: Sets) -> Measure:
    cells = [
        Cell(one.kind or UNKNOWN, one.cost, one.n)
        for one in rows
        if one.cost is not None and until - WEEKS * _WEEK <= one.week < until
    ]
    least = ground.policy.value(ALIGNMENT_CASES)
    return aligned(cells, sets, least=least, floor=ground.floor, ranked=False).covered


def _cover_before(
    ground: Ground, rows: Sequence[FailingCost], past: Sequence[tuple[date, Sets]]
) -> Limits | None:
    """As it was when the period began: the set of then beside the failures of then."""
    if ground.window is None:
        return None
    then = next((one for one in reversed(past) if one[0] < ground.window.since), None)
    if then is None:
        return None
    found = _covered(ground, rows, ground.window.since, then[1])
    if found.value is None or found.low is None or found.high is None or found.note:
        return None
    return Limits(found.value, found.low, found.high)


def _cover_point(ground: Ground, rows: Sequence[FailingCost], week: date, sets: Sets) -> Point:
    least = ground.policy.value(ALIGNMENT_CASES)
    some = [(o, o.cost) for o in rows if o.week == week and o.cost is not None]
    n, lost = sum(o.n for o, _ in some), sum(o.n * cost for o, cost in some)
    held = sum(o.n * cost for o, cost in some if sets.get(o.kind, 0) >= least)
    return Point(week, held / lost if lost and n >= ground.floor else None, n)


def _two(
    now: Limits, then: Limits | None, unit: Unit = Unit.SHARE
) -> tuple[float | None, Judgement, str]:
    """The change of a value with an interval since the period began, with its judgement."""
    if then is None:
        told = "Nothing of before the period to compare with."
        return None, Judgement.NO_COMPARISON, told
    change = now.value - then.value
    judgement = judged(differ(now, then), change, higher_is_better=True)
    told = f"When the period began it was {number(then.value, unit)}: {judgement.value}."
    return change, judgement, told


def label_agreement(ground: Ground, found: AgreementGlance | None) -> Figure:
    """How far people agree on what cases expect: alpha with its bootstrap interval."""
    named = ("label_agreement", "Label agreement", Unit.INDEX)
    if found is None:
        why = "No labelling standard was set, so nobody labels twice: evaldesk standard set."
        return unknown(*named, why, "agreement")
    now, n = found.now, found.now.n_units
    if now.value is None or now.low is None or now.high is None or n < ground.floor:
        why = few(n, ground.floor, "cases with two labels")
        return unknown(*named, why, "agreement", n=n, trend=found.trend,
                       judgement=Judgement.TOO_FEW)  # fmt: skip
    then, past = None, found.before
    if past and past.value is not None and past.low is not None and past.high is not None:
        then = Limits(past.value, past.low, past.high) if past.n_units >= ground.floor else None
    change, judgement, told = _two(Limits(now.value, now.low, now.high), then, Unit.INDEX)
    said = f"Alpha {number(now.value, Unit.INDEX)} on {found.question}"
    said += interval(now.low, now.high, Unit.INDEX, f"n {n:,} cases")
    return Figure(
        *named[:2], now.value, Unit.INDEX, now.low, now.high, n, change, judgement,
        f"{said}: {found.band.value}; {number(found.least, Unit.INDEX)} is the least. {told}",
        "agreement", found.trend, f"{now.method}; {_TWO}", limit=found.least,
        beyond=found.band is Band.UNRELIABLE,
    )  # fmt: skip
