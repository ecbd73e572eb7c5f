"""Whether a failure group comes more often than before; a word only where a test allows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

RECENT, BEFORE = 4, 8  # whole weeks that are compared
RATE = 0.05  # of the trends that are named, so many are false alarms
EFFECT = 1.5  # times as often, or as seldom: less is no news


class Way(StrEnum):
    """What may be said of the last weeks."""

    RISING = "rising"
    FALLING = "falling"
    NONE = "no clear trend"
    TOO_FEW = "too few to say"


@dataclass(frozen=True, slots=True)
class Trend:
    """`recent` failures in the last weeks, `before` in those before; `times` as often."""

    way: Way
    recent: int
    recent_weeks: int
    before: int
    before_weeks: int
    times: float | None  # None: there was none before

    @property
    def n(self) -> int:
        """The failures that it rests on."""
        return self.recent + self.before


def trends(
    groups: Mapping[str, Mapping[date, int]], events: Mapping[date, int], floor: float
) -> dict[str, Trend]:
    """A trend for each of `groups`, from failures and `events` a week, in whole weeks.

    The failures of a group are split between the last weeks and those before as the events
    are, unless it comes more or less often: exact binomial test, adjusted for all groups by
    Benjamini and Hochberg (1995). `floor`: with fewer failures it is too few to say.
    """
    weeks = sorted(events)
    recent, before = weeks[-RECENT:], weeks[-RECENT - BEFORE : -RECENT]
    exposed, exposed_before = (sum(events[w] for w in part) for part in (recent, before))
    counts = {g: (_sum(found, recent), _sum(found, before)) for g, found in groups.items()}
    judged = [g for g, pair in counts.items() if sum(pair) >= floor and exposed_before]
    share = exposed / (exposed + exposed_before) if judged else 0.0
    clear = dict(zip(judged, significant(_p(share, [counts[g] for g in judged])), strict=True))
    return {
        g: _trend(now, then, len(recent), len(before), share, clear.get(g))
        for g, (now, then) in counts.items()
    }


def significant(p: Sequence[float], rate: float = RATE) -> list[bool]:
    """Which of the tests hold when so many are made at once (Benjamini and Hochberg 1995)."""
    order = sorted(range(len(p)), key=lambda i: p[i])
    ranked = [i + 1 for i, at in enumerate(order) if p[at] <= rate * (i + 1) / len(p)]
    held = set(order[: max(ranked, default=0)])
    return [i in held for i in range(len(p))]


def whole_weeks(events: Mapping[date, int], until: date) -> dict[date, int]:
    """The weeks among `events` that are over on the day `until`."""
    return {week: n for week, n in events.items() if (until - week).days >= 7}


def _sum(found: Mapping[date, int], weeks: Sequence[date]) -> int:
    return sum(found.get(week, 0) for week in weeks)


def _p(share: float, pairs: Sequence[tuple[int, int]]) -> list[float]:
    if not pairs:
        return []
    from scipy import special  # only where it is needed: see curation.intervals

    found: list[float] = []
    for now, then in pairs:
        few = float(special.bdtr(now, now + then, share))
        many = float(special.bdtrc(now - 1, now + then, share)) if now else 1.0
        found.append(min(1.0, 2 * min(few, many)))
    return found


def _trend(
    now: int, then: int, weeks: int, weeks_before: int, share: float, clear: bool | None
) -> Trend:
    times = (now / share) / (then / (1 - share)) if then and 0 < share < 1 else None
    if clear is None:
        way = Way.TOO_FEW
    elif clear and (times is None or times >= EFFECT):
        way = Way.RISING
    elif clear and times is not None and times <= 1 / EFFECT:
        way = Way.FALLING
    else:
        way = Way.NONE
    return Trend(way, now, weeks, then, weeks_before, times)
