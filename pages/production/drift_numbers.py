"""The numbers behind a severity, each with what it is held against."""

from curation.drift import ColumnDrift, Concept, Limits
from pages.production import drift_words
from pages.shared import tables, wording
from pages.shared.html import Content, Html
from pages.shared.tables import Column

_COLUMNS = (Column("Measure"), Column("Value", number=True), Column("Held against"))


def of_column(one: ColumnDrift) -> Html:
    """The deciding measure first; what is not defined for the column is left out."""
    every: list[tuple[str, list[Content]]] = [
        ("js", ["Jensen-Shannon distance", drift_words.number(one.js)]),
        ("wasserstein_over_std", [
            "Wasserstein, in standard deviations", drift_words.number(one.wasserstein_over_std),
        ]),
        ("ks", ["Kolmogorov-Smirnov, certain interval",
                f"{one.ks.low:.3f} to {one.ks.high:.3f}" if one.ks else wording.NOTHING]),
        ("psi", ["PSI", drift_words.number(one.psi)]),
        ("cramers_v", ["Cramér's V", drift_words.number(one.cramers_v)]),
        ("p", ["p", _p(one.p_value)]),
    ]  # fmt: skip
    against: dict[str, Content] = {
        one.effect: _limits(one.limits),
        "psi": one.psi_bound and f"{one.psi_bound:.4f} by chance alone (99 %)",
        "p": "can only veto: with many rows everything is significant",
    }
    every.sort(key=lambda row: row[0] != one.effect)
    rows: list[list[Content]] = [
        [*cells, against.get(name)] for name, cells in every if cells[1] != wording.NOTHING
    ]
    rows.append(["Missing", wording.percent(one.missing_current),
                 f"{wording.percent(one.missing_reference)} in the reference"])  # fmt: skip
    rows.append(["n", wording.count(one.n_current),
                 f"{wording.count(one.n_reference)} in the reference"])  # fmt: skip
    return tables.table("The numbers behind it", _COLUMNS, rows)


def of_errors(one: Concept) -> Html:
    """Errors at equal scores: the difference with its limits, and how much is labelled."""
    rows: list[list[Content]] = [
        ["More errors", wording.points(one.difference), _interval(one)],
        ["Error rate", wording.percent(one.error_current),
         f"{wording.percent(one.error_reference)} in the reference"],
        ["Error rate, in whatever mix", wording.percent(one.raw_current),
         f"{wording.percent(one.raw_reference)} in the reference"],
        ["More errors, by what lacks a truth", _possible(one),
         "if all that the other window has more of were right, or wrong"],
        ["p", _p(one.p_value), "Cochran-Mantel-Haenszel"],
        ["Truth known", wording.percent(one.labelled_current),
         f"{wording.percent(one.labelled_reference)} in the reference"],
        ["n", wording.count(one.n_current),
         f"{wording.count(one.n_reference)} in the reference"],
    ]  # fmt: skip
    return tables.table("The numbers behind it", _COLUMNS, rows)


def _limits(limits: Limits) -> str:
    steps = f"{limits.minor:.3g}, {limits.moderate:.3g}, {limits.severe:.3g}"
    wide = "; wider: the reference's own weeks differ by so much" if limits.calibrated else ""
    return f"minor, moderate, severe from {steps}{wide}"


def _interval(one: Concept) -> str | None:
    if one.low is None or one.high is None:
        return None
    return f"95 %: {wording.points(one.low)} to {wording.points(one.high)}"


def _possible(one: Concept) -> str:
    if one.least is None or one.most is None:
        return wording.NOTHING
    return f"{wording.points(one.least)} to {wording.points(one.most)}"


def _p(value: float | None) -> str:
    if value is None:
        return wording.NOTHING
    return "under 0.0001" if value < 0.0001 else f"{value:.4f}"
