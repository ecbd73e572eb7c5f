"""Take one file of an import into a folder of its own, and tell how far that is."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from curation.mapping import Mapping
from store.facts.connection import DuckDBPyConnection
from store.facts.preview import mapping_of
from store.facts.progress import share_written, telling
from store.facts.staging import STAGED, StagedFile, stage_file
from store.facts.training import KIND, stage_training
from store.formats.opening import open_rows

Progress = Callable[[float], None]


def taken(
    cursor: DuckDBPyConnection,
    path: Path,
    mapping: Mapping,
    folder: Path,
    *,
    import_id: str,
    now: datetime,
    progress: Progress | None,
    start: float,
    length: float,
) -> StagedFile:
    """The file in canonical columns, or what its texts look like where no text is kept.

    `progress` hears of shares from `start` on, up to `length` more.
    """
    if mapping.kind == KIND:

        def tell(share: float) -> None:
            if progress:
                progress(start + length * share)

        return stage_training(cursor, path, mapping, folder, import_id=import_id, tell=tell)
    done = partial(share_written, path, folder / STAGED)
    with telling(cursor, progress, done, start, length):
        return staged(cursor, path, mapping, folder, import_id, now)


def staged(
    cursor: DuckDBPyConnection,
    path: Path,
    mapping: Mapping,
    folder: Path,
    import_id: str,
    now: datetime,
) -> StagedFile:
    """The file in canonical columns, by what its own columns are."""
    folder.mkdir()
    rows = open_rows(path, folder, cursor)
    own = mapping_of(cursor, rows, mapping.kind, None, mapping)
    return stage_file(cursor, rows, own, folder, import_id=import_id, now=now)
