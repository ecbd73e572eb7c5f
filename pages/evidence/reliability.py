"""Whether a score of 0.8 comes true in 8 of 10: one line for each tenth of the scale."""

from collections.abc import Sequence

from curation.measures.calibration import Bin
from pages.shared import marks, tables, wording
from pages.shared.html import Content, Html
from pages.shared.tables import Column
from store.answers.cohorts import CohortsAnswer


def promise(found: CohortsAnswer) -> tuple[str, str]:
    """What the scores are worth, and what is shown."""
    error = found.overall.ece
    title = f"Scores are {wording.percent(error.value)} off on average"
    note = f" · {error.note}" if error.note else ""
    return title, f"A score is the {found.scores_mean}{note}"


def reliability(bins: Sequence[Bin]) -> Html:
    """What scores promise (the line) beside what came true (the bar)."""
    columns = [
        Column("Score", tight=True),
        Column("Promised", number=True),
        Column("Came true", number=True),
        Column("Bar: came true, line: promised", phone=False),
        Column("n", number=True),
    ]
    rows: list[list[Content]] = [
        [
            f"{one.low:g} to {one.high:g}",
            wording.percent(one.promised),
            wording.percent(one.observed),
            marks.bar(one.observed, 0, 1, mark=one.promised),
            wording.count(one.n),
        ]
        for one in bins
    ]
    return tables.table("Reliability of the scores", columns, rows)
