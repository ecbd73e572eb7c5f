"""What one person says that a case expects; and which of several such words stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from curation.decisions import Body
from curation.names import key

PREFIX, ADJUDICATED, FEEDBACK, SALT = "label:", "adjudication:", "feedback:", "salt"
ANOTHER = 'evaldesk labels new "Another look" --case {case} --reviewers {wanted}'
Answer = str | float | None  # an option's value, or a number; None: not answered


@dataclass(frozen=True, slots=True)
class Label:
    """The answers of `rater` about `case`, by name of the question.

    `judge`: a model said so, and no person. `brought`: another tool had asked for it, and
    `brought_by` put it here. `after_shown`: given when those of others had been seen already.
    """

    case: str
    rater: str
    standard: int
    answers: Mapping[str, Answer]
    at: datetime
    task: str | None = None
    judge: bool = False
    note: str = ""
    brought: bool = False
    after_shown: bool = False
    brought_by: str | None = None  # who the log says it is from; no part of the label

    @property
    def by(self) -> tuple[str, str, int]:
        """A rater labels a case once per version: what tells it from every other label."""
        return (self.case, key(self.rater), self.standard)

    @property
    def told_by(self) -> str:
        """Whose it is, and what it is besides somebody's own that was given blind."""
        said = [
            *(["judge"] if self.judge else []),
            *([f"brought by {self.brought_by}"] if self.brought_by else []),
            *(["after the labels were shown"] if self.after_shown else []),
        ]
        return f"{self.rater} ({', '.join(said)})" if said else self.rater


@dataclass(frozen=True, slots=True)
class Adjudication:
    """Which answers stand about a case whose reviewers differ; `by` is not one of them."""

    case: str
    standard: int
    answers: Mapping[str, Answer]
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Feedback:
    """What `rater` thinks of an output (of `run`, where it is said); never an expectation."""

    case: str
    rater: str
    answers: Mapping[str, Answer]
    at: datetime
    note: str = ""
    run: str | None = None


def subject(case: str, rater: str, version: int) -> str:
    """What the log calls a label."""
    return f"{PREFIX}{case}/{key(rater)}/v{version}"


def body(one: Label, salt: str = "") -> dict[str, Any]:
    """The label as the ledger keeps it; who and when stand beside it.

    `salt` is drawn for each anew: the hash of a hidden label, which everybody may read, would
    else be matched by the few answers that there are to try.
    """
    return {
        "case": one.case,
        "rater": one.rater,
        "standard": one.standard,
        "answers": dict(one.answers),
        "task": one.task,
        "judge": one.judge,
        "note": one.note,
        "brought": one.brought,
        **({"after_shown": True} if one.after_shown else {}),
        **salted(salt),
    }


def salted(salt: str) -> dict[str, str]:
    """What is put beside answers that are hidden, so that their hash does not tell them."""
    return {SALT: salt} if salt else {}


def unsalted(said: Body) -> dict[str, Any]:
    """`said` without what was put beside it."""
    return {name: value for name, value in said.items() if name != SALT}


def from_body(said: Body, at: datetime, by: str | None = None) -> Label:
    """The label that `body` wrote, put into the log by `by`."""
    found = Label(**unsalted(said), at=at)
    return replace(found, brought_by=by) if found.brought else found


def raters(labels: Iterable[Label]) -> dict[str, str]:
    """Everybody who labelled, judges apart: the name by its key."""
    return {key(one.rater): one.rater for one in labels if not one.judge}


def differing(labels: Sequence[Label], names: Iterable[str]) -> tuple[str, ...]:
    """The questions of `names` on which people, who answered them, do not agree."""
    human = [one for one in labels if not one.judge]
    return tuple(name for name in names if len(_said(human, name)) > 1)


def _said(labels: Sequence[Label], name: str) -> set[Answer]:
    return {one.answers[name] for one in labels if one.answers.get(name) is not None}
