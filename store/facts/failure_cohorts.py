"""Which cohorts a failing event belongs to: its own texts that take few values."""

from store.facts.connection import DuckDBPyConnection, step
from store.facts.vocabulary import RESERVED, TEXT
from store.formats.relation import literal, name

MOST_CHARACTERS = 60  # of a value; longer texts are prose, not cohorts


def cells(cursor: DuckDBPyConnection, rows: str) -> str:
    """SQL of the list of 'column=value' that a row of `rows` says under names of its own.

    Only texts count, and whether a column is one is known of a file: a region that is 1 in one
    file and eu in another is a cohort in the second alone.
    """
    cursor.execute(f"SELECT * FROM {rows} LIMIT 0")  # noqa: S608 (own views)
    described = [(str(c), str(t)) for c, t, *_ in cursor.description or ()]
    texts = [c for c, t in described if t == TEXT and c not in RESERVED]
    if not texts:
        return "CAST([] AS VARCHAR[])"
    found = ", ".join(
        f"CASE WHEN length({name(c)}) <= {MOST_CHARACTERS} THEN {literal(c + '=')} || {name(c)}"
        " END"
        for c in texts
    )
    return f"[cell FOR cell IN [{found}] IF cell IS NOT NULL]"


def with_few_values(failures: str) -> str:
    """SQL of `failures` with the cohorts of those columns that have few values among them."""
    return step("few_cohorts").replace("/*failures*/", failures)
