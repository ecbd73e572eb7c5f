"""What follows from one decision: the rows that pages read, always rebuildable from the log."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session, col, select

from curation import cases, grouping, replay
from curation.decisions import ABOUT_GROUPS, STANDING, Entry, Kind
from curation.versions import line_sha256
from store.ledger.tables import (
    BatchRow,
    CaseRow,
    CohortRow,
    GroupRow,
    ImportRow,
    OwnerRow,
    QuarantineRow,
    RunRow,
    SetVersionRow,
    StandingRow,
    ThresholdRow,
    ViewRow,
)


def project(session: Session, entry: Entry) -> None:
    """Let the projections follow `entry`."""
    _PROJECT[entry.kind](session, entry)


def _case(session: Session, entry: Entry) -> None:
    row = session.get(CaseRow, entry.subject)
    case = replay.apply(cases.from_body(row.body) if row else None, entry)
    row = row or CaseRow(id=case.id, state="", version=0, body={})
    row.state, row.version, row.owner = case.state, case.version, case.owner
    row.group_id, row.source_ref = case.group_id, case.source_ref
    row.body = cases.body(case)
    session.add(row)


def _moved(session: Session, entry: Entry) -> None:
    _quarantined(session, entry) if "quarantine" in entry.after else _case(session, entry)


def _quarantined(session: Session, entry: Entry) -> None:
    _case(session, entry)
    row, found = session.get(QuarantineRow, entry.subject), entry.after["quarantine"]
    if found is None:
        session.delete(row) if row else None
        return
    row = row or QuarantineRow(case_id=entry.subject, owner="", until="", seq=0)
    row.owner, row.until, row.seq = found["owner"], found["until"], entry.seq
    session.add(row)


def _frozen(session: Session, entry: Entry) -> None:
    after = entry.after
    session.add(
        SetVersionRow(
            set=after["set"],
            version=after["version"],
            sha256=after["sha256"],
            frozen_at=entry.at,
            frozen_by=entry.actor,
            reason=entry.reason,
            hashes={line["case_id"]: line_sha256(line) for line in after["lines"]},
            lines=after["lines"],
        )
    )


def _imported(session: Session, entry: Entry) -> None:
    after = entry.after
    session.add(
        ImportRow(
            id=entry.subject,
            seq=entry.seq,
            kind=after["kind"],
            source=after["source"],
            at=entry.at,
            actor=entry.actor,
            body={k: v for k, v in after.items() if k != "batches"},
        )
    )
    for batch in after["batches"]:
        session.add(
            BatchRow(path=batch["path"], import_id=entry.subject, seq=entry.seq, body=batch)
        )
    if run := after.get("run"):
        _run(session, entry, run)


def _run(session: Session, entry: Entry, run: Mapping[str, Any]) -> None:
    row = session.get(RunRow, run["name"])  # a further file of the same run changes no word
    row = row or RunRow(name=run["name"], seq=entry.seq, body=dict(run))
    _forget_verdict(row)
    session.add(row)


def _import_undone(session: Session, entry: Entry) -> None:
    row = session.get_one(ImportRow, entry.subject)
    row.undone_by = entry.actor
    batches = session.exec(select(BatchRow).where(col(BatchRow.import_id) == row.id))
    for batch in batches:
        batch.shown = False
        session.add(batch)
    session.add(row)
    if run := _run_of(row):
        _rest_on_what_stands(session, session.get_one(RunRow, run["name"]))


def _rest_on_what_stands(session: Session, row: RunRow) -> None:
    """A run is what the first standing import of its results says; without one it is gone."""
    query = select(ImportRow).where(
        col(ImportRow.undone_by).is_(None), ImportRow.kind == "results"
    )
    for standing in session.exec(query.order_by(col(ImportRow.seq))):
        run = _run_of(standing)
        if run and run["name"] == row.name:
            row.seq, row.body = standing.seq, dict(run)
            _forget_verdict(row)
            session.add(row)
            return
    session.delete(row)


def _forget_verdict(row: RunRow) -> None:
    """A verdict holds for the results it was given on, not for others."""
    row.verdict, row.verdict_seq = None, None


def _run_of(row: ImportRow) -> Mapping[str, Any] | None:
    return row.body.get("run")


def _judged(session: Session, entry: Entry) -> None:
    row = session.get_one(RunRow, entry.subject)
    row.verdict, row.verdict_seq = dict(entry.after), entry.seq
    session.add(row)


def _owner_named(session: Session, entry: Entry) -> None:
    row = session.get(OwnerRow, entry.subject)
    row = row or OwnerRow(scope=entry.subject, owner="", seq=0)
    row.owner, row.deputy = entry.after["owner"], entry.after["deputy"]
    row.seq = entry.seq
    session.add(row)


def _threshold_set(session: Session, entry: Entry) -> None:
    row = session.get(ThresholdRow, entry.subject)
    if entry.after["value"] is None:  # what was held to a number is held to none any more
        session.delete(row) if row else None
        return
    row = row or ThresholdRow(name=entry.subject, seq=0, at=entry.at, body={})
    row.seq, row.at, row.body = entry.seq, entry.at, dict(entry.after)
    session.add(row)


def _group(session: Session, entry: Entry) -> None:
    row = session.get(GroupRow, entry.subject)
    group = grouping.apply(grouping.from_body(row.body) if row else None, entry)
    row = row or GroupRow(id=group.id, version=0, body={})
    row.version, row.body = group.version, grouping.body(group)
    session.add(row)


def _view_set(session: Session, entry: Entry) -> None:
    row, after = session.get(ViewRow, entry.subject), entry.after
    if after["filters"] is None:
        session.delete(row) if row else None
        return
    row = row or ViewRow(subject=entry.subject, name="", saved_by="", seq=0, filters={})
    row.name, row.owner, row.filters = after["name"], after["owner"], dict(after["filters"])
    row.saved_by, row.seq = entry.actor, entry.seq
    session.add(row)


def _cohort_set(session: Session, entry: Entry) -> None:
    row, after = session.get(CohortRow, entry.subject), entry.after
    if after["where"] is None:
        session.delete(row) if row else None
        return
    row = row or CohortRow(subject=entry.subject, name="", saved_by="", seq=0, where={})
    row.name, row.where = after["name"], dict(after["where"])
    row.saved_by, row.seq = entry.actor, entry.seq
    session.add(row)


def _standing(session: Session, entry: Entry) -> None:
    row, body = session.get(StandingRow, entry.subject), entry.after["body"]
    if body is None:
        session.delete(row) if row else None
        return
    row = row or StandingRow(
        subject=entry.subject, kind="", seq=0, at=entry.at, actor="", reason="", body={}
    )
    row.kind, row.seq, row.at = entry.kind, entry.seq, entry.at
    row.actor, row.reason, row.body = entry.actor, entry.reason, dict(body)
    session.add(row)


def _erased(session: Session, entry: Entry) -> None:
    _standing(session, entry)
    swapped(session, entry)


def swapped(session: Session, erasure: Entry) -> None:
    """Let the files that `erasure` rewrote take the place of those that are no more."""
    session.flush()
    for swap in erasure.after["body"]["batches"]:
        row = session.get(BatchRow, swap["was"])
        if row is None:  # of an import that came later than the day that is shown
            continue
        session.delete(row)
        session.flush()
        if swap["now"] is not None:
            now = BatchRow(
                path=swap["now"]["path"], import_id=row.import_id, seq=row.seq, body=swap["now"]
            )
            now.shown = row.shown
            session.add(now)
    session.flush()


_PROJECT: dict[Kind, Callable[[Session, Entry], None]] = {
    Kind.OPENED: _case,
    Kind.DESCRIBED: _case,
    Kind.MOVED: _moved,
    Kind.QUARANTINED: _quarantined,
    Kind.FROZE: _frozen,
    Kind.IMPORTED: _imported,
    Kind.IMPORT_UNDONE: _import_undone,
    Kind.JUDGED: _judged,
    Kind.OWNER_NAMED: _owner_named,
    Kind.THRESHOLD_SET: _threshold_set,
    Kind.LIMIT_SET: _threshold_set,
    Kind.VIEW_SET: _view_set,
    Kind.COHORT_SET: _cohort_set,
    **dict.fromkeys(ABOUT_GROUPS, _group),
    **dict.fromkeys(STANDING, _standing),
    Kind.ERASED: _erased,
}
