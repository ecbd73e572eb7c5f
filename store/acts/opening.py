"""Open a case from a production failure: the first thing that is decided about it."""

from collections.abc import Mapping, Sequence
from typing import Any

from curation import cases
from curation.cases import Behaviour, Case, Source, State
from curation.decisions import Decision, Kind
from curation.errors import Unknown
from store.desk import Desk
from store.ledger import Transaction

_BEHAVIOUR_OF = {
    "refusal_expected": Behaviour.REFUSAL,
    "unsafe": Behaviour.REFUSAL,
    "needs_human": Behaviour.NEEDS_HUMAN,
}


def openings(desk: Desk, case_ids: Sequence[str]) -> dict[str, Case]:
    """The cases among `case_ids` that were never opened, as their failures describe them."""
    with desk.ledger.reading() as asked:
        standing = asked.states()
    wanted = [c for c in case_ids if c not in standing]
    if not wanted:
        return {}
    rows = desk.facts().ask("case_openings", case_ids=wanted)
    return {row["case_id"]: _case(row) for row in rows}


def opened(tx: Transaction, fresh: Mapping[str, Case], case_id: str, actor: str) -> Case:
    """Record that `case_id` exists from now on, or Unknown when no failure carries it."""
    case = fresh.get(case_id)
    if case is None:
        raise Unknown(
            "case or failure",
            case_id,
            "`evaldesk inbox` lists failures, `evaldesk sets` cases.",
        )
    reason = f"opened from {case.kind} failure {case.source_ref}"
    tx.record(Decision(Kind.OPENED, case.id, cases.body(case), actor, reason))
    return tx.known(case.id)


def _case(row: Mapping[str, Any]) -> Case:
    behaviour = _BEHAVIOUR_OF.get(row["kind"])
    if behaviour is None and row["expected"]:
        behaviour = Behaviour.ANSWER
    return Case(
        id=row["case_id"],
        route=row["route"],
        input=row["input"],
        state=State.BACKLOG,
        behaviour=behaviour,
        expected=row["expected"],
        cost_of_failure=row["cost_of_failure"],
        source=Source.PRODUCTION,
        source_ref=row["event_id"],
        group_id=row["group_id"],
        kind=row["kind"],
    )
