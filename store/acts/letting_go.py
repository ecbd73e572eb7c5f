"""End what an alarm tells of rows that are no more: nobody could ever judge them again."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from curation.alarms import Alarm, body
from curation.decisions import Kind
from curation.deviating import RUN
from curation.deviations import Deviation
from curation.raising import without_rows
from curation.standing import saying
from store.answers.alarm_book import ALARM, book
from store.answers.budget_counts import last_event
from store.desk import Desk
from store.facts.sliced import Part
from store.facts.slicing import Slicing
from store.ledger.reading import Reading

BUDGET = "budget"


def let_go(desk: Desk, *, actor: str) -> tuple[str, ...]:
    """The alarms of which something went, because its import was taken out."""
    seen = desk.shown_facts()
    with desk.ledger.reading() as asked:
        active = [one for one in book(asked).alarms.values() if one.active]
        days = _days_of_runs(asked) if active else []
    lost = {one.id: _lost(desk, one, days) for one in active}
    if not any(lost.values()):
        return ()
    now = desk.ledger.clock().astimezone(UTC).isoformat()
    with desk.ledger.transaction() as tx:
        if tx.last_change_of_facts() != seen:
            return ()  # rows came or went meanwhile: the next look tells
        stands = book(tx)
        found = [
            (one, without_rows(one, lost[one.id], now))
            for one in stands.alarms.values()
            if one.active and lost.get(one.id)
        ]
        for one, after in found:
            before = stands.standing.get(ALARM + one.id)
            why = after.resolved_because or "rows of a part of it were taken out"
            tx.record(
                saying(
                    Kind.ALARM_SET,
                    ALARM + one.id,
                    body(after),
                    actor=actor,
                    reason=why,
                    before=before,
                )
            )
    return tuple(one.id for one, _ in found)


def _lost(desk: Desk, alarm: Alarm, days_of_runs: Sequence[date]) -> frozenset[str]:
    """The keys of what `alarm` holds whose rows are all gone."""
    held = [one.deviation for one in alarm.held if not one.gone]
    return frozenset(one.key for one in held if _is_empty(desk, one, days_of_runs))


def _is_empty(desk: Desk, one: Deviation, days_of_runs: Sequence[date]) -> bool:
    since, until = (date.fromisoformat(day[:10]) for day in (one.since, one.until))
    if since >= until:
        return False
    if one.rule == RUN:
        return not any(since <= day < until for day in days_of_runs)
    if one.rule == BUDGET and until - since == timedelta(days=1):
        last = last_event(desk)  # a budget of days ends on the day of the newest event
        return last is None or last.astimezone(UTC).date() < until
    return not _events(desk, one, since, until)


def _events(desk: Desk, one: Deviation, since: date, until: date) -> int:
    slicing = Slicing(desk.facts())
    offered = set(slicing.columns())
    where = {column: value for column, value in one.cohort.items() if column in offered}
    part = Part((), where, since.isoformat(), until.isoformat())
    rows = slicing.counts("cohort_counts", part)
    return sum(row.cells["events"] for row in rows if not row.cohort)


def _days_of_runs(asked: Reading) -> list[date]:
    moments = [run.at for run, _, _ in asked.runs() if run.at]
    return [datetime.fromisoformat(at).astimezone(UTC).date() for at in moments]
