"""One transaction on the ledger: `record` is the only door through which anything changes."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from curation.cases import Case
from curation.decisions import Body, Decision, Entry, Kind, plain, sealed
from curation.errors import MovedMeanwhile, Unknown
from store.ledger.projections import project
from store.ledger.reading import Reading
from store.ledger.rows import row_of
from store.ledger.tables import DecisionRow, HeadRow


class Transaction(Reading):
    """What may be read and recorded inside one transaction; all of it commits, or nothing."""

    def __init__(self, session: Session, act: str, clock: Callable[[], datetime]) -> None:
        super().__init__(session)
        self._clock = clock
        self.act = act
        # Locked first, so that writers stand in line and the chain has one order.
        self._head = session.exec(select(HeadRow).with_for_update()).one()

    def record(self, decision: Decision) -> Entry:
        """Append `decision`, chained to the last one, and let the projections follow.

        Raises MovedMeanwhile when another act has changed the subject since the version `seen`.
        """
        if decision.seen is not None:
            self.refuse_if_changed(decision.subject, decision.seen)
        entry = self._chained(decision)
        self._session.add(row_of(entry))
        self._head.seq, self._head.hash = entry.seq, entry.hash
        self._session.add(self._head)
        project(self._session, entry)
        return entry

    def known(self, case_id: str) -> Case:
        """The case, or Unknown."""
        found = self.case(case_id)
        if found is None:
            raise Unknown("case", case_id, "`evaldesk inbox` and `evaldesk sets` list them.")
        return found

    def refuse_if_changed(self, subject: str, seen: int) -> None:
        """MovedMeanwhile when another act has changed `subject` since the version `seen`."""
        query = select(DecisionRow).where(
            DecisionRow.subject == subject,
            col(DecisionRow.seq) > seen,
            DecisionRow.act != self.act,  # what is decided here in one go is no surprise
        )
        later = self._session.exec(query.order_by(col(DecisionRow.seq).desc())).first()
        if later is not None:
            at = f"{later.at:%Y-%m-%d %H:%M} UTC"
            raise MovedMeanwhile(subject, later.actor, at, _DID[Kind(later.kind)](later.after))

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
            at=self._clock().astimezone(UTC),
            undoes=decision.undoes,
            previous=self._head.hash,
        )
        return sealed(draft)


_DID: Mapping[Kind, Callable[[Body], str]] = {
    Kind.OPENED: lambda _: "opened it",
    Kind.DESCRIBED: lambda after: f"described it ({', '.join(after)})",
    Kind.MOVED: lambda after: f"moved it to {after['state']}",
    Kind.FROZE: lambda _: "froze it",
    Kind.IMPORTED: lambda _: "imported it",
    Kind.IMPORT_UNDONE: lambda _: "undid its import",
    Kind.JUDGED: lambda after: f"judged it {after.get('verdict')}",
    Kind.OWNER_NAMED: lambda after: f"named {after['owner']} its owner",
    Kind.THRESHOLD_SET: lambda after: f"set it to {after['value']}",
    Kind.VIEW_SET: lambda after: "saved it" if after["filters"] else "deleted it",
    Kind.GROUP_NAMED: lambda after: (
        f"named it {after['name']}" if after["name"] else "took its name away"
    ),
    Kind.GROUP_MERGED: lambda after: (
        "changed what is merged into it"
        if "merged" in after
        else f"merged it into {after['into']}"
        if after["into"]
        else "took it out of a merge"
    ),
    Kind.GROUP_SPLIT: lambda _: "split cases off, or put them back",
    Kind.GROUP_ARCHIVED: lambda after: "archived it" if after["archive"] else "reopened it",
    Kind.GROUP_REOPENED: lambda after: "archived it" if after["archive"] else "reopened it",
}
