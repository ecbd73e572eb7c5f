"""What is in force now, to which every recorded answer of the gate is held when it is shown."""

from datetime import UTC

from curation.decisions import Kind
from curation.gate_mode import SUBJECT, mode_of
from curation.overtaken import InForce
from curation.waivers import in_force, waivers_of
from store.ledger.reading import Reading


def in_force_now(asked: Reading) -> InForce:
    """Numbers, mode, waivers and quarantines on the day of the desk's clock."""
    today = asked.clock().astimezone(UTC).date()
    return InForce(
        asked.policy(),
        mode_of(asked.standing_of(SUBJECT)),
        in_force(waivers_of(asked.standing(Kind.WAIVER_SET)), today),
        frozenset(asked.quarantines(today)),
    )
