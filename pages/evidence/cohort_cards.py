"""The numbers of cohorts as tiles, lines and a table; each says when it cannot say."""

from collections.abc import Sequence

from curation.measures.classes import ClassMeasures
from curation.measures.cohort import CohortMeasures
from curation.measures.measure import TOO_FEW, Measure
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.parts import Tile
from pages.shared.tables import Column
from store.answers.cohort_words import SURE, name
from store.answers.cohorts import CohortsAnswer


def few(measure: Measure) -> bool:
    """Whether there are too few to say anything."""
    return (measure.note or "").startswith(TOO_FEW)


def share(measure: Measure, digits: int = 1) -> Content:
    """A share, or why there is none."""
    if measure.value is None:
        return wording.NOTHING
    return TOO_FEW if few(measure) else wording.percent(measure.value, digits)


def interval(measure: Measure) -> str:
    """The interval of a share and its n."""
    n = f"n {wording.count(measure.n)}"
    if measure.low is None or measure.high is None or few(measure):
        return n
    return f"{measure.low * 100:.1f}\N{EN DASH}{measure.high * 100:.1f}, {n}"


def number(measure: Measure) -> str:
    """A measure between -1 and 1."""
    if measure.value is None:
        return wording.NOTHING
    return TOO_FEW if few(measure) else f"{measure.value:.3f}"


def _limits(measure: Measure) -> str:
    if measure.low is None or measure.high is None or few(measure):
        return measure.note or f"n {wording.count(measure.n)}"
    return f"{measure.low:.3f}\N{EN DASH}{measure.high:.3f}, n {wording.count(measure.n)}"


def overall_tiles(found: CohortsAnswer) -> Html:
    """The numbers of everything together."""
    whole = found.overall
    main, label = whole.accuracy, "Accuracy"
    if main.value is None:
        main, label = whole.pass_rate, "Pass rate"
    tiles = [Tile(label, share(main), join((_change(whole), interval(main)), " "))]
    for title, one in (
        ("Macro-F1", whole.macro_f1),
        ("MCC", whole.mcc),
        ("ROC AUC", whole.roc_auc),
        ("Calibration error", whole.ece),
    ):
        if one.value is not None:
            tiles.append(Tile(title, number(one), _limits(one) if title != "Calibration error"
                              else f"n {wording.count(one.n)}"))  # fmt: skip
    p95 = whole.latency_ms.p95
    if p95.value is not None:
        tiles.append(
            Tile("Latency p95", wording.duration(p95.value), f"n {wording.count(p95.n)}")
        )
    return parts.tiles(*tiles)


def _change(found: CohortMeasures) -> Html | None:
    """Against the reference, in colour only when the interval leaves zero out."""
    change = found.reference.change if found.reference else None
    if change is None or change.value is None or few(change):
        return None
    sure = change.low is not None and change.high is not None
    sure = sure and ((change.low or 0) > 0 or (change.high or 0) < 0)
    return parts.delta(change.value, wording.points, better="up" if sure else None)


def around(title: str) -> Content:
    """A heading, which begins with a capital."""
    return title[:1].upper() + title[1:]


def measures_line(found: CohortMeasures) -> Html:
    """The measures of one cohort in a line: accuracy first, then how sure it is worse."""
    main = found.accuracy if found.accuracy.value is not None else found.pass_rate
    pieces: list[Content] = [
        tag("b", share(main)), interval(main), _change(found), _rank(found)
    ]  # fmt: skip
    return parts.row(*(piece for piece in pieces if piece))


def _rank(found: CohortMeasures) -> Html | None:
    if found.rank is None or few(found.rank.error_rate):
        return None
    if found.rank.q_value < SURE:
        return parts.chip("warn", "worse than the rest")
    return None


def table_of(found: CohortsAnswer) -> Html:
    """Every cohort, worst first."""
    columns = [
        Column("Cohort"),
        Column("n", number=True),
        Column("Accuracy", number=True),
        Column("Interval", number=True, phone=False),
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


def classes_of(found: Sequence[ClassMeasures]) -> Html:
    """Precision, recall and F1 of labels."""
    columns = [
        Column("Label"),
        *(Column(t, number=True) for t in ("F1", "Precision", "Recall")),
    ]
    columns += [Column("Interval of recall", number=True, phone=False)]
    columns += [Column("Is the truth", number=True)]
    rows: list[list[Content]] = [
        [
            one.label,
            share(one.f1),
            share(one.precision),
            share(one.recall),
            interval(one.recall).partition(", n")[0],
            wording.count(one.support),
        ]
        for one in found
    ]
    return tables.table("Labels, weakest first", columns, rows)


def _line(one: CohortMeasures) -> list[Content]:
    main = one.accuracy if one.accuracy.value is not None else one.pass_rate
    cost = one.cost_usd.value
    return [
        around(name(one.cohort)),
        wording.count(main.n),
        share(main),
        interval(main).partition(", n")[0] if not few(main) else wording.NOTHING,
        _change(one) or wording.NOTHING,
        number(one.macro_f1),
        number(one.mcc),
        number(one.roc_auc),
        wording.duration(one.latency_ms.p95.value),
        wording.money(None if cost is None else cost * 1000),
        _rank(one) or _q(one),
    ]


def _q(one: CohortMeasures) -> str:
    if one.rank is None or few(one.rank.error_rate):
        return TOO_FEW
    return "not shown"
