"""What may be done with failure groups: every objection at once, or the decisions to record."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, field

from curation.cases import Dismissal
from curation.decisions import Decision, Kind
from curation.dismissal import described
from curation.grouping import Archive, Grouping, Regrouped, is_signature
from curation.ownership import Ownership
from curation.promotion import Objection

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Desired:
    """What is known when somebody wants to change groups, and who wants it why."""

    grouping: Grouping
    actor: str
    reason: str = ""
    asleep: AbstractSet[str] = frozenset()
    blocking: AbstractSet[str] = frozenset()  # shown groups in which blocking cases fail
    owner: Ownership | None = None  # of the blocking set


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be recorded, or per group why not; with an objection nothing is done."""

    decisions: tuple[Decision, ...] = ()
    objections: Mapping[str, tuple[Objection, ...]] = field(
        default_factory=dict[str, tuple[Objection, ...]]
    )


def rename(asked: Desired, group_id: str, name: str) -> Plan:
    """Call a group `name`."""
    group, called = asked.grouping.of(group_id), name.strip()
    found = [_part(asked, group_id), *_name(asked, group_id, called)]
    if group.name == called and called:
        found.append(Objection("same_name", f"it is called {called} already", "leave it"))
    return _plan(
        {group_id: found},
        [_decision(asked, Kind.GROUP_NAMED, group, name=called)],
    )


def merge(asked: Desired, group_ids: Sequence[str], into: str, name: str | None = None) -> Plan:
    """Show `group_ids` in `into`, which may get a name; signatures stay what they are."""
    target = asked.grouping.of(asked.grouping.shown(into))
    gone = [one for one in dict.fromkeys(group_ids) if one not in (into, target.id)]
    found = {one: [_part(asked, one), _asleep(asked, one)] for one in gone}
    if into != target.id and target.id in group_ids:
        found[into] = [_circle(target.id)]
    elif not gone:
        found[into] = [_lonely()]
    called = (name or "").strip()
    at_target = [_asleep(asked, target.id), _reason(asked, "a merge")]
    at_target += _name(asked, target.id, called) if called else []
    found[target.id] = [*found.get(target.id, []), *at_target]
    merged = [*target.merged, *(one for one in gone if one not in target.merged)]
    decisions = [d for one in gone for d in _into(asked, one, target.id)]
    decisions += _awake(asked, target)
    decisions.append(_decision(asked, Kind.GROUP_MERGED, target, merged=merged))
    if called and called != target.name:
        decisions.append(_decision(asked, Kind.GROUP_NAMED, target, name=called))
    return _plan(found, decisions)


def split(
    asked: Desired, group_id: str, case_ids: Sequence[str], name: str, *,
    as_group: str, holds: AbstractSet[str],
) -> Plan:  # fmt: skip
    """Bring `case_ids` out of a group that `holds` them into a new one, `as_group`."""
    group, called = asked.grouping.of(group_id), name.strip()
    leaving = list(dict.fromkeys(case_ids))
    found = [_part(asked, group_id), _asleep(asked, group_id), _reason(asked, "a split")]
    found += [*_name(asked, as_group, called), *_leaving(leaving, holds)]
    return _plan({group_id: found}, _split(asked, group, leaving, called, as_group))


def archive(asked: Desired, rules: Mapping[str, Dismissal], at: str) -> Plan:
    """Put the groups of `rules` to sleep, each until its rule wakes it."""
    found = {
        one: [
            _part(asked, one), _asleep(asked, one, again=True), _reason(asked, "an archive"),
            _guarded(asked, one),
        ]
        for one in rules
    }  # fmt: skip
    decisions = [
        _decision(
            asked,
            Kind.GROUP_ARCHIVED,
            asked.grouping.of(one),
            archive=asdict(Archive(rule, at, asked.actor, asked.reason)),
        )
        for one, rule in rules.items()
    ]
    return _plan(found, decisions)


def reopen(asked: Desired, group_ids: Sequence[str]) -> Plan:
    """Let archived groups wait again."""
    groups = [asked.grouping.of(one) for one in dict.fromkeys(group_ids)]
    found = {g.id: [_part(asked, g.id), *_not_archived(g)] for g in groups}
    return _plan(
        found, [_decision(asked, Kind.GROUP_REOPENED, g, archive=None) for g in groups]
    )


