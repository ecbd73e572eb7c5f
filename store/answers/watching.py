"""What is to be watched although a release may ship: named worst first, each said once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from curation.alarms import AlarmState
from curation.figure_words import number
from curation.figures import CohortRow, Figure, Unit, Watch
from curation.percents import percent
from store.answers.alarms import AlarmLine
from store.answers.budget_counts import Weeks
from store.answers.gate import GateAnswer
from store.answers.health_cohorts import BELOW, DRIFTS
from store.answers.runs import RunSummary


def watched(
    figures: Sequence[Figure],
    cohorts: Sequence[CohortRow],
    alarms: Sequence[AlarmLine] | str,
    weeks: Weeks,
    said: GateAnswer | None,
) -> tuple[Watch, ...]:
    """All of it; `alarms` may be why nobody can say which stand."""
    by_name = {one.name: one for one in figures if one.worth_a_look}
    return (
        *_waived(said),
        *_old(weeks),
        *(_unjudged(figures, weeks) if said else ()),
        *_unreadable(alarms),
        *(_figure(by_name[name]) for name in _FIRST if name in by_name),
        *(_cohort(one) for one in cohorts if one.bad),
        *_alarms(() if isinstance(alarms, str) else alarms, by_name, cohorts),
        *(_figure(by_name[name]) for name in _LATER if name in by_name),
    )


_FIRST = ("error_budget", "production_quality", "pass_rate", "cost")
_LATER = (
    "drift", "failure_cost", "new_failures", "time_to_triage", "costly_coverage",
    "label_agreement",
)  # fmt: skip


def _waived(said: GateAnswer | None) -> Iterator[Watch]:
    used = [one for one in said.waivers if one.used] if said else []
    if used:
        many = "a waiver" if len(used) == 1 else f"{len(used)} waivers"
        yield Watch(f"{many} let it pass", "waivers")


def _old(weeks: Weeks) -> Iterator[Watch]:
    if weeks.behind > 0:
        span = "whole week" if weeks.behind == 1 else f"{weeks.behind} whole weeks"
        yield Watch(f"no event came in the last {span}", "imports")


def _unjudged(figures: Sequence[Figure], weeks: Weeks) -> Iterator[Watch]:
    """Production that nobody can judge is not good production."""
    if not weeks.starts:
        yield Watch("no whole week of production came in", "imports")
    elif weeks.behind <= 1:
        quality = next((one for one in figures if one.name == "production_quality"), None)
        if quality is not None and quality.value is None:
            yield Watch("too few verdicts to judge production", quality.link)


def _unreadable(alarms: Sequence[AlarmLine] | str) -> Iterator[Watch]:
    if isinstance(alarms, str):
        yield Watch("nobody can say whether an alarm stands", "alarms")


def aged(run: RunSummary | None, most: float, today: date) -> tuple[Watch, ...]:
    """An answer of long ago: of a run that is more than `most` days old."""
    day = (run.started_at or run.recorded_at) if run else None
    if run is None or day is None:
        return ()
    days = (today - date.fromisoformat(day[:10])).days
    if days <= most:
        return ()
    return (Watch(f"the last run is {days:,} days old", f"runs?{urlencode({'run': run.run})}"),)


def _figure(one: Figure) -> Watch:
    return Watch(_WORDS[one.name](one), one.link)


def _cohort(one: CohortRow) -> Watch:
    if one.status == BELOW:
        told = f"{one.name} is below its objective ({percent(one.value, 1)})"
    elif one.status == DRIFTS:
        told = f"{one.name} drifts"
    else:
        told = f"{one.name} fell to {percent(one.value, 1)}"
    return Watch(told, one.link)


def _alarms(
    found: Sequence[AlarmLine], by_name: Mapping[str, Figure], cohorts: Sequence[CohortRow]
) -> Iterator[Watch]:
    """Alarms that stand and are about nothing that is named already."""
    told = {one.name for one in cohorts if one.bad}
    rest = [
        one
        for one in found
        if one.state is not AlarmState.RESOLVED
        and not (one.rule == "drift" and not one.cohort and "drift" in by_name)
        and not (one.rule.startswith("budget") and "error_budget" in by_name)
        and not any(_said(one, name) for name in told)
    ]
    if rest:
        link = f"alarms?alarm={rest[0].id}"
        many = "an alarm stands" if len(rest) == 1 else f"{len(rest)} alarms stand"
        yield Watch(many, link)


def _said(alarm: AlarmLine, cohort: str) -> bool:
    name = ", ".join(f"{column} = {value or 'unknown'}" for column, value in
                     alarm.cohort.items())  # fmt: skip
    return name == cohort


def _budget(one: Figure) -> str:
    if one.value is not None and one.value < 0:
        return f"the error budget is overspent by {percent(-one.value)}"
    if one.beyond:
        return f"{percent(one.value)} of the error budget is left"
    return "the error budget burns too fast"


def _quality(one: Figure) -> str:
    value = percent(one.value, 1)
    if one.beyond and one.limit is not None:
        return f"{value} of answers are good where {percent(one.limit, 1)} are promised"
    return f"good answers fell to {value}"


def _cost(one: Figure) -> str:
    value = number(one.value, Unit.MONEY)
    if one.beyond:
        return f"1,000 events cost {value} where the budget is {number(one.limit, Unit.MONEY)}"
    return f"1,000 events cost more than before ({value})"


def _drift(one: Figure) -> str:
    if one.value is None:
        return "nobody can say whether a column that drifted still does"
    n = round(one.value)
    return "1 column drifts" if n == 1 else f"{n} columns drift"


def _coverage(one: Figure) -> str:
    return f"the gate asks about less of what costs ({percent(one.value)})"


def _agreement(one: Figure) -> str:
    value = number(one.value, Unit.INDEX)
    if one.beyond:
        return f"labels agree too little to build on (alpha {value})"
    return f"labels agree less than before (alpha {value})"


_WORDS: Mapping[str, Callable[[Figure], str]] = {
    "error_budget": _budget,
    "production_quality": _quality,
    "pass_rate": lambda one: f"the pass rate fell to {percent(one.value, 1)}",
    "cost": _cost,
    "drift": _drift,
    "failure_cost": lambda one: f"failures cost more ({number(one.value, Unit.MONEY)})",
    "new_failures": lambda one: f"failures rose to {number(one.value, Unit.COUNT)}",
    "time_to_triage": lambda _: "failures are sorted more slowly",
    "costly_coverage": _coverage,
    "label_agreement": _agreement,
}
