"""What can be asked of the ledger by somebody who knows what it held before."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from curation import cases
from curation.cases import Case
from curation.decisions import Kind
from store.ledger.tables import CaseRow, DecisionRow

_AT_ONCE = 500  # names in one question


class ChangeReading:
    """The part of a reading that is about what has changed."""

    _session: Session

    def changes_since(self, seq: int) -> list[tuple[Kind, str]]:
        """Kind and subject of every decision after `seq`, in their order."""
        query = select(DecisionRow.kind, DecisionRow.subject).where(col(DecisionRow.seq) > seq)
        found = self._session.exec(query.order_by(col(DecisionRow.seq)))
        return [(Kind(kind), subject) for kind, subject in found]

    def cases_named(self, case_ids: Sequence[str]) -> list[Case]:
        """Those of `case_ids` that are opened, as they stand."""
        found: list[Case] = []
        for first in range(0, len(case_ids), _AT_ONCE):
            some = case_ids[first : first + _AT_ONCE]
            rows = self._session.exec(select(CaseRow).where(col(CaseRow.id).in_(some)))
            found += [cases.from_body(row.body) for row in rows]
        return found
