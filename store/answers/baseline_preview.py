"""How the newest weeks would be judged if the baseline were moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from curation.baselines import require_window, window_of
from curation.deviating import week_deviations, worst
from curation.drift import Period, Severity
from curation.thresholds import Policy
from store.answers.baseline import window_known
from store.answers.drift import DriftQuestion, drift
from store.answers.drift_reference import profile_of
from store.answers.odd_weeks import OddWeek, leave_out, odd_weeks
from store.desk import Desk

WEEKS = 8  # so many of the newest are shown


@dataclass(frozen=True, slots=True)
class WeekUnder:
    """One week: how grave it would be, how grave it is `now`, and its gravest deviation."""

    since: str
    until: str
    n: int
    severity: Severity
    now: Severity | None
    deviating: int
    gravest: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The newest weeks, newest first, under the window `since` to `until` of `n` events.

    `odd_weeks` are weeks of the window that lie far from its others.
    """

    sentence: str
    since: date
    until: date
    n: int
    whole_weeks: int
    weeks: tuple[WeekUnder, ...]
    odd_weeks: tuple[OddWeek, ...]


def preview(desk: Desk, since: str, until: str) -> Preview:
    """The newest whole weeks after `until` under that window; refused as when it is set."""
    first, last = window_of(since, until)
    known = window_known(desk, first, last)
    require_window(first, last, known)
    with desk.ledger.reading() as asked:
        policy = asked.policy()
    would = _weeks(desk, last, f"{first}..{last}", known.today)
    now = {one.since: worst(one) for one in _weeks(desk, last, None, known.today)}
    weeks = tuple(_under(one, now.get(one.since), policy) for one in would)
    odd = odd_weeks(profile_of(desk, first.isoformat(), last.isoformat()).columns)
    said = f"{_sentence(weeks, last)} {leave_out(odd)}".rstrip()
    return Preview(said, first, last, known.n, known.weeks, weeks, odd)


def _weeks(desk: Desk, since: date, reference: str | None, today: date) -> list[Period]:
    question = DriftQuestion(where={}, since=since.isoformat(), until=None, reference=reference)
    found = [
        one
        for one in drift(desk, question).weeks
        if one.n
        and one.since[:10] >= since.isoformat()
        and date.fromisoformat(one.until[:10]) <= today
    ]
    return found[-WEEKS:][::-1]


def _under(one: Period, now: Severity | None, policy: Policy) -> WeekUnder:
    found = week_deviations([one], policy)
    first = found[0].sentence if found else None
    return WeekUnder(one.since, one.until, one.n, worst(one), now, len(found), first)


def _sentence(weeks: Sequence[WeekUnder], until: date) -> str:
    if not weeks:
        return f"No whole week came in since {until}, so nothing would be judged yet."
    counts = [
        f"{sum(one.severity is severity for one in weeks)} {severity}"
        for severity in (Severity.SEVERE, Severity.MODERATE, Severity.MINOR)
    ]
    return f"Of the newest {len(weeks)} whole weeks: {', '.join(counts)}."
