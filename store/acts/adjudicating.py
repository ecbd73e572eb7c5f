"""Decide which answers stand about a case whose reviewers differ, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from curation import labelling as rules
from curation import labels as shapes
from curation.decisions import Kind
from curation.label_tasking import in_force
from curation.labelling_standard import About
from curation.labels import Answer
from curation.standing import saying
from store.acts.labelling import known_of
from store.desk import Desk


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
        known = known_of(tx, case_id, standard.version, None)
        rules.require_may_adjudicate(known, standard, given, actor, reason)
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
