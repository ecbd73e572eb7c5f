"""How old what we rest on is: the model, the last run, the last frozen set, the last label."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from curation.thresholds import Policy


@dataclass(frozen=True, slots=True)
class Age:
    """`days` since `since`, against a governed `limit`; `met` is None where nobody can say."""

    what: str
    name: str | None  # which model, run or set it is
    since: datetime | None
    days: float | None
    limit: float
    met: bool | None
    threshold: str
    why: str


_CALLED = {
    "model": "The model in production",
    "run": "The last run",
    "set": "The last frozen blocking set",
    "label": "The last label",
}


def age(
    what: str, name: str | None, since: datetime | None, now: datetime, policy: Policy
) -> Age:
    """How old `what` is: model, run, set or label."""
    threshold = f"staleness.{what}_days"
    limit = policy.value(threshold)
    called = _CALLED[what]
    if since is None:
        why = f"{called}: nobody can say, there is none on record"
        return Age(what, name, None, None, limit, None, threshold, why)
    days = max(0.0, (now - since).total_seconds() / 86400)
    named = f"{called}, {name}," if name else called
    why = f"{named} is {days:.0f} days old, limit {limit:g}"
    return Age(what, name, since, days, limit, days <= limit, threshold, why)


def stale(ages: Sequence[Age]) -> list[Age]:
    """Those that are too old, or of which nobody can say."""
    return [one for one in ages if one.met is not True]
