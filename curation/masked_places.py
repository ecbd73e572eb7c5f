"""How many places with personal data an import replaced, as the log and people tell it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Counts = Mapping[tuple[str, str], int]  # by column and kind


@dataclass(frozen=True, slots=True)
class MaskedPlaces:
    """How many places with personal data of one kind were replaced in a column."""

    column: str
    kind: str
    places: int


def masked_body(counts: Counts) -> dict[str, Any]:
    """What the log says of what was masked, column by column; nothing where nothing was."""
    columns: dict[str, dict[str, int]] = {}
    for (column, kind), places in sorted(counts.items()):
        columns.setdefault(column, {})[kind] = places
    return {"masked": columns} if columns else {}


def masked_places(body: Mapping[str, Any]) -> tuple[MaskedPlaces, ...]:
    """What an import's entry in the log says of what was masked, most first."""
    said: Mapping[str, Mapping[str, int]] = body.get("masked") or {}
    found = [
        MaskedPlaces(column, kind, places)
        for column, kinds in said.items()
        for kind, places in kinds.items()
    ]
    return tuple(sorted(found, key=lambda m: (-m.places, m.column, m.kind)))
