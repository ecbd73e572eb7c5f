"""What stands in one cell of a confusion matrix: exactly those events, or cases of a run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from curation.cases import State
from store.answers.cohorts import Question, part_of, samples_of
from store.answers.event_samples import EventSamples
from store.answers.openings import openings
from store.desk import Desk
from store.facts.slicing import Slicing

MOST = 200


@dataclass(frozen=True, slots=True)
class CellRow:
    """One event, or one case of a run; `case` leads to where it can be decided on.

    `state` is where that stands: inbox for a failure nobody sorted, None where nothing failed.
    `version` is what an act on it saw: 0 as long as it is no case.
    """

    id: str
    case: str
    title: str | None
    score: float | None
    occurred_at: str | None
    model_version: str | None
    state: State | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class CellAnswer:
    """`n` stand in the cell; at most the 200 newest of them are listed.

    `right`: the prediction is the truth, so nothing of it waits for a decision.
    """

    truth: str
    predicted: str | None
    n: int
    right: bool
    rows: tuple[CellRow, ...]


def cell(
    desk: Desk, question: Question, truth: str, predicted: str | None, limit: int = MOST
) -> CellAnswer:
    """The events (or cases) whose truth is `truth` and whose prediction is `predicted`."""
    n, rows = _rows(desk, question, truth, predicted, limit)
    standing = _standing(desk, [row.case for row in rows])
    nowhere: tuple[State | None, int | None] = (None, None)
    placed = (
        replace(row, state=state, version=version)
        for row in rows
        for state, version in (standing.get(row.case, nowhere),)
    )
    return CellAnswer(truth, predicted, n, truth == predicted, tuple(placed))


def _standing(desk: Desk, ids: Sequence[str]) -> dict[str, tuple[State | None, int | None]]:
    """Where each input stands: a case in its state, a failure without one in the inbox."""
    fresh = openings(desk, ids)
    with desk.ledger.reading() as asked:
        cases = asked.cases_named(list(dict.fromkeys(ids)))
    found: dict[str, tuple[State | None, int | None]] = dict.fromkeys(fresh, (State.INBOX, 0))
    return found | {case.id: (case.state, case.version) for case in cases}


def _rows(
    desk: Desk, question: Question, truth: str, predicted: str | None, limit: int
) -> tuple[int, list[CellRow]]:
    found = samples_of(desk, question)
    if not isinstance(found, EventSamples):
        rows = [
            CellRow(case_id, case_id, line["input"][:140], score, None, None)
            for case_id, line, score in found.in_cell(truth, predicted)
        ]
        return len(rows), rows[:limit]
    said = {"truth": truth, "predicted": predicted, "outputs": found.outputs, "limit": limit}
    counted = Slicing(desk.facts()).counts("cell_events", part_of(question), **said)
    cells = [row.cells for row in counted]
    n = cells[0]["n"] if cells else 0
    return n, [
        CellRow(
            c["id"], c["case_id"], c["title"], c["score"], c["occurred_at"],
            c["model_version"],
        )
        for c in cells
    ]  # fmt: skip
