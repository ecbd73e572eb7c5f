"""What the page has in hand when it draws: the answer, and what it was asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation.drift import ColumnDrift, Limits, Period
from pages.production.drift_address import Asked
from pages.production.drift_rows import Group
from store.answers.drift import DriftAnswer, DriftQuestion
from store.answers.drift_answers import DriftAnswers
from store.answers.timeline import Happening
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class View:
    """One answer on the screen; `limits` are those of concept drift."""

    desk: Desk
    answers: DriftAnswers
    actor: str
    now: Asked
    found: DriftAnswer
    periods: Sequence[Period]  # those that the overview shows
    groups: Sequence[Group]
    happened: Sequence[Happening]
    limits: Limits

    @property
    def column(self) -> ColumnDrift | None:
        """The column that is opened; None: the error rate."""
        return next((c for c in self.found.columns if c.column == self.now.column), None)

    @property
    def question(self) -> DriftQuestion:
        """What was asked about the window that is shown."""
        return self.now.question(self.found.current.since, self.found.current.until)
