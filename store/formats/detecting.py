"""What a file is, by its bytes; its name only helps where the bytes leave it open."""

import gzip
import shutil
import zlib
from enum import StrEnum
from pathlib import Path

from store.formats.refusals import NotUtf8, Unreadable
from store.formats.unnamed import unnamed

_HEAD = 64 * 1024
_BOM = b"\xef\xbb\xbf"
_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"
_FOREIGN = {
    b"PK\x03\x04": "is a zip or an Excel file. Save the table in it as CSV, JSONL or Parquet.",
    b"SQLite format 3": "is a database. Export the table as CSV, JSONL or Parquet.",
    b"%PDF": "is a PDF. Save the table in it as CSV, JSONL or Parquet.",
    b"(\xb5/\xfd": "is packed with zstd. Unpack it, or pack it with gzip.",
    b"BZh": "is packed with bzip2. Unpack it, or pack it with gzip.",
}


class Shape(StrEnum):
    """How the rows lie in the file."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    JSON_ARRAY = "json"
    PARQUET = "parquet"


def there(path: Path) -> Path:
    """`path` if it is a file with something in it; Unreadable otherwise."""
    if path.is_dir():
        raise Unreadable(path, "is a folder. Name the files in it, like events/*.jsonl.")
    if not path.is_file():
        raise Unreadable(path, f"is not there: no file at {path}. Check the name.")
    if path.stat().st_size == 0:
        raise Unreadable(path, "is empty. Export it again: there is nothing to import.")
    return path


def unpacked(path: Path, folder: Path) -> Path:
    """`path` itself, or what its gzip holds, put into `folder`."""
    with there(path).open("rb") as packed:
        if packed.read(2) != _GZIP:
            return path
    plain = unnamed(folder / path.name.removesuffix(".gz"))
    try:
        with gzip.open(path) as packed, plain.open("wb") as out:
            shutil.copyfileobj(packed, out, 1 << 20)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise Unreadable(
            path, "is a gzip that is cut short or damaged. Copy or export it again."
        ) from None
    if plain.stat().st_size == 0:
        raise Unreadable(path, "is a gzip of an empty file: there is nothing to import.")
    return plain


def shape_of(plain: Path, path: Path) -> Shape:
    """The shape of the unpacked file `plain`; refusals speak of `path`, as people know it."""
    with plain.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_PARQUET):
        return Shape.PARQUET
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise Unreadable(path, what)
    _refuse_wide(head, path)
    if path.name.removesuffix(".gz").endswith((".parquet", ".pq")):
        raise Unreadable(path, "is not a Parquet file in spite of its name, or it is damaged.")
    text = head.removeprefix(_BOM).lstrip()
    if not text:
        raise Unreadable(path, "holds nothing but blanks. Export it again.")
    if text.startswith(b"{"):
        return Shape.JSON_LINES
    return Shape.JSON_ARRAY if text.startswith(b"[") else Shape.CSV


def _refuse_wide(head: bytes, path: Path) -> None:
    """UTF-16 and UTF-32 show as zero bytes in what is mostly Latin text."""
    wide = (
        head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:2000].count(0) > len(head[:2000]) // 5
    )
    if wide:
        raise Unreadable(
            path,
            f"is UTF-16, not UTF-8. Save it as UTF-8 (in Excel: CSV UTF-8), or convert it: "
            f"iconv -f utf-16 -t utf-8 {path.name} > utf8-{path.name}",
        )


def starts_with_bom(plain: Path) -> bool:
    """Whether the text starts with a byte order mark, which is no part of it."""
    with plain.open("rb") as file:
        return file.read(3) == _BOM


def refuse_other_encodings(plain: Path, path: Path) -> None:
    """NotUtf8 with the first line that is not UTF-8, if there is one."""
    with plain.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as wrong:
                raise NotUtf8(path, number, line[wrong.start]) from None
