"""Tell how far a long statement is, while it runs."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Event, Thread

from store.facts.connection import DuckDBPyConnection

_PAUSE = 0.2  # seconds


@contextmanager
def telling(
    cursor: DuckDBPyConnection,
    progress: Callable[[float], None] | None,
    start: float,
    length: float,
) -> Generator[None]:
    """Tell `progress` a few times a second which share of the whole is done."""
    if progress is None:
        yield
        return
    cursor.execute("SET enable_progress_bar = true")
    cursor.execute("SET enable_progress_bar_print = false")
    done = Event()

    def tell() -> None:
        while not done.wait(_PAUSE):
            percent = cursor.query_progress()
            if percent > 0:
                progress(start + length * min(percent, 100) / 100)

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
        progress(start + length)
