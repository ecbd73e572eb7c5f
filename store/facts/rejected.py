"""A row that was kept out of the facts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was kept out: where it is, which field, why, and the row itself as JSON."""

    file: str
    row: int
    field: str | None
    value: str | None
    reason: str
    raw: str
