"""What of the newest whole week, and of the newest run, lies apart from the baseline."""

from dataclasses import dataclass
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
from store.answers.compare import compare
from store.answers.drift import DriftQuestion, drift
from store.answers.releases_seen import release_of
from store.desk import Desk


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


def deviating(desk: Desk) -> Deviating:
    """The newest whole week and the newest run against the baseline in force."""
    with desk.ledger.reading() as asked:
        stands, policy = standing_baseline(asked), asked.policy()
        runs = [run for run, _, _ in asked.runs()]
    if stands is None:
        return Deviating(None, None, None, (), (), ("No baseline stands: nothing is judged.",))
    week, of_week, checked = _week(desk, stands, policy)
    run, of_run, why = _run(desk, stands, runs, policy)
    return Deviating(
        baseline=stands.decision,
        week=week,
        run=run.run if run else None,
        deviations=gravest_first((*of_week, *of_run)),
        checked=(*checked, *([checked_run(run)] if run else [])),
        notes=tuple(one for one in (_no_week(week, stands), why) if one),
    )


def _week(
    desk: Desk, stands: Baseline, policy: Policy
) -> tuple[WeekHeld | None, tuple[Deviation, ...], tuple[Checked, ...]]:
    today = desk.ledger.clock().astimezone(UTC).date()
    try:
        found = drift(desk, DriftQuestion())
    except NothingToJudge:  # what came in was taken out of view again
        return None, (), ()
    whole = [p for p in found.weeks if p.n and _after(p, stands) and _over(p, today)]
    if not whole:
        return None, (), ()
    now = whole[-1]
    release = release_of(desk, now.since[:10], now.until[:10])
    floor = policy.value(MIN_SUPPORT)
    errors = [r for r in error_weeks(desk, {}, floor).readings if r.since <= now.since[:10]]
    worse = worse_week(errors, policy, release=release)
    return (
        WeekHeld(now.since, now.until, now.n),
        (*week_deviations(whole, policy, release=release), *([worse] if worse else [])),
        (*checked_in(now), *(checked_week(one) for one in errors[-1:])),
    )


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
