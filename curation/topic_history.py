"""The topics of a group as they were kept: found again by members, never numbered anew.

A topic gets its number when it is kept; until then it goes by a handle of its members, which
is no topic any more once they change.
"""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Any

from curation.errors import BadRequest, NotAllowed

SUBJECT = "topics:"
FREE = "free-text"  # failures without any label, whatever their group
ALIKE = 0.3  # of the members of both: it is the same topic
FRESH = "new-"  # before the handle of a topic that was never kept
NAMELESS = "no words in common"
LONGEST = 80  # characters of a name


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic as it is kept."""

    id: str
    name: str
    members: tuple[str, ...]
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The topics of a group at the last word; `aside` are inputs of no topic, `last` the id.

    `gone` were kept before and were not found: they come back under their names.
    """

    topics: tuple[Topic, ...] = ()
    aside: tuple[str, ...] = ()
    last: int = 0
    gone: tuple[Topic, ...] = ()

    @property
    def known(self) -> frozenset[str]:
        """Every input that was looked at."""
        return frozenset(self.aside).union(*(one.members for one in self.topics))


@dataclass(frozen=True, slots=True)
class Matched:
    """The topics of now, each new one by its handle, and those that are gone."""

    topics: tuple[Topic, ...]
    fresh: frozenset[str] = field(default=frozenset())  # handles: they were never kept
    gone: tuple[Topic, ...] = ()
    last: int = 0
    unsure: frozenset[str] = field(default=frozenset())  # ids whose name may fit no more


def subject(group: str) -> str:
    """What decisions about the topics of a group are about."""
    return f"{SUBJECT}{group}"


def matched(
    kept: Kept, clusters: Sequence[AbstractSet[str]], words: Sequence[Sequence[str]]
) -> Matched:
    """The clusters of now as topics: who shares most members first keeps its id and its name.

    Inputs that came since do not count: a topic that has grown is the same topic. Its name is
    unsure where most of its members were not in it when it was kept.
    """
    taken = dict[int, Topic]()
    for _, _, place, one in _likeness(kept, clusters):
        if place not in taken and one not in taken.values():
            taken[place] = one
    topics, fresh, unsure = list[Topic](), set[str](), set[str]()
    used = {one.name for one in (*kept.topics, *kept.gone)}
    for place, members in enumerate(clusters):
        inside = tuple(sorted(members))
        if then := taken.get(place):
            topics.append(replace(then, members=inside))
            if 2 * len(members - set(then.members)) > len(members):
                unsure.add(then.id)
            continue
        handle = _handle(inside)
        topics.append(Topic(handle, _named(words[place], used), inside))
        fresh.add(handle)
    gone = tuple(one for one in (*kept.topics, *kept.gone) if one not in taken.values())
    return Matched(tuple(topics), frozenset(fresh), gone, kept.last, frozenset(unsure))


def _likeness(
    kept: Kept, clusters: Sequence[AbstractSet[str]]
) -> list[tuple[float, bool, int, Topic]]:
    """What shares enough, the most first; a topic of the last word before one that was gone."""
    found: list[tuple[float, bool, int, Topic]] = []
    known_then = kept.known
    for one, away in [(t, False) for t in kept.topics] + [(t, True) for t in kept.gone]:
        mine = set(one.members)
        known = known_then | mine
        for place, members in enumerate(clusters):
            both, then = len(members & mine), members & known
            share = both / (len(then) + len(mine) - both) if both else 0.0
            if share >= ALIKE:
                found.append((share, away, place, one))
    return sorted(found, key=lambda row: (-row[0], *row[1:3], row[3].id))


def _handle(members: Sequence[str]) -> str:
    return FRESH + sha256("\n".join(members).encode()).hexdigest()[:6]


def _named(words: Sequence[str], used: set[str]) -> str:
    name = wanted = ", ".join(words)[:LONGEST] or NAMELESS
    number = 1
    while name in used:
        number += 1
        name = f"{wanted[: LONGEST - 5]} ({number})"
    used.add(name)
    return name


def keeping(
    found: Matched,
    aside: Collection[str],
    names: Mapping[str, str],
    owners: Mapping[str, str],
    stable: AbstractSet[str],
) -> Kept:
    """What is kept of the topics of now: with numbers, new names, and owners of stable ones."""
    ids = {one.id for one in found.topics}
    if strange := [one for one in (*names, *owners) if one not in ids]:
        raise BadRequest(
            f"{', '.join(strange)} is no topic of this group now: see `evaldesk topics`."
        )
    if unsure := [one for one in owners if one not in stable]:
        raise NotAllowed(
            f"{', '.join(unsure)} is not stable: other samples of the same failures give other "
            "topics, so nobody is made its owner. Split what belongs together by hand, or wait "
            "for more failures."
        )
    last, topics = found.last, list[Topic]()
    for one in found.topics:
        last += one.id in found.fresh
        topic = f"T-{last}" if one.id in found.fresh else one.id
        name = (names.get(one.id) or one.name).strip()[:LONGEST] or one.name
        topics.append(Topic(topic, name, one.members, owners.get(one.id) or one.owner))
    return Kept(tuple(topics), tuple(sorted(aside)), last, found.gone)


def body(kept: Kept) -> dict[str, Any]:
    """`kept` as plain JSON values."""
    said = {"topics": _plain(kept.topics), "aside": list(kept.aside), "last": kept.last}
    return {**said, "gone": _plain(kept.gone)} if kept.gone else said


def _plain(topics: Sequence[Topic]) -> list[dict[str, Any]]:
    return [{**asdict(one), "members": list(one.members)} for one in topics]


def from_body(values: Mapping[str, Any] | None) -> Kept:
    """What `body` wrote; nothing was kept where there is none."""
    if not values:
        return Kept()
    aside, last = tuple(values["aside"]), values["last"]
    return Kept(_read(values["topics"]), aside, last, _read(values.get("gone") or ()))


def _read(topics: Sequence[Mapping[str, Any]]) -> tuple[Topic, ...]:
    return tuple(
        Topic(one["id"], one["name"], tuple(one["members"]), one.get("owner")) for one in topics
    )
