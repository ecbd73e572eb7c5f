"""Which columns a rollup counts events by, and the SQL that counts them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from store.facts.connection import DuckDBPyConnection, step
from store.facts.vocabulary import EVENTS, HIDDEN, NUMBER, TEXT
from store.formats.relation import name

OWN = ("route", "model_version", "feedback")  # columns of every event that make cohorts
LABELS = ("truth", "_said", "_answer")
MOST_VALUES, MOST_NUMBERS, MOST_LABELS = 60, 15, 1000  # about: what has more is not counted by
SMALL = 200_000  # so many events may all differ
GAIN = 2  # of more events so many make one row, or columns are left out
_LOOKED_AT = 20_000  # events that show which numbers take many values
_SAMPLE = 16  # one of so many events is in a sample that is the same everywhere
WRITTEN: Mapping[str, str] = {
    "_said": "CASE WHEN error IS NULL THEN prediction END",
    "_answer": "CASE WHEN error IS NULL AND prediction IS NULL AND truth IS NOT NULL THEN"
    " CASE WHEN same_answer(truth, output) THEN truth ELSE plain_label(output) END END",
}
_LOOK: Mapping[str, str] = {  # how many values it has at most, told without comparing texts
    **WRITTEN,
    "_answer": "CASE WHEN error IS NULL AND prediction IS NULL AND truth IS NOT NULL"
    " THEN output END",
}


@dataclass(frozen=True, slots=True)
class Rows:
    """Events in SQL, with the types of their columns."""

    sql: str
    types: Mapping[str, str]


def signed(sql: str) -> str:
    """Events as they are added to a rollup."""
    return f"SELECT *, 1 AS _sign FROM ({sql})"  # noqa: S608 (own SQL)


def counted_by(types: Mapping[str, str]) -> list[str]:
    """The columns of events that a rollup may count by."""
    further = [c for c in types if c not in EVENTS and c not in HIDDEN]
    return [*OWN, *further]


def columns_of(cursor: DuckDBPyConnection, rows: Rows) -> dict[str, str]:
    """Columns of few values that together leave few rows, and the labels if they are labels.

    Each with the SQL of its cell.
    """
    offered = counted_by(rows.types)
    texts = [c for c in offered if rows.types[c] == TEXT]
    numbers = [c for c in offered if rows.types[c] == NUMBER]
    first = f"SELECT * FROM ({rows.sql}) LIMIT {_LOOKED_AT}"  # noqa: S608 (own SQL)
    seen = _kinds(cursor, first, numbers)
    likely = [c for c in numbers if seen[c] <= MOST_NUMBERS]
    kinds = _kinds(cursor, rows.sql, [*texts, *likely, *LABELS])
    few = [c for c in texts if kinds[c] <= MOST_VALUES]
    few += [c for c in likely if kinds[c] <= MOST_NUMBERS]
    few.sort(key=lambda column: (kinds[column], column))
    labels = _labels(kinds)
    kept = [*_afforded(cursor, rows.sql, few, labels, kinds), *labels]
    return {c: cell(c) if kinds[c] else _nothing(rows.types.get(c, TEXT)) for c in kept}


def late_columns_of(
    cursor: DuckDBPyConnection, sql: str, columns: Iterable[str]
) -> dict[str, str]:
    """`columns`, and those of truths and predictions that hold labels, not texts."""
    kinds = _kinds(cursor, sql, LABELS)
    labels = {c: cell(c) if kinds[c] else _nothing(TEXT) for c in _labels(kinds)}
    return {**{c: cell(c) for c in columns}, **labels}


def counted(sql: str, columns: Mapping[str, str]) -> str:
    """SQL of the rollup of signed events by `columns`."""
    cells = "".join(f", {cell} AS {name(c)}" for c, cell in columns.items())
    names = "".join(f", {name(c)}" for c in columns)
    return (
        step("rollup")
        .replace("/*names*/", names)
        .replace("/*cells*/", cells)
        .replace("/*events*/", sql)
    )


def cell(column: str) -> str:
    """SQL of a column of a rollup."""
    return WRITTEN.get(column, name(column))


def _nothing(type_: str) -> str:
    return f"CAST(NULL AS {type_})"


def _labels(kinds: Mapping[str, int]) -> list[str]:
    if max(kinds["truth"], kinds["_said"]) > MOST_LABELS:
        return []
    return [c for c in LABELS if kinds[c] <= MOST_LABELS]


def _kinds(cursor: DuckDBPyConnection, sql: str, columns: Sequence[str]) -> dict[str, int]:
    """About how many values each of `columns` has."""
    if not columns:
        return {}
    cells = [f"approx_count_distinct({_LOOK.get(c, name(c))})" for c in columns]
    found = cursor.execute(f"SELECT {', '.join(cells)} FROM ({sql})").fetchall()[0]  # noqa: S608
    return dict(zip(columns, found, strict=True))


def _afforded(
    cursor: DuckDBPyConnection,
    sql: str,
    columns: Sequence[str],
    labels: Sequence[str],
    kinds: Mapping[str, int],
) -> list[str]:
    """As many of `columns`, from the first, as leave one row of every GAIN events."""
    rows = cursor.execute(f"SELECT count(*) FROM ({sql})").fetchall()[0][0]  # noqa: S608
    spread = [c for c in columns if kinds[c] > 1]
    if rows <= SMALL or not spread:
        return list(columns)
    always = ["epoch_us(occurred_at) // 604800000000"]
    always += [_LOOK.get(c, c) for c in labels if kinds[c] > 1]
    sets = [[*always, *map(name, spread[: i + 1])] for i in range(len(spread))]
    cells = [f"approx_count_distinct(hash({', '.join(one)}))" for one in sets]
    half = [f"{cell} FILTER (hash(event_id) % {2 * _SAMPLE} = 0)" for cell in cells]
    found = cursor.execute(
        f"SELECT count(*), {', '.join([*cells, *half])} FROM ({sql})"  # noqa: S608 (own SQL)
        f" WHERE hash(event_id) % {_SAMPLE} = 0"
    ).fetchall()[0]
    looked, whole, part = found[0], found[1 : 1 + len(cells)], found[1 + len(cells) :]
    growth = [_grown(w, p, rows / max(looked, 1)) for w, p in zip(whole, part, strict=True)]
    most = max(SMALL, rows / GAIN)
    dropped = {c for c, grown in zip(spread, growth, strict=True) if grown > most}
    return [c for c in columns if c not in dropped]


def _grown(whole: int, half: int, times: float) -> float:
    """How many kinds there are among `times` as many: at most, for their growth slows down.

    A sample of `whole` kinds had `half` of them among its first half.
    """
    return whole * times ** log2(min(max(whole / max(half, 1), 1.0), 2.0))
