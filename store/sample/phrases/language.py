"""The labels that the assistant chooses from, and what one language needs to speak of them."""

from collections.abc import Mapping
from dataclasses import dataclass

INTENTS: Mapping[str, str] = {  # label -> the route that serves it
    "refund_request": "refunds",
    "refund_status": "refunds",
    "double_charge": "billing",
    "invoice_question": "billing",
    "track_order": "shipping",
    "missing_parcel": "shipping",
    "start_return": "returns",
    "login_help": "login",
    "cancel_subscription": "subscriptions",
    "change_plan": "subscriptions",
}
DECLINE, HUMAN = "decline", "human_agent"
LABELS = (*INTENTS, DECLINE, HUMAN)


def route_of(label: str) -> str:
    """The route that serves `label`."""
    return INTENTS[label]


@dataclass(frozen=True, slots=True)
class Language:
    """One language. Asks may name {item}, {plan}, {month}; details also {order}, {days},
    {amount}, {few}; replies are what the assistant says when it has chosen the label.
    """

    code: str
    openings: tuple[str, ...]
    closings: tuple[str, ...]
    details: tuple[str, ...]
    parcel_details: tuple[str, ...]  # told where something was sent
    fillers: tuple[str, ...]  # of speech: what a transcript is full of
    items: tuple[str, ...]
    plans: tuple[str, ...]
    months: tuple[str, ...]
    asks: Mapping[str, tuple[str, ...]]
    replies: Mapping[str, tuple[str, ...]]
