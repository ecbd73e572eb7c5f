"""Where an error budget burns, told as deviations for the alarms."""

from collections.abc import Mapping

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


def burning(desk: Desk) -> list[Deviation]:
    """One for each objective of which a window fires: its loudest."""
    found: list[Deviation] = []
    for objective in objectives(desk):
        answer = desk.kept(BudgetMemory).budget(objective.where)
        if answer.action in FIRING:
            loudest = next(w for w in answer.windows if w.action is answer.action)
            found.append(_deviation(desk, answer, loudest))
    return found


def _deviation(desk: Desk, answer: BudgetAnswer, loudest: Window) -> Deviation:
    part = scope_of(answer.where)
    since = answer.parts[-1].start.isoformat()
    return Deviation(
        key=f"budget:{part or PRODUCTION}",
        rule=f"budget.burn over {loudest.long}",
        subject="error budget",
        cohort=dict(answer.where),
        since=since,
        until=answer.until.isoformat() if answer.until else since,
        severity=SEVERITIES[loudest.action],
        sentence=f"{str(loudest.action).capitalize()}: {loudest.reason}.",
        value=loudest.burn,
        limit=loudest.limit,
        n=loudest.n,
        release=_release(desk, answer),
        link=f"budget?of={part}" if part else "budget",
    )


def _release(desk: Desk, answer: BudgetAnswer) -> str | None:
    """The model version that was last seen for the first time by then."""
    seen = [one for one in releases_seen(desk) if answer.until and one.week < answer.until]
    return seen[-1].model_version if seen else None
