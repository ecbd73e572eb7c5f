"""Files that a visitor of the app brings: copies of uploads, and paths that may be read."""

import re
import shutil
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PureWindowsPath
from tempfile import mkdtemp
from typing import BinaryIO
from weakref import finalize

from curation.errors import NotAllowed
from store.desk import Desk

_LONGEST = 150  # bytes of a name; file systems take 255, and copies get endings of their own
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # control, direction and half characters
UPLOAD = "upload-"


class Uploads:
    """Private copies of uploaded files, gone when they are closed or nobody holds them."""

    def __init__(self, desk: Desk, files: Sequence[tuple[str, BinaryIO]]) -> None:
        # Among the staged files: what a killed process leaves is swept away by later imports.
        folder = Path(mkdtemp(prefix=UPLOAD, dir=desk.folder / "facts" / "staging"))
        self.close = finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.paths = tuple(
            _copied(folder / f"{number:03}", name, file)
            for number, (name, file) in enumerate(files)
        )


def _copied(folder: Path, name: str, file: BinaryIO) -> Path:
    folder.mkdir(mode=0o700)
    path = folder / file_name(name)
    file.seek(0)
    with path.open("xb") as copy:
        shutil.copyfileobj(file, copy, 1 << 20)
    return path


def file_name(said: str) -> str:
    """`said` without folders and without characters that hide or that no name may have."""
    last = PureWindowsPath(said.replace("\0", "")).name
    shown = "".join(c for c in last if unicodedata.category(c) not in _HIDDEN)
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFC", shown)).strip(" .")
    ends = "".join(Path(plain).suffixes[-2:])[-20:]
    stem = plain.removesuffix(ends) if ends != plain else plain
    room = _LONGEST - len(ends.encode())
    cut = stem.encode()[:room].decode("utf-8", "ignore") if room < len(stem.encode()) else stem
    return f"{cut}{ends}" if cut != ends and cut else plain or "upload"


def readable_here(desk: Desk, said: str) -> Path:
    """The file that a visitor names, if it lies where the app may read.

    That is the desk's folder `incoming`, and what desk.toml lists: `[imports] folders = […]`.
    NotAllowed says the same of every other path, whether something is there or not.
    """
    inside = [path for folder in desk.import_folders if (path := _inside(folder, said.strip()))]
    if not inside:
        raise NotAllowed(
            f"'{said}' is not in a folder that this page may read. {reading_rule(desk)} "
            "Upload the file, or use `evaldesk import` on the server."
        )
    return next((path for path in inside if path.exists()), inside[0])


def _inside(folder: Path, said: str) -> Path | None:
    """`said` as a path within `folder`, wherever links lead; None for any other."""
    root = folder.resolve()
    try:
        path = (root / said).resolve()
        path.exists()  # a name that is too long is found out here
    except (OSError, ValueError):
        return None
    return path if path.is_relative_to(root) and path != root else None


def reading_rule(desk: Desk) -> str:
    """Which files a visitor may name, as a sentence."""
    first, *others = (str(folder) for folder in desk.import_folders)
    more = f" and {', '.join(others)}" if others else ""
    return (
        f"It reads from {first}{more}; whoever runs the desk lists further folders in "
        "desk.toml, under [imports] as folders."
    )
