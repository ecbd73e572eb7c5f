"""Why a file cannot be read at all, and what to do about it."""

from pathlib import Path

from curation.errors import BadRequest


class Unreadable(BadRequest):
    """No row of the file can be used; the message names the file and the way out."""

    def __init__(self, path: Path, what: str) -> None:
        self.path = path
        super().__init__(f"{path.name} {what}")


class NotUtf8(Unreadable):
    """The file is text, but in another encoding."""

    def __init__(self, path: Path, line: int, byte: int) -> None:
        self.line = line
        super().__init__(
            path,
            f"is not UTF-8 (line {line} has the byte 0x{byte:02X}). Save it as UTF-8, or"
            f" convert it: iconv -f latin1 -t utf-8 {path.name} > utf8-{path.name}",
        )
