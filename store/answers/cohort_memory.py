"""The last few answers about cohorts: a page is drawn often, the facts change seldom."""

from curation.thresholds import MIN_SUPPORT
from store.answers.cell import CellAnswer, cell
from store.answers.cohort_choices import Choices, choices
from store.answers.cohorts import CohortsAnswer, Question, cohorts
from store.answers.last_answers import LastAnswers
from store.desk import Desk


class CohortMemory:
    """Answers of one desk, each until something is decided that could change it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._cohorts: LastAnswers[CohortsAnswer] = LastAnswers()
        self._cells: LastAnswers[CellAnswer] = LastAnswers()
        self._choices: LastAnswers[Choices] = LastAnswers()

    def cohorts(self, question: Question) -> CohortsAnswer:
        """What `cohorts` answers."""
        with self._desk.ledger.reading() as asked:
            floor = asked.policy().value(MIN_SUPPORT)
            # A run is measured on its cases; events know of no case.
            head = asked.head() if question.run else None
        key = (_said(question), floor, head, self._desk.shown_facts())
        return self._cohorts.get(key, lambda: cohorts(self._desk, question))

    def cell(
        self, question: Question, truth: str, predicted: str | None, limit: int
    ) -> CellAnswer:
        """What `cell` answers."""
        with self._desk.ledger.reading() as asked:
            head = asked.head()
        key = (_said(question), truth, predicted, limit, head)
        return self._cells.get(key, lambda: cell(self._desk, question, truth, predicted, limit))

    def choices(self) -> Choices:
        """What `choices` answers."""
        with self._desk.ledger.reading() as asked:
            head = asked.head()
        return self._choices.get(head, lambda: choices(self._desk))


def _said(question: Question) -> tuple[object, ...]:
    where = tuple(sorted(question.where.items(), key=str))
    window = (question.since, question.until, question.run, question.reference)
    return (tuple(question.by), where, *window, question.positive)
