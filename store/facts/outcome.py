"""What an import would bring, before it is recorded, and what it brought."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from curation.masked_places import Counts
from store.facts.batches import Batch
from store.facts.masking import Masking
from store.facts.rejected import Reject
from store.facts.staging import StagedFile


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that was brought: its name and the sha256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case that a run was scored on, as results are matched with it and judged by it."""

    case_id: str
    source_ref: str | None = None
    expected: str | None = None
    behaviour: str | None = None
    asked_sha256: str | None = None  # of what it asks and expects


@dataclass(frozen=True, slots=True)
class RunContext:
    """What results belong to: the run, and the cases of the set versions it is pinned to."""

    run: str
    cases: Sequence[CaseLine] = ()
    sets: Sequence[str] = ()  # as people write them: blocking@7


@dataclass(frozen=True, slots=True)
class Staged:
    """Files in canonical columns that nobody sees yet; `written` are batches made of them."""

    import_id: str
    kind: str
    now: datetime
    folder: Path
    files: tuple[StagedFile, ...]
    read: tuple[FileRead, ...]
    context: RunContext | None = None
    masking: Masking | None = None
    written: list[Path] = field(default_factory=list[Path])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the rows. rows_read = rows_added + rows_known + rows_rejected."""

    import_id: str
    kind: str
    rows_read: int
    rows_added: int
    rows_known: int
    rows_rejected: int
    failures: int
    batches: tuple[Batch, ...]
    files: tuple[FileRead, ...]
    reasons: tuple[tuple[str, int], ...]  # why rows were kept out, most frequent first
    first_at: str | None
    last_at: str | None
    rows_completed: int = 0  # of those added: they say something new of what is known
    masked: Counts = field(default_factory=dict[tuple[str, str], int])


def reasons_of(rejects: Iterable[Reject]) -> tuple[tuple[str, int], ...]:
    """Why rows were kept out, whatever their values, most frequent first."""
    told = Counter(_general(reject) for reject in rejects)
    return tuple(told.most_common(10))


def _general(reject: Reject) -> str:
    reason = re.sub(r"\b(event|case|attempt) [^ ,;]+", r"\1 …", reject.reason)
    if reject.value:
        quoted, plain = re.escape(f"'{reject.value}'"), re.escape(reject.value)
        reason = re.sub(rf"{quoted}|(?<![\w.]){plain}(?![\w.])", "a value", reason)
    reason = re.sub(r"'[^']*' is", "a value is", reason)  # the other cells of the same row
    reason = re.sub(r"-\d[\d.]* is negative", "a value is negative", reason)
    named = not reject.field or reason.startswith(f"{reject.field}: ")
    return reason if named else f"{reject.field}: {reason}"
