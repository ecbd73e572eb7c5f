"""Labels that another tool asked for: each a label of a case, by its own decision."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any

from curation import annotations as rules
from curation import labels as shapes
from curation.annotations import Misfit, Said
from curation.decisions import Decision, Kind
from curation.identity import case_id
from curation.label_tasking import in_force
from curation.labels import Answer, Label
from curation.mapping import to_json
from curation.names import key, same_person
from curation.standing import saying
from store.acts.imported import COUNTS, Imported
from store.acts.labelling import SALT_BYTES
from store.desk import Desk
from store.facts.outcome import reasons_of
from store.facts.preview import Preview
from store.facts.reading_annotations import Annotation, AnnotationRows, annotations_of
from store.facts.rejected import Reject
from store.ledger.reading import Reading

_By = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class _Read:
    """What the files come to: labels by whose they are, rows known, rows that are none."""

    labels: Mapping[_By, Label]
    known: int
    total: int
    rejects: Sequence[Reject]
    rows: int  # that make up the labels


def import_annotations(
    desk: Desk,
    paths: Sequence[Path],
    found: Preview,
    *,
    actor: str,
    dry_run: bool,
    link: Mapping[str, str],
    judges: Collection[str] = (),
) -> Imported:
    """The labels in `paths`, by the standard; `judges` are raters that are models.

    A row about an unknown case, by an unknown version, question or answer, and one that says
    otherwise than its rater did before, waits in quarantine with its reason.
    """
    facts, masking = desk.facts(), desk.masking()
    reader = partial(annotations_of, masking=masking)
    parts = [facts.read_rows(path, found.mapping, reader, masking) for path in paths]
    with desk.ledger.reading() as asked:
        in_force(asked.standard())
        read = _read(asked, parts, judges, actor)
    done = Imported(
        import_id=None,
        kind="annotations",
        source=found.source,
        files=tuple(path.name for path in paths),
        rows_read=read.total,
        rows_added=read.rows,
        rows_known=read.known,
        rows_rejected=len(read.rejects),
        failures=0,
        reasons=reasons_of(read.rejects),
        dry_run=dry_run,
        mends=link.get("mends"),
    )
    if dry_run or not (read.labels or read.rejects):
        return done
    return _recorded(desk, done, read, found, actor)


def _read(
    asked: Reading, parts: Sequence[AnnotationRows], judges: Collection[str], actor: str
) -> _Read:
    standards = {one.version: one for one in asked.standards()}
    states = asked.states()
    there, blind = {one.by: one for one in asked.all_labels()}, asked.blind()
    made: dict[_By, Label] = {}
    rejects: list[Reject] = []
    rows = known = 0
    for part in parts:
        rejects += part.rejects
        for row in part.rows:
            try:
                case = _case(row, states)
                told = rules.said(row.fields, row.further, standards, judges)
                one = _label(case, told, asked)
                if one.by in there:
                    if (one.case, one.standard) in blind:
                        _require_theirs(there[one.by], actor)
                    _require_same(there[one.by], one)
                    known += 1
                    continue
                made[one.by] = _joined(made.get(one.by), one)
                rows += 1
            except Misfit as off:
                rejects.append(part.refused(row, off.field, off.why))
    return _Read(made, known, rows + known + len(rejects), rejects, rows)


def _case(row: Annotation, states: Mapping[str, object]) -> str:
    said, text = row.fields.get("case_id"), row.fields.get("input")
    for one in (said, case_id(row.fields.get("route") or "default", text) if text else None):
        if one and one in states:
            return one
    if said:
        raise Misfit("case_id", f"case {said} is not on this desk: import the cases first")
    raise Misfit("case_id", "is empty: a label needs its case")


def _label(case: str, told: Said, asked: Reading) -> Label:
    return Label(
        case, told.rater, told.standard.version, told.answers, asked.clock(),
        judge=told.judge, note=told.note, brought=True,
    )  # fmt: skip


def _require_theirs(there: Label, actor: str) -> None:
    """Refuse a row about a hidden label, whatever it says: else rows could be tried on it."""
    if not same_person(actor, there.brought_by):
        raise Misfit(
            "annotator",
            f"{there.rater} has labelled case {there.case} here already, and it is hidden "
            "until everybody who is asked has: bring what is left then",
        )


def _require_same(there: Label, one: Label) -> None:
    if any(there.answers.get(n) != a for n, a in one.answers.items() if a is not None):
        raise Misfit(
            "annotator",
            f"{one.rater} has labelled case {one.case} already, with another answer: a rater "
            "labels a case once per version of the standard",
        )


def _joined(before: Label | None, one: Label) -> Label:
    """One label of several rows: each answers another question."""
    if before is None:
        return one
    clash = [n for n, a in one.answers.items() if before.answers.get(n) not in (None, a)]
    if clash:
        why = f"{one.rater} answers '{clash[0]}' about case {one.case} twice, and differently"
        raise Misfit("annotator", why)
    answers: dict[str, Answer] = {**before.answers, **one.answers}
    notes = " ".join(dict.fromkeys(n for n in (before.note, one.note) if n))
    return replace(before, answers=answers, note=notes)


def _recorded(desk: Desk, done: Imported, read: _Read, found: Preview, actor: str) -> Imported:
    import_id = f"imp-{uuid.uuid4().hex[:8]}"
    batches = desk.facts().keep_rejects(import_id, read.rejects)
    with desk.ledger.transaction() as tx:
        for decision in _decisions(read, import_id, actor):
            if tx.standing_of(decision.subject) is None:  # somebody may have said it just now
                tx.record(decision)
        after: dict[str, Any] = {
            "kind": done.kind,
            "source": found.source,
            "files": [{"name": name, "sha256": None} for name in done.files],
            "mapping": to_json(found.mapping),
            **{name: getattr(done, name) for name in COUNTS},
            "batches": [batch.body() for batch in batches],
            "run": None,
            **({"mends": done.mends} if done.mends else {}),
        }
        tx.record(Decision(Kind.IMPORTED, import_id, after, actor))
    return replace(done, import_id=import_id)


def _decisions(read: _Read, import_id: str, actor: str) -> Iterator[Decision]:
    for (case, rater, version), one in read.labels.items():
        subject = shapes.subject(case, key(rater), version)
        reason = f"from import {import_id}"
        body = shapes.body(one, token_hex(SALT_BYTES))
        yield saying(Kind.LABEL_SET, subject, body, actor=actor, reason=reason)
