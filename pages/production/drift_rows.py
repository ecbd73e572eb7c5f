"""The overview as rows: every column over all periods, in groups, what is far off first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curation.drift import ColumnDrift, Concept, Limits, Period, Severity
from pages.production import drift_words
from pages.production.drift_words import ERROR_RATE, ROLES
from pages.shared import wording
from store.answers.drift import DriftAnswer

MOST = 40  # rows of columns; the table behind the picture has them all
SQUARES = 1000  # in the picture: a phone draws them, and nobody tells more apart
FEWEST = 8  # periods


@dataclass(frozen=True, slots=True)
class Cell:
    """One column in one period: multiples of its minor limit, how grave, and in words."""

    multiple: float | None
    severity: Severity
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """One column over all periods; None where it was not there.

    `farthest` is the largest multiple that is surely off, else the largest of all below one.
    """

    name: str
    label: str
    cells: Sequence[Cell | None]
    farthest: float


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one role under their heading."""

    heading: str
    rows: Sequence[Row]


def shown(found: DriftAnswer) -> Sequence[Period]:
    """The periods that the picture has room for: the newest, or those around the window."""
    room = max(FEWEST, SQUARES // (min(len(found.columns), MOST) + 1))
    since = found.current.since
    last = next((i for i, p in enumerate(found.weeks) if p.since == since), len(found.weeks))
    start = min(max(len(found.weeks) - room, 0), max(last - room // 2, 0))
    return found.weeks[start : start + room]


def groups(found: DriftAnswer, periods: Sequence[Period], limits: Limits) -> list[Group]:
    """Rows by role, the farthest first, and concept drift apart; `limits` are its own."""
    every = _rows(found, periods)
    kept = {r.name for r in sorted(every, key=lambda r: -r.farthest)[:MOST]}
    roles = _roles(found)
    told = [
        Group(heading, [r for r in _sorted(every) if r.name in kept and roles[r.name] is role])
        for role, heading in ROLES.items()
    ]
    concept = _row(ERROR_RATE, "errors", [_of_concept(p, limits) for p in periods])
    apart = Group(f"Concept: {at_stable(found.concept)}", [concept])
    return [group for group in (*told, apart) if group.rows]


def at_stable(concept: Concept) -> str:
    """What is held fixed where errors are compared."""
    if concept.by is None:
        return "errors over all inputs"
    by = drift_words.called(concept.by)
    return f"errors at the same {by}" if by != "score" else "errors at equal scores"


def _sorted(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.farthest, row.name))


def _roles(found: DriftAnswer) -> dict[str, object]:
    return {one.column: one.role for one in _each(found)}


def _each(found: DriftAnswer) -> Iterator[ColumnDrift]:
    for period in found.weeks:
        yield from period.columns
    yield from found.columns


def _rows(found: DriftAnswer, periods: Sequence[Period]) -> list[Row]:
    by_week = [{one.column: one for one in period.columns} for period in periods]
    names = dict.fromkeys(one.column for one in _each(found))
    when = [drift_words.period(p.since, p.until) for p in periods]
    return [
        _row(
            name,
            drift_words.called(name),
            [
                _cell(one, said) if (one := known.get(name)) else None
                for known, said in zip(by_week, when, strict=True)
            ],
        )
        for name in names
    ]


def _row(name: str, label: str, cells: Sequence[Cell | None]) -> Row:
    known = [cell for cell in cells if cell and cell.multiple is not None]
    sure = [c.multiple or 0 for c in known if drift_words.is_off(c.severity)]
    rest = max((min(c.multiple or 0, 1) for c in known), default=0)
    return Row(name, label, cells, max(sure, default=rest))


def _cell(one: ColumnDrift, when: str) -> Cell:
    far = drift_words.multiple(one)
    told = drift_words.said(one.severity)
    if far is not None:
        told += f", {drift_words.times(far)} × its minor limit"
    return Cell(far, one.severity, f"{when}<br>{told}, n {wording.count(one.n_current)}")


def _of_concept(period: Period, limits: Limits) -> Cell:
    one = period.concept
    when = drift_words.period(period.since, period.until)
    told = drift_words.said(one.severity)
    known = one.difference is not None and one.severity is not Severity.UNKNOWN
    if known:
        told += f", {wording.points(one.difference)}"
    far = max(one.difference or 0, 0) / limits.minor if known else None
    return Cell(far, one.severity, f"{when}<br>{told}, n {wording.count(one.n_current)}")
