"""Where a file is brought into canonical columns, leaving nothing behind."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from curation.mapping import Mapping
from store.facts.batches import sha256_of
from store.facts.connection import DuckDBPyConnection
from store.facts.masking import Masking
from store.facts.outcome import FileRead
from store.facts.preview import mapping_of
from store.facts.staging import StagedFile, stage_file
from store.formats.opening import open_rows
from store.formats.unnamed import forget


@contextmanager
def workplace(staging: Path, name: str) -> Generator[Path]:
    """A folder in `staging` that is gone when the work is done."""
    folder = Path(mkdtemp(prefix=f"{name}-", dir=staging))
    try:
        yield folder
    finally:
        remove(folder)


def remove(folder: Path) -> None:
    """Delete a workplace, with the copies in it that have no name."""
    shutil.rmtree(folder, ignore_errors=True)
    forget(folder)


def staged(
    cursor: DuckDBPyConnection,
    path: Path,
    mapping: Mapping,
    folder: Path,
    import_id: str,
    now: datetime,
    masking: Masking | None,
) -> StagedFile:
    """The file at `path` in canonical columns, in the new `folder`."""
    folder.mkdir()
    rows = open_rows(path, folder, cursor)
    own = mapping_of(cursor, rows, mapping.kind, None, mapping, masking)
    if masking:
        own = masking.mapping(own)
    return stage_file(cursor, rows, own, folder, import_id=import_id, now=now, masking=masking)


def read(path: Path, file: StagedFile) -> FileRead:
    """What the log says of a file that was brought."""
    return FileRead(path.name, file.rows.sha256 or sha256_of(path))
