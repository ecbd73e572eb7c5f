"""What of each whole week, and of the newest run, lies apart from the baseline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from curation.alarms import Checked
from curation.baselines import Baseline
from curation.deviating import (
    RunHeld,
    checked_in,
    checked_run,
    gravest_first,
    limits_of_runs,
    run_deviation,
    week_deviations,
)
from curation.deviations import Deviation
from curation.drift import Period
from curation.errors import CurationError, NothingToJudge
from curation.runs import Run
from curation.thresholds import MIN_SUPPORT, Policy
from curation.worse_weeks import checked_week, worse_week
from store.answers.alarm_readings import error_weeks
from store.answers.baseline import standing_baseline
from store.answers.cohort_deviations import Week, cohort_deviations
from store.answers.compare import compare
from store.answers.drift import DriftQuestion, drift
from store.answers.releases_seen import release_of
from store.answers.until_decided import UntilDecided
from store.desk import Desk

LAST_JUDGED = "watched:production"  # the week that a look judged last
AT_FIRST = 4  # weeks that the first look judges: what is older is history


@dataclass(frozen=True, slots=True)
class WeekHeld:
    """The week that was judged; `until` is the day after its last one."""

    since: str
    until: str
    n: int


@dataclass(frozen=True, slots=True)
class Deviating:
    """All that deviates, gravest first.

    `week` and `run` are what was judged, None where there was nothing to judge; `checked` says
    of what something could be told, `baseline` is the decision that set it.
    """

    baseline: int | None
    week: WeekHeld | None
    run: str | None
    deviations: tuple[Deviation, ...]
    checked: tuple[Checked, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Week:
    """One week as it was judged."""

    week: WeekHeld | None
    deviations: tuple[Deviation, ...]
    checked: tuple[Checked, ...]
    release: str | None = None

    @property
    def since(self) -> str:
        return self.week.since if self.week else ""


_NO_WEEK = _Week(None, (), ())


def deviating(desk: Desk) -> Deviating:
    """The newest whole week and the newest run against the baseline in force."""
    asked = desk.kept(UntilDecided)
    return asked.get("deviating", lambda: _deviating(desk, lambda _: 1)[-1])


def unjudged(desk: Desk) -> tuple[Deviating, ...]:
    """The newest whole week and all since the last that was judged, oldest first.

    Nobody looked yet: only the newest few. The last one holds the newest run as well.
    """
    with desk.ledger.reading() as asked:
        last = asked.standing_of(LAST_JUDGED)
    if last is None:
        return _deviating(desk, lambda _: AT_FIRST)
    until = last.body["until"]
    return _deviating(desk, lambda weeks: max(1, sum(one.since[:10] >= until for one in weeks)))


def _deviating(desk: Desk, newest: Callable[[Sequence[Period]], int]) -> tuple[Deviating, ...]:
    with desk.ledger.reading() as asked:
        stands, policy = standing_baseline(asked), asked.policy()
        runs = [run for run, _, _ in asked.runs()]
    if stands is None:
        return (
            Deviating(None, None, None, (), (), ("No baseline stands: nothing is judged.",)),
        )
    whole = _whole(desk, stands)
    run, of_run, why = _run(desk, stands, runs, policy)
    weeks = _weeks(desk, whole, newest(whole), policy) if whole else [_NO_WEEK]
    found = [
        Deviating(stands.decision, one.week, None, one.deviations, one.checked, ())
        for one in weeks
    ]
    last = replace(
        found[-1],
        run=run.run if run else None,
        deviations=gravest_first((*found[-1].deviations, *of_run)),
        checked=(*found[-1].checked, *([checked_run(run)] if run else [])),
        notes=tuple(one for one in (_no_week(found[-1].week, stands), why) if one),
    )
    return (*found[:-1], last)


def _whole(desk: Desk, stands: Baseline) -> list[Period]:
    """The whole weeks with events since the baseline, in order."""
    today = desk.ledger.clock().astimezone(UTC).date()
    try:
        found = drift(desk, DriftQuestion())
    except NothingToJudge:  # what came in was taken out of view again
        return []
    return [p for p in found.weeks if p.n and _after(p, stands) and _over(p, today)]


def _weeks(desk: Desk, whole: Sequence[Period], newest: int, policy: Policy) -> list[_Week]:
    """The newest of the weeks: all of production, then every cohort by itself."""
    first = max(0, len(whole) - newest)
    errors = error_weeks(desk, {}, policy.value(MIN_SUPPORT)).readings
    found: list[_Week] = []
    for place in range(first, len(whole)):
        now, upto = whole[place], whole[: place + 1]
        release = release_of(desk, now.since[:10], now.until[:10])
        known = [r for r in errors if r.since <= now.since[:10]]
        worse = worse_week(known, policy, release=release)
        told = (*week_deviations(upto, policy, release=release), *([worse] if worse else []))
        checked = (*checked_in(now), *(checked_week(one) for one in known[-1:]))
        held = WeekHeld(now.since, now.until, now.n)
        found.append(_Week(held, told, checked, release))
    asked = [Week(one.since, one.release, one.deviations) for one in found]
    parts = cohort_deviations(desk, whole, asked, policy)
    return [
        replace(
            one,
            deviations=(*one.deviations, *part.deviations),
            checked=(*one.checked, *part.checked),
        )
        for one, part in zip(found, parts, strict=True)
    ]


def _after(period: Period, stands: Baseline) -> bool:
    return period.since[:10] >= stands.until


def _over(period: Period, today: date) -> bool:
    return date.fromisoformat(period.until[:10]) <= today


def _no_week(week: WeekHeld | None, stands: Baseline) -> str | None:
    return None if week else f"No whole week came in since {stands.until}, where it ends."


def _run(
    desk: Desk, stands: Baseline, runs: list[Run], policy: Policy
) -> tuple[RunHeld | None, tuple[Deviation, ...], str | None]:
    """The newest run after the baseline's, how it deviates, why it was not judged."""
    with_, name = {run.name: run for run in runs}, stands.pinned.run
    if name is None or name not in with_:
        return None, (), "The baseline names no run, so no run is held against it."
    later = [run for run in runs if run.at > with_[name].at]
    if not later:
        return None, (), f"No run came in since {name}, the baseline's."
    newest = max(later, key=lambda run: run.at)
    try:
        found = compare(desk, name, newest.name, by=())
    except CurationError as refused:
        return None, (), str(refused)
    held = RunHeld(
        run=newest.name,
        baseline=name,
        release=newest.model_version,
        day=datetime.fromisoformat(newest.at).astimezone(UTC).date(),
        n=found.pairs,
        difference=found.difference.value,
        low=found.difference.low,
        high=found.difference.high,
        floor=policy.value(MIN_SUPPORT),
        limits=limits_of_runs(policy),
    )
    deviates = run_deviation(held)
    few = f"Too few to say of {newest.name}: {held.n} cases in common, {held.floor:.0f} needed."
    return held, (deviates,) if deviates else (), few if held.n < held.floor else None
