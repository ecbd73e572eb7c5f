"""Hold what an import brought against the baseline; the import stands whatever comes of it."""

from store.acts.watching import WATCH, watch
from store.answers.baseline import standing_baseline
from store.desk import Desk


def watched(desk: Desk) -> str | None:
    """What production looks like now, in a sentence; None where no baseline stands."""
    with desk.ledger.reading() as asked:
        if standing_baseline(asked) is None:
            return None
    try:
        return watch(desk, WATCH).sentence
    except Exception as trouble:  # facts that came in are never lost by a look
        why = f"{type(trouble).__name__}: {trouble}"
        return f"It could not be held against the baseline ({why}). Try: evaldesk watch."
