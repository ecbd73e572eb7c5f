"""What a coverage matrix amounts to, in words."""

from collections.abc import Sequence

from curation.coverage import Cell, Summary, called
from curation.percents import percent


def sentence(cells: Sequence[Cell], total: Summary, by: Sequence[str], dismissed: int) -> str:
    """Where most is lost and least is tested, and what nobody can say."""
    left = ""
    if dismissed:
        left = f" {dismissed:,} failures that somebody dismissed are left out."
    return f"{_told(cells, total, by)}{left}"


def _told(cells: Sequence[Cell], total: Summary, by: Sequence[str]) -> str:
    if not total.failures:
        return (
            f"No failure is known of this time: nothing says what {total.cases:,} cases lack."
        )
    if not total.cost:
        said = "Nobody has said what these failures cost"
        if total.cost is not None:
            said = "These failures cost nothing, by what is said of them"
        return f"{said}, so no target can be said."
    told = [_most(cells, total, by), _unknown(total, by)]
    if total.unpriced:
        told.append(f"{total.unpriced:,} failures have no price and count in no target.")
    return " ".join(one for one in told if one)


def _most(cells: Sequence[Cell], total: Summary, by: Sequence[str]) -> str:
    lacking = [c for c in cells if c.known and (c.gap or 0) > 0]
    if not total.wanted:
        return f"Nobody can say what is lacking by {_named(by)}."
    if not total.cases:
        return "The set is empty: every failure goes untested."
    if not lacking:
        of = "the cost of failure"
        if total.unknown:
            of = f"the known {percent(1 - total.unknown)} of the cost"
        return f"Each of {total.wanted:,} cases that {of} asks for is there."
    first = lacking[0]
    rest = f" {percent(total.untested)} of the cost lies where no case tests."
    few, losing = "", sum(bool(c.target) for c in cells)
    if losing > total.cases:
        few = f" {losing:,} combinations lose money, more than the {total.cases:,} cases."
    return (
        f"Most is lost and least is tested at {called(first.values)}: "
        f"{percent(first.cost_weight)} of what failures cost, {first.actual} of "
        f"{first.target} cases.{rest if total.untested else ''}{few}"
    )


def _unknown(total: Summary, by: Sequence[str]) -> str:
    if not total.unknown:
        return ""
    names = _named([d for d in by if d in total.unknown_by])
    return (
        f"{percent(total.unknown)} of the cost is of unknown {names}: production does not say."
    )


def _named(by: Sequence[str]) -> str:
    return ", ".join(by).replace("_", " ")
