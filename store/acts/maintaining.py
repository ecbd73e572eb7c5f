"""Maintenance: mute alarms about a part of production for a time, and end that early."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from curation import maintenance
from curation.alarm_owners import require_may_mute
from curation.decisions import Kind
from curation.errors import NotAllowed
from curation.maintenance import Maintenance, refuse_window
from curation.standing import saying
from curation.thresholds import MAX_MAINTENANCE_HOURS
from store.answers.alarm_book import MAINTENANCE, book
from store.answers.alarm_owners import alarm_owners
from store.answers.muted_part import unseen
from store.desk import Desk


def start(
    desk: Desk,
    until: datetime,
    where: Mapping[str, str | None],
    *,
    actor: str,
    reason: str,
    since: datetime | None = None,
) -> Maintenance:
    """Tell nobody of alarms about `where` from `since` (now) until `until`.

    For who decides about alarms; who started one may end it.
    """
    unseen(desk, where)  # refuses a part that cannot be
    with desk.ledger.transaction() as tx:
        require_may_mute(alarm_owners(tx), actor, "mute alarms")
        begin = (since or desk.ledger.clock()).astimezone(UTC)
        end = until.astimezone(UTC)
        longest = tx.policy().value(MAX_MAINTENANCE_HOURS)
        refuse_window(begin, end, reason, longest)
        number = 1 + sum(1 for _ in tx.standing(Kind.MAINTENANCE_SET))
        while tx.decisions(subject=f"{MAINTENANCE}M-{number}", limit=1):
            number += 1  # one that was taken back keeps its number
        found = Maintenance(
            f"M-{number}", begin.isoformat(), end.isoformat(), dict(where), actor, reason
        )
        tx.record(
            saying(
                Kind.MAINTENANCE_SET,
                MAINTENANCE + found.id,
                maintenance.body(found),
                actor=actor,
                reason=reason,
            )
        )
        return found


def end(desk: Desk, one: str, *, actor: str, reason: str = "") -> Maintenance:
    """End a maintenance now: what it muted and still holds is told."""
    with desk.ledger.transaction() as tx:
        now = desk.ledger.clock().astimezone(UTC)
        found = book(tx).maintenance(one)
        if actor != found.by:
            require_may_mute(alarm_owners(tx), actor, f"end {one}, which {found.by} started,")
        if datetime.fromisoformat(found.end) <= now:
            raise NotAllowed(f"{one} ended at {found.end[:16].replace('T', ' ')} UTC already.")
        start_at = min(datetime.fromisoformat(found.start), now).isoformat()
        over = replace(found, start=start_at, end=now.isoformat(), ended_by=actor)
        tx.record(
            saying(
                Kind.MAINTENANCE_SET,
                MAINTENANCE + one,
                maintenance.body(over),
                actor=actor,
                reason=reason,
                before=tx.standing_of(MAINTENANCE + one),
            )
        )
        return over
