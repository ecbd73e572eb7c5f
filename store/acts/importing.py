"""Bring files in: stage them, write what is new, record one decision that lists it."""

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from curation import runs as run_rules
from curation.decisions import Decision, Kind
from curation.errors import BadRequest
from curation.mapping import Corrections, Mapping, from_json, parse_corrections, to_json
from curation.masked_places import masked_body
from curation.runs import Run
from store.acts.annotations_file import import_annotations
from store.acts.cases_file import import_cases
from store.acts.imported import COUNTS, Imported, imported
from store.acts.looking_after import watched
from store.acts.retaining import retain
from store.acts.run_words import RunWords, context_of, refuse_another
from store.desk import Desk
from store.facts import Outcome
from store.facts.batches import Batch
from store.facts.preview import Preview
from store.ledger.tables import ImportRow

Progress = Callable[[float], None]
Said = Sequence[str] | Corrections  # the words of --map, or what a person chose on the page
ANNOTATIONS = "annotations"
LEFT_BEHIND = timedelta(days=1)  # no import that lives takes that long


def look(
    desk: Desk,
    path: Path,
    kind: str,
    *,
    source: str | None,
    corrections: Said = (),
    samples: int = 5,
    unsettled: bool = False,
    like: Mapping | None = None,
) -> Preview:
    """What an import would take from `path`: the mapping, with the first rows.

    With `unsettled` also where questions are open; `like` takes the place of the mapping that
    is remembered of the source.
    """
    masking = desk.masking()
    called = source or source_of(Path(masking.shown(path.name, "")))
    name = masking.shown(called, "source")  # it stands in the log
    remembered = like or _remembered(desk, name, kind)
    return desk.facts().preview(
        path,
        kind,
        source=name,
        corrections=_understood(corrections),
        remembered=remembered,
        samples=samples,
        unsettled=unsettled,
        masking=masking,
    )


def kind_of(desk: Desk, path: Path, kind: str, *, source: str | None, said: Said) -> str:
    """What `path` holds that is called `kind`: labels with annotators are those of cases."""
    if kind != "labels":
        return kind
    try:
        found = look(desk, path, ANNOTATIONS, source=source, corrections=said, samples=0)
    except BadRequest:
        return kind
    fields = found.mapping.fields
    return ANNOTATIONS if {"annotator", "case_id"} <= set(fields) else kind


def _understood(said: Said) -> Corrections:
    return said if isinstance(said, Corrections) else parse_corrections(said)


def source_of(path: Path) -> str:
    """The name under which a mapping is remembered: the file's, without dates and numbers."""
    stem = path.name.split(".")[0].lower()
    return re.sub(r"[\d\W_]+$", "", stem) or stem


def import_files(
    desk: Desk,
    paths: Sequence[Path],
    kind: str,
    *,
    actor: str,
    source: str | None = None,
    corrections: Said = (),
    run: RunWords | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    mends: ImportRow | None = None,
    watching: bool = True,
    judges: Sequence[str] = (),
) -> Imported:
    """Import `paths` as `kind`; with `dry_run` only say what would happen.

    `mends` is the import whose mapping holds for them, because they are its mended rows.
    Where a baseline stands, it is judged (`watching`). `judges`: annotators that are models.
    Raises AmbiguousColumns where only a person can say what a column is, BadRequest for
    files that cannot be read and for words that do not fit; then nothing was changed.
    """
    if not dry_run:
        _sweep(desk)
    like = from_json(mends.body["mapping"]) if mends else None
    found = look(
        desk, paths[0], kind, source=source, corrections=corrections, samples=0, like=like
    )
    link = {"mends": mends.id} if mends else {}
    if kind == "cases":
        return import_cases(desk, paths, found, actor=actor, dry_run=dry_run, link=link)
    if kind == ANNOTATIONS:
        return import_annotations(
            desk, paths, found, actor=actor, dry_run=dry_run, link=link, judges=judges
        )
    pinned, context = context_of(desk, run or RunWords()) if kind == "results" else (None, None)
    facts = desk.facts()
    staged = facts.stage(
        paths,
        found.mapping,
        import_id=f"imp-{uuid.uuid4().hex[:8]}",
        now=desk.ledger.clock(),
        context=context,
        progress=progress,
        masking=desk.masking(),
    )
    outcome: Outcome | None = None
    try:
        seen, outcome = desk.shown_facts(), facts.finish(staged)
        while (worth := not dry_run and _worth(outcome)) and not _record(
            desk, outcome, found, pinned, seen=seen, actor=actor, link=link
        ):
            seen, outcome = desk.shown_facts(), facts.finish(staged)
        if worth:
            desk.facts().rolled()  # made now, so that nobody who looks has to wait for it
        done = imported(outcome, found.source, pinned, recorded=worth, dry_run=dry_run, **link)
        judged = worth and watching and kind != "training"  # nothing that production did
        return replace(done, watched=watched(desk)) if judged else done
    finally:
        facts.discard(staged, keep=_listed(desk, outcome))


def _sweep(desk: Desk) -> None:
    """Delete what imports that died have left on the disk; nobody ever saw it."""
    with desk.ledger.reading() as asked:
        listed = asked.batch_paths()
    desk.facts().sweep(listed, older_than=datetime.now(UTC) - LEFT_BEHIND)
    retain(desk)


def _listed(desk: Desk, outcome: Outcome | None) -> list[Batch]:
    """The batches that the ledger lists; it knows better than a run that was broken off."""
    with desk.ledger.reading() as asked:
        listed = set(asked.batch_paths())
    return [batch for batch in outcome.batches if batch.path in listed] if outcome else []


def _worth(outcome: Outcome) -> bool:
    """Whether there is anything to record: new rows, or rows in quarantine."""
    return bool(outcome.rows_added or outcome.rows_rejected)


def _record(
    desk: Desk,
    outcome: Outcome,
    found: Preview,
    run: Run | None,
    *,
    seen: int,
    actor: str,
    link: dict[str, str],
) -> bool:
    """Record the import, unless another one came between: then it is to look again."""
    with desk.ledger.transaction() as tx:
        if tx.last_change_of_facts() != seen:
            return False
        if run is not None:
            refuse_another(tx, run)
        after = {
            "kind": outcome.kind,
            "source": found.source,
            "files": [asdict(file) for file in outcome.files],
            "mapping": to_json(found.mapping),
            **{name: getattr(outcome, name) for name in COUNTS},
            "first_at": outcome.first_at,
            "last_at": outcome.last_at,
            "batches": [batch.body() for batch in outcome.batches],
            "run": run_rules.body(run) if run else None,
            **masked_body(outcome.masked),
            **link,
        }
        tx.record(Decision(Kind.IMPORTED, outcome.import_id, after, actor))
    return True


def _remembered(desk: Desk, source: str, kind: str) -> Mapping | None:
    with desk.ledger.reading() as asked:
        rows = [
            i
            for i in asked.imports()
            if i.source == source and i.kind == kind and i.undone_by is None
        ]
    return from_json(rows[0].body["mapping"]) if rows else None
