"""How differently groups are treated: parity and odds, each with support and interval."""

from collections.abc import Mapping
from dataclasses import dataclass

from curation.measures.confusion import Confusion
from curation.measures.intervals import share
from curation.measures.measure import Measure
from curation.measures.spread import Share, Spread, spread


@dataclass(frozen=True, slots=True)
class Group:
    """One group: how often it is predicted positive, and how often rightly and wrongly so."""

    group: str
    n: int
    selection_rate: Measure
    true_positive_rate: Measure
    false_positive_rate: Measure


@dataclass(frozen=True, slots=True)
class Fairness:
    """Differences between groups on one positive label; groups under the floor are left out.

    `left_out_of` names for each difference the groups that have too few whom it is about.
    """

    positive: str
    demographic_parity_difference: Measure
    equalised_odds_difference: Measure
    equal_opportunity_difference: Measure
    groups: tuple[Group, ...]
    left_out: tuple[str, ...]
    left_out_of: Mapping[str, tuple[str, ...]]


PARITY, ODDS, OPPORTUNITY = (
    "demographic_parity_difference",
    "equalised_odds_difference",
    "equal_opportunity_difference",
)
# Of all, of those for whom the label is true, of those for whom it is not: whom each is about.
ABOUT: Mapping[str, tuple[int, ...]] = {PARITY: (0,), ODDS: (1, 2), OPPORTUNITY: (1,)}
_Shares = tuple[Share, Share, Share]


def fairness(groups: Mapping[str, Confusion], positive: str, floor: float) -> Fairness:
    """Hold the groups against each other; a rate counts from `floor` observations on."""
    counted = {name: _counts(matrix, positive) for name, matrix in groups.items()}
    found = {name: apart(name, counted, floor) for name in ABOUT}
    return Fairness(
        positive,
        found[PARITY].measure,
        found[ODDS].measure,
        found[OPPORTUNITY].measure,
        tuple(_group(name, shares) for name, shares in counted.items()),
        tuple(sorted(name for name, shares in counted.items() if shares[0].n < floor)),
        {name: one.left_out for name, one in found.items()},
    )


def apart(difference: str, groups: Mapping[str, _Shares], floor: float) -> Spread:
    """How far apart the groups are in one of the differences."""
    return spread([{g: s[i] for g, s in groups.items()} for i in ABOUT[difference]], floor)


def _counts(matrix: Confusion, positive: str) -> _Shares:
    at = matrix.labels.index(positive)
    n, selected = matrix.n, int(matrix.predicted[at])
    right, there = int(matrix.hits[at]), int(matrix.support[at])
    return Share(selected, n), Share(right, there), Share(selected - right, n - there)


def _group(name: str, found: _Shares) -> Group:
    selection, rightly, unduly = found
    return Group(
        name,
        selection.n,
        share(selection.k, selection.n),
        share(rightly.k, rightly.n, "the label is never the truth"),
        share(unduly.k, unduly.n, "the label is always the truth"),
    )
