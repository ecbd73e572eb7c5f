"""The rows that were kept out of an import, to look at and to mend."""

from dataclasses import dataclass

from curation.errors import Unknown
from store.answers.imports import imports
from store.desk import Desk
from store.facts.quarantine import to_mend


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A row that was kept out: where it stood, what is wrong with it, and its text as JSON."""

    file: str
    row: int
    field: str | None
    value: str | None
    reason: str
    raw: str


def rejects(desk: Desk, import_id: str, limit: int | None = None) -> list[KeptOut]:
    """The first `limit` rows that wait in quarantine, or all; Unknown for no such import."""
    _known(desk, import_id)
    return [KeptOut(**row) for row in desk.facts().rejects(import_id, limit)]


def rejects_to_mend(desk: Desk, import_id: str, suffix: str) -> str:
    """They in their own columns as the text of a .csv or .jsonl file."""
    _known(desk, import_id)
    return to_mend(desk.facts().rejects(import_id), suffix)


def _known(desk: Desk, import_id: str) -> None:
    if import_id not in {one.import_id for one in imports(desk)}:
        raise Unknown("import", import_id, "`evaldesk imports` lists them.")
