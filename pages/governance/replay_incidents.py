"""Which incidents a replay catches, which it misses, and what it stops for nothing."""

from collections.abc import Sequence

from curation.replay_words import percent
from curation.replays import Caught
from pages.shared import wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.links import link
from pages.shared.tables import Column, table

_MOST = 6  # named ones


def incidents_table(then: Caught, now: Caught | None) -> Html:
    """Each incident as it is met now and as it would be, and the false alarms below."""
    before = {one.incident: one.told for one in now.incidents} if now else {}
    columns = [
        Column("Incident", tight=True),
        Column("What it is", clip=True),
        Column("Now", tight=True),
        Column("Then", tight=True),
        Column("Why"),
    ]
    rows: list[Sequence[Content]] = [
        (
            link(one.incident, "incidents", id=one.incident),
            one.name,
            before.get(one.incident, wording.NOTHING),
            tag("b", one.told) if before.get(one.incident, one.told) != one.told else one.told,
            one.why,
        )
        for one in then.incidents
    ]
    made = table("Incidents, caught or missed", columns, rows)
    return join((made, tag("p", _false(then), class_="muted")))


def _false(found: Caught) -> str:
    if not found.of_quiet:
        return "Nothing on record went by without an incident, so no alarm can be false."
    named = f": {', '.join(found.false[:_MOST])}" if found.false else ""
    return (
        f"False alarms: {found.false_alarms} of {found.of_quiet} that went by without an "
        f"incident ({percent(found.false_low)} to {percent(found.false_high)}){named}."
    )
