"""The Kolmogorov-Smirnov distance of all rows, for who does not want to rely on bins."""

from collections.abc import Sequence
from dataclasses import replace

from curation.drift import ColumnDrift, Kind, Within
from store.answers.drift_windows import Stretch
from store.facts.drifting import Drifting, Where
from store.facts.warehouse import Facts


def exactly(
    facts: Facts,
    columns: Sequence[ColumnDrift],
    where: Where,
    reference: Stretch,
    current: Stretch,
) -> list[ColumnDrift]:
    """The columns with their exact distance; where it decides it is the effect."""
    numbers = [column.column for column in columns if column.kind is Kind.NUMBER]
    edges = [moment.isoformat() for s in (reference, current) for moment in (s.since, s.until)]
    found = Drifting(facts).ks(numbers, where, (edges[0], edges[1]), (edges[2], edges[3]))
    return [_with(column, found.get(column.column)) for column in columns]


def _with(column: ColumnDrift, distance: float | None) -> ColumnDrift:
    if distance is None:
        return column
    value = distance if column.effect == "ks" else column.value
    return replace(column, ks=Within(distance, distance), value=value)
