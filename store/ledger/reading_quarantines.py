"""What can be asked of the ledger about quarantines."""

from datetime import date

from sqlmodel import Session, select

from curation.cases import Quarantine
from curation.quarantine import in_force
from store.ledger.tables import QuarantineRow


class QuarantineReading:
    """The part of a reading that is about quarantines."""

    _session: Session

    def quarantines(self, today: date) -> dict[str, Quarantine]:
        """The quarantines in force on the day `today`, by case id."""
        rows = self._session.exec(select(QuarantineRow).order_by(QuarantineRow.case_id))
        found = {row.case_id: Quarantine(row.owner, row.until) for row in rows}
        return {case_id: one for case_id, one in found.items() if in_force(one, today)}
