"""How grave a deviation is, and how far an investigation is, as a status."""

from curation.drift import Severity
from curation.investigations import Status
from pages.shared.html import Html
from pages.shared.marks import Tone
from pages.shared.parts import chip

_SEVERITY: dict[Severity, tuple[Tone, str]] = {
    Severity.SEVERE: ("bad", "severe"),
    Severity.MODERATE: ("warn", "moderate"),
    Severity.MINOR: ("info", "minor"),
    Severity.NONE: ("good", "quiet"),
    Severity.UNKNOWN: ("unknown", "too few to say"),
}
_STATUS: dict[Status, tuple[Tone, str]] = {
    Status.OPEN: ("warn", "goes on"),
    Status.ENDED: ("info", "ended, no finding yet"),
    Status.CLOSED: ("good", "closed"),
}


def chip_of(severity: Severity) -> Html:
    """Icon and word of a severity."""
    return chip(*_SEVERITY[severity])


def chip_of_status(status: Status) -> Html:
    """Icon and word of how far an investigation is."""
    return chip(*_STATUS[status])
