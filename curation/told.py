"""How it stands between an alarm and a channel, in words. Times are UTC."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from curation.telling import Delivery, Now, Step, What

SAID: Mapping[What, str] = {
    What.RAISED: "told",
    What.WORSE: "told that it got worse",
    What.AGAIN: "told again",
    What.BACK: "told that it is back",
    What.RESOLVED: "told that it is over",
}
_AGAIN = "again at the earliest"


def told(found: Step, now: datetime) -> str:
    """What a channel was told and when, what failed, and what comes next."""
    last, at = found.delivery, f" {clock(found.at, now)} UTC" if found.at else ""
    again = f", {_AGAIN}{at}" if at else ""
    if found.now is Now.NOTHING:
        return ""
    if found.now in (Now.COOLING, Now.TOLD) and last:
        said = f"{SAID[last.what]} {clock(datetime.fromisoformat(last.at), now)}"
        return f"{said}{again}" if again else f"{said} UTC"
    words = {
        Now.DUE: f"{_failed(last)}, tried again now" if last and last.problem else "told next",
        Now.SENDING: "being told now",
        Now.RETRY: f"{_failed(last)}, next try{at}",
        Now.MUTED: f"told after the maintenance, at the earliest{at}",
        Now.GIVEN_UP: f"could not be delivered: {_failed(last)}{again}",
    }
    return words[found.now]


def clock(at: datetime, now: datetime) -> str:
    """The time of a day near `now`: 17:49, tomorrow 17:49, 24 Nov 17:49."""
    at = at.astimezone(now.tzinfo)
    days = (at.date() - now.date()) / timedelta(days=1)
    near = {0: "", 1: "tomorrow ", -1: "yesterday "}.get(int(days))
    year = f" {at.year}" if at.year != now.year else ""
    return f"{f'{at.day} {at:%b}{year} ' if near is None else near}{at:%H:%M}"


def _failed(last: Delivery | None) -> str:
    if last is None or last.problem is None:
        return "failed"
    times = f" {last.attempts} times" if last.attempts > 1 else ""
    return f"failed{times} ({last.problem})"
