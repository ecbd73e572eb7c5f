"""What drift is told from: profiles and counts of one desk, each made once for its facts."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from curation.profile import Profile
from store.answers.last_answers import LastAnswers
from store.desk import Desk
from store.facts.days import Span
from store.facts.drift_counts import WEEK, Counts, week_of
from store.facts.drifting import Drifting, Where
from store.facts.watched import Plan

Answer = TypeVar("Answer")
_ANSWERS = 64  # finished ones: a heat map for each of the cohorts that people look at


class DriftMemory:
    """The last profiles and counts that were asked for; others follow when facts change."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._profiles: LastAnswers[Profile] = LastAnswers()
        self._counts: LastAnswers[Counts] = LastAnswers()
        self._answers: LastAnswers[Any] = LastAnswers(_ANSWERS)

    def answer(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """A finished answer, kept as long as facts do not change."""
        return self._answers.get((self._desk.shown_facts(), key), make)

    def profile(self, since: str, until: str) -> Profile:
        """How every watched column lay from `since` to before `until`."""
        key = (self._desk.shown_facts(), since, until)
        make = Drifting(self._desk.facts()).profile
        return self._profiles.get(key, lambda: make(since, until))

    def counts(self, plan: Plan, where: Where, spans: Sequence[Span]) -> Counts:
        """The events that `where` keeps, counted in each of `spans`."""
        weekly = all(day == week_of(day) for span in spans for day in span)
        said = tuple(sorted(where.items(), key=str))
        key = (self._desk.shown_facts(), plan.digest(), said, weekly)
        make = Drifting(self._desk.facts()).every
        found = self._counts.get(key, lambda: make(plan, where, WEEK if weekly else 1))
        return found.merged(spans)

    def within(self, plan: Plan, where: Where, since: str, until: str) -> Counts:
        """The same of a window that begins or ends within a day."""
        said = tuple(sorted(where.items(), key=str))
        key = (self._desk.shown_facts(), plan.digest(), said, since, until)
        make = Drifting(self._desk.facts()).within
        return self._counts.get(key, lambda: make(plan, where, since, until))


def memory_of(desk: Desk) -> DriftMemory:
    """The memory of this desk."""
    return desk.kept(DriftMemory)
