"""What becomes of proposals that are open when somebody passes on what they answer for."""

from curation.ownership import Ownership
from curation.people import key
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


def _in(held: Ownership, name: str) -> bool:
    return key(name) in {key(one) for one in (held.owner, held.deputy) if one}


def _alone(held: Ownership, proposer: str) -> bool:
    return key(held.owner) == key(proposer) and held.deputy is None
