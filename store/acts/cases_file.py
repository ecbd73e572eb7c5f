"""Open the cases of a file: each by its own decision, then moved where the file wants it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from curation import cases
from curation.cases import DESCRIBABLE, Case, State
from curation.decisions import Decision, Kind
from curation.identity import case_id
from curation.mapping import to_json
from curation.masked_places import masked_body, masked_places
from store.acts.describing import describe
from store.acts.imported import COUNTS, Imported
from store.acts.moving import Refused, move
from store.desk import Desk
from store.facts.outcome import reasons_of
from store.facts.preview import Preview
from store.facts.reading_cases import cases_of
from store.facts.rejected import Reject
from store.ledger import Transaction


def import_cases(
    desk: Desk,
    paths: Sequence[Path],
    found: Preview,
    *,
    actor: str,
    dry_run: bool,
    link: Mapping[str, str],
) -> Imported:
    """The cases in `paths`. Of a case on the desk only what nobody has said is filled in.

    New ones start in the backlog; one whose file names a set is moved there if the rules
    allow it, and says what stands in the way if they do not.
    """
    facts, masking = desk.facts(), desk.masking()
    reader = partial(cases_of, masking=masking)
    read = [facts.read_rows(path, found.mapping, reader, masking) for path in paths]
    rows = {_id(row): row for part in read for row in part.rows}
    rejects = [reject for part in read for reject in part.rejects]
    total = sum(len(part.rows) for part in read) + len(rejects)
    with desk.ledger.reading() as asked:
        known = asked.states()
        lacking = {c: _completing(asked.case(c), row) for c, row in rows.items() if c in known}
    fresh = {c: row for c, row in rows.items() if c not in known}
    lacking = {c: values for c, values in lacking.items() if values}
    done = Imported(
        import_id=None,
        kind="cases",
        source=found.source,
        files=tuple(path.name for path in paths),
        rows_read=total,
        rows_added=len(fresh),
        rows_known=total - len(rejects) - len(fresh),
        rows_rejected=len(rejects),
        failures=0,
        rows_completed=len(lacking),
        reasons=reasons_of(rejects),
        dry_run=dry_run,
        mends=link.get("mends"),
        masked=masked_places(masked_body(masking.total)),
    )
    if dry_run or not (fresh or rejects or lacking):
        return done
    for known_id, values in lacking.items():
        describe(desk, [known_id], values, actor=actor, reason=f"completed from {found.source}")
    return _recorded(desk, done, fresh, rejects, found, actor)


def _completing(case: Case | None, row: Mapping[str, Any]) -> dict[str, Any]:
    """What `row` says that nobody has said of the case yet; what was said is not changed."""
    if case is None:
        return {}
    said, there = cases.body(_case(row)), cases.body(case)
    found = {n: said[n] for n in DESCRIBABLE if said.get(n) and there.get(n) in (None, [])}
    merged = {**said.get("attributes", {}), **there.get("attributes", {})}
    if merged and merged != there.get("attributes"):
        found["attributes"] = merged
    return found


def _recorded(
    desk: Desk,
    done: Imported,
    fresh: Mapping[str, Mapping[str, Any]],
    rejects: Sequence[Reject],
    found: Preview,
    actor: str,
) -> Imported:
    import_id = f"imp-{uuid.uuid4().hex[:8]}"
    batches = desk.facts().keep_rejects(import_id, rejects)
    with desk.ledger.transaction() as tx:
        opened = [_open(tx, import_id, row, actor) for row in fresh.values()]
        after = {
            "kind": "cases",
            "source": found.source,
            "files": [{"name": name, "sha256": None} for name in done.files],
            "mapping": to_json(found.mapping),
            **{name: getattr(done, name) for name in COUNTS},
            "batches": [batch.body() for batch in batches],
            "run": None,
            **masked_body({(m.column, m.kind): m.places for m in done.masked}),
            **({"mends": done.mends} if done.mends else {}),
        }
        tx.record(Decision(Kind.IMPORTED, import_id, after, actor))
    moved, refused = _placed(desk, opened, fresh, actor)
    return replace(done, import_id=import_id, moved=moved, refused=refused)


def _open(tx: Transaction, import_id: str, row: Mapping[str, Any], actor: str) -> str:
    opened = _case(row)
    if tx.case(opened.id) is None:  # somebody may have opened it a moment ago
        reason = f"from import {import_id}"
        tx.record(Decision(Kind.OPENED, opened.id, cases.body(opened), actor, reason))
    return opened.id


def _placed(
    desk: Desk, opened: Sequence[str], fresh: Mapping[str, Mapping[str, Any]], actor: str
) -> tuple[tuple[str, ...], tuple[Refused, ...]]:
    moved: list[str] = []
    refused: list[Refused] = []
    for to in (State.MONITORING, State.BLOCKING):
        ids = [c for c in opened if fresh[c].get("set") == to]
        if ids:
            done = move(desk, ids, to, actor=actor, reason="as its file says")
            moved += done.moved
            refused += done.refused
    return tuple(moved), tuple(refused)


def _id(row: Mapping[str, Any]) -> str:
    return case_id(row.get("route") or "default", row["input"])


def _case(row: Mapping[str, Any]) -> Case:
    names = ("expected", "severity", "cost_of_failure", "owner", "source", "source_ref", "kind")
    values = {name: row[name] for name in names if row.get(name) is not None}
    route = row.get("route") or "default"
    case = Case(_id(row), route, row["input"], State.BACKLOG)
    behaviour = row.get("expected_behaviour")
    if behaviour is None and values.get("expected"):
        behaviour = "answer"
    tags: list[str] = row.get("tags") or []
    more: dict[str, Any] = {
        "behaviour": behaviour,
        "tags": tags,
        "attributes": row.get("attributes") or {},
    }
    return cases.with_fields(case, {"source": "expert", **values, **more})
