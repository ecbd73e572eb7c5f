"""The label tasks: how far each is, who lacks what, and what somebody is to label next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from curation.cases import Case
from curation.errors import BadRequest, Unknown
from curation.label_tasks import LIST_THEM, Task, waiting
from curation.labelling_standard import Standard
from curation.labels import Label
from curation.names import key, same_person
from store.answers.gate_basis import today
from store.desk import Desk
from store.ledger.reading import Reading

SHOWN = 50
Given = Mapping[str, Mapping[str, str]]  # who has labelled, by case


@dataclass(frozen=True, slots=True)
class Reviewer:
    """How many labels of a task somebody has given; `left`: what waits for them."""

    name: str
    given: int
    left: int


@dataclass(frozen=True, slots=True)
class TaskShown:
    """A task and how far it is. `done` cases have all their labels, so they are shown."""

    id: str
    title: str
    state: str  # open, done, closed
    cases: int
    done: int
    labels: int
    wanted: int
    standard: int
    by: str
    due: str | None
    overdue: bool
    reviewers: tuple[Reviewer, ...]
    open_to_all: bool


@dataclass(frozen=True, slots=True)
class ToLabel:
    """A case that waits for somebody's label, with what they said of it before, if anything."""

    case: str
    input: str
    route: str
    task: str
    title: str
    said: Mapping[str, str | float | None] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for somebody: the first cases, how many there are, by which standard."""

    standard: Standard | None
    task: str | None
    cases: tuple[ToLabel, ...]
    waiting: int
    mine: tuple[ToLabel, ...]  # said by them, still hidden from the others: may be changed
    sentence: str


def tasks(desk: Desk) -> tuple[TaskShown, ...]:
    """Every task, the open ones first, the newest first."""
    with desk.ledger.reading() as asked:
        every = asked.label_tasks()
        given = {v: asked.labelled(v) for v in {one.standard for one in every}}
    now = today(desk)
    found = [_shown(one, given[one.standard], now) for one in reversed(every)]
    return tuple(sorted(found, key=lambda one: one.state != "open"))


def work(desk: Desk, actor: str, task: str | None = None, limit: int = SHOWN) -> Work:
    """What waits for `actor`, of one task or of every task; Unknown for no such task."""
    with desk.ledger.reading() as asked:
        every = asked.label_tasks()
        asking = [one for one in every if task is None or same_person(one.id, task)]
        if task is not None and not asking:
            raise Unknown("task", task, LIST_THEM)
        given = {v: asked.labelled(v) for v in {one.standard for one in asking}}
        waits = [(one, c) for one in asking for c in waiting(one, actor, given[one.standard])]
        first = waits[0][0] if waits else (asking[0] if task and asking else None)
        mine = _mine(asked, asking, actor)
        standard = asked.standard(first.standard if first else None)
        same = [(one, c) for one, c in waits if first and one.standard == first.standard]
        cases = [_to_label(asked, one, c) for one, c in same[:limit]]
    return Work(
        standard,
        first.id if first else None,
        tuple(one for one in cases if one),
        len(waits),
        mine,
        _sentence(standard, every, len(waits), actor),
    )


def _shown(task: Task, given: Given, now: date) -> TaskShown:
    have = {case: given.get(case, {}) for case in task.cases}
    done = sum(len(who) >= task.wanted for who in have.values())
    over = done == len(task.cases)
    state = "closed" if not task.is_open else "done" if over else "open"
    people = {key(one): one for one in task.reviewers}
    for who in have.values():
        people = {**who, **people}
    reviewers = [
        Reviewer(
            name,
            sum(one in who for who in have.values()),
            len(waiting(task, name, have)),
        )
        for one, name in sorted(people.items())
    ]
    late = task.due is not None and task.due < now.isoformat() and state == "open"
    return TaskShown(
        task.id, task.title, state, len(task.cases), done,
        sum(len(who) for who in have.values()), task.wanted, task.standard, task.by, task.due,
        late, tuple(reviewers), not task.reviewers,
    )  # fmt: skip


def _mine(asked: Reading, asking: list[Task], actor: str) -> tuple[ToLabel, ...]:
    of = {case: one for one in asking if one.is_open for case in one.cases}
    hidden = asked.blind(of)
    own = [
        one
        for one in asked.labels(of, judges=False, to=actor)
        if same_person(one.rater, actor) and (one.case, one.standard) in hidden
    ]
    newest = sorted(own, key=lambda one: one.at, reverse=True)[:SHOWN]
    found = [_to_label(asked, of[one.case], one.case, one) for one in newest]
    return tuple(one for one in found if one)


def _to_label(
    asked: Reading, task: Task, case_id: str, said: Label | None = None
) -> ToLabel | None:
    case: Case | None = asked.case(case_id)
    if case is None:  # erased since
        return None
    return ToLabel(
        case_id, case.input, case.route, task.id, task.title,
        said.answers if said else None, said.note if said else "",
    )  # fmt: skip


def _sentence(standard: Standard | None, every: list[Task], waits: int, actor: str) -> str:
    if standard is None:
        return "No labelling standard: nobody has said yet what reviewers are asked."
    if waits:
        return f"{waits} {'case waits' if waits == 1 else 'cases wait'} for a label of {actor}."
    if not any(one.is_open for one in every):
        return "No label task is open."
    return f"Nothing waits for a label of {actor}."


def require_choice(said: str) -> tuple[str, str]:
    """`name=value` as somebody wrote it, or BadRequest."""
    name, apart, value = said.partition("=")
    if not apart or not name.strip():
        raise BadRequest(f"'{said}' says nothing. Write it like question=value.")
    return name.strip(), value.strip()
