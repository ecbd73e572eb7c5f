"""Open a case from a production failure: the first thing that is decided about it."""

from collections.abc import Mapping

from curation import cases
from curation.cases import Case
from curation.decisions import Decision, Kind
from curation.errors import Unknown
from store.ledger import Transaction


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
