"""Drift as it is told: how far each column lies from its reference, how grave, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a deviation asks for: nothing, a note, an investigation, an alarm."""

    NONE = "none"
    MINOR = "minor"  # a note on the agenda
    MODERATE = "moderate"  # an investigation with an owner
    SEVERE = "severe"  # an alarm to the one on call
    UNKNOWN = "unknown"  # too few to say


class Kind(StrEnum):
    """How the values of a column are counted."""

    NUMBER = "number"
    CATEGORY = "category"
    WORDS = "words"  # the words of a text: a category that a text has many of


class Role(StrEnum):
    """Which kind of drift it is when the column moves."""

    INPUT = "input"
    TEXT = "text"  # of the input: its length, language, words
    PREDICTION = "prediction"  # what the model said; known at once
    SCORE = "score"  # how sure it was
    LABEL = "label"  # what was true; known late


@dataclass(frozen=True, slots=True)
class Within:
    """A number known to lie between two others, both possible."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class NotWatched:
    """A column of which no drift is told, and why."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Limits:
    """From which effect on a deviation is minor, moderate, severe.

    `calibrated`: the reference's own weeks differed by so much that these limits are wider than
    those in force for every column.
    """

    minor: float
    moderate: float
    severe: float
    calibrated: bool = False


@dataclass(frozen=True, slots=True)
class ColumnDrift:
    """One column of the current window against the reference.

    `n_reference` and `n_current` are the rows that what decides rests on: of numbers those with
    a value, else all. Shares are 0 to 1 and of all rows. Every distance is None
    where it is not defined: `ks` and `wasserstein_over_std` are of numbers, `cramers_v` of
    categories. `effect` names the number that decides: "js", "wasserstein_over_std", "ks", or
    "missing", the JS of the share of rows without a value; `p_value` only vetoes. `psi_bound`
    is what PSI reaches by chance alone in windows of this size (99 %).
    """

    column: str
    kind: Kind
    role: Role
    n_reference: int
    n_current: int
    missing_reference: float | None
    missing_current: float | None
    psi: float | None
    psi_bound: float | None
    js: float | None
    ks: Within | None
    wasserstein_over_std: float | None
    cramers_v: float | None
    p_value: float | None
    effect: str
    value: float | None
    limits: Limits
    severity: Severity
    reason: str
    wasserstein: Within | None = (
        None  # W1/std for certain; `wasserstein_over_std` is its low end
    )


@dataclass(frozen=True, slots=True)
class Concept:
    """Whether answers are worse at equal scores: the error rate within fixed bins of score.

    `difference` is current minus reference, both with the current mix of the bins (direct
    standardisation); `low` and `high` its 95 % limits. `labelled_reference` and
    `labelled_current` are the shares of rows whose truth is known. `by` names what the bins are
    of; None: there is no score, and all inputs are compared. `raw_reference` and `raw_current`
    are the error rates of all labelled rows, in whatever mix. Where one window has a truth for
    a smaller share of its rows, the difference lies from `least` to `most`, whatever the rows
    are that lack one beside the other window.
    """

    by: str | None
    n_reference: int
    n_current: int
    labelled_reference: float | None
    labelled_current: float | None
    error_reference: float | None
    error_current: float | None
    difference: float | None
    low: float | None
    high: float | None
    p_value: float | None
    severity: Severity
    reason: str
    raw_reference: float | None = None
    raw_current: float | None = None
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """One week (day, month) against the reference. `until` is the day after its last one."""

    since: str
    until: str
    n: int
    columns: Sequence[ColumnDrift]
    concept: Concept


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """From the period that begins at `since` on, `what` lies on another level.

    `what` is a column, or "error rate".
    """

    what: str
    since: str
    before: float
    after: float
    reason: str


@dataclass(frozen=True, slots=True)
class GoesWith:
    """How closely the drift of a column goes with the error rate, period by period.

    Spearman's rank correlation over `n` periods with its 95 % limits; what goes together need
    not cause each other.
    """

    column: str
    n: int
    correlation: float | None
    low: float | None
    high: float | None
    reason: str
