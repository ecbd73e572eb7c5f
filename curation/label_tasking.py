"""When a label task may be made or closed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from curation.errors import BadRequest, NotAllowed
from curation.label_tasks import PREFIX, SUBJECT, Task
from curation.labelling_standard import Standard
from curation.names import key, same_person
from curation.ownership import Ownership
from curation.people import People, named

MOST = 2000  # cases of a task
NO_STANDARD = (
    "No labelling standard is in force, so nobody knows what to ask. Begin with: "
    "evaldesk standard export standard.toml"
)


def next_id(tasks: Sequence[Task]) -> str:
    """The id after all of `tasks`."""
    return f"{PREFIX}{max((int(one.id.removeprefix(PREFIX)) for one in tasks), default=0) + 1}"


def subject(task_id: str) -> str:
    """What the log calls a task."""
    return SUBJECT + task_id


def in_force(standard: Standard | None) -> Standard:
    """The standard, or BadRequest with how to begin."""
    if standard is None:
        raise BadRequest(NO_STANDARD)
    return standard


def made(wanted: Task, known: People, today: date) -> Task:
    """`wanted` as it is kept, or BadRequest for what cannot be asked of people."""
    reviewers = tuple({key(one): named(one) for one in wanted.reviewers}.values())
    title = " ".join(wanted.title.split())
    if not title or len(title) > 120:
        raise BadRequest("Give the task a title of at most 120 characters.")
    _require_cases(wanted)
    _require_people(wanted, reviewers)
    for one in reviewers:
        if not known.decides(one):
            raise BadRequest(f"{one} cannot label: `evaldesk people` says who they are here.")
    if wanted.due is not None:
        _require_ahead(wanted.due, today)
    return replace(wanted, title=title, reviewers=reviewers)


def _require_cases(wanted: Task) -> None:
    if not wanted.cases:
        raise BadRequest(
            "No case fits, so there is nothing to label. `evaldesk sets` lists them."
        )
    if len(wanted.cases) > MOST:
        raise BadRequest(f"{len(wanted.cases):,} cases are more than {MOST:,}: say --limit.")


def _require_people(wanted: Task, reviewers: Sequence[str]) -> None:
    if wanted.wanted < 1:
        raise BadRequest("At least one person labels each case.")
    if reviewers and len(reviewers) < wanted.wanted:
        raise BadRequest(
            f"{wanted.wanted} people are to label each case, and {len(reviewers)} are named. "
            "Name more, or nobody: then whoever comes first."
        )


def _require_ahead(due: str, today: date) -> None:
    try:
        day = date.fromisoformat(due)
    except ValueError:
        raise BadRequest(f"'{due}' is no day. Write it as 2026-12-31.") from None
    if day < today:
        raise BadRequest(f"{due} is over already. Name a day that lies ahead.")


def closed(task: Task, actor: str, known: People, blocking: Ownership | None) -> Task:
    """`task` closed by `actor`: who asked for it, or who answers for what blocks."""
    if not task.is_open:
        raise BadRequest(f"{task.id} was closed by {task.closed_by} already.")
    owns = blocking is not None and blocking.may_decide(actor)
    if not (same_person(actor, task.by) or owns or known.is_admin(actor)):
        raise NotAllowed(f"{task.id} is for {task.by} to close, who asked for it.")
    return replace(task, closed_by=actor)
