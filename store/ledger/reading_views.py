"""What can be asked of the ledger about saved views of the queue."""

from sqlmodel import Session, col, or_, select

from curation.filters import SavedView, from_body
from store.ledger.tables import ViewRow


class ViewReading:
    """The part of a reading that is about saved views."""

    _session: Session

    def views(self, actor: str) -> list[SavedView]:
        """The views of `actor` and those of everybody, by name; their own first."""
        query = select(ViewRow).where(
            or_(col(ViewRow.owner).is_(None), col(ViewRow.owner) == actor)
        )
        rows = sorted(
            self._session.exec(query),
            key=lambda r: (r.name.casefold(), r.name, r.owner is None),
        )
        return [SavedView(r.name, r.owner, r.saved_by, from_body(r.filters)) for r in rows]

    def view(self, name: str, actor: str) -> SavedView | None:
        """The view that `actor` means by `name`: their own, else everybody's."""
        wanted = name.strip().casefold()
        return next((v for v in self.views(actor) if v.name.casefold() == wanted), None)
