"""What failures are counted against: an event that nobody judged did not pass."""

from collections.abc import Iterable

from curation.budget_share import Counted

PER = 1000  # changes of failures are said per so many events
_STEADY = 0.1  # so far the share of judged events may move, of itself


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
    """The events that could have been found to fail: those judged, where only they do."""
    return part.judged if part.judged and part.failed <= part.bad else part.events


def exposures(now: Counted, past: Counted) -> tuple[int, int] | None:
    """What both are counted against; None: verdicts came or went, and nothing compares.

    It is judged events where no failure is known without a verdict, else all events, as long
    as as large a share of them was judged.
    """
    if all(one.failed <= one.bad and one.judged for one in (now, past)):
        return now.judged, past.judged
    shares = [judged_share(one) for one in (now, past)]
    if abs(shares[0] - shares[1]) > _STEADY * max(shares):
        return None
    return now.events, past.events


def judged_share(part: Counted) -> float:
    """How much of its events was judged."""
    return part.judged / part.events if part.events else 0.0
