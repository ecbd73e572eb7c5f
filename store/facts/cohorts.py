"""Cohorts: the values of further text columns that have few of them, as region=eu."""

from store.facts.connection import DuckDBPyConnection
from store.facts.vocabulary import EVENTS, HIDDEN
from store.formats.relation import name

MOST_VALUES = 20  # a column with more of them names people or texts, not cohorts


def of_events(cursor: DuckDBPyConnection) -> dict[str, int]:
    """How many events each cohort has; columns that are all one value have none."""
    counts: dict[str, int] = {}
    for column in _texts(cursor):
        rows = cursor.execute(
            f"SELECT {name(column)}, count(*) FROM events"  # noqa: S608 (quoted names only)
            f" WHERE {name(column)} IS NOT NULL GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        if len(rows) > 1:
            counts |= {f"{column}={value}": n for value, n in rows}
    return counts


def _texts(cursor: DuckDBPyConnection) -> list[str]:
    """The further text columns with few values, told by what a sketch of them says."""
    cursor.execute("SELECT * FROM events LIMIT 0")
    known = {*EVENTS, *HIDDEN}
    texts = [
        str(c)
        for c, t, *_ in cursor.description or ()
        if c not in known and str(t) == "VARCHAR"
    ]
    if not texts:
        return []
    cells = ", ".join(f"approx_count_distinct({name(c)})" for c in texts)
    found = cursor.execute(f"SELECT {cells} FROM events").fetchone()  # noqa: S608
    return [c for c, n in zip(texts, found or (), strict=True) if n <= MOST_VALUES]
