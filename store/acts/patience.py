"""How long a delivery may take in all, and which channels it asks no more."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from curation.telling import Delivery
from store.delivery.problems import TOO_LATE
from store.delivery.sending import LONGEST

LEAST = 0.1  # of what there was in all; with less nobody is asked any more


@dataclass
class Patience:
    """`within` is what all attempts may take together, in seconds; None: `longest` for each.

    A channel that did not answer in time is `silent`: it is not waited for once more. Who has
    only so much time also asks no channel again that has `failed`.
    """

    within: float | None = None
    longest: float = LONGEST
    ticks: Callable[[], float] = monotonic
    silent: dict[str, Delivery] = field(default_factory=dict[str, Delivery])
    failed: set[str] = field(default_factory=set[str])
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.ticks()

    def for_one(self, among: int) -> float:
        """How long one attempt may take while `among` channels still want theirs; 0: none."""
        if self.within is None:
            return self.longest
        left = self.within - (self.ticks() - self.began)
        return min(self.longest, left / max(1, among)) if left > LEAST * self.within else 0.0

    def skips(self, channel: str) -> bool:
        """Whether `channel` is not asked any more."""
        return channel in self.silent or (self.within is not None and channel in self.failed)

    def saw(self, one: Delivery) -> None:
        """`one` has ended."""
        if one.problem:
            self.failed.add(one.channel)
        if one.problem == TOO_LATE:
            self.silent[one.channel] = one
