"""A deviation in numbers: where it is worst and what moved there, each with column and week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from curation.deviation_reasons import GONE, JS, KS, W1
from curation.percents import between
from curation.scopes import Where, told

CLEARLY = 1.2  # so many times the effect on everything, or the cohort is not worth a word
POINTS = "points"  # of the error rate, at equal scores
_UNITS = {JS: "JS {:.2f}", W1: "{:.2f} standard deviations", KS: "KS {:.2f}",
          GONE: "JS {:.2f} of the missing share", POINTS: "{:+.1f} points"}  # fmt: skip
_NAMED = 4  # cohorts that are too small, in a sentence


@dataclass(frozen=True, slots=True)
class ValueMoved:
    """The share of one value then and now; the change with Newcombe's 95 % limits."""

    value: str
    reference: float
    current: float
    change: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class TooFew:
    """A cohort that could not be judged: `n` rows in the smaller window of `of` needed."""

    cohort: Where
    n: int
    of: int


@dataclass(frozen=True, slots=True)
class Hit:
    """How far one cohort lies away between `since` and `until`.

    `effect` names the number, `farness` is how many times its minor limit it is.
    """

    where: Where
    since: str
    until: str
    n_reference: int
    n_current: int
    effect: str
    value: float
    farness: float
    low: float | None = None
    high: float | None = None

    @property
    def written(self) -> str:
        """The number with what it counts, as people read it."""
        scale = 100 if self.effect == POINTS else 1
        limits = ""
        if self.low is not None and self.high is not None:
            limits = f" ({scale * self.low:+.1f} to {scale * self.high:+.1f})"
        return f"{_UNITS[self.effect].format(scale * self.value)}{limits}"


@dataclass(frozen=True, slots=True)
class Quantified:
    """Where it is worst: `value` there, beside `everywhere`; no cohort is worse than all.

    `subject` (a column, or what the errors are compared at), `since` and `until` are of every
    number; `too_few` are the cohorts that nothing can be said of.
    """

    sentence: str
    subject: str
    since: str
    until: str
    cohort: Where
    n_reference: int | None
    n_current: int
    value: float | None
    low: float | None
    high: float | None
    everywhere: float | None
    moved: tuple[ValueMoved, ...]
    too_few: tuple[TooFew, ...]


def most_hit(hits: Sequence[tuple[Hit, Hit | None]]) -> tuple[Hit, Hit | None] | None:
    """The cohort that lies farthest, beside everything; None where none does clearly more."""
    clear = [
        (hit, whole)
        for hit, whole in hits
        if whole is None or hit.farness >= CLEARLY * whole.farness
    ]
    return max(clear, key=lambda pair: pair[0].farness, default=None)


def sentence(
    subject: str,
    hit: Hit,
    whole: Hit | None,
    moved: Sequence[ValueMoved],
    few: Sequence[TooFew],
) -> str:
    """All of it: which column, which week, where most, what moved, and who was too few."""
    when = f"{subject} {_when(hit)}"
    if hit is not whole:
        beside = whole.written if whole else "no drift"
        n = f"n {hit.n_current:,}"
        parts = [f"{when}: most where {told(hit.where)}, {hit.written} ({n}) against {beside}"]
        parts[0] += f" where {told(whole.where)}" if whole and whole.where else " in all"
    else:
        judged = "In no cohort that could be judged" if few else "In no cohort"
        parts = [
            f"{when}: {hit.written}, n {hit.n_current:,}. {judged} clearly more than in all"
        ]
    if moved:
        first = moved[0]
        there = f" where {told(hit.where)}" if hit.where else ""
        went = between(first.reference, first.current, 1)
        parts.append(f"In {subject}{there}, {first.value} went from {went}")
    if few:
        parts.append(_few(few))
    return ". ".join(parts) + "."


def _few(few: Sequence[TooFew]) -> str:
    named = [f"{told(one.cohort)}: {one.n:,} of {one.of:,}" for one in few[:_NAMED]]
    more = f"; and {len(few) - _NAMED} more" if len(few) > _NAMED else ""
    return f"Too few to say where {'; '.join(named)}{more}"


def _when(hit: Hit) -> str:
    since, until = hit.since[:10], hit.until[:10]
    if (date.fromisoformat(until) - date.fromisoformat(since)).days == 7:
        return f"in the week of {since}"
    return f"from {since} to before {until}"
