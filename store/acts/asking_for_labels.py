"""Ask people to label cases, and close such a task."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation import label_tasking as rules
from curation import label_tasks as shapes
from curation.cases import Case, State
from curation.decisions import Kind
from curation.errors import Unknown
from curation.label_tasks import LIST_THEM, Task
from curation.standing import saying
from store.answers.gate_basis import today
from store.desk import Desk
from store.ledger import Transaction


@dataclass(frozen=True, slots=True)
class Choice:
    """Which cases are to be labelled: those named, or those that fit; None fits all."""

    cases: Sequence[str] = ()
    set: str | None = None
    route: str | None = None
    kind: str | None = None
    group: str | None = None
    attributes: Sequence[tuple[str, str]] = ()
    unlabelled: bool = True  # only those that lack labels of as many people
    limit: int | None = None


def ask_for_labels(
    desk: Desk,
    title: str,
    chosen: Choice,
    *,
    actor: str,
    wanted: int | None = None,
    reviewers: Sequence[str] = (),
    due: str | None = None,
    shuffled: bool = True,
    reason: str = "",
) -> Task:
    """Ask `wanted` people (as many as the desk's number says) for labels of each case."""
    now = today(desk)
    with desk.ledger.transaction() as tx:
        standard = rules.in_force(tx.standard())
        number = wanted if wanted is not None else int(tx.policy().value("labels.reviewers"))
        cases = _fitting(tx, chosen, number, standard.version)
        asked = Task(
            rules.next_id(tx.label_tasks()), title, cases, number, standard.version, actor,
            tuple(reviewers), due, shuffled, shown=_shown(tx, cases),
        )  # fmt: skip
        made = rules.made(asked, tx.known_people(), now)
        _record(tx, made, actor, reason)
        return made


def close_task(desk: Desk, task_id: str, *, actor: str, reason: str = "") -> Task:
    """Ask nobody any more: cases that have enough labels show them from now on."""
    with desk.ledger.transaction() as tx:
        found = tx.standing_of(rules.subject(task_id.strip().upper()))
        if found is None:
            raise Unknown("task", task_id, LIST_THEM)
        task = shapes.from_body(found.body)
        over = rules.closed(task, actor, tx.known_people(), tx.ownership("blocking"))
        _record(tx, over, actor, reason)
        return over


def _shown(tx: Transaction, cases: Sequence[str]) -> tuple[str, ...]:
    """The cases of which labels of people may be read now: who did is not blind any more."""
    open_to_all = {one.case for one in tx.labels(set(cases), judges=False)}
    return tuple(one for one in cases if one in open_to_all)


def _record(tx: Transaction, task: Task, actor: str, reason: str) -> None:
    subject, said = rules.subject(task.id), shapes.body(task)
    before = tx.standing_of(subject)
    tx.record(
        saying(
            Kind.LABEL_TASK_SET, subject, said, actor=actor, reason=reason.strip(),
            before=before,
        )
    )  # fmt: skip


def _fitting(tx: Transaction, chosen: Choice, wanted: int, version: int) -> tuple[str, ...]:
    if chosen.cases:
        return tuple(dict.fromkeys(tx.known(one).id for one in chosen.cases))
    states = [State(chosen.set)] if chosen.set else [State.BLOCKING, State.MONITORING]
    labelled = tx.labelled(version) if chosen.unlabelled else {}
    found = [
        one.id
        for one in tx.cases(*states)
        if _fits(one, chosen) and len(labelled.get(one.id, {})) < wanted
    ]
    return tuple(found[: chosen.limit])


def _fits(case: Case, chosen: Choice) -> bool:
    return (
        chosen.route in (None, case.route)
        and chosen.kind in (None, case.kind)
        and chosen.group in (None, case.group_id)
        and set(chosen.attributes) <= set(case.attributes)
    )
