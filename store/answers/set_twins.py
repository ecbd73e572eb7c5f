"""Twins inside and between the sets, found once for the cases that stand there."""

from collections.abc import Sequence

from curation.cases import Case
from curation.twins import Twins, pairs
from store.answers.last_answers import LastAnswers
from store.desk import Desk

Found = tuple[tuple[str, str, Twins, float], ...]


class SetTwins:
    """The pairs among cases, by the cases: an input never changes under its id."""

    def __init__(self, desk: Desk) -> None:  # noqa: ARG002 (kept by the desk)
        self._answers: LastAnswers[Found] = LastAnswers()

    def among(self, cases: Sequence[Case], limit: float, least: float) -> Found:
        """The pairs of `cases`: of the same words on another route too."""
        ids = tuple(case.id for case in cases)
        return self._answers.get((ids, limit, least), lambda: _found(cases, limit, least))


def _found(cases: Sequence[Case], limit: float, least: float) -> Found:
    found = pairs([case.input for case in cases], limit, least)
    return tuple(
        (cases[pair.first].id, cases[pair.second].id, pair.kind, pair.similarity)
        for pair in found
    )
