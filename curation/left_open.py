"""What becomes of proposals that are open when somebody passes on what they answer for."""

from curation.errors import NotAllowed
from curation.names import among, key, same_person
from curation.ownership import Ownership
from curation.proposals import Proposal


def note(
    said: Proposal, name: str, before: Ownership | None, after: Ownership | None
) -> str | None:
    """Who decides about an open proposal from then on; None where `name` has no part in it.

    Whose proposal it is does not change: an heir who decided about it as their own would
    approve what they have not proposed, or could not approve what they have.
    """
    one, until = f"{said.id} ({said.name})", said.expires
    if key(said.proposer) == key(name):
        whose = after.people if after else "nobody, as long as nobody owns it,"
        return f"{one}, which {name} proposed, stays open until {until}; {whose} decides."
    if before is None or after is None or not _in(before, name):
        return None
    if _alone(after, said.proposer):
        return (
            f"{one} was proposed by {after.owner}, who takes over and has nobody beside them: "
            "name who decides about it with --deputy NAME."
        )
    return f"{one} waited for {name} to decide, and waits for {after.people} from then on."


def require_may_name(
    said: Proposal, actor: str, before: Ownership | None, after: Ownership | None
) -> None:
    """Refuse to change who decides about one's own open proposal: nobody picks their judge.

    Where nobody else could decide about it, whoever proposed it names somebody.
    """
    had, now = _judges(said, before), _judges(said, after)
    if not same_person(actor, said.proposer) or not had or had.keys() == now.keys():
        return
    who = " or ".join(had.values())
    raise NotAllowed(
        f"{said.id} ({said.name}) is yours, {said.proposer}, and waits for {who}: nobody names "
        f"who decides about their own. Wait for the answer, let {who} name them, or withdraw "
        f"it first: evaldesk withdraw {said.id} --reason …"
    )


def _judges(said: Proposal, held: Ownership | None) -> dict[str, str]:
    """Who may decide about it, by key: all but its proposer."""
    people = [one for one in (held.owner, held.deputy) if one] if held else []
    return {key(one): one for one in people if not same_person(one, said.proposer)}


def _in(held: Ownership, name: str) -> bool:
    return among(name, held.owner, held.deputy)


def _alone(held: Ownership, proposer: str) -> bool:
    return same_person(held.owner, proposer) and held.deputy is None
