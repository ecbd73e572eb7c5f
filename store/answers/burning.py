"""Where an error budget burns, told as deviations for the alarms."""

from collections.abc import Mapping
from dataclasses import dataclass

from curation.alarms import Checked
from curation.budget import PRODUCTION
from curation.burn import FIRING, Action, Window
from curation.deviations import Deviation
from curation.drift import Severity
from curation.scopes import scope_of
from store.answers.budget import BudgetAnswer, BudgetMemory, objectives
from store.answers.releases_seen import releases_seen
from store.desk import Desk

SEVERITIES: Mapping[Action, Severity] = {
    Action.PAGE: Severity.SEVERE,
    Action.BLOCK: Severity.SEVERE,
    Action.DECIDE: Severity.MODERATE,
    Action.TICKET: Severity.MINOR,
}


@dataclass(frozen=True, slots=True)
class Burning:
    """What deviates, and which budgets something could be told of."""

    deviations: tuple[Deviation, ...] = ()
    checked: tuple[Checked, ...] = ()


def burning(desk: Desk) -> Burning:
    """One deviation for each objective of which a window fires: its loudest."""
    deviations: list[Deviation] = []
    checked: list[Checked] = []
    for objective in objectives(desk):
        answer = desk.kept(BudgetMemory).budget(objective.where)
        if not answer.parts:
            continue
        enough = answer.action is not Action.UNKNOWN
        checked.append(Checked(_key(answer), *_period(answer), enough))
        if answer.action in FIRING:
            loudest = next(w for w in answer.windows if w.action is answer.action)
            deviations.append(_deviation(desk, answer, loudest))
    return Burning(tuple(deviations), tuple(checked))


def _key(answer: BudgetAnswer) -> str:
    return f"budget:{scope_of(answer.where) or PRODUCTION}"


def _period(answer: BudgetAnswer) -> tuple[str, str]:
    """The newest part of the budget's period, as the day it began and the day after."""
    since = answer.parts[-1].start.isoformat()
    return since, answer.until.isoformat() if answer.until else since


def _deviation(desk: Desk, answer: BudgetAnswer, loudest: Window) -> Deviation:
    part = scope_of(answer.where)
    since, until = _period(answer)
    return Deviation(
        key=_key(answer),
        rule="budget",
        subject="error budget",
        cohort=dict(answer.where),
        since=since,
        until=until,
        severity=SEVERITIES[loudest.action],
        sentence=f"{str(loudest.action).capitalize()}: {loudest.reason}.",
        value=loudest.burn,
        limit=loudest.limit,
        n=loudest.n,
        release=_release(desk, answer),
        link=f"budget?of={part}" if part else "budget",
    )


def _release(desk: Desk, answer: BudgetAnswer) -> str | None:
    """The release that was last seen for the first time by then."""
    seen = [one for one in releases_seen(desk) if answer.until and one.week < answer.until]
    return seen[-1].release if seen else None
