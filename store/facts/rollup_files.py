"""Files that are made of batches, found again by what they were made of: named, told, swept."""

import json
import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from store.facts.batches import Batch
from store.facts.connection import DuckDBPyConnection, step
from store.facts.rolled import Span
from store.facts.views import Views

LEFT_BEHIND = timedelta(days=1)  # nobody who still shows older batches asks for so long


@dataclass(frozen=True, slots=True)
class RollupFile:
    """One file: the events of an import, or what the truths of one changed of others' events.

    It is named by what it is made of, so what was undone or touched anew is never found.
    """

    path: Path
    events: tuple[str, ...]
    labels: tuple[str, ...] = ()
    of: tuple[Path, ...] = ()  # the files of the events that truths change
    span: Span = field(default_factory=Span)


@dataclass(frozen=True, slots=True)
class Listed:
    """The files that tell of all events in view: of each import, and of late truths."""

    first: Mapping[str, RollupFile]
    later: Sequence[RollupFile]

    @property
    def every(self) -> list[RollupFile]:
        """All of them."""
        return [*self.first.values(), *self.later]


def listed(
    cursor: DuckDBPyConnection,
    views: Views,
    batches: Sequence[Batch],
    folder: Path,
    rules: str,
) -> Listed:
    """The files in `folder` that tell of `batches` by `rules`; some may have to be made."""
    events, labels = _by_import(batches, "events"), _by_import(batches, "labels")
    touched = _touched(cursor, views, batches, events, labels)
    first = {i: _named(folder, rules, i, of) for i, of in events.items()}
    later = [
        replace(
            _named(folder, rules, i, [b for one in whose for b in events[one]], labels[i]),
            of=tuple(first[one].path for one in whose),
        )
        for i, whose in touched.items()
    ]
    return Listed(first, later)


def written(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a file, which gets its name when it is whole. Who was first stays."""
    unfinished = path.with_name(f"{path.stem}-{uuid4().hex[:8]}.tmp")
    try:
        write(unfinished)
        _publish(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def sweep(folder: Path, kept: set[Path], left_behind: timedelta = LEFT_BEHIND) -> None:
    """Delete what was made of batches that are gone."""
    limit = (datetime.now(UTC) - left_behind).timestamp()
    for path in folder.iterdir():
        with suppress(OSError):
            if path not in kept and path.is_file() and path.stat().st_mtime < limit:
                path.unlink()


def _named(
    folder: Path,
    rules: str,
    import_id: str,
    events: Sequence[Batch],
    labels: Sequence[Batch] = (),
) -> RollupFile:
    made_of = [[(b.path, b.sha256) for b in some] for some in (events, labels)]
    digest = sha256(json.dumps([rules, made_of]).encode()).hexdigest()[:24]
    kind = "labels" if labels else "events"
    return RollupFile(
        folder / f"{import_id}-{kind}-{digest}.parquet",
        tuple(b.path for b in events),
        tuple(b.path for b in labels),
        span=_span(events),
    )


def _touched(
    cursor: DuckDBPyConnection,
    views: Views,
    batches: Sequence[Batch],
    events: Mapping[str, object],
    labels: Mapping[str, object],
) -> dict[str, list[str]]:
    """The imports whose events got a truth late, by the import that brought it."""
    found: dict[str, list[str]] = defaultdict(list)
    weeks = [b.path for b in batches if b.view == "event_weeks"]
    if labels and weeks:
        told = views.plain("event_weeks", weeks)
        sql = step("late_imports").replace("/*weeks*/", told)
        for label_import, event_import in cursor.execute(sql).fetchall():
            if label_import in labels and event_import in events:
                found[label_import].append(event_import)
    return found


def _by_import(batches: Sequence[Batch], view: str) -> dict[str, list[Batch]]:
    found: dict[str, list[Batch]] = defaultdict(list)
    for batch in batches:
        if batch.view == view:
            found[batch.import_id].append(batch)
    return found


def _span(events: Sequence[Batch]) -> Span:
    firsts = [datetime.fromisoformat(b.first_at) for b in events if b.first_at]
    lasts = [datetime.fromisoformat(b.last_at) for b in events if b.last_at]
    return Span(min(firsts, default=None), max(lasts, default=None))


def _publish(unfinished: Path, path: Path) -> None:
    """Give the file its name when it is whole. Who was first stays: its columns are known."""
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        unfinished.rename(path)
