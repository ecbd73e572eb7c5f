"""Take the rows of an import out of view; they stay on the disk and in the log."""

from curation.decisions import Decision, Kind
from curation.errors import BadRequest, Unknown
from curation.ownership import require
from store.acts.imported import Imported
from store.desk import Desk
from store.ledger import Transaction
from store.ledger.tables import ImportRow


def undo_import(desk: Desk, import_id: str, *, actor: str, reason: str = "") -> Imported:
    """Undo `import_id`, for a reason. Only the owner of blocking takes results out.

    Raises Unknown, BadRequest for what cannot be undone, NotAllowed.
    """
    with desk.ledger.transaction() as tx:
        row = next((i for i in tx.imports() if i.id == import_id), None)
        if row is None:
            raise Unknown("import", import_id, "`evaldesk imports` lists them.")
        _refuse(tx, row, actor, reason)
        after = {"undone": True}
        tx.record(Decision(Kind.IMPORT_UNDONE, import_id, after, actor, reason))
        return Imported.from_body(import_id, row.body)


def _refuse(tx: Transaction, row: ImportRow, actor: str, reason: str) -> None:
    if row.undone_by is not None:
        raise BadRequest(f"Import {row.id} was undone by {row.undone_by} already.")
    if row.kind == "cases":
        raise BadRequest(
            f"Import {row.id} opened cases, and a case is not unopened. Retire those that you "
            "do not want: each on its page, or `evaldesk move CASE… --to retired --reason …`."
        )
    if row.kind == "results":  # a run must not turn green by forgetting an attempt
        require(tx.ownership("blocking"), actor, "take results out of a run")
    if row.kind == "training":  # nor a case turn clean by forgetting what was trained on
        require(tx.ownership("blocking"), actor, "forget what a model was trained on")
    if not reason.strip():
        raise BadRequest(
            f"Say why import {row.id} goes out of view (--reason): it stays in the log."
        )
