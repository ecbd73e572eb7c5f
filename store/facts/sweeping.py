"""What imports and questions that died have left behind, found and deleted."""

import shutil
from collections.abc import Collection, Generator
from contextlib import suppress
from datetime import datetime
from math import inf
from pathlib import Path

SPILL = "spill-"


def swept(
    batches: Path, staging: Path, kept: Collection[Path], *, older_than: datetime
) -> list[Path]:
    """Delete the old files of both folders that are not `kept`; which these were."""
    limit = older_than.timestamp()
    left = (path for path in _files(batches, staging) if path not in kept)
    old = [path for path in left if _touched(path) < limit]
    for path in old:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return old


def _files(batches: Path, staging: Path) -> Generator[Path]:
    """All batches and all that was staged; of spilled rows the files alone."""
    yield from batches.iterdir()
    for path in staging.iterdir():
        if not path.name.startswith(SPILL):
            yield path
            continue
        with suppress(FileNotFoundError):  # whoever closes a desk takes its folder along
            yield from path.iterdir()  # and who spilled before wants to find it again


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another import has just tidied up after itself
        return inf
