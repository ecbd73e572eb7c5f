"""All that is settled before the assistant answers: the calendar, the crowd, what it wrote."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from store.sample.calendar import Calendar
from store.sample.crowd import Bools, Crowd, Ints
from store.sample.messages import Messages
from store.sample.phrases import INTENTS
from store.sample.questions import Question

ROUTES = tuple(dict.fromkeys(INTENTS.values()))


@dataclass(frozen=True, slots=True)
class Scene:
    """The sample before anybody answered; the arrays have one entry per event."""

    calendar: Calendar
    crowd: Crowd
    asked: Sequence[Question]
    written: Messages

    def on(self, route: str) -> Bools:
        """Which events came in on `route`."""
        return np.array([r == route for r in self.written.route])

    def between(self, start: tuple[int, int, int], end: tuple[int, int, int]) -> Bools:
        """Which events fell between two moments of the plan (week, day, hour)."""
        hours = self.crowd.hours
        return (hours >= self.calendar.offset(*start)) & (hours < self.calendar.offset(*end))

    def lengths(self) -> Ints:
        """Characters per input."""
        return np.array([len(text) for text in self.written.text])
