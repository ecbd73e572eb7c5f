"""Columns of which no drift is told, and why."""

from collections.abc import Collection

from curation.drift import NotWatched
from store.facts.connection import DuckDBPyConnection
from store.facts.watched import offered, types_of
from store.formats.relation import literal, name

ID = "nearly every row has a value of its own, like an id or a free text"
NAMES_A_CODE = "by its name it holds ids or codes"
LATER = "it has no value in the reference: it came later"
LACKING = "the reference was stored without it: set the baseline anew to watch it"


def came_later(
    cursor: DuckDBPyConnection, known: Collection[str], window: tuple[str, str]
) -> list[NotWatched]:
    """Columns that have values, of which the reference (the `window`) knows nothing."""
    types = types_of(cursor)
    asked = [c for c in offered(types) if c in types and c not in known]
    if not asked:
        return []
    since, until = (f"TIMESTAMPTZ {literal(moment)}" for moment in window)
    inside = f"occurred_at >= {since} AND occurred_at < {until}"
    cells = [f"count({name(c)}), count({name(c)}) FILTER ({inside})" for c in asked]
    sql = f"SELECT {', '.join(cells)} FROM events"  # noqa: S608 (quoted names only)
    (found,) = cursor.execute(sql).fetchall()
    both = zip(asked, found[::2], found[1::2], strict=True)
    return [NotWatched(c, LACKING if before else LATER) for c, n, before in both if n]
