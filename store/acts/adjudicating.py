"""Decide which answers stand about a case whose reviewers differ, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from curation import labelling as rules
from curation import labels as shapes
from curation.decisions import Kind
from curation.label_ratings import comparable, counted
from curation.label_tasking import in_force
from curation.labelling import Known
from curation.labelling_standard import About
from curation.labels import Answer
from curation.standing import saying
from curation.thresholds import MIN_LABELS
from store.desk import Desk
from store.ledger import Transaction


@dataclass(frozen=True, slots=True)
class Adjudicated:
    """The answers that stand from now on; `act` is what undo takes back."""

    case: str
    standard: int
    answers: Mapping[str, Answer]
    act: str


def adjudicate(
    desk: Desk, case_id: str, said: Mapping[str, object], *, actor: str, reason: str
) -> Adjudicated:
    """Let `said` stand about `case_id`, by the newest version it was labelled by.

    Raises NotAllowed for who labelled it themselves and while its labels are hidden.
    """
    with desk.ledger.transaction() as tx:
        tx.known(case_id)
        versions = [one.standard for one in tx.all_labels([case_id])]
        standard = in_force(tx.standard(max(versions) if versions else None))
        given = rules.answers(standard, said, About.EXPECTATION)
        known = _known(tx, case_id, standard.version)
        rules.require_may_adjudicate(known, standard, given, actor, reason, tx.known_people())
        subject = shapes.ADJUDICATED + case_id
        body = {"case": case_id, "standard": standard.version, "answers": given}
        before = tx.standing_of(subject)
        tx.record(
            saying(
                Kind.ADJUDICATION_SET,
                subject,
                body,
                actor=actor,
                reason=reason.strip(),
                before=before,
            )
        )
        return Adjudicated(case_id, standard.version, given, tx.act)


def _known(tx: Transaction, case_id: str, version: int) -> Known:
    """The labels that promotion would count, of every version that asks the same."""
    versions = comparable(tx.standards(), version)
    said = counted(tx.all_labels([case_id]), versions)
    blind = tx.blind([case_id])
    hidden = any((case_id, one) in blind for one in versions)
    return Known(case_id, said, hidden, needed=ceil(tx.policy().value(MIN_LABELS)))
