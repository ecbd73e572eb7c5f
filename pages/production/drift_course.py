"""One measure over all periods: what is drawn as a line, and as its table."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation.drift import ChangePoint, ColumnDrift, Limits, Period, Severity, Within
from pages.production import drift_words
from pages.production.drift_words import ERROR_RATE, is_off
from pages.shared import wording
from store.answers.drift import DriftAnswer


@dataclass(frozen=True, slots=True)
class Point:
    """One period; `value` is None where there are too few to say."""

    since: str
    until: str
    n: int
    value: float | None
    severity: Severity
    within: Within | None = None  # its interval
    psi: float | None = None
    psi_bound: float | None = None
    ks: Within | None = None

    @property
    def when(self) -> str:
        """Its days in words."""
        return drift_words.period(self.since, self.until)


@dataclass(frozen=True, slots=True)
class Course:
    """`name` over the periods; `percent`: it is a difference of shares, drawn in points."""

    name: str
    measure: str
    limits: Limits
    points: Sequence[Point]
    changes: Sequence[ChangePoint]
    percent: bool = False

    def write(self, value: float) -> str:
        """A value as its axis has it."""
        return f"{value * 100:.1f} pt" if self.percent else f"{value:.2f}"

    @property
    def has_psi(self) -> bool:
        """Whether the population stability index is known anywhere."""
        return any(one.psi is not None for one in self.points)

    @property
    def has_ks(self) -> bool:
        """Whether the distance of Kolmogorov and Smirnov is known anywhere."""
        return any(one.ks is not None for one in self.points)


def course_of(found: DriftAnswer, column: str, limits: Limits) -> Course:
    """The course of a column, or of the errors at the same scores; `limits` are of those."""
    changes = [one for one in found.changes if one.what == column]
    if column == ERROR_RATE:
        points = [_of_errors(period) for period in found.weeks]
        return Course(column, "More errors", limits, points, changes, percent=True)
    every = {p.since: next((c for c in p.columns if c.column == column), None)
             for p in found.weeks}  # fmt: skip
    known = [one for one in every.values() if one is not None]
    shown = next((one for one in found.columns if one.column == column), None) or known[-1]
    points = [_of_column(p, one) for p in found.weeks if (one := every[p.since]) is not None]
    return Course(column, drift_words.measure(shown.effect), shown.limits, points, changes)


def _of_column(period: Period, one: ColumnDrift) -> Point:
    known = one.severity is not Severity.UNKNOWN
    return Point(
        period.since, period.until, one.n_current, one.value if known else None, one.severity,
        one.ks if one.effect == "ks" and known else None, one.psi, one.psi_bound, one.ks,
    )  # fmt: skip


def _of_errors(period: Period) -> Point:
    one = period.concept
    known = one.severity is not Severity.UNKNOWN and one.difference is not None
    within = Within(one.low, one.high) if one.low is not None and one.high is not None else None
    return Point(
        period.since, period.until, one.n_current, one.difference if known else None,
        one.severity, within if known else None,
    )  # fmt: skip


def finding(course: Course, week: str) -> str:
    """What the line shows at `week`, in words."""
    place = next((i for i, one in enumerate(course.points) if one.since == week), None)
    name = drift_words.called(course.name)
    name = name.capitalize() if name == drift_words.ERROR_RATE else name  # no column
    if place is None:
        return name
    one = course.points[place]
    if one.value is None:
        return f"{name}: {drift_words.TOO_FEW}"
    if not is_off(one.severity):
        return f"{name} is not shown to drift"
    return f"{name} drifts: {one.severity.value}, {_since(course.points[: place + 1])}"


def _since(points: Sequence[Point]) -> str:
    """Since when every period up to the last one of `points` is off."""
    first = points[-1]
    for one in reversed(points):
        if not is_off(one.severity):
            break
        first = one
    if first is points[-1]:
        return "in this window alone" if len(points) > 1 else "now"
    return f"off since {wording.day(first.since[:10])}"
