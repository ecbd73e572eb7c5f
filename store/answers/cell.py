"""What stands in one cell of a confusion matrix: exactly those events, or cases of a run."""

from dataclasses import dataclass

from store.answers.cohorts import Question, part_of, samples_of
from store.answers.event_samples import EventSamples
from store.desk import Desk
from store.facts.slicing import Slicing

MOST = 200


@dataclass(frozen=True, slots=True)
class CellRow:
    """One event, or one case of a run; `case` leads to where it can be decided on."""

    id: str
    case: str
    title: str | None
    score: float | None
    occurred_at: str | None
    model_version: str | None


@dataclass(frozen=True, slots=True)
class CellAnswer:
    """`n` stand in the cell; at most the 200 newest of them are listed."""

    truth: str
    predicted: str | None
    n: int
    rows: tuple[CellRow, ...]


def cell(desk: Desk, question: Question, truth: str, predicted: str | None) -> CellAnswer:
    """The events (or cases) whose truth is `truth` and whose prediction is `predicted`."""
    found = samples_of(desk, question)
    if not isinstance(found, EventSamples):
        rows = [
            CellRow(case_id, case_id, line["input"][:140], score, None, None)
            for case_id, line, score in found.in_cell(truth, predicted)
        ]
        return CellAnswer(truth, predicted, len(rows), tuple(rows[:MOST]))
    said = {"truth": truth, "predicted": predicted, "outputs": found.outputs, "limit": MOST}
    counted = Slicing(desk.facts()).counts("cell_events", part_of(question), **said)
    cells = [row.cells for row in counted]
    n = cells[0]["n"] if cells else 0
    return CellAnswer(
        truth,
        predicted,
        n,
        tuple(
            CellRow(
                c["id"], c["case_id"], c["title"], c["score"], c["occurred_at"],
                c["model_version"],
            )
            for c in cells
        ),
    )  # fmt: skip
