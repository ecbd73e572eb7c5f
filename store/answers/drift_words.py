"""What is said about drift, in a sentence."""

from collections.abc import Sequence

from curation.concept import held_equal
from curation.drift import ColumnDrift, Concept, Severity
from curation.measures.measure import TOO_FEW

RANK = {
    Severity.SEVERE: 0,
    Severity.MODERATE: 1,
    Severity.MINOR: 2,
    Severity.NONE: 3,
    Severity.UNKNOWN: 4,
}
_HOW = {
    Severity.SEVERE: "severely",
    Severity.MODERATE: "moderately",
    Severity.MINOR: "a little",
}
_NAMED = 3


def worst_first(columns: Sequence[ColumnDrift]) -> tuple[ColumnDrift, ...]:
    """By severity, then by how far the effect lies over its limit."""
    return tuple(sorted(columns, key=lambda c: (RANK[c.severity], -_over(c), c.column)))


def _over(column: ColumnDrift) -> float:
    if column.value is None or not column.limits.minor:
        return 0.0
    return column.value / column.limits.minor


def sentence(
    columns: Sequence[ColumnDrift],
    concept: Concept,
    since: str,
    until: str,
    n: int,
    cohort: bool = False,
) -> str:
    """What is the matter in the current window; `columns` worst first."""
    window = f"From {since} to before {until} ({n:,} events)"
    known = [c for c in columns if c.severity is not Severity.UNKNOWN]
    if not n:
        whose = " of this cohort" if cohort else ""
        return f"From {since} to before {until}: no event{whose} in the window."
    if not known:
        return f"{window}: too few to say whether anything has drifted."
    moved = [c for c in known if c.severity is not Severity.NONE]
    if not moved:
        said = f"none of {len(known)} columns has drifted"
    else:
        names = [f"{c.column} {_HOW[c.severity]}" for c in moved[:_NAMED]]
        more = f" and {len(moved) - _NAMED} more" if len(moved) > _NAMED else ""
        said = f"{len(moved)} of {len(known)} columns drifted: {', '.join(names)}{more}"
    few = len(columns) - len(known)
    said += f" ({few} more: too few to say)" if few else ""
    return f"{window}: {said}. {_of_errors(concept)}"


def _of_errors(concept: Concept) -> str:
    where, why = held_equal(concept.by), concept.reason
    if concept.severity is Severity.UNKNOWN:
        if why.startswith(TOO_FEW):
            return f"Too few to say whether answers are worse {where}."
        return f"Whether answers are worse {where} is not known: {why}."
    points = f"{100 * (concept.difference or 0.0):+.1f} points of errors"
    if concept.severity is Severity.NONE:
        said = f"Answers are not worse {where}"
    else:
        said = f"Answers are worse {where}: {points}"
    alone = "" if concept.by else "; nothing is held equal, for there is no score"
    return f"{said}{alone}."
