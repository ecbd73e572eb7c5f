"""Bring the mended rows of an import in: as the same kind, source, mapping and run."""

from collections.abc import Sequence
from pathlib import Path

from curation.errors import Unknown
from store.acts.imported import Imported
from store.acts.importing import Progress, import_files
from store.acts.run_words import RunWords
from store.desk import Desk


def import_mended(
    desk: Desk,
    import_id: str,
    paths: Sequence[Path],
    *,
    actor: str,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Import `paths` like `import_id`; rows that are known by now add nothing."""
    with desk.ledger.reading() as asked:
        row = next((i for i in asked.imports() if i.id == import_id), None)
    if row is None:
        raise Unknown("import", import_id, "`evaldesk imports` lists them.")
    run = row.body.get("run")
    return import_files(
        desk,
        paths,
        row.kind,
        actor=actor,
        source=row.source,
        run=RunWords(run["name"]) if run else None,
        dry_run=dry_run,
        progress=progress,
        mends=row,
    )
