"""Cases that so many people are to label, each without seeing what the others say."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from curation.decisions import Body
from curation.labels import Label, raters
from curation.names import among, key

PREFIX, SUBJECT = "T-", "task:"
LIST_THEM = "`evaldesk labels tasks` lists them."


@dataclass(frozen=True, slots=True)
class Task:
    """`wanted` people label each of `cases` by version `standard`.

    `reviewers` are asked by name; nobody named: whoever comes first. `shuffled`: everybody in
    an order of their own, so that no case is always the last one. `shown`: the cases of which
    labels could be read already when it was made.
    """

    id: str
    title: str
    cases: tuple[str, ...]
    wanted: int
    standard: int
    by: str
    reviewers: tuple[str, ...] = ()
    due: str | None = None
    shuffled: bool = True
    closed_by: str | None = None
    shown: tuple[str, ...] = ()

    def asks(self, person: str) -> bool:
        """Whether `person` is one of those who are asked."""
        return not self.reviewers or among(person, *self.reviewers)

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it."""
        return self.closed_by is None


@dataclass(frozen=True, slots=True)
class Blind:
    """Why the labels of a case are not shown: `given` of `wanted` people have labelled it."""

    case: str
    given: int
    wanted: int
    task: str | None = None

    @property
    def told(self) -> str:
        """In words, for whoever asks for them."""
        where = f" ({self.task})" if self.task else ""
        return (
            f"hidden until {self.wanted} people have labelled it{where}: "
            f"{self.given} of {self.wanted} have"
        )


@dataclass(frozen=True, slots=True)
class Veil:
    """What is hidden today: who looks back at a day on which it was shown sees it no more.

    `labelled`: the cases that have labels today; of the others they were taken back.
    """

    blind: Mapping[tuple[str, int], Blind]
    labelled: frozenset[str]
    floor: int

    def over(self, labels: Iterable[Label]) -> dict[tuple[str, int], Blind]:
        """What of `labels`, those of then, is hidden, by case and version."""
        found: dict[tuple[str, int], Blind] = {}
        for one in labels:
            place = (one.case, one.standard)
            if place in self.blind:
                found[place] = self.blind[place]
            elif one.case not in self.labelled and not one.brought:
                found[place] = Blind(one.case, 0, self.floor)
        return found


def body(one: Task) -> dict[str, Any]:
    """The task as the ledger keeps it."""
    return {
        "id": one.id,
        "title": one.title,
        "cases": list(one.cases),
        "wanted": one.wanted,
        "standard": one.standard,
        "by": one.by,
        "reviewers": list(one.reviewers),
        "due": one.due,
        "shuffled": one.shuffled,
        "closed_by": one.closed_by,
        **({"shown": list(one.shown)} if one.shown else {}),
    }


def from_body(said: Body) -> Task:
    """The task that `body` wrote."""
    found = Task(**said)
    return replace(
        found,
        cases=tuple(found.cases),
        reviewers=tuple(found.reviewers),
        shown=tuple(found.shown),
    )


def was_shown(tasks: Iterable[Task], case: str) -> bool:
    """Whether labels of `case` could be read before one of `tasks` hid them again."""
    return any(case in one.shown for one in tasks)


def is_done(task: Task, labels: Iterable[Label]) -> bool:
    """Whether `labels`, those of one case, are as many as the task asks for."""
    return len(given(labels, task.standard)) >= task.wanted


def given(labels: Iterable[Label], version: int) -> dict[str, str]:
    """The people who have labelled by `version`, of the labels of one case."""
    return raters(one for one in labels if one.standard == version)


def blind(
    labels: Sequence[Label], tasks: Iterable[Task], floor: int
) -> dict[tuple[str, int], Blind]:
    """What is not shown yet, by case and version.

    A case of an open task is shown when each of its people has labelled it; without a task
    when `floor` people have, unless another tool brought all its labels.
    """
    by_case: dict[str, list[Label]] = {}
    for one in labels:
        by_case.setdefault(one.case, []).append(one)
    asked = _asked(tasks, by_case)
    found: dict[tuple[str, int], Blind] = {}
    for case, its in by_case.items():
        in_task = _in_task(case, its, asked.get(case, ()))
        for version in {one.standard for one in its}:
            why = in_task or _alone(case, [o for o in its if o.standard == version], floor)
            if why:
                found[case, version] = why
    return found


def _asked(tasks: Iterable[Task], cases: Collection[str]) -> dict[str, list[Task]]:
    found: dict[str, list[Task]] = {}
    for task in tasks:
        for case in task.cases if task.is_open else ():
            if case in cases:
                found.setdefault(case, []).append(task)
    return found


def _in_task(case: str, labels: Sequence[Label], tasks: Sequence[Task]) -> Blind | None:
    for task in tasks:
        have = len(given(labels, task.standard))
        if have < task.wanted:
            return Blind(case, have, task.wanted, task.id)
    return None


def _alone(case: str, labels: Sequence[Label], floor: int) -> Blind | None:
    have = len(raters(labels))
    own = [one for one in labels if not one.judge and not one.brought]
    return Blind(case, have, floor) if own and have < floor else None


def turn(task: Task, person: str) -> tuple[str, ...]:
    """The cases in the order in which `person` is asked about them: the same every time."""
    if not task.shuffled:
        return task.cases
    seed = f"{task.id}/{key(person)}/"
    return tuple(sorted(task.cases, key=lambda c: sha256((seed + c).encode()).digest()))


def waiting(
    task: Task, person: str, labelled: Mapping[str, Mapping[str, str]]
) -> tuple[str, ...]:
    """What `person` still has to label; `labelled`: who has, by case, by the task's version."""
    if not task.is_open or not task.asks(person):
        return ()
    return tuple(case for case in turn(task, person) if _wants(task, person, labelled, case))


def _wants(
    task: Task, person: str, labelled: Mapping[str, Mapping[str, str]], case: str
) -> bool:
    have = labelled.get(case, {})
    return key(person) not in have and len(have) < task.wanted
