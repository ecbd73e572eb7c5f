"""What can be asked of the log itself: the decisions that somebody looks for."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, or_
from sqlmodel import Session, col, select

from curation.decisions import BLIND, Entry, Kind
from store.ledger.rows import entry_of
from store.ledger.tables import DecisionRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions are looked for; None asks for any. `until` counts itself."""

    kind: Kind | None = None
    actor: str | None = None
    subject: str | None = None
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class LogReading:
    """The part of a reading that is about the decisions as such."""

    _session: Session

    def found(self, wanted: Wanted, *, before: int | None, limit: int | None) -> list[Entry]:
        """The decisions looked for, newest first, those before the number `before`."""
        query = select(DecisionRow).where(*_clauses(wanted))
        if before is not None:
            query = query.where(col(DecisionRow.seq) < before)
        query = query.order_by(col(DecisionRow.seq).desc()).limit(limit)
        return [entry_of(row) for row in self._session.exec(query)]

    def count_of(self, wanted: Wanted) -> int:
        """How many decisions are looked for."""
        query = select(func.count()).select_from(DecisionRow).where(*_clauses(wanted))
        return self._session.exec(query).one()

    def entry(self, seq: int) -> Entry | None:
        """One decision."""
        row = self._session.get(DecisionRow, seq)
        return entry_of(row) if row else None

    def hash_of(self, seq: int) -> str | None:
        """The hash under which decision `seq` stands, also where the rest cannot be read."""
        query = select(DecisionRow.hash).where(DecisionRow.seq == seq)
        return self._session.exec(query).first()

    def undone_by(self, act: str) -> int | None:
        """The decision that took `act` back; None while it holds."""
        query = select(func.min(DecisionRow.seq)).where(DecisionRow.undoes == act)
        return self._session.exec(query).one()

    def kinds_and_actors(self) -> tuple[list[Kind], list[str]]:
        """Every kind of decision in the log, and everybody who decided."""
        kinds = {*self._session.exec(select(DecisionRow.kind).distinct())}
        actors = self._session.exec(select(DecisionRow.actor).distinct())
        return [kind for kind in Kind if kind in kinds], sorted(actors, key=str.lower)

    def span_of_log(self) -> tuple[int, datetime | None, datetime | None]:
        """How many decisions there are, and when the first and the last were made."""
        ends = select(func.count(), func.min(DecisionRow.at), func.max(DecisionRow.at))
        return self._session.exec(ends).one()


def _clauses(wanted: Wanted) -> list[ColumnElement[bool]]:
    row: Any = DecisionRow  # SQLModel types a column as its value
    found: list[ColumnElement[bool]] = []
    if wanted.kind is not None:
        found.append(row.kind == wanted.kind)
    if wanted.actor is not None:
        found.append(row.actor == wanted.actor)
    if wanted.subject is not None:
        found.append(row.subject == wanted.subject)
    if wanted.since is not None:
        found.append(row.at >= wanted.since)
    if wanted.until is not None:
        found.append(row.at <= wanted.until)
    if wanted.text is not None:
        found.append(_says(row, wanted.text))
    return found


def _says(row: Any, text: str) -> ColumnElement[bool]:  # noqa: ANN401 (see above)
    """Whether `text` stands anywhere in a decision, in whatever case."""
    plain = [row.subject, row.reason, row.actor]
    bodies = [cast(row.before, String), cast(row.after, String)]
    written = json.dumps(text)[1:-1]  # as the database keeps a body: é is \u00e9
    inside = or_(*(column.icontains(written, autoescape=True) for column in bodies))
    return or_(
        *(column.icontains(text, autoescape=True) for column in plain),
        and_(row.kind.not_in(BLIND), inside),  # a hit would tell what is hidden
    )
