"""What the fields and units of an import are called on the screen."""

from curation.mapping import FURTHER, FURTHER_TEXT, NOT_KEPT
from pages.shared.wording import words

_FIELDS = {
    "event_id": "Id",
    "case_id": "Case id",
    "occurred_at": "Time",
    "started_at": "Time",
    "labelled_at": "Time of the label",
    "truth": "Truth: right answer",
    "prediction": "Prediction: model's label",
    "passed": "Passed: a verdict",
    "feedback": "User feedback",
    "kind": "Kind of failure",
    "latency_ms": "Latency",
    "cost_usd": "Cost",
    "source_ref": "Id in its source",
    FURTHER: "Keep as a further column",
    FURTHER_TEXT: "Keep as further text",
    NOT_KEPT: "Do not import",
}
_UNITS = {
    "ms": "milliseconds",
    "s": "seconds",
    "us": "microseconds",
    "usd": "US dollars",
    "share": "0 to 1",
    "percent": "0 to 100 %",
    "stars": "1 to 5 stars",
    "from1": "counted from 1",
    "from0": "counted from 0",
}


def field_name(field: str) -> str:
    """A field, or what else becomes of a column."""
    return _FIELDS.get(field) or words(field)


def unit_name(unit: str) -> str:
    """A unit, spelled out."""
    return _UNITS.get(unit, unit)
