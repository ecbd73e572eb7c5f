"""One transaction on the ledger: `record` is the only door through which anything changes."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlmodel import Session, select

from curation.cases import Case
from curation.decisions import (
    Decision,
    Entry,
    Kind,
    plain,
    require_actor,
    require_storable,
    sealed,
)
from curation.erasing import Target, redacted
from curation.errors import Unknown
from curation.people import NOBODY, People
from curation.roles import require_may_record
from curation.tombstones import Tombstone, Tombstones
from curation.typed import Shown, masked
from store.ledger.projections import project
from store.ledger.proof import rebuild
from store.ledger.reading import Reading
from store.ledger.rows import row_of
from store.ledger.tables import HeadRow, StandingRow

_WHO_IS_WHO = (Kind.PERSON_SET, Kind.OWNER_NAMED)


class Transaction(Reading):
    """What may be read and recorded inside one transaction; all of it commits, or nothing."""

    def __init__(
        self,
        session: Session,
        act: str,
        clock: Callable[[], datetime],
        door: Callable[[Reading], Shown] | None = None,
    ) -> None:
        super().__init__(session, clock)
        self.act = act
        self._door = door
        self._shown: Shown | None = None
        self._people: People | None = None
        # Locked first, so that writers stand in line and the chain has one order.
        self._head = session.exec(select(HeadRow).with_for_update()).one()

    def record(self, decision: Decision) -> Entry:
        """Append `decision`, chained to the last one, and let the projections follow.

        What somebody typed goes in without the personal data in it (curation.typed).
        Raises MovedMeanwhile when another act has changed the subject since the version `seen`,
        BadRequest when nobody is named who does it, or a word cannot be kept, NotAllowed when
        who it is may not.
        """
        require_actor(decision.actor)
        require_storable(decision)
        decision = masked(decision, self.shown)
        require_may_record(self._asked_of(decision), decision)
        if decision.seen is not None:
            self.refuse_if_changed(decision.subject, decision.seen)
        entry = self._chained(decision)
        self._session.add(row_of(entry))
        self._head.seq, self._head.hash = entry.seq, entry.hash
        self._session.add(self._head)
        project(self._session, entry)
        if decision.kind in _WHO_IS_WHO:
            self._people = None
        if decision.kind is Kind.PRIVACY_SET:
            self._shown = None
        return entry

    def shown(self, text: str, column: str) -> str:
        """`text` as the log may keep it in `column`."""
        if self._door is None:
            return text
        if self._shown is None:
            self._shown = self._door(self)
        return self._shown(text, column)

    def erase(self, target: Target, said: Callable[[Tombstones], Decision]) -> Entry:
        """Take what `target` names out of every earlier decision, and record that it was done.

        `said` makes the decision of the tombstones. The one exception to a log that is never
        changed: docs/decisions/007-tombstones.md.
        """
        self._session.flush()
        stones: dict[int, Tombstone] = {}
        for entry in list(self.entries()):
            found = redacted(entry, target)
            if found is not None:
                left, stones[entry.seq] = found
                self._session.merge(row_of(left))
        erasure = self.record(said(stones))
        self._session.flush()
        rebuild(self._session)
        return erasure

    def known_people(self) -> People:
        """Who is who, as it is at this point of the transaction; asked once."""
        if self._people is None:
            self._people = self.people()
        return self._people

    def _asked_of(self, decision: Decision) -> People:
        """Who is who, as far as `decision` may be refused for it; mostly nobody is listed."""
        if self._people is None and decision.kind not in _WHO_IS_WHO and not self._listed():
            return NOBODY
        return self.known_people()

    def _listed(self) -> bool:
        query = select(StandingRow.seq).where(StandingRow.kind == Kind.PERSON_SET)
        return self._session.exec(query.limit(1)).first() is not None

    def known(self, case_id: str) -> Case:
        """The case, or Unknown."""
        found = self.case(case_id)
        if found is None:
            raise Unknown("case", case_id, "`evaldesk inbox` and `evaldesk sets` list them.")
        return found

    def refuse_if_changed(self, subject: str, seen: int) -> None:
        """MovedMeanwhile when another act has changed `subject` since the version `seen`."""
        later = self.moved_meanwhile({subject: seen}, but=self.act)  # one go is no surprise
        if moved := later.get(subject):
            raise moved

    def _chained(self, decision: Decision) -> Entry:
        draft = Entry(
            seq=self._head.seq + 1,
            act=self.act,
            kind=decision.kind,
            subject=decision.subject,
            before=None if decision.before is None else plain(decision.before),
            after=plain(decision.after),
            actor=decision.actor,
            reason=decision.reason,
            at=self.clock().astimezone(UTC),
            undoes=decision.undoes,
            previous=self._head.hash,
        )
        return sealed(draft)
