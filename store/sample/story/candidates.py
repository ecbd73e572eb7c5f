"""Popular inputs that failed in production: what cases can be opened from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from curation.failures import FailureKind, kind_of
from curation.identity import case_id
from store.sample.answers import Answers
from store.sample.crowd import Bools, Floats
from store.sample.phrases import LABELS
from store.sample.questions import Question
from store.sample.scene import Scene
from store.sample.signals import Signals
from store.sample.troubles import ERRORS, KINDS, NONE


@dataclass(frozen=True, slots=True)
class Failing:
    """One popular question and its failures, oldest first."""

    id: str
    question: Question
    events: tuple[int, ...]
    hours: tuple[float, ...]
    kinds: tuple[str, ...]
    felt: bool  # nothing but the users' feedback says that it failed

    def seen(self, before: float) -> int:
        """How often it had failed `before` hours had passed."""
        return sum(hour < before for hour in self.hours)


def visible(given: Answers, measured: Signals) -> Bools:
    """Which events count as failures as soon as they are imported."""
    wrong = given.known & (given.prediction != given.truth)
    return (given.error != NONE) | (given.kind != NONE) | wrong | (measured.feedback < 0)


def failing(scene: Scene, given: Answers, measured: Signals) -> Mapping[str, Failing]:
    """Every popular question that failed, by case id, in the order of its first failure."""
    popular = scene.written.question >= 0
    events: dict[int, list[int]] = {}
    for event in np.flatnonzero(popular & visible(given, measured)).tolist():
        events.setdefault(int(scene.written.question[event]), []).append(event)
    wrong = given.known & (given.prediction != given.truth)
    proved = wrong | (given.kind != NONE) | (given.error != NONE)
    found = (
        _failing(scene.asked[q], at, scene.crowd.hours, given, proved)
        for q, at in events.items()
    )
    return {one.id: one for one in found}


def _failing(
    question: Question, events: Sequence[int], hours: Floats, given: Answers, proved: Bools
) -> Failing:
    return Failing(
        id=case_id(question.route, question.text),
        question=question,
        events=tuple(events),
        hours=tuple(float(hours[event]) for event in events),
        kinds=tuple(_kind(given, event) for event in events),
        felt=not any(proved[event] for event in events),
    )


def _kind(given: Answers, event: int) -> str:
    """The kind of a failure; who only felt that the answer was wrong says wrong answer."""
    stated, error = int(given.kind[event]), int(given.error[event])
    found = kind_of(
        kind=KINDS[stated] if stated != NONE else None,
        error=ERRORS[error] if error != NONE else None,
        truth=LABELS[int(given.truth[event])],
        prediction=LABELS[int(given.prediction[event])],
    )
    return found or FailureKind.WRONG_ANSWER
