"""The numbers of a cohort as tiles and in a line; each says when it cannot say."""

from curation.measures.cohort import CohortMeasures
from curation.measures.measure import TOO_FEW, Measure
from pages.shared import parts, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.parts import Tile
from store.answers.cohort_words import SURE
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
    low, high = (f"{limit * 100 + 0.0:.1f}" for limit in (measure.low, measure.high))
    # A dash between two signs reads as a third.
    between = " to " if measure.low < 0 else "\N{EN DASH}"
    return f"{low}{between}{high}, {n}"


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
    tiles = [Tile(label, share(main), join((change(whole), interval(main)), " "))]
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


def change(found: CohortMeasures) -> Html | None:
    """Against the reference, in colour only when the interval leaves zero out."""
    moved = found.reference.change if found.reference else None
    if moved is None or moved.value is None or few(moved):
        return None
    sure = moved.low is not None and moved.high is not None
    sure = sure and ((moved.low or 0) > 0 or (moved.high or 0) < 0)
    return parts.delta(moved.value, wording.points, better="up" if sure else None)


def around(title: str) -> Content:
    """A heading, which begins with a capital."""
    return title[:1].upper() + title[1:]


def measures_line(found: CohortMeasures) -> Html:
    """The measures of one cohort in a line: accuracy first, then how sure it is worse."""
    main = found.accuracy if found.accuracy.value is not None else found.pass_rate
    pieces: list[Content] = [
        tag("b", share(main)), interval(main), change(found), rank(found)
    ]  # fmt: skip
    return parts.row(*(piece for piece in pieces if piece))


def rank(found: CohortMeasures) -> Html | None:
    """The word on a cohort that is surely worse than the rest."""
    if found.rank is None or few(found.rank.error_rate):
        return None
    if found.rank.q_value < SURE:
        return parts.chip("warn", "worse than the rest")
    return None
