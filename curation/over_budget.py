"""When a latency, a cost or an age over the budget that somebody has set is a deviation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from curation.alarms import Checked
from curation.courses import RECENT, within
from curation.deviating import key_of
from curation.deviations import Deviation
from curation.drift import Severity
from curation.measures.measure import Measure
from curation.percents import percent
from curation.staleness import Age

LATENCY, COST, STALENESS = "latency", "cost", "staleness"  # the rules
BUDGETED = (LATENCY, COST, STALENESS)
GRAVE = 1.5  # so many times its budget is severe
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Budgeted:
    """What a budget is of: its rule, its name, and how an amount of it is written."""

    rule: str
    subject: str
    written: Callable[[float], str]

    @property
    def key(self) -> str:
        """The key of its deviation."""
        return key_of(self.rule, self.subject, {})


KNOWN: Mapping[str, Budgeted] = {
    "latency.p95_ms": Budgeted(LATENCY, "p95 latency", lambda v: f"{v:,.0f} ms"),
    "cost.per_1000_usd": Budgeted(COST, "cost of 1,000 events", lambda v: f"${v:,.2f}"),
    "cost.per_week_usd": Budgeted(COST, "cost of a week", lambda v: f"${v:,.2f}"),
}  # by threshold


@dataclass(frozen=True, slots=True)
class Held:
    """What the last weeks together are, held to a budget; `weeks` has each with its value."""

    about: Budgeted
    now: Measure
    weeks: Sequence[tuple[date, float | None]]
    n: int
    limit: float


def week_over(held: Held) -> Deviation | None:
    """How the last weeks lie over the budget, for sure; None where they do not."""
    value, limit = held.now.value, held.limit
    if value is None or within(held.now, limit) is not False:
        return None
    about, since = held.about, held.weeks[-1][0]
    over = f", {percent(value / limit - 1)} over" if limit > 0 else ", over"
    return Deviation(
        key=about.key,
        rule=about.rule,
        subject=about.subject,
        cohort={},
        since=since.isoformat(),
        until=(since + _WEEK).isoformat(),
        severity=Severity.SEVERE if value > GRAVE * limit else Severity.MODERATE,
        sentence=(
            f"The {about.subject} is {about.written(value)} over the last {RECENT} weeks"
            f"{over} its budget of {about.written(limit)} (n {held.n:,})."
        ),
        value=value,
        limit=limit,
        n=held.n,
        release=None,
        link="trends",
        began=_began(held).isoformat(),
    )


def checked_over(held: Held) -> Checked:
    """That the last weeks were held to their budget, and whether that could be told."""
    since = held.weeks[-1][0]
    enough = within(held.now, held.limit) is not None
    return Checked(held.about.key, since.isoformat(), (since + _WEEK).isoformat(), enough)


def too_old(age: Age, limit: float, now: datetime) -> Deviation | None:
    """How something is older than agreed; None where it is not, or nobody can say."""
    if age.days is None or age.since is None or age.days <= limit:
        return None
    today = now.date()
    return Deviation(
        key=age_key(age),
        rule=STALENESS,
        subject=f"age of the {age.what}",
        cohort={},
        since=today.isoformat(),
        until=(today + _DAY).isoformat(),
        severity=Severity.MODERATE,
        sentence=f"{age.why.rstrip('.')}.",
        value=float(round(age.days)),
        limit=limit,
        n=1,
        release=None,
        link="trends",
        began=(age.since + timedelta(days=limit)).date().isoformat(),
    )


def checked_age(age: Age, now: datetime) -> Checked:
    """That the age was held to its limit today, and whether anybody can say."""
    today = now.date()
    until = (today + _DAY).isoformat()
    return Checked(age_key(age), today.isoformat(), until, age.days is not None)


def age_key(age: Age) -> str:
    """What the deviation of an age is called."""
    return key_of(STALENESS, age.what, {})


def _began(held: Held) -> date:
    """The first week over the budget, with no gap as long as what is told together since."""
    began, gap = held.weeks[-1][0], 0
    for week, value in reversed(held.weeks):
        if value is not None and value > held.limit:
            began, gap = week, 0
        else:
            gap += 1
        if gap >= RECENT:
            break
    return began
