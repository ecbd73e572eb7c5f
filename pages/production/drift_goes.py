"""Which drift goes with lost quality, period by period: a hint where to look, no proof."""

from pages.production import drift_words
from pages.production.drift_view import View
from pages.shared import marks, parts, tables, wording
from pages.shared.html import Content, show, tag
from pages.shared.tables import Column
from store.answers.drift import DriftAnswer

MOST = 8  # columns
NO_PROOF = (
    "Spearman's rank correlation of a column's drift with the error rate over the same "
    "periods, with its 95 % limits. What goes together need not cause each other: look at it "
    "first, do not blame it yet."
)


def goes_with_card(view: View) -> None:
    """Draw the columns, those that surely go with it first."""
    found = view.found.goes_with
    with parts.card(_title(view.found), "Drift of a column against the error rate", key="goes"):
        if not found:
            show(tag("p", _why_not(view.found), class_="muted"))
            return
        columns = ["Column", Column("Correlation", number=True),
                   Column(tag("span", "How closely", class_="vh"), phone=False),
                   Column("95 % interval", number=True),
                   Column("Periods", number=True)]  # fmt: skip
        rows: list[list[Content]] = [
            [
                view.now.link(drift_words.called(one.column), column=one.column),
                wording.NOTHING if one.correlation is None else _signed(one.correlation),
                marks.bar(one.correlation and max(one.correlation, 0), 0, 1),
                _limits(one.low, one.high, one.reason),
                wording.count(one.n),
            ]
            for one in found[:MOST]
        ]
        show(tables.table("Which drift goes with lost quality", columns, rows),
             tag("p", NO_PROOF, class_="sub"))  # fmt: skip


def _title(found: DriftAnswer) -> str:
    sure = [one for one in found.goes_with if one.low is not None and one.low > 0]
    if not sure:
        return "No drift is shown to go with lost quality"
    name = drift_words.called(sure[0].column)
    return f"Drift of {name} goes with lost quality"


def _why_not(found: DriftAnswer) -> str:
    if found.concept.error_current is None and found.concept.error_reference is None:
        return (
            "No truth is known, so nobody can say which periods were worse. "
            "Labels that come later find their events by id."
        )
    return "There are too few periods with known truth to compare."


def _limits(low: float | None, high: float | None, reason: str) -> str:
    return reason if low is None or high is None else f"{_signed(low)} to {_signed(high)}"


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "\N{MINUS SIGN}")
