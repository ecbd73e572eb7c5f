"""The candidates that no other one beats: nobody is better, faster and cheaper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """What one candidate offers; None where it was not measured."""

    accuracy: float | None
    latency_ms: float | None
    cost: float | None


def front(offers: Mapping[str, Offer]) -> tuple[str, ...]:
    """The Pareto front, in the order of `offers`."""
    return tuple(name for name in offers if not beaten_by(name, offers))


def beaten_by(name: str, offers: Mapping[str, Offer]) -> tuple[str, ...]:
    """The others that are as good in everything, and better in one thing.

    Nobody is beaten by what was not measured in the same things.
    """
    mine = offers[name]
    return tuple(o for o, offer in offers.items() if o != name and _beats(offer, mine))


def _beats(one: Offer, other: Offer) -> bool:
    if one.accuracy is None or other.accuracy is None:
        return False
    if (one.latency_ms is None) != (other.latency_ms is None):
        return False
    if (one.cost is None) != (other.cost is None):
        return False
    gains = _gains(one, other)
    return min(gains) >= 0 and max(gains) > 0


def _gains(one: Offer, other: Offer) -> Sequence[float]:
    pairs = (
        (one.accuracy, other.accuracy, 1),
        (one.latency_ms, other.latency_ms, -1),
        (one.cost, other.cost, -1),
    )
    return [way * (a - b) for a, b, way in pairs if a is not None and b is not None]
