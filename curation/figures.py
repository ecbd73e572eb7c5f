"""One number of the home page: its interval, its n, and what a test says of its change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Judgement(StrEnum):
    """What a test says of a number and the one before it: never an arrow alone."""

    BETTER = "better"
    WORSE = "worse"
    WITHIN_NOISE = "within noise"
    TOO_FEW = "too few to say"
    NO_COMPARISON = "no comparison"


class Unit(StrEnum):
    """How the value of a figure is read: a rate and a share are of 1."""

    RATE = "rate"
    COUNT = "count"
    HOURS = "hours"
    DAYS = "days"
    MONEY = "money"
    SHARE = "share"
    INDEX = "index"


class Period(StrEnum):
    """How much of the past is looked at: whole weeks that end with the last whole one."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"

    @property
    def weeks(self) -> int:
        """So many whole weeks."""
        return _WEEKS[self]


_WEEKS: Mapping[str, int] = {"week": 1, "month": 4, "quarter": 13}


@dataclass(frozen=True, slots=True)
class Window:
    """The weeks that are looked at: Mondays, `until` excluded, and the like ones before.

    `came` of its weeks had events, and `came_before` of the ones before; None: not counted.
    """

    period: Period
    since: date
    until: date
    came: int | None = None
    came_before: int | None = None

    @property
    def before(self) -> date:
        """Where the weeks that these are compared with begin; they end at `since`."""
        return self.since - timedelta(weeks=self.period.weeks)


def window(period: Period, until: date) -> Window:
    """The weeks of `period` that end before the Monday `until`."""
    return Window(period, until - timedelta(weeks=period.weeks), until)


@dataclass(frozen=True, slots=True)
class Point:
    """One step of a trend: what was so from `start` on, of `n`; None: too few to say."""

    start: date
    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `value` is None where nobody can say, and `said` tells why and what to do.

    `change` is against the period (or run) before, in the same unit, and it is what the test
    of `judgement` was asked about; with `per` it is of so many events. `judged_as` says the
    judgement where it is of no change. `limit` is what somebody promised or allows, `beyond`
    whether the value is on the wrong side of it, or nobody can say any more that it is not.
    """

    name: str
    title: str
    value: float | None
    unit: Unit
    low: float | None
    high: float | None
    n: int
    change: float | None
    judgement: Judgement
    said: str  # one line in words, with n and interval
    link: str
    trend: tuple[Point, ...] = ()
    method: str = ""
    higher_is_better: bool = True
    limit: float | None = None
    beyond: bool = False
    per: int | None = None
    judged_as: str = ""

    @property
    def worth_a_look(self) -> bool:
        """Whether it is a watch item: proven worse, or beyond what is allowed."""
        return self.beyond or self.judgement is Judgement.WORSE


def unknown(
    name: str, title: str, unit: Unit, said: str, link: str, *, n: int = 0,
    judgement: Judgement = Judgement.NO_COMPARISON, trend: tuple[Point, ...] = (),
) -> Figure:  # fmt: skip
    """A figure without an answer: `said` tells why, and what to do."""
    return Figure(name, title, None, unit, None, None, n, None, judgement, said, link, trend)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a sentence; the numbers in it carry the `link` to their evidence."""

    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class CohortRow:
    """How one cohort does; `status` says it in words, as "below its limit"."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    change: float | None
    judgement: Judgement
    limit: float | None
    status: str
    bad: bool  # a watch item
    drift: float | None  # its worst distance to the reference; None: not known
    link: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What the failures of one kind cost in the period, in USD; None: nobody has said.

    `change` is of 1,000 events, which is what the judgement is about.
    """

    kind: str
    usd: float | None
    failures: int
    before: float | None
    change: float | None
    judgement: Judgement
    link: str


@dataclass(frozen=True, slots=True)
class Watch:
    """One watch item: `text` continues "with N watch items:", `link` is its evidence."""

    text: str
    link: str
