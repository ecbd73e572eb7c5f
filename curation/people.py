"""Who somebody is on this desk, and what that lets them decide; it comes before ownership."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from curation.decisions import Body
from curation.errors import BadRequest, NotAllowed
from curation.names import among, key
from curation.ownership import Ownership
from curation.standing import Standing

PREFIX = "person:"
STRANGERS = "people:strangers"  # what somebody is whom nobody has listed
BUILT_IN = ("evaldesk", "ingest")  # what the product does by itself goes under these
LIST = "`evaldesk people` lists who is known."


class Role(StrEnum):
    """What somebody may do, besides what ownership allows."""

    VIEWER = "viewer"  # looks, and decides nothing
    REVIEWER = "reviewer"  # decides what ownership allows
    ADMIN = "admin"  # a reviewer who also says who is who, and who owns what
    JOB = "job"  # no person: brings facts, and says what follows from them


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is listed; `left`: the day they left on, `successor`: who took over."""

    name: str
    role: Role
    left: str | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Who is known. `founder` made the desk; whom nobody has listed is a stranger.

    The founder and who owns blocking are admins unless they are listed as something else, so
    that a desk on which nobody is listed yet has somebody who may begin.
    """

    listed: Mapping[str, Person] = field(default_factory=dict[str, Person])  # by key
    strangers: Role = Role.REVIEWER
    founder: str | None = None
    blocking: Ownership | None = None

    def person(self, name: str) -> Person | None:
        """Who is listed under `name`, however it is spelled; None for a stranger."""
        return self.listed.get(key(name))

    def role(self, name: str) -> Role:
        """What `name` is here."""
        if found := self.person(name):
            return found.role
        if among(name, *BUILT_IN):
            return Role.JOB
        return Role.ADMIN if among(name, *self._by_office) else self.strangers

    def left(self, name: str) -> bool:
        """Whether `name` is here no more."""
        found = self.person(name)
        return found is not None and found.left is not None

    def decides(self, name: str) -> bool:
        """Whether `name` is somebody who can decide at all."""
        return not self.left(name) and self.role(name) in (Role.REVIEWER, Role.ADMIN)

    def is_admin(self, name: str) -> bool:
        """Whether `name` may say who is who; where nobody is an admin, whoever decides may."""
        if admins := self.admins:
            return not self.left(name) and among(name, *admins)
        return self.decides(name)

    @property
    def admins(self) -> tuple[str, ...]:
        """Everybody who may say who is who, those first who were made so."""
        made = [p.name for p in self.listed.values() if p.role is Role.ADMIN and not p.left]
        by_office = [one for one in self._by_office if self.person(one) is None]
        return tuple(dict.fromkeys((*made, *by_office)))

    @property
    def ask(self) -> str:
        """Whom to ask, as a phrase."""
        return " or ".join(self.admins[:3]) or "whoever runs this desk"

    def followed_by(self, one: Person) -> "People":
        """These people when `one` is what was said last about them."""
        return replace(self, listed={**self.listed, key(one.name): one})

    @property
    def _by_office(self) -> tuple[str, ...]:
        owner = self.blocking.owner if self.blocking else None
        if among(self.founder or "", owner):
            return (owner,) if owner else ()
        return tuple(one for one in (owner, self.founder) if one)


NOBODY = People()


def subject(name: str) -> str:
    """What the log calls a person."""
    return PREFIX + key(name)


def body(one: Person) -> dict[str, Any]:
    """`one` as the ledger keeps it."""
    return asdict(one)


def from_body(said: Body) -> Person:
    """The person that `body` wrote."""
    return Person(**{**said, "role": Role(said["role"])})


def people(
    said: Sequence[Standing], founder: str | None = None, blocking: Ownership | None = None
) -> People:
    """Who is known, from what stands in the ledger."""
    found = [from_body(one.body) for one in said if one.subject != STRANGERS]
    rest = next((Role(o.body["role"]) for o in said if o.subject == STRANGERS), Role.REVIEWER)
    return People({key(one.name): one for one in found}, rest, founder, blocking)


def role_of(said: str) -> Role:
    """The role that somebody wrote, or BadRequest."""
    try:
        return Role(said.strip().lower())
    except ValueError:
        roles = ", ".join(Role)
        raise BadRequest(f"'{said}' is no role. Use one of: {roles}.") from None


def named(said: str) -> str:
    """A name as it is kept, or BadRequest."""
    found = " ".join(said.split())
    if not key(found):
        raise BadRequest("Say whom: a name, as it stands under decisions.")
    if len(found) > 80:
        raise BadRequest("A name has 80 signs at most, as it is shown under decisions.")
    return found


def added(known: People, name: str, role: Role) -> Person:
    """`name` listed anew, or back after they had left; BadRequest when they are here."""
    name = named(name)
    standing = known.person(name)
    if standing is not None and standing.left is None:
        raise BadRequest(
            f"{standing.name} is here already, as {a(standing.role)}. To change that: "
            f'evaldesk people role "{standing.name}" {role}'
        )
    return Person(standing.name if standing else name, role)


def turned(known: People, name: str, role: Role) -> Person:
    """`name` with another role; a stranger is listed by it."""
    standing = known.person(name)
    if standing is None:
        return Person(named(name), role)
    if standing.left is not None:
        raise BadRequest(
            f"{standing.name} left on {standing.left}. When they are back: "
            f'evaldesk people add "{standing.name}" --role {role}'
        )
    if standing.role is role:
        raise BadRequest(f"{standing.name} is {a(role)} already; nothing was changed.")
    return replace(standing, role=role)


def gone(known: People, name: str, day: str, successor: str | None) -> Person:
    """`name` as somebody who has left on `day`."""
    standing = known.person(name) or Person(named(name), known.role(name))
    if standing.left is not None:
        raise BadRequest(f"{standing.name} left on {standing.left} already.")
    return replace(standing, left=day, successor=successor)


def require_here(known: People, actor: str) -> None:
    """Refuse who has left: they decide nothing any more."""
    found = known.person(actor)
    if found is not None and found.left is not None:
        raise NotAllowed(
            f"{found.name} left this desk on {found.left} and decides nothing any more. "
            f"Ask {known.ask}."
        )


def require_admin(known: People, actor: str, act: str) -> None:
    """Refuse `act` unless `actor` may say who is who."""
    require_here(known, actor)
    if not known.is_admin(actor):
        raise NotAllowed(
            f"To {act} is for an admin; {actor} is {a(known.role(actor))}. Ask {known.ask}."
        )


def require_some_admin(known: People, after: People) -> None:
    """Refuse what would leave nobody who may say who is who: everybody would be locked out."""
    if known.admins and not after.admins:
        raise NotAllowed(
            f"{known.ask} would be the last admin to go: nobody could say any more who is "
            'who. Make somebody else one first: evaldesk people role "NAME" admin.'
        )


def a(role: Role) -> str:
    """`role` with its article."""
    return f"{'an' if role is Role.ADMIN else 'a'} {role}"
