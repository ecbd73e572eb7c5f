"""What stands where nothing can be compared yet."""

from pages.production import drift_words
from pages.production.drift_address import Asked
from pages.shared import parts
from store.answers.drift import DriftAnswer


def is_empty(now: Asked, found: DriftAnswer) -> bool:
    """Draw why there is nothing to see, where that is so."""
    if not found.weeks and now.where:
        parts.empty_state(
            "Nobody is in this cohort",
            f"No event has {now.value} as its {drift_words.called(now.by or '')}.",
            "Take the filter off above, or see what values there are:",
            f"evaldesk cohorts --by {now.by}",
        )
    elif not found.weeks:
        parts.empty_state(
            "Nothing to compare yet",
            "No event with a time has come in, so nobody can say what has changed.",
            "Bring in what production did, with its times:",
            "evaldesk import events.jsonl --as events",
        )
    elif len(found.weeks) == 1 and found.reference.provisional:
        first = found.weeks[0]
        parts.empty_state(
            f"One {now.every} is too short to compare",
            f"All events are of {drift_words.period(first.since, first.until)}: there is no "
            f"{now.every} before it that it could be held against.",
            "Bring in what came before or after it:",
            "evaldesk import events.jsonl --as events",
        )
    else:
        return False
    return True
