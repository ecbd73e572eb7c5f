"""What can be asked of the ledger about failure groups."""

from sqlmodel import Session, col, select

from curation.decisions import ABOUT_GROUPS, Entry
from curation.grouping import Grouping, from_body, grouping
from store.ledger.rows import entry_of
from store.ledger.tables import DecisionRow, GroupRow


class GroupReading:
    """The part of a reading that is about failure groups."""

    _session: Session

    def grouping(self) -> Grouping:
        """Which group each failure is shown in, as it stands."""
        return grouping(from_body(row.body) for row in self._session.exec(select(GroupRow)))

    def group_history(self, *group_ids: str) -> list[Entry]:
        """What was decided about any of `group_ids`, newest first."""
        query = select(DecisionRow).where(
            col(DecisionRow.subject).in_(group_ids), col(DecisionRow.kind).in_(ABOUT_GROUPS)
        )
        return [
            entry_of(row)
            for row in self._session.exec(query.order_by(col(DecisionRow.seq).desc()))
        ]
