"""How the cohorts of production do, worst first: those with a name, and one column of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from curation.alarms import AlarmState
from curation.budget import from_body, subject_of
from curation.errors import BadRequest, CurationError
from curation.figure_tests import judged
from curation.figures import CohortRow, Judgement
from curation.intervals import rate
from curation.limits import EXPECTED
from curation.measures.multiplicity import benjamini_hochberg
from curation.noise import fisher
from curation.saved_cohorts import written
from curation.scopes import Where, scope_of, told, where_of
from curation.thresholds import COHORT_PREFIX
from store.answers.alarms import AlarmLine
from store.answers.health_ground import Ground
from store.facts.sliced import Part
from store.facts.slicing import Slicing

PREFERRED = ("channel", "region", "customer_tier", "segment", "language", "route")
MOST = 12  # of a column of more values nobody reads a table
BELOW, WORSE, DRIFTS = "below its objective", "worse", "drifting"
MAY_BE, FINE, TOO_FEW = "may be below", "on target", "too few to say"
TOO_CLOSE, SILENT = "too close to say", "no event came"
Counts = tuple[int, int]  # judged events, and how many of them were wrong


@dataclass(frozen=True, slots=True)
class _Seen:
    """One cohort in the period and in the one before."""

    where: Where
    now: Counts
    past: Counts

    @property
    def p(self) -> float:
        """That of the change; Fisher's exact test."""
        (n, bad), (n_past, bad_past) = self.now, self.past
        return fisher(bad, n, bad_past, n_past)


def cohort_rows(
    ground: Ground, alarms: Sequence[AlarmLine], target: float | None
) -> tuple[str | None, tuple[CohortRow, ...]]:
    """The column that was taken, and the cohorts: what is a watch item comes first."""
    if ground.window is None:
        return None, ()
    slicing = Slicing(ground.desk.facts())
    column = _column(slicing)
    seen = [*_named(ground, slicing), *(_of_column(ground, slicing, column) if column else ())]
    known = list({scope_of(dict(sorted(one.where.items()))): one for one in seen}.values())
    proven = _proven(known, ground.floor)
    rows = [
        _row(ground, one, p, alarms, _target(ground, one.where, target))
        for one, p in zip(known, proven, strict=True)
    ]
    return column, tuple(sorted(rows, key=_worst_first))


def _worst_first(row: CohortRow) -> tuple[bool, bool, float, str]:
    return not row.bad, row.value is None, row.value or 0.0, row.name


def _column(slicing: Slicing) -> str | None:
    """The column that people know their customers by."""
    there = slicing.columns()
    some = [column for column in PREFERRED if column in there]
    kinds = slicing.kinds(some)
    return next((c for c in some if 2 <= kinds[c] <= MOST), None)


def _named(ground: Ground, slicing: Slicing) -> Iterable[_Seen]:
    """Cohorts with a name, and those that a threshold holds."""
    with ground.desk.ledger.reading() as asked:
        wheres = [one.where for one in asked.cohorts()]
    for name, held in ground.policy.thresholds.items():
        if name.startswith(COHORT_PREFIX):
            where = where_of(held.scope)
            where.pop(EXPECTED, None)
            wheres.append(where)
    for where in wheres:
        if where:
            try:
                yield from _counted(ground, slicing, Part((), where))
            except BadRequest:  # of cases alone: production has no such column
                continue


def _of_column(ground: Ground, slicing: Slicing, column: str) -> Iterable[_Seen]:
    found = _counted(ground, slicing, Part(((column,),)))
    return [one for one in found if one.now[0] and one.where.get(column) is not None]


def _counted(ground: Ground, slicing: Slicing, part: Part) -> list[_Seen]:
    assert ground.window is not None, "a period is looked at"
    when = ground.window
    now = _tally(slicing, part, when.since, when.until)
    past = _tally(slicing, part, when.before, when.since)
    return [_Seen(dict(key), some, past.get(key, (0, 0))) for key, some in now.items()]


Key = tuple[tuple[str, str | None], ...]


def _tally(slicing: Slicing, part: Part, since: date, until: date) -> Mapping[Key, Counts]:
    asked = replace(part, since=since.isoformat(), until=until.isoformat())
    found: dict[Key, Counts] = {}
    for row in slicing.counts("cohort_counts", asked):
        if part.sets and not row.cohort:
            continue
        where = {**part.where, **row.cohort}
        found[tuple(sorted(where.items()))] = row.cells["judged"], row.cells["wrong"]
    return found


def _proven(seen: Sequence[_Seen], floor: float) -> list[float | None]:
    """The p of every change, for their number; None where there are too few to say."""
    enough = [min(one.now[0], one.past[0]) >= floor for one in seen]
    adjusted = iter(benjamini_hochberg([o.p for o, e in zip(seen, enough, strict=True) if e]))
    return [next(adjusted) if e else None for e in enough]


def _target(ground: Ground, where: Where, target: float | None) -> float | None:
    """What is promised of the cohort itself, else of all production."""
    with ground.desk.ledger.reading() as asked:
        own = asked.standing_of(subject_of(where))
    if own is None or not own.body:
        return target
    try:
        return from_body(own.body).target
    except CurationError:
        return target


def _row(
    ground: Ground,
    one: _Seen,
    p: float | None,
    alarms: Sequence[AlarmLine],
    target: float | None,
) -> CohortRow:
    n, bad = one.now
    good, past = rate(n - bad, n), rate(one.past[0] - one.past[1], one.past[0])
    enough = n >= ground.floor
    change = None
    if enough and good.value is not None and past.value is not None:
        change = good.value - past.value
    judgement = judged(p, change, higher_is_better=True)
    if p is None and one.past[0]:
        judgement = Judgement.TOO_FEW
    drifts = next((a for a in alarms if _is_of(a, one.where)), None)
    status, wrong = status_of(good.low, good.high, good.value, target, judgement, enough=enough)
    if drifts is not None and not wrong:
        status, wrong = DRIFTS, True
    return CohortRow(
        told(one.where), good.value if enough else None, good.low if enough else None,
        good.high if enough else None, n, change, judgement, target, status, wrong,
        drifts.value if drifts else None,
        f"cohorts?{urlencode({'only': written(one.where)}, doseq=True)}",
    )  # fmt: skip


def _is_of(alarm: AlarmLine, where: Where) -> bool:
    return (
        alarm.state is not AlarmState.RESOLVED
        and alarm.rule == "drift"
        and dict(alarm.cohort) == dict(where)
    )


def status_of(
    low: float | None, high: float | None, value: float | None, target: float | None,
    judgement: Judgement, *, enough: bool,
) -> tuple[str, bool]:  # fmt: skip
    """How a cohort does, and whether that is a watch item; sure only where its interval is."""
    if not enough or low is None or high is None or value is None:
        return TOO_FEW, False
    if target is not None and high < target:
        return BELOW, True
    if judgement is Judgement.WORSE:
        return WORSE, True
    if target is not None and value < target:
        return MAY_BE, False
    if target is not None:
        return (FINE if low >= target else TOO_CLOSE), False
    return judgement.value, False
