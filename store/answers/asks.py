"""What waits for a decision: with whom, since when, and where it is decided."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that waits for a person; `link` answers it, as `case?id=c-1`."""

    what: str
    why: str
    owner: str | None
    link: str
    age_days: float | None = None  # None: it has no beginning that anybody wrote down
