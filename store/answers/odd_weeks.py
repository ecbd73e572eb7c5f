"""Weeks of a reference that lie far from its others: an outage one would not compare with."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation.profile import ColumnProfile

_NAMED = 3


@dataclass(frozen=True, slots=True)
class OddWeek:
    """The week that begins on the Monday `week`, and in which columns it is odd."""

    week: str
    columns: tuple[str, ...]


def odd_weeks(columns: Sequence[ColumnProfile]) -> tuple[OddWeek, ...]:
    """Every week that is odd in any column."""
    found: dict[str, list[str]] = {}
    for column in columns:
        for week in column.odd_weeks:
            found.setdefault(week, []).append(column.column)
    return tuple(OddWeek(week, tuple(found[week])) for week in sorted(found))


def told(odd: Sequence[OddWeek]) -> str:
    """The same in a sentence; nothing where there are none."""
    if not odd:
        return ""
    named = ", ".join(f"{one.week} ({_few(one.columns)})" for one in odd[:_NAMED])
    more = f" and {len(odd) - _NAMED} more" if len(odd) > _NAMED else ""
    if len(odd) == 1:
        return f"The week of {named} lies far from the others and is left out there."
    return f"The weeks of {named}{more} lie far from the others and are left out there."


def leave_out(odd: Sequence[OddWeek]) -> str:
    """The same for who may still choose another window."""
    return f"{told(odd)} A window without {'it' if len(odd) == 1 else 'them'}?" if odd else ""


def _few(columns: Sequence[str]) -> str:
    more = f" and {len(columns) - _NAMED} more" if len(columns) > _NAMED else ""
    return ", ".join(columns[:_NAMED]) + more
