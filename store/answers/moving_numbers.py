"""What is known of a governed number that may move: the replay, and at which head."""

from typing import Any

from store.desk import Desk


def evidence(desk: Desk, name: str, to: float | None) -> dict[str, Any]:  # noqa: ARG001
    """What a proposal to move `name` rests on, as it goes into the log."""
    with desk.ledger.reading() as asked:
        seq, head = asked.head()
    return {"seq": seq, "head": head}
