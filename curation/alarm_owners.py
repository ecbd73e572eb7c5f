"""Who may say that alarms wake nobody, or what stands in them: a mute hides a bad release."""

from collections.abc import Sequence

from curation.errors import NotAllowed
from curation.ownership import Ownership

SCOPE = "alarms"
UNOWNED = (
    "Nobody owns alarms, the baseline or blocking, so everybody may do this. Name somebody: "
    "evaldesk own alarms --owner NAME."
)


def require_may_mute(owners: Sequence[Ownership], actor: str, act: str) -> None:
    """Refuse `act` unless `actor` owns alarms, the baseline or blocking, or is a deputy.

    `owners` are those that are named; where nobody is, everybody may.
    """
    if not owners or any(one.may_decide(actor) for one in owners):
        return
    people = ", or ".join(f"{one.people} ({one.scope})" for one in owners)
    raise NotAllowed(
        f"To {act} is for {people}; you are {actor}. Ask {owners[0].owner}, or hand it over: "
        "evaldesk own alarms --owner NAME."
    )
