"""Working copies of a source's own bytes that no crash can leave behind.

The path is a link to a file without a name: the system gives its blocks back when the last
process that holds it is gone, however that ends. Where there is no /proc the copy is a plain
private file, deleted with its folder.
"""

import tempfile
from pathlib import Path
from threading import Lock
from typing import IO

_OPEN: dict[Path, list[IO[bytes]]] = {}
_LOCK = Lock()
_HELD = Path("/proc/self/fd")


def unnamed(path: Path) -> Path:
    """`path`, ready to be written: what is put there is read under this name alone."""
    if path.exists() or not _HELD.is_dir():
        return path
    file = tempfile.TemporaryFile(dir=path.parent)  # noqa: SIM115 (open until forgotten)
    path.symlink_to(_HELD / str(file.fileno()))
    with _LOCK:
        _OPEN.setdefault(path.parent, []).append(file)
    return path


def forget(folder: Path) -> None:
    """Let go of all copies in `folder` and below."""
    with _LOCK:
        gone = [place for place in _OPEN if place == folder or folder in place.parents]
        files = [file for place in gone for file in _OPEN.pop(place)]
    for file in files:
        file.close()
