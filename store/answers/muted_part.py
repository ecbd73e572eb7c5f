"""The part of production that a maintenance is to mute, held against what came in."""

from collections.abc import Mapping

from curation.alarms import where as in_words
from curation.errors import BadRequest
from store.desk import Desk
from store.facts.sliced import Part
from store.facts.slicing import Slicing


def unseen(desk: Desk, where: Mapping[str, str | None]) -> tuple[str, ...]:
    """What of `where` no event has, as sentences; BadRequest for a column that none has."""
    slicing = Slicing(desk.facts())
    there = _events(slicing, {}) > 0
    offered = slicing.columns()
    if there and (odd := [column for column in where if column not in offered]):
        raise BadRequest(
            f"'{odd[0]}' makes no part of production, so it would mute nothing. What can: "
            f"{', '.join(offered)}."
        )
    return tuple(
        f"No event has {in_words({column: value})} yet, so as far as anybody knows this mutes "
        "nothing."
        for column, value in where.items()
        if not there or not _events(slicing, {column: value})
    )


def _events(slicing: Slicing, where: Mapping[str, str | None]) -> int:
    found = slicing.counts("cohort_counts", Part(where=where))
    return int(sum(row.cells["events"] for row in found if not row.cohort))
