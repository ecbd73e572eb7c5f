"""The numbers of a refresh: the window it looks at, and what it makes of the sets."""

from pages.shared import parts, wording
from pages.shared.html import Html
from store.answers.refresh_draft import Draft


def window_told(found: Draft) -> str:
    """What was looked at, in numbers."""
    w = found.window
    return (
        f"{wording.count(w.failures)} failures in {wording.count(w.events)} events since "
        f"{wording.moment(w.since)}; {wording.count(w.judged)} of them are judged"
    )


def size_tiles(found: Draft) -> Html:
    """How large the sets are and would be, and how long production is on record."""
    sizes = [
        parts.Tile(
            str(one.set).capitalize(),
            f"{wording.count(one.now)} → {wording.count(one.after)}",
            "cases, now and after",
            page="sets",
            query={"set": one.set},
        )
        for one in found.sizes
    ]
    record = (
        f"production is on record since {wording.day(found.record)}"
        if found.record
        else "production is not on record"
    )
    days = parts.Tile("Unseen before it may go", f"{found.stale_days:.0f} days", record)
    return parts.tiles(*sizes, days)
