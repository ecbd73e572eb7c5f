"""What can be asked of the ledger about saved cohorts."""

from sqlmodel import Session, select

from curation.saved_cohorts import SavedCohort, cohort_subject
from store.ledger.tables import CohortRow


class CohortReading:
    """The part of a reading that is about saved cohorts."""

    _session: Session

    def cohorts(self) -> list[SavedCohort]:
        """All of them, by name."""
        rows = sorted(self._session.exec(select(CohortRow)), key=lambda row: row.subject)
        return [SavedCohort(row.name, row.where, row.saved_by) for row in rows]

    def cohort(self, name: str) -> SavedCohort | None:
        """The one that `name` stands for, however it is spelled."""
        row = self._session.get(CohortRow, cohort_subject(name))
        return SavedCohort(row.name, row.where, row.saved_by) if row else None
