"""Let only fixes through the gate, or everything again; who may, and what the ladder does."""

import re
from datetime import UTC, date, timedelta

from curation.budget import SCOPE, from_body, require_may_set
from curation.decisions import Kind
from curation.errors import BadRequest, Unknown
from curation.gate_mode import (
    DESPITE_DAYS,
    LADDER,
    SUBJECT,
    GateMode,
    Mode,
    body,
    fix_named,
    mode_of,
    proposed,
    to_freeze,
)
from curation.ladder import Step
from curation.standing import Standing, saying
from store.answers.budget import BudgetAnswer, BudgetMemory, objectives
from store.desk import Desk
from store.ledger import Transaction

_INCIDENT = re.compile(r"INC-\d+", re.IGNORECASE)


def set_mode(desk: Desk, mode: Mode, *, actor: str, reason: str) -> GateMode:
    """From now on the gate is in `mode`; the owner of objective or blocking says so.

    Who opens it although a step of the ladder asks for a freeze holds it open for a week.
    """
    if not reason.strip():
        raise BadRequest(
            "The gate's mode needs a reason, which stays in the log: say --reason."
        )
    asking = _asking(desk)
    with desk.ledger.transaction() as tx:
        act = "freeze the gate" if mode is Mode.FREEZE else "open the gate"
        require_may_set(tx.ownership(SCOPE), tx.ownership("blocking"), actor, act)
        before = tx.standing_of(SUBJECT)
        if mode_of(before).mode is mode:
            raise BadRequest(f"The gate is {_called(mode)} already.")
        until = None
        if asking and mode is Mode.NORMAL:
            until = (_today(desk) + timedelta(days=DESPITE_DAYS)).isoformat()
        step = asking if mode is Mode.FREEZE else None
        return _set(tx, mode, actor, reason.strip(), before, step=step, until=until)


def follow_ladder(desk: Desk) -> GateMode | None:
    """Freeze the gate where an automatic step of a ladder says so; None: nothing to do.

    Nothing is opened by itself: that is for a person to say.
    """
    with desk.ledger.reading() as asked:
        mode, owned = mode_of(asked.standing_of(SUBJECT)), asked.standing(Kind.OBJECTIVE_SET)
    steps = [step for one in owned for step in from_body(one.body).ladder]
    if mode.frozen or not any(step.automatic for step in steps):
        return None
    step = _asking(desk)
    if not to_freeze(mode, step, _today(desk)):
        return None
    with desk.ledger.transaction() as tx:
        before = tx.standing_of(SUBJECT)
        if mode_of(before) != mode:
            return None  # somebody has just said something about it
        reason = step.words if step else ""
        return _set(tx, Mode.FREEZE, LADDER, reason, before, step=step)


def fix_of(desk: Desk, said: str | None) -> str | None:
    """What a run is stated to mend; an incident that is named has to be on record."""
    named = fix_named(said)
    if named and _INCIDENT.fullmatch(named):
        named = named.upper()
        with desk.ledger.reading() as asked:
            if asked.standing_of(f"incident:{named}") is None:
                raise Unknown("incident", named, "`evaldesk incidents` lists them.")
    return named


def _asking(desk: Desk) -> Step | None:
    """The step in force, of any objective, that asks for a freeze; an automatic one first."""
    found: list[Step] = []
    for objective in objectives(desk):
        answer = desk.kept(BudgetMemory).budget(objective.where)
        step = proposed(objective.ladder, _holds(answer))
        found += [step] if step else []
    return next((s for s in found if s.automatic), found[0] if found else None)


def _holds(answer: BudgetAnswer) -> list[bool | None]:
    return [step.in_force for step in answer.ladder]


def _set(
    tx: Transaction,
    mode: Mode,
    actor: str,
    reason: str,
    before: Standing | None,
    *,
    step: Step | None = None,
    until: str | None = None,
) -> GateMode:
    said = body(mode, step=step, until=until)
    tx.record(
        saying(Kind.GATE_MODE_SET, SUBJECT, said, actor=actor, reason=reason, before=before)
    )
    return mode_of(tx.standing_of(SUBJECT))


def _today(desk: Desk) -> date:
    return desk.ledger.clock().astimezone(UTC).date()


def _called(mode: Mode) -> str:
    return "frozen" if mode is Mode.FREEZE else "open to everything that passes"
