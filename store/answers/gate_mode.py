"""What the gate lets through at this moment, and who said so."""

from curation.gate_mode import SUBJECT, GateMode, mode_of
from store.desk import Desk


def gate_mode(desk: Desk) -> GateMode:
    """The mode in force; normal where nobody ever said anything."""
    with desk.ledger.reading() as asked:
        return mode_of(asked.standing_of(SUBJECT))
