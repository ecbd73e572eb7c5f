"""What stands where nothing can be compared yet."""

from curation.errors import NothingToJudge
from curation.scopes import told
from pages.production.drift_address import Asked
from pages.shared import parts
from pages.shared.html import prose


def empty(now: Asked, why: NothingToJudge) -> None:
    """Draw why there is nothing to see, and the one thing to do."""
    if now.where:
        parts.empty_state(
            "Nobody is in this cohort",
            f"No event is of {told(now.where)}.",
            "Take the filter off above, or see what values there are:",
            f"evaldesk cohorts --by {next(iter(now.where))}",
        )
    else:
        parts.empty_state(
            "Nothing to compare yet",
            prose(str(why)),
            "Bring in what production did, week by week, with its times:",
            "evaldesk import events.jsonl --as events",
        )
