"""What can be asked of the ledger about what stands: baselines, incidents, alarms and such."""

from sqlmodel import Session, col, select

from curation.decisions import Kind
from curation.standing import Standing
from store.ledger.tables import StandingRow


class StandingReading:
    """The part of a reading that is about the last word on a subject."""

    _session: Session

    def standing(self, kind: Kind) -> list[Standing]:
        """All of a kind, what was said last at the end."""
        query = select(StandingRow).where(StandingRow.kind == kind)
        return [_told(row) for row in self._session.exec(query.order_by(col(StandingRow.seq)))]

    def standing_below(self, kind: Kind, prefix: str) -> list[Standing]:
        """Those of a kind whose subject begins with `prefix`."""
        query = select(StandingRow).where(
            StandingRow.kind == kind,
            col(StandingRow.subject).startswith(prefix, autoescape=True),
        )
        return [_told(row) for row in self._session.exec(query.order_by(col(StandingRow.seq)))]

    def standing_of(self, subject: str) -> Standing | None:
        """What stands about one subject."""
        row = self._session.get(StandingRow, subject)
        return _told(row) if row else None


def _told(row: StandingRow) -> Standing:
    kind = Kind(row.kind)
    return Standing(kind, row.subject, row.body, row.actor, row.reason, row.at, row.seq)
