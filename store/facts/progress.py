"""Tell how far a long statement is, while it runs."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from store.facts.connection import DuckDBPyConnection

_PAUSE = 0.2  # seconds
_PACKED = {".jsonl": 0.2, ".json": 0.2, ".ndjson": 0.2, ".csv": 0.35}  # Parquet bytes a byte


def share_written(source: Path, parquet: Path) -> float:
    """About how much of `source` is in `parquet`, by how large such files become."""
    expected = source.stat().st_size * _PACKED.get(source.suffix, 1.0)
    return parquet.stat().st_size / max(expected, 1) if parquet.exists() else 0.0


@contextmanager
def telling(
    cursor: DuckDBPyConnection,
    progress: Callable[[float], None] | None,
    written: Callable[[], float],
    start: float,
    length: float,
) -> Generator[None]:
    """Tell `progress` a few times a second which share of the whole is done.

    DuckDB knows that for some formats only; for the others `written` estimates it.
    """
    if progress is None:
        yield
        return
    cursor.execute("SET enable_progress_bar = true")
    cursor.execute("SET enable_progress_bar_print = false")
    done = Event()

    def tell() -> None:
        share = 0.0
        while not done.wait(_PAUSE):
            share = max(share, min(max(cursor.query_progress() / 100, written()), 0.99))
            progress(start + length * share)

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
        progress(start + length)
