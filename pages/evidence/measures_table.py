"""Every measure of all together in one table: value, interval, n, and how it was made."""

from collections.abc import Callable

from curation.measures.measure import Measure
from pages.evidence.cohort_cards import few, share
from pages.shared import tables, wording
from pages.shared.html import Content, Html
from pages.shared.tables import Column
from store.answers.cohorts import CohortsAnswer

Write = Callable[[float], str]


def measures_of(found: CohortsAnswer) -> Html:
    """What is not defined says why; what is too small says that."""
    one = found.overall
    shares: list[tuple[str, Measure]] = [
        ("Accuracy", one.accuracy),
        ("Pass rate", one.pass_rate),
        ("Balanced accuracy", one.balanced_accuracy),
    ]
    numbers: list[tuple[str, Measure]] = [
        ("Macro-F1", one.macro_f1),
        ("MCC", one.mcc),
        ("Cohen's kappa", one.kappa),
        ("ROC AUC", one.roc_auc),
        ("Average precision", one.average_precision),
        ("Confidence AUC", one.confidence_auc),
        ("Brier score", one.brier),
        ("Calibration error (ECE)", one.ece),
    ]
    speeds: list[tuple[str, Measure]] = [
        ("Latency p50", one.latency_ms.p50),
        ("Latency p95", one.latency_ms.p95),
        ("Latency p99", one.latency_ms.p99),
    ]
    rows = [_row(title, m, wording.percent) for title, m in shares]
    rows += [_row(title, m, lambda v: f"{v:.3f}") for title, m in numbers]
    rows += [_row(title, m, wording.duration) for title, m in speeds]
    rows.append(_row("Cost of 1,000", one.cost_usd, lambda v: wording.money(v * 1000)))
    columns = [
        Column("Measure"),
        Column("Value", number=True),
        Column("95 % interval", number=True),
        Column("n", number=True),
        Column("How, and what to know", phone=False),
    ]
    return tables.table("All measures", columns, rows)


def _row(title: str, one: Measure, write: Write) -> list[Content]:
    told = wording.NOTHING if one.value is None else write(one.value)
    limits = wording.NOTHING
    if one.low is not None and one.high is not None and not few(one):
        limits = f"{write(one.low)} to {write(one.high)}"
    if few(one) and one.value is not None:
        told = str(share(one))
    known = (one.method, one.note) if one.value is not None else (one.note,)
    how = " · ".join(said for said in known if said)
    return [title, told, limits, wording.count(one.n), how]
