"""Open a foreign file by what it is."""

from pathlib import Path

import duckdb

from store.formats.csv_rows import open_csv
from store.formats.detecting import Shape, shape_of, starts_with_bom, unpacked
from store.formats.json_rows import open_json
from store.formats.parquet_rows import ParquetRows
from store.formats.relation import Rows
from store.formats.unnamed import unnamed


def open_rows(path: Path, folder: Path, cursor: duckdb.DuckDBPyConnection) -> Rows:
    """Look at `path`; what has to be unpacked goes into `folder`. Unreadable says why not."""
    plain = unpacked(path, folder)
    shape = shape_of(plain, path)
    if shape is Shape.PARQUET:
        return ParquetRows(path, plain, cursor)
    if shape is Shape.CSV:
        return open_csv(path, plain)
    return open_json(path, _without_bom(plain, folder), shape, folder)


def _without_bom(plain: Path, folder: Path) -> Path:
    if not starts_with_bom(plain):
        return plain
    copy = unnamed(folder / f"nobom{plain.suffix}")
    copy.write_bytes(plain.read_bytes()[3:])
    return copy
