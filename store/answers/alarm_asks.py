"""What of the alarms waits for a person: an open one, and one that nobody could be told of."""

from collections.abc import Iterator

from curation.alarms import AlarmState
from curation.errors import BadRequest
from store.answers.alarms import alarms
from store.desk import Desk

Said = tuple[str, str, str | None, str]  # what, why, whose, where


def alarm_asks(desk: Desk) -> Iterator[Said]:
    """The asks of the home page."""
    try:
        found = alarms(desk)
    except BadRequest as off:  # the home page stands, whatever desk.toml says of channels
        yield "Nobody is told of alarms", str(off), None, "alarms"
        return
    waiting = [
        one for one in found.alarms if one.state is AlarmState.OPEN and not one.muted_until
    ]
    if waiting:
        first = waiting[0]
        many = "1 alarm waits" if len(waiting) == 1 else f"{len(waiting)} alarms wait"
        yield (
            f"{many} for somebody to take it",
            first.sentence,
            None,
            f"alarms?alarm={first.id}",
        )
    if found.undelivered:
        named = ", ".join(found.undelivered)
        lost = [f"{c.name}: {c.problem}" for c in found.channels if c.given_up]
        yield f"{named} could not be delivered", ", ".join(lost), None, "alarms"
    if found.untold and found.channels:
        yield (
            f"Nobody is told of {', '.join(found.untold)}",
            "no channel takes it",
            None,
            "alarms",
        )
