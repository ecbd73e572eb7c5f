"""The people whom a contract names: scopes that can be owned, by somebody who can decide."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from curation import owned
from curation.contract import Contract
from curation.errors import BadRequest
from curation.names import same_person
from curation.ownership import Ownership
from curation.people import LIST, People, a
from curation.thresholds import Policy


def people_faults(found: Contract, policy: Policy, known: People) -> list[str]:
    """What is off about the owners, each by its place in the file."""
    return [
        f"owners.{scope}{why}"
        for scope, one in found.owners.items()
        for why in (*_of_scope(scope, policy), *_of_seats(one, known))
    ]


def _of_scope(scope: str, policy: Policy) -> Iterator[str]:
    try:
        kept = owned.scope(scope, policy)
    except BadRequest as trouble:
        yield f": {trouble}"
    else:
        if kept != scope:
            yield f" is written {kept}."


def _of_seats(one: Ownership, known: People) -> Iterator[str]:
    for post, name in _seats(one):
        person = known.person(name)
        if person is not None and person.left is not None:
            yield f".{post}: {person.name} left on {person.left}. Name who answers for it now."
        elif not known.decides(name):
            yield f".{post}: {name} is {a(known.role(name))} and decides nothing here. {LIST}"


def _seats(one: Ownership) -> Iterable[tuple[str, str]]:
    both = (("owner", one.owner), ("deputy", one.deputy))
    return [(post, name) for post, name in both if name]


def as_listed(found: Contract, known: People) -> Contract:
    """`found` with each name as it is listed, however the file spells it."""

    def listed(name: str) -> str:
        person = known.person(name)
        return person.name if person else name

    owners = {
        scope: replace(
            one, owner=listed(one.owner), deputy=listed(one.deputy) if one.deputy else None
        )
        for scope, one in found.owners.items()
    }
    return replace(found, owners=owners)


def goes_on_naming(found: Contract, version: int, name: str) -> str | None:
    """What the contract still says of somebody who passes on what they answer for."""
    posts = [
        f"{post} of {owned.called(scope)}"
        for scope, one in found.owners.items()
        for post, who in _seats(one)
        if same_person(who, name)
    ]
    if not posts:
        return None
    return (
        f"The contract, version {version}, goes on naming {name}: {', '.join(posts)}. "
        "Set a version that names who takes over: evaldesk contract export FILE."
    )
