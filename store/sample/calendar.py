"""When things happen in the sample: a plan of 26 weeks, laid so that it ends on a given day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from curation.errors import BadRequest

PLAN_WEEKS = 26
FEWEST_WEEKS = 13
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Calendar:
    """`weeks` whole weeks up to the Sunday `end`. The plan is stretched to fit."""

    end: date
    weeks: int

    def __post_init__(self) -> None:
        """Refuse a span in which the weeks of the plan would fall together."""
        if self.end.weekday() != _SUNDAY:
            raise BadRequest(f"The sample ends on a Sunday; {self.end} is none.")
        if self.weeks < FEWEST_WEEKS:
            raise BadRequest(
                f"The sample needs {FEWEST_WEEKS} weeks or more, not {self.weeks}."
            )

    @property
    def start(self) -> datetime:
        """The first Monday, 00:00 UTC."""
        first = self.end - timedelta(days=7 * self.weeks - 1)
        return datetime.combine(first, time(), UTC)

    @property
    def hours(self) -> int:
        """How long the sample is."""
        return self.weeks * 168

    def offset(self, week: float, day: float = 0, hour: float = 0) -> float:
        """Hours from the start to `hour` of `day` (Monday is 0) in plan week 1 to 26."""
        return ((week - 1) * 168 + day * 24 + hour) * self.weeks / PLAN_WEEKS

    def at(self, week: float, day: float = 0, hour: float = 0) -> datetime:
        """That moment, to the second."""
        return self.moment(self.offset(week, day, hour))

    def moment(self, offset: float) -> datetime:
        """The moment `offset` hours after the start, to the second."""
        return self.start + timedelta(seconds=round(offset * 3600))
