"""The last few answers about cohorts: a page is drawn often, the facts change seldom."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from curation.thresholds import MIN_SUPPORT
from store.answers.cell import CellAnswer, cell
from store.answers.cohort_choices import Choices, choices
from store.answers.cohorts import CohortsAnswer, Question, cohorts
from store.desk import Desk

_KEPT = 24


class CohortMemory:
    """Answers of one desk, each until something is decided that could change it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: OrderedDict[object, Any] = OrderedDict()
        self._lock = Lock()

    def cohorts(self, question: Question) -> CohortsAnswer:
        """What `cohorts` answers."""
        with self._desk.ledger.reading() as asked:
            floor = asked.policy().value(MIN_SUPPORT)
            # A run is measured on its cases; events know of no case.
            head = asked.head() if question.run else None
        key = (_said(question), floor, head, self._desk.shown_facts())
        return self._kept(key, lambda: cohorts(self._desk, question))

    def cell(
        self, question: Question, truth: str, predicted: str | None, limit: int
    ) -> CellAnswer:
        """What `cell` answers."""
        with self._desk.ledger.reading() as asked:
            head = asked.head()
        key = ("cell", _said(question), truth, predicted, limit, head)
        return self._kept(key, lambda: cell(self._desk, question, truth, predicted, limit))

    def choices(self) -> Choices:
        """What `choices` answers."""
        with self._desk.ledger.reading() as asked:
            head = asked.head()
        return self._kept(("choices", head), lambda: choices(self._desk))

    def _kept(self, key: object, ask: Callable[[], Any]) -> Any:  # noqa: ANN401 (any answer)
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        found = ask()
        with self._lock:
            self._found[key] = found
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)
        return found


def _said(question: Question) -> tuple[object, ...]:
    where = tuple(sorted(question.where.items(), key=str))
    window = (question.since, question.until, question.run, question.reference)
    return (tuple(question.by), where, *window, question.positive)
