"""What stands where nothing can be compared yet."""

from curation.errors import NothingToJudge
from pages.production import drift_words
from pages.production.drift_address import Asked
from pages.shared import parts
from pages.shared.html import prose


def empty(now: Asked, why: NothingToJudge) -> None:
    """Draw why there is nothing to see, and the one thing to do."""
    if now.where:
        name = drift_words.called(now.by or "")
        parts.empty_state(
            "Nobody is in this cohort",
            f"No event has {now.value} as its {name}.",
            "Take the filter off above, or see what values there are:",
            f"evaldesk cohorts --by {now.by}",
        )
    else:
        parts.empty_state(
            "Nothing to compare yet",
            prose(str(why)),
            "Bring in what production did, week by week, with its times:",
            "evaldesk import events.jsonl --as events",
        )
