"""Answers that hold until somebody decides: what a page draws anew with every click."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from store.answers.last_answers import LastAnswers
from store.desk import Desk

Answer = TypeVar("Answer")
_KEPT = 32


class UntilDecided:
    """The last answers of one desk, each until the next decision or the next hour.

    What comes in, is moved, set or taken back is a decision; an approval may come into force
    by itself.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: LastAnswers[Any] = LastAnswers(_KEPT)

    def get(self, question: Hashable, make: Callable[[], Answer]) -> Answer:
        """What is kept for `question`, or what `make` makes; two questions never share one."""
        with self._desk.ledger.reading() as asked:
            stands = asked.head(), asked.due()
        key = question, *stands, f"{self._desk.ledger.clock():%Y-%m-%dT%H}"
        return cast("Answer", self._kept.get(key, make))
