"""What stands beside drift, kept: a page is drawn often, the facts change seldom."""

from collections.abc import Hashable

from store.answers.drift import Distribution, DriftQuestion
from store.answers.drift_cohorts import CohortDrift, by_value
from store.answers.drift_distribution import distribution
from store.answers.last_answers import LastAnswers
from store.answers.timeline import Happening, timeline
from store.desk import Desk

KEPT = 32  # of each: somebody walks through the weeks and columns


class DriftAnswers:
    """Answers of one desk, each until something is decided or comes in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._cohorts: LastAnswers[tuple[CohortDrift, ...]] = LastAnswers(KEPT)
        self._shares: LastAnswers[Distribution] = LastAnswers(KEPT)
        self._happened: LastAnswers[tuple[Happening, ...]] = LastAnswers(1)

    def by_value(
        self, question: DriftQuestion, by: str, column: str | None
    ) -> tuple[CohortDrift, ...]:
        """What `by_value` answers."""
        key = (self._key(question), by, column)
        return self._cohorts.get(key, lambda: by_value(self._desk, question, by, column))

    def distribution(self, question: DriftQuestion, column: str) -> Distribution:
        """What `distribution` answers."""
        key = (self._key(question), column)
        return self._shares.get(key, lambda: distribution(self._desk, question, column))

    def timeline(self) -> tuple[Happening, ...]:
        """What `timeline` answers."""
        return self._happened.get(self._now(), lambda: timeline(self._desk))

    def _key(self, question: DriftQuestion) -> Hashable:
        where = tuple(sorted(question.where.items(), key=str))
        window = (question.since, question.until, question.reference, question.every)
        return where, *window, question.columns, question.exact, self._now()

    def _now(self) -> Hashable:
        """What the log says last: limits, the baseline and the facts all stand in it."""
        with self._desk.ledger.reading() as asked:
            return asked.head(), asked.due()