def _split(
    asked: Desired, group: Regrouped, cases: Sequence[str], name: str, as_group: str
) -> list[Decision]:
    """A place is taken by one group at most: where an earlier split had it, it leaves."""
    moved = asked.grouping.moved_places
    signatures = [one for one in asked.grouping.parts(group.id) if is_signature(one)]
    fresh = {(s, c) for s in signatures for c in cases if (s, c) not in moved}
    wanted = set(cases)
    again = {
        place: home
        for place, home in moved.items()
        if place[1] in wanted and asked.grouping.shown(home) == group.id
    }
    new = Regrouped(as_group)
    taken = [list(place) for place in sorted({*fresh, *again})]
    decisions = [
        *_awake(asked, group),
        _decision(asked, Kind.GROUP_SPLIT, new, name=name, taken=taken),
    ]
    for home in sorted({group.id, *again.values()}):
        left = asked.grouping.of(home)
        after: dict[str, object] = {}
        if home in again.values():
            after["taken"] = [list(place) for place in left.taken if place not in again]
        if home == group.id:
            after["gave"] = [*left.gave, as_group]
        decisions.append(_decision(asked, Kind.GROUP_SPLIT, left, **after))
    return decisions


def _into(asked: Desired, group_id: str, target: str) -> list[Decision]:
    group = asked.grouping.of(group_id)
    return [*_awake(asked, group), _decision(asked, Kind.GROUP_MERGED, group, into=target)]


def _awake(asked: Desired, group: Regrouped) -> list[Decision]:
    """A group that came back is reopened for good before what it holds is changed.

    Else it could fall asleep again, because its rule would count other failures.
    """
    if group.archive is None:
        return []
    return [_decision(asked, Kind.GROUP_REOPENED, group, archive=None)]


def _decision(asked: Desired, kind: Kind, group: Regrouped, **after: object) -> Decision:
    before = {name: _plain(getattr(group, name)) for name in after}
    return Decision(kind, group.id, after, asked.actor, asked.reason, before)


def _plain(value: object) -> object:
    return asdict(value) if isinstance(value, Archive) else value


def _plan(
    found: Mapping[str, Sequence[Objection | None]], decisions: Sequence[Decision]
) -> Plan:
    standing = {one: tuple(o for o in objections if o) for one, objections in found.items()}
    against = {one: objections for one, objections in standing.items() if objections}
    return Plan(objections=against) if against else Plan(tuple(decisions))


def _part(asked: Desired, group_id: str) -> Objection | None:
    whole = asked.grouping.shown(group_id)
    if whole == group_id:
        return None
    return Objection("not_shown", f"it is part of {whole}", f"do it with {whole}")


def _asleep(asked: Desired, group_id: str, *, again: bool = False) -> Objection | None:
    if group_id not in asked.asleep:
        return None
    sleep = asked.grouping.of(group_id).archive
    until = f" {described(sleep.rule)}" if sleep else ""
    code = "already_archived" if again else "asleep"
    return Objection(code, f"it sleeps{until}", f"evaldesk group reopen {group_id}")


def _circle(whole: str) -> Objection:
    what = f"it is part of {whole} already: the merge would go round in a circle"
    return Objection("cycle", what, f"merge into {whole}")


def _lonely() -> Objection:
    return Objection("nothing_to_merge", "there is no other group to merge", "name two groups")


def _reason(asked: Desired, act: str) -> Objection | None:
    if asked.reason.strip():
        return None
    return Objection("no_reason", f"{act} needs a reason", "say --reason")


def _name(asked: Desired, group_id: str, name: str) -> list[Objection]:
    if not name:
        return [Objection("no_name", "it needs a name", "say what its failures have in common")]
    if len(name) > LONGEST_NAME:
        too_long = f"its name has {len(name)} characters"
        return [Objection("long_name", too_long, f"say it in {LONGEST_NAME}")]
    for other in asked.grouping.groups.values():
        same = (other.name or "").casefold() == name.casefold()
        if same and other.into is None and other.id != group_id:
            taken = f"{other.id} is called {other.name} already"
            return [Objection("name_taken", taken, "merge the two, or choose another name")]
    return []


def _leaving(cases: Sequence[str], holds: AbstractSet[str]) -> list[Objection]:
    strange = [case for case in cases if case not in holds]
    if strange:
        what = f"{', '.join(strange)} does not fail in this group"
        return [Objection("not_its_case", what, "name cases of the group")]
    if not cases:
        return [Objection("no_cases", "no case is named", "say which cases leave")]
    if len(cases) == len(holds):
        return [Objection("all_of_it", "these are all of its cases", "rename the group")]
    return []


def _not_archived(group: Regrouped) -> list[Objection]:
    if group.archive is not None:
        return []
    return [Objection("not_archived", "it is not archived", "leave it where it is")]


def _guarded(asked: Desired, group_id: str) -> Objection | None:
    """Who decides what blocks a release decides whether its failures may go unseen."""
    owner = asked.owner
    if group_id not in asked.blocking or owner is None or owner.may_decide(asked.actor):
        return None
    what = f"a blocking case fails in it, and blocking belongs to {owner.people}"
    return Objection("not_the_owner", what, f"ask {owner.owner}")
