"""For how long events keep their texts: a number of days, and what they lose after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from curation.errors import BadRequest

TEXTS, ROWS = "texts", "rows"
LOSES = {
    TEXTS: "their texts; what is counted stays, so trends go on",
    ROWS: "their texts and their ids; the counted values alone stay, so trends go on",
}
LONGEST = 36_500


@dataclass(frozen=True, slots=True)
class Retention:
    """After `days` events lose `what`: their texts, or whatever leads to whom they were of."""

    days: int
    what: str = TEXTS

    @property
    def sentence(self) -> str:
        """The rule, in one sentence."""
        return f"After {self.days:,} days events lose {LOSES[self.what]}."

    def before(self, now: datetime) -> datetime:
        """Events older than this lose it: whole days, so that a rerun finds the same."""
        day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return day - timedelta(days=self.days)


def retention(days: int, what: str = TEXTS) -> Retention:
    """A rule as somebody says it, or BadRequest."""
    if not 1 <= days <= LONGEST:
        raise BadRequest(f"{days} is no time to keep events for: say 1 to {LONGEST:,} days.")
    if what not in LOSES:
        raise BadRequest(f"Events can lose {' or '.join(LOSES)}, not '{what}'.")
    return Retention(days, what)


def body(one: Retention | None) -> dict[str, Any] | None:
    """The rule as the policy of privacy keeps it."""
    return {"days": one.days, "what": one.what} if one else None


def from_body(said: Mapping[str, Any] | None) -> Retention | None:
    """The rule that `body` wrote."""
    return Retention(said["days"], said.get("what", TEXTS)) if said else None
