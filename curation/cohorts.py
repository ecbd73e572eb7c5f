"""Which cohorts a failure group hits more than their share; too few are too few to say."""

from collections.abc import Mapping
from dataclasses import dataclass

from curation.trends import significant

EFFECT = 1.5  # times their share among all events: less is no news
FEWEST = 5  # failures of one cohort in the group
SHOWN = 3

Counts = Mapping[str, int]  # by cohort, as region=eu


@dataclass(frozen=True, slots=True)
class Hit:
    """A cohort that has `k` of `n` failures of a group, and `events` of `of` events."""

    cohort: str
    k: int
    n: int
    events: int
    of: int

    @property
    def share(self) -> float:
        """Its share of the failures of the group."""
        return self.k / self.n

    @property
    def usual(self) -> float:
        """Its share of all events."""
        return self.events / self.of


@dataclass(frozen=True, slots=True)
class Hits:
    """The cohorts that a group of `n` failures hits most; None: too few to say."""

    n: int
    hits: tuple[Hit, ...] | None


def cohorts_hit(groups: Mapping[str, Counts], events: Counts, floor: float) -> dict[str, Hits]:
    """Per group, the cohorts over-represented in it, the most so first.

    `groups` and `events` count failures and all events by cohort; an event without a value in
    a column is in no cohort of it. A cohort is named when it comes EFFECT times as often as
    among all events and more than chance gives: exact binomial test, adjusted for all cohorts
    of all groups by Benjamini and Hochberg (1995).
    """
    judged = {name: _judged(group, events, floor) for name, group in groups.items()}
    every = [hit for hits in judged.values() for hit in hits]
    held = iter(significant([_p(hit) for hit in every]))
    clear = {name: [hit for hit in hits if next(held)] for name, hits in judged.items()}
    sizes = {name: max(_by_column(group).values(), default=0) for name, group in groups.items()}
    return {
        name: Hits(n, _most(clear[name]) if n >= floor else None) for name, n in sizes.items()
    }


def _judged(group: Counts, events: Counts, floor: float) -> list[Hit]:
    of, sizes = _by_column(events), _by_column(group)
    return [
        Hit(cohort, k, sizes[_column(cohort)], events[cohort], of[_column(cohort)])
        for cohort, k in group.items()
        if sizes[_column(cohort)] >= floor and events.get(cohort)
    ]


def _most(hits: list[Hit]) -> tuple[Hit, ...]:
    large = [hit for hit in hits if hit.k >= FEWEST and hit.share >= EFFECT * hit.usual]
    large.sort(key=lambda hit: (-hit.share / hit.usual, hit.cohort))
    return tuple(large[:SHOWN])


def _p(hit: Hit) -> float:
    from scipy import special  # only where it is needed: see curation.intervals

    return float(special.bdtrc(hit.k - 1, hit.n, hit.usual)) if hit.k else 1.0


def _by_column(counts: Counts) -> dict[str, int]:
    found: dict[str, int] = {}
    for cohort, n in counts.items():
        found[_column(cohort)] = found.get(_column(cohort), 0) + n
    return found


def _column(cohort: str) -> str:
    return cohort.partition("=")[0]
