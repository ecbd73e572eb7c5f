"""Every cohort, and every label, in a table: the worst first."""

from collections.abc import Sequence

from curation.measures.classes import ClassMeasures
from curation.measures.cohort import CohortMeasures
from curation.measures.measure import TOO_FEW, Measure
from pages.evidence.cohort_address import Asked
from pages.evidence.cohort_cards import around, change, few, interval, number, rank, share
from pages.evidence.matrix import label_of
from pages.shared import tables, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.tables import Column
from store.answers.cohort_words import name
from store.answers.cohorts import CohortsAnswer


def table_of(found: CohortsAnswer) -> Html:
    """Every cohort, worst first."""
    columns = [
        Column("Cohort"),
        Column("n", number=True),
        Column("Accuracy", number=True),
        Column("95 % interval", number=True, phone=False),
        Column("Change", number=True),
        Column("Macro-F1", number=True, phone=False),
        Column("MCC", number=True, phone=False),
        Column("ROC AUC", number=True, phone=False),
        Column("p95", number=True, phone=False),
        Column("Cost of 1,000", number=True, phone=False),
        Column("Worse than the rest", phone=False),
    ]
    rows = [_line(one) for one in found.cohorts]
    told = [n for n in range(len(columns)) if any(row[n] != wording.NOTHING for row in rows)]
    return tables.table(
        "Cohorts, worst first",
        [columns[n] for n in told],
        [[row[n] for n in told] for row in rows],
    )


def order_in_words(found: CohortsAnswer) -> str:
    """How the cohorts are ordered, and when one is called worse."""
    count = wording.many(len(found.cohorts), "cohort")
    return (
        "Worst first, by the lower limit of each error rate after small cohorts are drawn "
        "towards the average (empirical Bayes). Of those called worse than the rest at most "
        f"1 in 10 is expected to be chance, all {count} counted (Benjamini-Hochberg). "
        f"Fewer than {found.min_support:.0f} are too few to say."
    )


def classes_of(found: Sequence[ClassMeasures], asked: Asked) -> Html:
    """Precision, recall and F1 of labels."""
    columns = [
        Column("Label"),
        Column("F1", number=True),
        Column("Precision", number=True, phone=False),
        Column("Recall", number=True),
        Column("Is the truth", number=True, phone=False),
        Column("Was said", number=True, phone=False),
    ]
    rows: list[list[Content]] = [
        [
            asked.link(label_of(one.label), **{"class": one.label}),
            *(_rate(measure) for measure in (one.f1, one.precision, one.recall)),
            wording.count(one.support),
            wording.count(one.precision.n),
        ]
        for one in found
    ]
    return tables.table("Labels, weakest first", columns, rows)


def _rate(measure: Measure) -> Content:
    """A share with its interval under it."""
    told = interval(measure).partition(", n")
    return join((share(measure), tag("small", told[0])), " ") if told[1] else share(measure)


def _line(one: CohortMeasures) -> list[Content]:
    main = one.accuracy if one.accuracy.value is not None else one.pass_rate
    cost = one.cost_usd.value
    return [
        around(name(one.cohort)),
        wording.count(main.n),
        share(main),
        interval(main).partition(", n")[0] if not few(main) else wording.NOTHING,
        change(one) or wording.NOTHING,
        number(one.macro_f1),
        number(one.mcc),
        number(one.roc_auc),
        wording.duration(one.latency_ms.p95.value),
        wording.money(None if cost is None else cost * 1000),
        rank(one) or _q(one),
    ]


def _q(one: CohortMeasures) -> str:
    if one.rank is None or few(one.rank.error_rate):
        return TOO_FEW
    return "not shown"
