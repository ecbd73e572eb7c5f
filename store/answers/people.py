"""Who is who on this desk, what each of them answers for, and what nobody does."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from curation.cases import State
from curation.decisions import Kind
from curation.holdings import Holding, Post, What
from curation.owned import called
from curation.ownership import Ownership
from curation.people import People, Role, a, key
from curation.unowned import GRAVE, Known, Lack, Unowned, unowned
from store.answers.holdings import holdings
from store.desk import Desk
from store.ledger.reading import Reading
from store.ledger.reading_people import Acted


@dataclass(frozen=True, slots=True)
class OnePerson:
    """Somebody who is listed, owns something or has decided something.

    `owns` and `deputy_of` are scopes, numbers among them; `work` counts what waits for them.
    """

    name: str
    role: Role
    listed: bool
    admin: bool
    left: str | None
    successor: str | None
    owns: tuple[str, ...]
    deputy_of: tuple[str, ...]
    work: Mapping[str, int]
    decisions: int
    last_at: str | None

    @property
    def holds(self) -> int:
        """How much would have to be passed on."""
        return len(self.owns) + len(self.deputy_of) + sum(self.work.values())


@dataclass(frozen=True, slots=True)
class Owned:
    """One scope that somebody owns by its name."""

    scope: str
    title: str
    owner: str
    deputy: str | None


@dataclass(frozen=True, slots=True)
class PeopleAnswer:
    """Who is here, then who has left; what is owned, and what lacks somebody."""

    sentence: str
    strangers: Role
    admins: tuple[str, ...]
    people: tuple[OnePerson, ...]
    owned: tuple[Owned, ...]
    without_owner: tuple[Unowned, ...]

    @property
    def grave(self) -> tuple[Unowned, ...]:
        """What nobody can decide about, or only somebody who cannot."""
        return tuple(one for one in self.without_owner if one.lack in GRAVE)

    @property
    def falling(self) -> tuple[Unowned, ...]:
        """What has no owner of its own; somebody answers for it meanwhile."""
        return tuple(one for one in self.without_owner if one.lack is Lack.FALLS)

    def is_admin(self, name: str) -> bool:
        """Whether `name` may say who is who, as far as it is known who may."""
        return not self.admins or key(name) in {key(one) for one in self.admins}

    def owns(self, name: str) -> bool:
        """Whether `name` owns anything, and so may hand it to somebody else."""
        return any(key(one.owner) == key(name) for one in self.owned)


def people(desk: Desk) -> PeopleAnswer:
    """The people of this desk."""
    with desk.ledger.reading() as asked:
        known, owners, held = asked.people(), asked.ownerships(), holdings(asked)
        acted = asked.acted()
        lacking = unowned(_known(asked, known, owners, held))
    found = _everybody(known, held, acted)
    owned = [Owned(o.scope, called(o.scope), o.owner, o.deputy) for o in owners.values()]
    here = sum(one.left is None and one.role is not Role.JOB for one in found)
    return PeopleAnswer(
        _sentence(here, lacking),
        known.strangers,
        known.admins,
        tuple(found),
        tuple(sorted(owned, key=lambda one: (":" in one.scope, one.scope))),
        tuple(lacking),
    )


def why_not(desk: Desk, name: str) -> str | None:
    """Why `name` decides nothing here, as a sentence; None for who does."""
    with desk.ledger.reading() as asked:
        if not asked.standing(Kind.PERSON_SET):
            return None
        known = asked.people()
    if known.decides(name):
        return None
    what = "have left this desk" if known.left(name) else f"are {a(known.role(name))} here"
    return f"You {what}: everything can be seen, nothing decided. Ask {known.ask}."


def _known(
    asked: Reading, people: People, owners: Mapping[str, Ownership], held: Sequence[Holding]
) -> Known:
    blocking = asked.cases(State.BLOCKING)
    cases = [*blocking, *asked.cases(State.MONITORING)]
    brought = asked.imports()
    return Known(
        people,
        owners,
        list(asked.policy().thresholds.values()),
        held,
        sorted({one.route for one in blocking if one.route}),
        sorted({one.source for one in brought if one.undone_by is None}),
        [one for one in cases if not one.owner],
    )


@dataclass
class _Found:
    name: str
    held: list[Holding] = field(default_factory=list[Holding])
    acted: list[Acted] = field(default_factory=list[Acted])


def _everybody(
    known: People, held: Sequence[Holding], acted: Mapping[str, Acted]
) -> list[OnePerson]:
    """Everybody once, by whatever spelling: who is here first, by name; jobs after people."""
    found = {k: _Found(one.name) for k, one in known.listed.items()}
    for one in held:
        found.setdefault(key(one.holder), _Found(one.holder)).held.append(one)
    for one in acted.values():
        found.setdefault(key(one.name), _Found(one.name)).acted.append(one)
    everybody = [_one(known, one) for one in found.values()]
    order = {Role.JOB: 1, Role.VIEWER: 0, Role.REVIEWER: 0, Role.ADMIN: 0}
    return sorted(everybody, key=lambda o: (o.left is not None, order[o.role], key(o.name)))


def _one(known: People, found: _Found) -> OnePerson:
    listed = known.person(found.name)
    decided = [one for one in found.held if one.what in (What.SCOPE, What.THRESHOLD)]
    work = Counter(one.what.value for one in found.held if one not in decided)
    last = max((one.last for one in found.acted), default=None)
    return OnePerson(
        found.name,
        known.role(found.name),
        listed is not None,
        known.is_admin(found.name) and bool(known.admins),
        listed.left if listed else None,
        listed.successor if listed else None,
        _titles(decided, Post.OWNER),
        _titles(decided, Post.DEPUTY),
        dict(sorted(work.items())),
        sum(one.decisions for one in found.acted),
        last.isoformat() if last else None,
    )


def _titles(decided: Sequence[Holding], post: Post) -> tuple[str, ...]:
    return tuple(one.subject for one in decided if one.post is post)


def _sentence(here: int, lacking: Sequence[Unowned]) -> str:
    who = "1 person is" if here == 1 else f"{here} people are"
    grave = [one for one in lacking if one.lack in GRAVE]
    if grave:
        more = f" and {len(grave) - 1} more" if len(grave) > 1 else ""
        return f"{who} here; without an owner: {grave[0].title}{more}."
    falls = [one.title for one in lacking if one.lack is Lack.FALLS]
    if falls:
        more = f" and {len(falls) - 1} more" if len(falls) > 1 else ""
        return f"{who} here. Who owns blocking answers for {falls[0]}{more}."
    return f"{who} here."
