"""Which cells of a row contradict what is known under the same id."""

from collections.abc import Iterator, Sequence

from store.facts.connection import DuckDBPyConnection, step
from store.facts.staging import StagedFile
from store.facts.vocabulary import HIDDEN
from store.formats.relation import literal, name

_SKIPPED = {*HIDDEN, "event_id", "case_id", "truth"}


def note_differences(cursor: DuckDBPyConnection, files: Sequence[StagedFile]) -> None:
    """Fill the table `differences` with the rows that say something else than what is known.

    Hashes only raise the suspicion. A cell that is empty now contradicts nothing.
    """
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE differing AS {step('differing')}")
    if not cursor.execute("SELECT count(*) FROM differing").fetchall()[0][0]:
        return
    for table, key in (
        ("new_cells", "file VARCHAR, n BIGINT"),
        ("old_cells", "event_id VARCHAR"),
    ):
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} ({key}, field VARCHAR, value VARCHAR)"
        )
    known = "(SELECT * FROM events WHERE event_id IN (SELECT event_id FROM differing))"
    cells = _cells(cursor, known, set())
    cursor.execute(f"INSERT INTO old_cells SELECT event_id, {cells} FROM {known} AS s")  # noqa: S608
    for file in files:
        _add_cells(cursor, file)
    cursor.execute(step("differences"))


def _add_cells(cursor: DuckDBPyConnection, file: StagedFile) -> None:
    path = literal(str(file.parquet))
    source = f"read_parquet({path}, file_row_number=true)"
    skipped = {"file_row_number"}
    if "input" not in file.mapping.fields:  # then it was made up from the other cells
        skipped.add("input")
    cursor.execute(
        f"INSERT INTO new_cells SELECT d.file, d.n, {_cells(cursor, source, skipped, new=True)}"  # noqa: S608
        f" FROM {source} AS s"
        f" JOIN differing AS d ON d.file = {path} AND d.n = s.file_row_number"
    )
    cursor.execute(
        f"INSERT INTO old_cells SELECT s.event_id, {_cells(cursor, source, skipped)}"  # noqa: S608
        f" FROM {source} AS s JOIN (SELECT DISTINCT first_file, first_n FROM differing) AS d"
        f" ON d.first_file = {path} AND d.first_n = s.file_row_number"
    )


def _cells(
    cursor: DuckDBPyConnection, source: str, skipped: set[str], *, new: bool = False
) -> str:
    """SQL of one row for each cell: its column and its value as text."""
    cursor.execute(f"SELECT * FROM {source} LIMIT 0")  # noqa: S608 (quoted names only)
    columns = [(str(c), str(t)) for c, t, *_ in cursor.description or ()]
    kept = [(c, t) for c, t in columns if c not in _SKIPPED and c not in skipped]
    names = ", ".join(literal(column) for column, _ in kept)
    return f"unnest([{names}]), unnest([{', '.join(_texts(kept, new))}])"


def _texts(columns: Sequence[tuple[str, str]], new: bool) -> Iterator[str]:
    for column, type_ in columns:
        cell = f"s.{name(column)}"
        if column == "kind" and new:  # with a truth it may follow from the truth alone
            yield f"CASE WHEN s.truth IS NULL THEN {cell} END"
        elif column == "route":
            yield f"nullif({cell}, 'default')"
        elif type_ == "DOUBLE":
            yield f"number_text({cell})"
        elif type_.startswith("TIMESTAMP"):
            yield f"CAST(epoch_us({cell}) AS VARCHAR)"
        else:
            yield f"CAST({cell} AS VARCHAR)"
