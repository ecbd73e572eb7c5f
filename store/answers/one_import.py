"""One import: what it took from which column, what it put in view, what undoing takes out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from curation.decisions import Kind
from curation.errors import Unknown
from store.answers.imports import ImportSummary, summary_of
from store.desk import Desk
from store.facts.vocabulary import LATE_FAILURES
from store.ledger.reading import Reading


@dataclass(frozen=True, slots=True)
class InView:
    """The rows of an import that are in view, and go out of it when it is undone."""

    events: int
    failures: int
    labels: int
    results: int
    rejects: int
    training: int = 0


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Who undid an import, when and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class OneImport:
    """An import with its mapping (field, column, unit), and what came of it."""

    summary: ImportSummary
    fields: tuple[tuple[str, str, str | None], ...]
    further: tuple[str, ...]
    not_kept: tuple[str, ...]
    in_view: InView
    opened: tuple[str, ...]
    mended_by: tuple[str, ...]
    mended: int  # rows that came in with these
    undone: TakenOut | None


def goes_out(rows: InView) -> str:
    """What an undo takes out of view, in words."""
    what = "a failure" if rows.failures == 1 else "failures"
    failing = f" ({rows.failures:,} of them {what})" if rows.events else ""
    found = f", {_many(rows.failures, 'failure')}" if rows.failures and not rows.events else ""
    parts = (
        (rows.events, _many(rows.events, "event") + failing),
        (rows.labels, _many(rows.labels, "late truth") + found),
        (rows.results, _many(rows.results, "result")),
        (rows.training, _many(rows.training, "training text")),
        (rows.rejects, _many(rows.rejects, "row") + " in quarantine"),
    )
    return ", ".join(said for count, said in parts if count) or "nothing"


def _many(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def one_import(desk: Desk, import_id: str) -> OneImport:
    """The import `import_id`, or Unknown."""
    with desk.ledger.reading() as asked:
        rows = asked.imports()
        row = next((i for i in rows if i.id == import_id), None)
        if row is None:
            raise Unknown("import", import_id, "`evaldesk imports` lists them.")
        mapping: Mapping[str, Any] = row.body["mapping"]
        mends = [i for i in reversed(rows) if i.body.get("mends") == import_id]
        return OneImport(
            summary=summary_of(row),
            fields=tuple((f, column, unit) for f, (column, unit) in mapping["fields"].items()),
            further=tuple(mapping["metadata"]),
            not_kept=tuple(mapping["ignored"]),
            in_view=_in_view(asked, import_id),
            opened=_opened(asked, import_id) if row.kind == "cases" else (),
            mended_by=tuple(i.id for i in mends),
            mended=sum(i.rows_added for i in map(summary_of, mends) if not i.undone_by),
            undone=_undone(asked, import_id) if row.undone_by else None,
        )


def _in_view(asked: Reading, import_id: str) -> InView:
    rows = Counter[str]()
    for _, body in asked.batches():
        if body["import_id"] == import_id:
            rows[body["view"]] += body["rows"]
    failures = rows["failures"] + rows[LATE_FAILURES]
    return InView(
        rows["events"], failures, rows["labels"], rows["results"], rows["rejects"],
        rows["training"],
    )  # fmt: skip


def _opened(asked: Reading, import_id: str) -> tuple[str, ...]:
    recorded = asked.decisions(subject=import_id, kinds=[Kind.IMPORTED], limit=1)
    act = recorded[0].act
    return tuple(e.subject for e in asked.act_entries(act) if e.kind is Kind.OPENED)


def _undone(asked: Reading, import_id: str) -> TakenOut | None:
    found = asked.decisions(subject=import_id, kinds=[Kind.IMPORT_UNDONE], limit=1)
    return next((TakenOut(e.actor, e.at, e.reason) for e in found), None)
