"""The topics of a group as they were kept: found again by members, never numbered anew."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from curation.errors import BadRequest, NotAllowed

SUBJECT = "topics:"
FREE = "free-text"  # failures without any label, whatever their group
ALIKE = 0.3  # of the members of both: it is the same topic
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
    """The topics of a group at the last word; `aside` are inputs of no topic, `last` the id."""

    topics: tuple[Topic, ...] = ()
    aside: tuple[str, ...] = ()
    last: int = 0

    @property
    def known(self) -> frozenset[str]:
        """Every input that was looked at."""
        return frozenset(self.aside).union(*(one.members for one in self.topics))


@dataclass(frozen=True, slots=True)
class Matched:
    """The topics of now, each new one with the next number, and those that are gone."""

    topics: tuple[Topic, ...]
    fresh: frozenset[str] = field(default=frozenset())  # ids that were never kept
    gone: tuple[Topic, ...] = ()
    last: int = 0


def subject(group: str) -> str:
    """What decisions about the topics of a group are about."""
    return f"{SUBJECT}{group}"


def matched(
    kept: Kept, clusters: Sequence[AbstractSet[str]], words: Sequence[Sequence[str]]
) -> Matched:
    """The clusters of now as topics: who shares most members first keeps its id and its name.

    Inputs that came since do not count: a topic that has grown is the same topic.
    """
    known, taken = kept.known, dict[int, Topic]()
    for _, place, one in _likeness(kept, clusters, known):
        if place not in taken and one not in taken.values():
            taken[place] = one
    last, topics, fresh = kept.last, list[Topic](), set[str]()
    used = {one.name for one in taken.values()}
    for place, members in enumerate(clusters):
        inside = tuple(sorted(members))
        if place in taken:
            topics.append(replace(taken[place], members=inside))
            continue
        last += 1
        name = _named(words[place], used, f"T-{last}")
        topics.append(Topic(f"T-{last}", name, inside))
        fresh.add(f"T-{last}")
    gone = tuple(one for one in kept.topics if one not in taken.values())
    return Matched(tuple(topics), frozenset(fresh), gone, last)


def _likeness(
    kept: Kept, clusters: Sequence[AbstractSet[str]], known: AbstractSet[str]
) -> list[tuple[float, int, Topic]]:
    found: list[tuple[float, int, Topic]] = []
    for place, members in enumerate(clusters):
        then = members & known
        for one in kept.topics:
            both = len(then & set(one.members))
            share = both / (len(then) + len(one.members) - both) if both else 0.0
            if share >= ALIKE:
                found.append((share, place, one))
    return sorted(found, key=lambda row: (-row[0], row[1], row[2].id))


def _named(words: Sequence[str], used: set[str], topic: str) -> str:
    name = ", ".join(words)[:LONGEST] or topic
    if name in used:
        name = f"{name[: LONGEST - len(topic) - 1]} {topic}"
    used.add(name)
    return name


def keeping(
    found: Matched,
    aside: Collection[str],
    names: Mapping[str, str],
    owners: Mapping[str, str],
    stable: AbstractSet[str],
) -> Kept:
    """What is kept of the topics of now: with new names, and owners of stable ones."""
    ids = {one.id for one in found.topics}
    if strange := [one for one in (*names, *owners) if one not in ids]:
        raise BadRequest(f"{', '.join(strange)} is no topic of this group now.")
    if unsure := [one for one in owners if one not in stable]:
        raise NotAllowed(
            f"{', '.join(unsure)} is not stable: other samples of the same failures give other "
            "topics, so nobody is made its owner. Split what belongs together by hand, or wait "
            "for more failures."
        )
    topics = [
        replace(
            one,
            name=(names.get(one.id) or one.name).strip()[:LONGEST] or one.name,
            owner=owners.get(one.id) or one.owner,
        )
        for one in found.topics
    ]
    return Kept(tuple(topics), tuple(sorted(aside)), found.last)


def body(kept: Kept) -> dict[str, Any]:
    """`kept` as plain JSON values."""
    topics = [{**asdict(one), "members": list(one.members)} for one in kept.topics]
    return {"topics": topics, "aside": list(kept.aside), "last": kept.last}


def from_body(values: Mapping[str, Any] | None) -> Kept:
    """What `body` wrote; nothing was kept where there is none."""
    if not values:
        return Kept()
    topics = [
        Topic(one["id"], one["name"], tuple(one["members"]), one.get("owner"))
        for one in values["topics"]
    ]
    return Kept(tuple(topics), tuple(values["aside"]), values["last"])
