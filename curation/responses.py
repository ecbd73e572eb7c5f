"""What deviations ask for beside the investigations that stand: a new one, word, alarm."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from curation.deviating import graver
from curation.deviations import Deviation
from curation.drift import Severity
from curation.investigations import Investigation, Status, Step, after, seen_again


@dataclass(frozen=True, slots=True)
class Response:
    """What a look at production does: `changed` as they stand from now on.

    `fresh` deviations are in no investigation yet; `known` are grave ones that somebody has
    closed with a finding while they go on; `alarming` are severe and were not before.
    """

    fresh: tuple[Deviation, ...] = ()
    known: tuple[Deviation, ...] = ()
    alarming: tuple[Deviation, ...] = ()
    changed: tuple[Investigation, ...] = ()
    added: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


@dataclass
class _Sorting:
    """The investigations as they change while deviations are sorted into them."""

    standing: dict[str, Investigation]
    fresh: list[Deviation] = field(default_factory=list[Deviation])
    known: list[Deviation] = field(default_factory=list[Deviation])
    alarming: list[Deviation] = field(default_factory=list[Deviation])
    seen: set[str] = field(default_factory=set[str])

    def take(self, one: Deviation) -> None:
        """Put `one` where it belongs."""
        about = [i for i in self.standing.values() if one.key in i.keys]
        if one.severity is Severity.SEVERE and not any(_was_severe(i, one) for i in about):
            self.alarming.append(one)
        waiting = [i for i in about if not i.closed]
        if waiting:
            self.seen.update(i.id for i in waiting)
            self.standing[waiting[-1].id] = seen_again(waiting[-1], one)
        elif graver(one.severity, Severity.MINOR):
            settled = any(_settles(i, one) for i in about)
            (self.known if settled else self.fresh).append(one)


def responded(
    found: Sequence[Deviation], judged: set[str], standing: Sequence[Investigation]
) -> Response:
    """What `found` asks for beside `standing`; `judged` are the keys that could be told of."""
    sorting = _Sorting({one.id: one for one in standing})
    for one in found:
        sorting.take(one)
    for one in standing:
        if (
            one.status is Status.OPEN
            and one.id not in sorting.seen
            and judged.intersection(one.keys)
        ):
            sorting.standing[one.id] = replace(one, status=after(one.status, Step.GONE))
    now, changed = sorting.standing, [i for i in standing if sorting.standing[i.id] != i]
    return Response(
        tuple(sorting.fresh),
        tuple(sorting.known),
        tuple(sorting.alarming),
        tuple(now[one.id] for one in changed),
        tuple(one.id for one in changed if one.id in sorting.seen),
        tuple(one.id for one in changed if now[one.id].status is Status.ENDED),
    )


def _settles(standing: Investigation, one: Deviation) -> bool:
    """Whether `standing` was closed about the same deviation, when it was no less grave."""
    last = standing.last(one.key)
    return (
        last is not None and last.since >= one.began and not graver(one.severity, last.severity)
    )


def _was_severe(standing: Investigation, one: Deviation) -> bool:
    return any(
        s.key == one.key and s.severity is Severity.SEVERE and s.since >= one.began
        for s in standing.sightings
    )
