"""What failures are counted against: an event that nobody judged did not pass."""

from collections.abc import Iterable

from curation.budget_share import Counted

PER = 1000  # changes of failures are said per so many events
_STEADY = 0.1  # so far, of itself, a share may move or be mistaken


def all_of(parts: Iterable[Counted]) -> Counted:
    """All of `parts` as one."""
    some = list(parts)
    return Counted(
        sum(one.events for one in some),
        sum(one.judged for one in some),
        sum(one.bad for one in some),
        sum(one.failed for one in some),
    )


def seen(part: Counted, floor: float, *, usual: bool) -> bool:
    """Whether enough is known of `part` to count its failures.

    Where verdicts are `usual` a part without them has no failures because nobody looked.
    """
    if part.events < floor:
        return False
    return not usual or max(part.judged, part.failed) >= floor


def exposed(part: Counted) -> int:
    """The events of known outcome; all of them, where failures come without a verdict."""
    return _known(part) or part.events


def _known(part: Counted) -> int | None:
    """Those that were judged, and the few failures that nobody had to judge.

    Such failures are found among all events: None where to count them against the judged ones
    makes failing look more frequent than it is.
    """
    others = max(0, part.failed - part.bad)
    if not part.judged:
        return None
    too_many = others * (part.events / part.judged - 1)
    known = min(part.events, part.judged + others)
    return known if too_many <= _STEADY * part.failed else None


def exposures(now: Counted, past: Counted) -> tuple[int, int] | None:
    """What both are counted against; None: verdicts came or went, and nothing compares.

    It is the events of known outcome, else all events, as long as as large a share of them was
    judged.
    """
    known = _known(now), _known(past)
    if known[0] is not None and known[1] is not None:
        return known[0], known[1]
    shares = [judged_share(one) for one in (now, past)]
    if abs(shares[0] - shares[1]) > _STEADY * max(shares):
        return None
    return now.events, past.events


def judged_share(part: Counted) -> float:
    """How much of its events was judged."""
    return part.judged / part.events if part.events else 0.0
