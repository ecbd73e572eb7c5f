"""How drift is written on the screen: severities, measures, periods and multiples."""

from datetime import date, timedelta

from curation.drift import ColumnDrift, Role, Severity
from pages.shared import parts, wording
from pages.shared.html import Html
from pages.shared.marks import Tone

ERROR_RATE = "error rate"  # what is chosen in place of a column, for concept drift
TOO_FEW = "too few to say"
GRAVE = (Severity.MINOR, Severity.MODERATE, Severity.SEVERE)
_TONES: dict[Severity, Tone] = {
    Severity.NONE: "good",
    Severity.MINOR: "info",
    Severity.MODERATE: "warn",
    Severity.SEVERE: "bad",
    Severity.UNKNOWN: "unknown",
}
_SAID = {Severity.NONE: "no drift shown", Severity.UNKNOWN: TOO_FEW}
ROLES = {
    Role.INPUT: "Input",
    Role.TEXT: "Text",
    Role.PREDICTION: "Prediction",
    Role.SCORE: "Score",
    Role.LABEL: "Label",
}
MEASURES = {
    "js": "Jensen-Shannon distance",
    "wasserstein_over_std": "Wasserstein distance in standard deviations",
    "ks": "Kolmogorov-Smirnov distance",
}


def tone(severity: Severity) -> Tone:
    """The colour and icon of a severity."""
    return _TONES[severity]


def said(severity: Severity) -> str:
    """A severity in words."""
    return _SAID.get(severity, severity.value)


def chip(severity: Severity) -> Html:
    """A severity with its icon."""
    return parts.chip(tone(severity), said(severity))


def is_off(severity: Severity) -> bool:
    """Whether it surely lies over a limit."""
    return severity in GRAVE


def multiple(one: ColumnDrift) -> float | None:
    """How many times the minor limit; None where there is nothing to say."""
    if one.value is None or one.severity is Severity.UNKNOWN or not one.limits.minor:
        return None
    return one.value / one.limits.minor


def times(value: float) -> str:
    """A multiple: 2.3 times; of what is far away the whole number."""
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def number(value: float | None) -> str:
    """A distance, to three digits."""
    return wording.NOTHING if value is None else f"{value:.3f}"


def measure(effect: str) -> str:
    """What the number that decides is called."""
    return MEASURES.get(effect, effect)


def called(column: str) -> str:
    """A column as a title names it: as it is called in the data."""
    return column.strip()


def period(since: str, until: str) -> str:
    """9-15 Nov 2026 from its first day and the day after its last one."""
    first, after = _date(since), _date(until)
    days = (after - first).days
    if days == 1:
        return wording.day(first)
    if days == 7:
        return wording.week(first)
    if first.day == 1 and after == (first.replace(day=28) + timedelta(days=4)).replace(day=1):
        return f"{first:%B %Y}"
    return f"{wording.day(first)} \N{EN DASH} {wording.day(after - timedelta(days=1))}"


def tick(since: str) -> str:
    """A period at an axis: 9 Nov."""
    first = _date(since)
    return f"{first.day} {first:%b}"


def _date(said: str) -> date:
    return date.fromisoformat(said[:10])
