"""Label a case, change one's mind while labels are hidden, say what one thinks of an output."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_hex

from curation import labelling as rules
from curation import labels as shapes
from curation.decisions import Kind
from curation.errors import BadRequest, NotAllowed, Unknown
from curation.label_tasking import in_force
from curation.label_tasks import LIST_THEM, Task, is_done, was_shown
from curation.labelling_standard import About, Standard
from curation.labels import Answer, Label
from curation.names import same_person
from curation.standing import saying
from store.desk import Desk
from store.ledger import Transaction

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Labelled:
    """What was said; the opinion on the output was recorded apart from the label."""

    case: str
    standard: int
    task: str | None
    label: Mapping[str, Answer]
    feedback: Mapping[str, Answer] = field(default_factory=dict[str, Answer])
    changed: bool = False


def label(
    desk: Desk,
    case_id: str,
    said: Mapping[str, object],
    *,
    actor: str,
    note: str = "",
    task: str | None = None,
) -> Labelled:
    """Record what `actor` says that `case_id` expects, by the standard of its task.

    Raises NotAllowed where the label would not be independent or nobody asks for it,
    BadRequest for answers that the standard does not know.
    """
    with desk.ledger.transaction() as tx:
        tx.known(case_id)
        of_task = _task(tx, case_id, task, actor)
        standard = in_force(tx.standard(of_task.standard if of_task else None))
        given = rules.answers(standard, said)
        parts = {about: _about(standard, given, about) for about in About}
        rules.required(standard, parts[About.EXPECTATION])
        known = known_of(tx, case_id, standard.version, of_task)
        rules.require_may_label(known, standard, actor)
        named = of_task.id if of_task else None
        one = Label(
            case_id, actor, standard.version, parts[About.EXPECTATION], tx.clock(), named,
            note=rules.note(note), after_shown=was_shown(tx.label_tasks(), case_id),
        )  # fmt: skip
        subject = shapes.subject(case_id, actor, standard.version)
        before = tx.standing_of(subject)
        kept = shapes.body(one, token_hex(SALT_BYTES))
        tx.record(saying(Kind.LABEL_SET, subject, kept, actor=actor, before=before))
        if parts[About.FEEDBACK]:
            _opinion(tx, case_id, parts[About.FEEDBACK], actor, note="", run=None)
    return Labelled(
        case_id, standard.version, named, one.answers, parts[About.FEEDBACK], before is not None
    )


def withdraw_label(desk: Desk, case_id: str, *, actor: str, task: str | None = None) -> None:
    """Take back what `actor` said of a case, while its labels are hidden from the others."""
    with desk.ledger.transaction() as tx:
        of_task = _task(tx, case_id, task, actor)
        standard = in_force(tx.standard(of_task.standard if of_task else None))
        subject = shapes.subject(case_id, actor, standard.version)
        before = tx.standing_of(subject)
        if before is None:
            raise BadRequest(f"{actor} has not labelled {case_id}: nothing to take back.")
        if (case_id, standard.version) not in tx.blind([case_id]):
            raise NotAllowed(
                f"The labels of {case_id} are shown already, so they stand. Where they "
                "differ, somebody adjudicates: evaldesk adjudicate."
            )
        tx.record(
            saying(
                Kind.LABEL_SET, subject, None, actor=actor, reason="taken back", before=before
            )
        )


def give_feedback(
    desk: Desk,
    case_id: str,
    said: Mapping[str, object],
    *,
    actor: str,
    note: str = "",
    run: str | None = None,
) -> Mapping[str, Answer]:
    """Record what `actor` thinks of an output; it never counts as what the case expects."""
    with desk.ledger.transaction() as tx:
        tx.known(case_id)
        if run:
            tx.run(run)
        standard = in_force(tx.standard())
        given = rules.answers(standard, said, About.FEEDBACK)
        if not any(one is not None for one in given.values()) and not note.strip():
            raise BadRequest("This says nothing. Answer a question, or say --note.")
        _opinion(tx, case_id, given, actor, note=rules.note(note), run=run)
    return given


def _opinion(
    tx: Transaction, case_id: str, given: Mapping[str, Answer], actor: str, *,
    note: str, run: str | None,
) -> None:  # fmt: skip
    subject = f"{shapes.FEEDBACK}{case_id}/{shapes.key(actor)}"
    body = {"case": case_id, "rater": actor, "answers": dict(given), "note": note, "run": run}
    body |= shapes.salted(token_hex(SALT_BYTES))
    before = tx.standing_of(subject)
    tx.record(saying(Kind.FEEDBACK_SET, subject, body, actor=actor, before=before))


def _about(standard: Standard, given: Mapping[str, Answer], about: About) -> dict[str, Answer]:
    names = {one.name for one in standard.of(about)}
    return {name: answer for name, answer in given.items() if name in names}


def known_of(tx: Transaction, case_id: str, version: int, task: Task | None) -> rules.Known:
    """What the rules want to know of a case before somebody labels or adjudicates it."""
    said = [one for one in tx.all_labels([case_id]) if one.standard == version]
    hidden = (case_id, version) in tx.blind([case_id])
    return rules.Known(case_id, said, hidden, task, tx.adjudications().get(case_id))


def _task(tx: Transaction, case_id: str, named: str | None, actor: str) -> Task | None:
    """The task named, or the first open one that still wants labels of the case."""
    tasks = tx.label_tasks()
    if named is not None:
        found = next((one for one in tasks if same_person(one.id, named)), None)
        if found is None:
            raise Unknown("task", named, LIST_THEM)
        if case_id not in found.cases:
            raise BadRequest(f"{case_id} is no case of {found.id}. {LIST_THEM}")
        return found
    asking = [one for one in tasks if one.is_open and case_id in one.cases]
    said = tx.all_labels([case_id]) if len(asking) > 1 else []
    asking.sort(key=lambda one: (not one.asks(actor), is_done(one, said)))
    return asking[0] if asking else None
