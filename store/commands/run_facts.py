"""What a person says of a run in words, as the facts that are kept of it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from curation.environments import written
from curation.errors import BadRequest


def environment_of(said: Sequence[str]) -> str | None:
    """KEY=VALUE, free words, or the lines of a file that is named."""
    return written(line for one in said for line in _lines(one))


def _lines(said: str) -> Iterable[str]:
    path = Path(said)
    if "=" in said or not path.is_file():
        return [said]
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise BadRequest(f"{said} cannot be read as lines of KEY=VALUE.") from None


def time_of(said: str | None) -> str | None:
    """A moment in UTC as it is kept; one without a zone is UTC."""
    if said is None:
        return None
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        raise BadRequest(f"'{said}' is no time: write it like 2026-11-21T09:30:00Z.") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
