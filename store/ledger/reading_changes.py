"""What can be asked of the ledger by somebody who knows what it held before."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from curation import cases
from curation.as_of import AsOf
from curation.cases import Case, State
from curation.decisions import STANDING, Body, Kind
from curation.errors import BadRequest, MovedMeanwhile
from store.ledger.tables import CaseRow, DecisionRow

_AT_ONCE = 500  # names in one question


@dataclass(frozen=True, slots=True)
class Placed:
    """A decision after which a case stood in `state`; `undone`: it was taken back later."""

    case: str
    at: datetime
    state: State
    undone: bool


class ChangeReading:
    """The part of a reading that is about what has changed."""

    _session: Session
    clock: Callable[[], datetime]

    def point(self, wanted: AsOf) -> tuple[int, datetime]:
        """The last decision up to `wanted`, and the moment that its desk believes it is.

        Today is until now. BadRequest for a point before the first decision, or after now.
        """
        now, moment = self.clock(), wanted.moment
        if moment is not None and moment > now:
            if moment.date() != now.date():
                raise BadRequest(f"{moment:%Y-%m-%d %H:%M} UTC is still to come.")
            moment = now
        query = select(DecisionRow.seq, DecisionRow.at)
        if moment is None:
            query = query.where(DecisionRow.seq == wanted.seq)
        else:
            query = query.where(col(DecisionRow.at) <= moment)
        found = self._session.exec(query.order_by(col(DecisionRow.seq).desc())).first()
        if found is None:
            raise self._nothing(wanted)
        return found[0], moment or found[1]

    def _nothing(self, wanted: AsOf) -> BadRequest:
        if wanted.seq is not None:
            last = self._session.exec(select(func.max(DecisionRow.seq))).one() or 0
            return BadRequest(f"There is no decision {wanted.seq}; the last one is {last}.")
        first = self._session.exec(select(func.min(DecisionRow.at))).one()
        begun = f"its first decision is of {first:%Y-%m-%d %H:%M} UTC" if first else "it is new"
        return BadRequest(
            f"This desk did not stand yet at {wanted.moment:%Y-%m-%d %H:%M} UTC: {begun}."
        )

    def changes_since(self, seq: int) -> list[tuple[Kind, str]]:
        """Kind and subject of every decision after `seq`, in their order."""
        query = select(DecisionRow.kind, DecisionRow.subject).where(col(DecisionRow.seq) > seq)
        found = self._session.exec(query.order_by(col(DecisionRow.seq)))
        return [(Kind(kind), subject) for kind, subject in found]

    def places(self) -> list[Placed]:
        """Every decision that put a case somewhere, oldest first, without what else it said."""
        gone = select(DecisionRow.undoes).where(col(DecisionRow.undoes).is_not(None))
        undone = set(self._session.exec(gone.distinct()))
        after: Mapped[Body] = col(DecisionRow.after)
        query = select(DecisionRow.subject, DecisionRow.at, after, DecisionRow.act).where(
            col(DecisionRow.kind).in_((Kind.OPENED, Kind.MOVED))
        )
        return [
            Placed(case, at, State(said["state"]), act in undone)
            for case, at, said, act in self._session.exec(query.order_by(col(DecisionRow.seq)))
        ]

    def cases_named(self, case_ids: Sequence[str]) -> list[Case]:
        """Those of `case_ids` that are opened, as they stand."""
        found: list[Case] = []
        for some in _portions(case_ids):
            rows = self._session.exec(select(CaseRow).where(col(CaseRow.id).in_(some)))
            found += [cases.from_body(row.body) for row in rows]
        return found

    def states_of(self, case_ids: Sequence[str]) -> dict[str, State]:
        """Where those of `case_ids` stand that are opened."""
        found: dict[str, State] = {}
        for some in _portions(case_ids):
            query = select(CaseRow.id, CaseRow.state).where(col(CaseRow.id).in_(some))
            found |= {case_id: State(state) for case_id, state in self._session.exec(query)}
        return found

    def moved_meanwhile(
        self, seen: Mapping[str, int], *, but: str | None = None
    ) -> dict[str, MovedMeanwhile]:
        """Per subject, who changed it last since the version in `seen`; the act `but` is none.

        A subject that stands as it was seen is left out.
        """
        found: dict[str, MovedMeanwhile] = {}
        for some in _portions(list(seen)):
            newest = select(DecisionRow.subject, func.max(DecisionRow.seq)).where(
                col(DecisionRow.subject).in_(some), DecisionRow.act != (but or "")
            )
            last = self._session.exec(newest.group_by(DecisionRow.subject))
            later = [seq for subject, seq in last if seq > seen[subject]]
            if later:
                rows = select(DecisionRow).where(col(DecisionRow.seq).in_(later))
                found |= {row.subject: _moved(row) for row in self._session.exec(rows)}
        return found


def _portions(names: Sequence[str]) -> Generator[Sequence[str]]:
    for first in range(0, len(names), _AT_ONCE):
        yield names[first : first + _AT_ONCE]


def _moved(row: DecisionRow) -> MovedMeanwhile:
    at = f"{row.at:%Y-%m-%d %H:%M} UTC"
    return MovedMeanwhile(row.subject, row.actor, at, _DID[Kind(row.kind)](row.after))


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
    Kind.LIMIT_SET: lambda after: (
        "no longer holds it to a limit"
        if after["value"] is None
        else f"set it to {after['value']}"
    ),
    Kind.QUARANTINED: lambda after: (
        f"put it into quarantine until {after['quarantine']['until']}"
        if after["quarantine"]
        else "lifted its quarantine"
    ),
    Kind.VIEW_SET: lambda after: "saved it" if after["filters"] else "deleted it",
    Kind.COHORT_SET: lambda after: (
        "saved it" if after["where"] is not None else "renamed or removed it"
    ),
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
    **dict.fromkeys(
        STANDING, lambda after: "removed it" if after["body"] is None else "changed it"
    ),
}
