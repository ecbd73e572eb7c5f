"""What can be asked of the ledger about governed numbers: those in force, those proposed."""

from collections.abc import Callable
from datetime import UTC, datetime, time

from sqlmodel import Session, col, select

from curation import proposals, thresholds
from curation.decisions import Kind
from curation.errors import Unknown
from curation.proposals import Proposal
from curation.standing import Standing
from curation.thresholds import Policy, Threshold
from store.ledger.reading_standing import StandingReading
from store.ledger.tables import DecisionRow, ThresholdRow


class ThresholdReading(StandingReading):
    """The part of a reading that is about thresholds."""

    _session: Session
    clock: Callable[[], datetime]

    def policy(self) -> Policy:
        """All thresholds in force: what was set last, or has come into force since."""
        rows = self._session.exec(select(ThresholdRow))
        found: dict[str, Threshold | None] = {row.name: _threshold(row) for row in rows}
        for standing, one in self._due():
            since = _begin(one)
            if since >= self._moved_last(one.name, found.get(one.name)):
                found[one.name] = _in_force(one, since, standing.seq)
        return thresholds.policy(one for one in found.values() if one is not None)

    def due(self) -> tuple[int, ...]:
        """The approvals that have come into force by themselves: time moves them in."""
        return tuple(standing.seq for standing, _ in self._due())

    def overtaken(self) -> dict[str, int]:
        """By proposal that never comes into force: the decision that came in between.

        It was approved for a later day, and the number was set anew before that day.
        """
        later = [(said, one) for said, one in self.proposals() if one.scheduled]
        return self._set_before(later) if later else {}

    def proposals(self) -> list[tuple[Standing, Proposal]]:
        """Every proposal with its last word, the newest word at the end."""
        return [
            (one, proposals.from_body(one.body)) for one in self.standing(Kind.PROPOSAL_SET)
        ]

    def proposal(self, wanted: str) -> tuple[Standing, Proposal]:
        """One proposal with its last word, or Unknown; p-3 and P-3 are one."""
        standing = self.standing_of(proposals.PREFIX + wanted.strip().upper())
        if standing is None:
            raise Unknown("proposal", wanted, "`evaldesk proposals` lists them.")
        return standing, proposals.from_body(standing.body)

    def _moved_last(self, name: str, held: Threshold | None) -> datetime:
        """When the number was set; one that is held no longer, when it was dropped."""
        if held is not None and held.since:
            return datetime.fromisoformat(held.since)
        query = select(DecisionRow.at).where(
            DecisionRow.subject == name, DecisionRow.kind == Kind.LIMIT_SET
        )
        dropped = self._session.exec(query.order_by(col(DecisionRow.seq).desc())).first()
        return dropped or datetime.min.replace(tzinfo=UTC)

    def _due(self) -> list[tuple[Standing, Proposal]]:
        later = [(said, one) for said, one in self.proposals() if one.scheduled]
        if not later:
            return []
        today, gone = self.clock().astimezone(UTC).date(), self._set_before(later)
        found = [(said, one) for said, one in later if one.is_due(today) and one.id not in gone]
        return sorted(found, key=lambda pair: (pair[1].effective or "", pair[0].seq))

    def _set_before(self, later: list[tuple[Standing, Proposal]]) -> dict[str, int]:
        """By proposal of `later`, what set its number after the approval, before its day."""
        query = select(DecisionRow.subject, DecisionRow.seq, DecisionRow.at).where(
            col(DecisionRow.subject).in_([one.name for _, one in later]),
            col(DecisionRow.kind).in_((Kind.THRESHOLD_SET, Kind.LIMIT_SET)),
            DecisionRow.seq > min(said.seq for said, _ in later),
        )
        rows = list(self._session.exec(query.order_by(col(DecisionRow.seq))))
        return {
            one.id: seq
            for said, one in later
            for name, seq, at in rows
            if name == one.name and seq > said.seq and at < _begin(one)
        }


def _begin(proposal: Proposal) -> datetime:
    day = datetime.fromisoformat(proposal.effective or "")
    return datetime.combine(day, time.min, UTC)


def _in_force(proposal: Proposal, since: datetime, seq: int) -> Threshold | None:
    values = dict(proposal.becomes or {})
    if values.get("value") is None:
        return None
    return thresholds.from_body({**values, "since": since.isoformat(), "decision": seq})


def _threshold(row: ThresholdRow) -> Threshold:
    found = {**row.body, "since": row.at.isoformat(), "decision": row.seq}
    return thresholds.from_body(found)
