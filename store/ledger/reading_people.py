"""What can be asked of the ledger about people: who is listed, and who has acted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from curation.cases import State
from curation.decisions import Kind
from curation.ownership import Ownership
from curation.people import People, people
from store.ledger.reading_standing import StandingReading
from store.ledger.tables import DecisionRow, OwnerRow

_FOUNDING = (Kind.OWNER_NAMED, Kind.THRESHOLD_SET)  # how a desk begins that somebody founds


@dataclass(frozen=True, slots=True)
class Acted:
    """How often somebody decided, when last, and what kinds of decisions."""

    name: str
    decisions: int
    last: datetime
    kinds: frozenset[Kind]


class PeopleReading(StandingReading):
    """The part of a reading that is about people."""

    _session: Session

    def people(self) -> People:
        """Who is listed, what strangers are, and who are admins by what they founded or own."""
        row = self._session.get(OwnerRow, State.BLOCKING)
        blocking = Ownership(row.scope, row.owner, row.deputy) if row else None
        return people(self.standing(Kind.PERSON_SET), self._founder(), blocking)

    def acted(self) -> dict[str, Acted]:
        """Everybody under whose name something was decided."""
        by = (DecisionRow.actor, DecisionRow.kind)
        query = select(*by, func.count(), func.max(DecisionRow.at)).group_by(*by)
        found: dict[str, Acted] = {}
        for name, kind, number, last in self._session.exec(query):
            one = found.get(name) or Acted(name, 0, last, frozenset())
            kinds = one.kinds | {Kind(kind)}
            found[name] = Acted(name, one.decisions + number, max(one.last, last), kinds)
        return dict(sorted(found.items()))

    def _founder(self) -> str | None:
        """Who founded the desk; None where it began with facts."""
        first = select(DecisionRow.actor, DecisionRow.kind).where(col(DecisionRow.seq) == 1)
        row = self._session.exec(first).first()
        return row[0] if row and row[1] in _FOUNDING else None
