"""How differently groups are treated: parity and odds, each with support and interval."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from curation.measures.confusion import Confusion
from curation.measures.intervals import difference, share
from curation.measures.measure import Measure, undefined

_METHOD = "newcombe, highest group minus lowest"


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
    """Differences between groups on one positive label; groups under the floor are left out."""

    positive: str
    demographic_parity_difference: Measure
    equalised_odds_difference: Measure
    equal_opportunity_difference: Measure
    groups: tuple[Group, ...]
    left_out: tuple[str, ...]


_Share = tuple[int, int]


def fairness(groups: Mapping[str, Confusion], positive: str, floor: float) -> Fairness:
    """Hold the groups against each other; a rate counts from `floor` observations on."""
    counted = {name: _counts(matrix, positive) for name, matrix in groups.items()}
    kept = {name: found for name, found in counted.items() if found[0][1] >= floor}
    selection, rightly, unduly = (
        {name: found[i] for name, found in kept.items() if found[i][1] >= max(floor, 1)}
        for i in range(3)
    )
    opportunity, false_alarms = _widest(rightly), _widest(unduly)
    return Fairness(
        positive,
        _widest(selection),
        _larger(opportunity, false_alarms),
        opportunity,
        tuple(_group(name, found) for name, found in counted.items()),
        tuple(sorted(counted.keys() - kept.keys())),
    )


def _counts(matrix: Confusion, positive: str) -> tuple[_Share, _Share, _Share]:
    at = matrix.labels.index(positive)
    n, selected = matrix.n, int(matrix.predicted[at])
    right, there = int(matrix.hits[at]), int(matrix.support[at])
    return (selected, n), (right, there), (selected - right, n - there)


def _group(name: str, found: tuple[_Share, _Share, _Share]) -> Group:
    selection, rightly, unduly = found
    return Group(
        name,
        selection[1],
        share(*selection),
        share(*rightly, "the label is never the truth"),
        share(*unduly, "the label is always the truth"),
    )


def _widest(rates: Mapping[str, _Share]) -> Measure:
    """The highest rate minus the lowest. Picking them makes the difference look large."""
    if len(rates) < 2:
        n = sum(of for _, of in rates.values())
        return undefined(n, _METHOD, "fewer than two groups with enough support")
    ranked = sorted(rates, key=lambda name: (rates[name][0] / rates[name][1], name))
    lowest, highest = ranked[0], ranked[-1]
    found = difference(*rates[highest], *rates[lowest])
    return replace(found, method=_METHOD, note=f"{highest} above {lowest}")


def _larger(one: Measure, other: Measure) -> Measure:
    if one.value is None or other.value is None:
        return one if one.value is None else other
    return one if one.value >= other.value else other
