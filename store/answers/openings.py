"""Failures that are no cases yet, as the cases they would open."""

from collections.abc import Mapping, Sequence
from typing import Any

from curation.cases import Behaviour, Case, Source, State
from store.desk import Desk

_BEHAVIOUR_OF = {
    "refusal_expected": Behaviour.REFUSAL,
    "unsafe": Behaviour.REFUSAL,
    "needs_human": Behaviour.NEEDS_HUMAN,
}


def openings(desk: Desk, case_ids: Sequence[str]) -> dict[str, Case]:
    """The cases among `case_ids` that were never opened, as their failures describe them."""
    with desk.ledger.reading() as asked:
        standing = asked.states_of(case_ids)
    wanted = [c for c in case_ids if c not in standing]
    if not wanted:
        return {}
    rows = desk.facts().ask("case_openings", case_ids=wanted)
    return {row["case_id"]: opening(row) for row in rows}


def opening(row: Mapping[str, Any]) -> Case:
    """The case that its newest failure would open."""
    behaviour = behaviour_of(row["kind"], stated=bool(row["expected"]))
    return Case(
        id=row["case_id"],
        route=row["route"],
        input=row["input"],
        state=State.INBOX,
        behaviour=behaviour,
        expected=row["expected"],
        cost_of_failure=row["cost_of_failure"],
        source=Source.PRODUCTION,
        source_ref=row["event_id"],
        group_id=row["group_id"],
        kind=row["kind"],
    )


def behaviour_of(kind: str | None, *, stated: bool) -> Behaviour | None:
    """What a failure of `kind` says that the model ought to do; `stated`: an answer is."""
    found = _BEHAVIOUR_OF.get(kind or "")
    return Behaviour.ANSWER if found is None and stated else found
