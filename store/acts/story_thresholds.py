"""What the people of the sample proposed about their numbers."""

from datetime import UTC, timedelta

from store.acts.proposing import approve, propose, reject
from store.desk import Desk

RATE, MARGIN = "gate.pass_rate.blocking", "gate.non_inferiority_margin"


def move_numbers(desk: Desk) -> None:
    """One is approved, one rejected, and the owner's own waits for her deputy."""
    today = desk.ledger.clock().astimezone(UTC).date()
    shorter = propose(
        desk, "quarantine.max_days", 21, actor="Dev Patel",
        reason="Nobody looked at a quarantined case after three weeks",
        revisit=(today + timedelta(weeks=8)).isoformat(),
    )  # fmt: skip
    approve(desk, shorter.id, actor="Ana Ruiz", reason="Agreed in the review")
    looser = propose(
        desk, RATE, 0.95, actor="Chloe Martin",
        reason="One flaky case should not hold a fix for a week",
    )  # fmt: skip
    reject(
        desk, looser.id, actor="Ben Okafor",
        reason="A case that may fail belongs in monitoring, or gets a waiver",
    )  # fmt: skip
    propose(
        desk, MARGIN, 0.015, actor="Ana Ruiz",
        reason="The set has grown: smaller drops can be seen now",
    )  # fmt: skip
