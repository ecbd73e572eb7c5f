"""Failure groups as decisions left them: names, merges, splits, and which group sleeps."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from curation.cases import Dismissal
from curation.decisions import Entry

SPLIT = "s-"  # how the ids of groups begin that a split has made
Place = tuple[str, str]  # all failures of one signature and one case: (signature, case)


@dataclass(frozen=True, slots=True)
class Archive:
    """A group that is put to sleep: until when, and who did so when and why."""

    rule: Dismissal
    at: str
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What was decided about one group; `version` is the number of the last decision.

    The signature of a failure never changes: `into` is where its group is shown instead.
    """

    id: str
    version: int = 0
    name: str | None = None
    into: str | None = None  # the group that it was merged into
    merged: tuple[str, ...] = ()  # the groups that were merged into this one
    taken: tuple[Place, ...] = ()  # what a split has brought here
    gave: tuple[str, ...] = ()  # the groups that were split off
    archive: Archive | None = None


@dataclass(frozen=True, slots=True)
class Members:
    """The failures of one shown group, or of several, told by signature and case.

    A failure belongs when its signature is among `signatures` and its place is not in
    `taken_out`, or when its place is in `taken_in`.
    """

    signatures: tuple[str, ...] = ()
    taken_in: tuple[Place, ...] = ()
    taken_out: tuple[Place, ...] = ()

    def hold(self, signature: str, case: str) -> bool:
        """Whether the failures of `case` with `signature` belong here."""
        place = (signature, case)
        inside = signature in self.signatures and place not in self.taken_out
        return inside or place in self.taken_in


@dataclass(frozen=True)
class Grouping:
    """Which group each failure is shown in: every failure has exactly one."""

    groups: Mapping[str, Regrouped] = field(default_factory=dict[str, Regrouped])

    def of(self, group_id: str) -> Regrouped:
        """What was decided about a group; nothing, where nothing was."""
        return self.groups.get(group_id) or Regrouped(group_id)

    def shown(self, group_id: str) -> str:
        """The group that `group_id` is part of, through all merges."""
        while (into := self.of(group_id).into) is not None:
            group_id = into
        return group_id

    def place(self, signature: str, case: str) -> str:
        """The group in which the failures of `case` with `signature` are shown."""
        return self.shown(self.moved_places.get((signature, case), signature))

    @cached_property
    def moved_places(self) -> dict[Place, str]:
        """The places that splits have moved, each to the group that took it."""
        return {place: group.id for group in self.groups.values() for place in group.taken}

    @cached_property
    def aliases(self) -> dict[str, str]:
        """The groups that are part of another, each with the one that is shown."""
        return {g.id: self.shown(g.id) for g in self.groups.values() if g.into is not None}

    def parts(self, group_id: str) -> tuple[str, ...]:
        """`group_id` and every group that is shown in it."""
        return (group_id, *sorted(part for part, to in self.aliases.items() if to == group_id))

    def members(self, *group_ids: str) -> Members:
        """The failures shown in any of `group_ids`; a part stands for the whole."""
        wanted = {self.shown(one) for one in group_ids}
        parts = {part for one in wanted for part in self.parts(one)}
        here = {place: self.shown(to) in wanted for place, to in self.moved_places.items()}
        return Members(
            signatures=tuple(sorted(parts)),
            taken_in=_sorted(p for p, own in here.items() if own and p[0] not in parts),
            taken_out=_sorted(p for p, own in here.items() if not own and p[0] in parts),
        )

    def archived(self) -> list[Regrouped]:
        """The shown groups that were put to sleep; whether they still do, facts say."""
        return [g for g in self.groups.values() if g.archive and g.into is None]


def _sorted(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places))


def is_signature(group_id: str) -> bool:
    """Whether failures carry this id, and not only a split has made it."""
    return not group_id.startswith(SPLIT)


def apply(group: Regrouped | None, entry: Entry) -> Regrouped:
    """`group` after `entry`."""
    group = group or Regrouped(entry.subject)
    values = {name: _typed(name, value) for name, value in entry.after.items()}
    return replace(group, version=entry.seq, **values)


def grouping(groups: Iterable[Regrouped]) -> Grouping:
    """All `groups` together."""
    return Grouping({group.id: group for group in groups})


def body(group: Regrouped) -> dict[str, Any]:
    """`group` as plain JSON values."""
    found = asdict(group)
    found["taken"] = [list(place) for place in group.taken]
    return {**found, "merged": list(group.merged), "gave": list(group.gave)}


def from_body(values: Mapping[str, Any]) -> Regrouped:
    """The group that `body` wrote."""
    known = {f.name for f in fields(Regrouped)}
    return Regrouped(**{name: _typed(name, v) for name, v in values.items() if name in known})


def _typed(name: str, value: Any) -> Any:  # noqa: ANN401 (a plain JSON value)
    if name in ("merged", "gave"):
        return tuple(value)
    if name == "taken":
        return tuple((signature, case) for signature, case in value)
    if name == "archive" and value is not None:
        told = {k: v for k, v in value.items() if k != "rule"}
        return Archive(rule=Dismissal(**value["rule"]), **told)
    return value
