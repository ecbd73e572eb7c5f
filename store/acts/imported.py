"""What an import did, as every shell tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from curation.masked_places import MaskedPlaces, masked_body, masked_places
from curation.runs import Run
from store.acts.moving import Refused
from store.facts import Outcome

COUNTS = (
    "rows_read", "rows_added", "rows_known", "rows_rejected", "rows_completed", "failures",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """rows_read = rows_added + rows_known + rows_rejected. No id: nothing was recorded.

    `rows_completed` say something new of what is known already: a truth that came late, what a
    case lacked. They count as added; of cases, as known. None: not counted in its time.
    `watched` says what came of holding it against the baseline, None where none stands.
    """

    import_id: str | None
    kind: str
    source: str
    files: tuple[str, ...]
    rows_read: int
    rows_added: int
    rows_known: int
    rows_rejected: int
    failures: int
    rows_completed: int | None = 0
    reasons: tuple[tuple[str, int], ...] = ()
    dry_run: bool = False
    run: str | None = None
    moved: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    mends: str | None = None
    watched: str | None = None
    masked: tuple[MaskedPlaces, ...] = ()

    @classmethod
    def from_body(cls, import_id: str, body: Mapping[str, Any]) -> "Imported":
        """What the log says of an import."""
        files = tuple(file["name"] for file in body["files"])
        counts: dict[str, Any] = {name: body.get(name) for name in COUNTS}
        masked = masked_places(body)
        return cls(import_id, body["kind"], body["source"], files, **counts, masked=masked)


def imported(
    outcome: Outcome,
    source: str,
    run: Run | None,
    *,
    recorded: bool,
    dry_run: bool,
    mends: str | None = None,
) -> Imported:
    """`outcome` in the words of the contract."""
    return Imported(
        import_id=outcome.import_id if recorded else None,
        kind=outcome.kind,
        source=source,
        files=tuple(file.name for file in outcome.files),
        rows_read=outcome.rows_read,
        rows_added=outcome.rows_added,
        rows_known=outcome.rows_known,
        rows_rejected=outcome.rows_rejected,
        failures=outcome.failures,
        rows_completed=outcome.rows_completed,
        reasons=outcome.reasons,
        dry_run=dry_run,
        run=run.name if run else None,
        mends=mends,
        masked=masked_places(masked_body(outcome.masked)),
    )
