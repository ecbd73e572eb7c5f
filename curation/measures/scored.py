"""The measures of scores, by what the scores speak of."""

from dataclasses import dataclass, replace

from curation.measures.calibration import Bin, brier, calibration_error, reliability
from curation.measures.discrimination import average_precision, roc_auc
from curation.measures.meaning import Meaning, ScoreRows, Sort, of_being_right, of_label
from curation.measures.measure import Measure, undefined

_ONE_OF_MANY = "a score is the confidence in one of many labels, not a share of each"
_OF_A_LABEL = "scores are the probability of one label"


@dataclass(frozen=True, slots=True)
class ScoreMeasures:
    """What scores are worth: their ranking, and whether they can be taken at their word."""

    roc_auc: Measure
    average_precision: Measure
    brier: Measure
    ece: Measure
    reliability: list[Bin]
    confidence_auc: Measure  # how well confidence tells right predictions from wrong ones


def score_measures(rows: ScoreRows, means: Meaning, asked: str) -> ScoreMeasures:
    """All of them; `rows` were counted for the label `asked`."""
    if means.label is None:
        return _of_confidence(rows)
    found = of_label(rows, means, asked)
    sure = undefined(found.n, "none", _OF_A_LABEL)
    if means.sort is Sort.CONFIDENCE:
        sure = roc_auc(of_being_right(rows))
    return ScoreMeasures(
        roc_auc(found),
        average_precision(found),
        brier(found),
        calibration_error(found),
        reliability(found),
        sure,
    )


def _of_confidence(rows: ScoreRows) -> ScoreMeasures:
    """With many labels a score tells right from wrong, and nothing of the other labels."""
    found = of_being_right(rows)
    none = undefined(found.n, "none", _ONE_OF_MANY if found.n else "no scores")
    distance, error = brier(found), calibration_error(found)
    top = " (of the predicted label)"
    return ScoreMeasures(
        none,
        none,
        replace(distance, method=distance.method + top),
        replace(error, method=error.method + top),
        reliability(found),
        roc_auc(found),
    )
