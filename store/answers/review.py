"""The weekly review: its agenda from the data, what was promised, and the meeting itself."""

from dataclasses import dataclass
from datetime import UTC, datetime

from curation.actions import Promised, Standing
from curation.errors import BadRequest
from curation.names import among
from curation.people import Role
from curation.review import Item, Meeting, monday, sunday, week_of
from store.answers.agenda import agenda, before, begins
from store.answers.meetings import met, the_week, weeks_met
from store.answers.promised import actions, judged, promised
from store.desk import Desk
from store.ledger.reading import Reading


@dataclass(frozen=True, slots=True)
class Past:
    """A review that was held, in one line."""

    week: str
    chair: str
    present: tuple[str, ...]
    started_at: str
    closed_at: str | None
    items: int
    settled: int
    decisions: int
    actions: int


@dataclass(frozen=True, slots=True)
class Review:
    """The review of `week` (2026-W47). The agenda of a started one is that of its start.

    `since` is the start of the review before it. `meeting` None: it was not started.
    `promises` are those that were open before it, and its own.
    """

    sentence: str
    week: str
    since: datetime
    as_of: datetime
    agenda: tuple[Item, ...]
    promises: tuple[Promised, ...]
    meeting: Meeting | None
    past: tuple[Past, ...]  # the newest first, without this one
    people: tuple[str, ...]  # who may be present: everybody known on the desk


def review(desk: Desk, week: str | None = None) -> Review:
    """The review of `week`; None: of this one."""
    now = desk.ledger.clock().astimezone(UTC)
    with desk.ledger.reading() as asked:
        week = _named(week, now) if week else the_week(asked, now)
        stands = met(asked, week)
        past = _past(asked, week)
        people = _people(asked)
    last = before(desk, week)
    if stands is None and week != week_of(now):
        items, promises = _as_it_was(desk, week)
    elif stands is None:
        items, promises = (
            agenda(desk, week).items,
            promised(desk, begins(desk, last).isoformat(), last),
        )
    else:
        items, promises = stands.agenda, _of_meeting(desk, stands)
    since = begins(desk, last)
    return Review(_sentence(week, items, promises, stands), week, since, now, items, promises,
                  stands, past, people)  # fmt: skip


def meeting(desk: Desk, week: str | None = None) -> Meeting | None:
    """Only the meeting, as a second screen asks for it every few seconds."""
    with desk.ledger.reading() as asked:
        now = desk.ledger.clock().astimezone(UTC)
        return met(asked, _named(week, now) if week else the_week(asked, now))


def known_people(desk: Desk) -> tuple[str, ...]:
    """Who may be present, for who only asks for that."""
    with desk.ledger.reading() as asked:
        return _people(asked)


def _named(week: str | None, now: datetime) -> str:
    """The week as it is written; BadRequest for one that is still to come."""
    if week is None:
        return week_of(now)
    found = week_of(monday(week))
    if monday(found) > now.date():
        raise BadRequest(f"The week {found} is still to come: this is {week_of(now)}.")
    return found


def _as_it_was(desk: Desk, week: str) -> tuple[tuple[Item, ...], tuple[Promised, ...]]:
    """The agenda that a week would have had at its end, in which no review was held."""
    then = desk.past(sunday(week).isoformat())
    try:
        found = agenda(then, week)
        return found.items, promised(then, found.since.isoformat(), before(then, week))
    finally:
        then.close()


def _of_meeting(desk: Desk, stands: Meeting) -> tuple[Promised, ...]:
    """What the review was opened with, and what was promised in it, as they stand now."""
    named = {one.subject for one in stands.agenda if one.kind == "promise"}
    with desk.ledger.reading() as asked:
        found = actions(asked)
    return tuple(
        judged(desk, one, seq)
        for one, seq in found
        if one.id in named or one.week == stands.week
    )


def _past(asked: Reading, week: str) -> tuple[Past, ...]:
    made = [one.week for one, _ in actions(asked)]
    found = [met(asked, one) for one in weeks_met(asked) if one != week]
    return tuple(
        Past(
            one.week,
            one.chair,
            one.present,
            one.started_at,
            one.closed_at,
            len(one.agenda),
            sum(item.settled for item in one.handled),
            sum(len(item.decisions) for item in one.handled),
            made.count(one.week),
        )
        for one in found
        if one is not None
    )


def _people(asked: Reading) -> tuple[str, ...]:
    """Everybody who can be there: who is listed and has not left, and who owns something."""
    known = asked.people()
    names = [
        one.name for one in known.listed.values() if not one.left and one.role is not Role.JOB
    ]
    for held in asked.ownerships().values():
        names += [who for who in (held.owner, held.deputy) if who]
    found: list[str] = []
    for name in names:
        if not among(name, *found) and not known.left(name):
            found.append(name)
    return tuple(sorted(found))


def _sentence(
    week: str, items: tuple[Item, ...], promises: tuple[Promised, ...], stands: Meeting | None
) -> str:
    """What the review is about, or how far it has come."""
    broken = _broken(promises)
    if stands is None:
        n = "1 item" if len(items) == 1 else f"{len(items)} items" if items else "Nothing"
        word = "stands" if len(items) == 1 or not items else "stand"
        if (things := sum(one.count for one in items)) > len(items):
            n = f"{things} things in {n}"
        return f"{n} {word} on the agenda of {week}.{broken}"
    done = len(items) - len(stands.left)
    how = "goes on" if stands.open else f"was closed by {stands.closed_by}"
    return (
        f"The review of {week}, led by {stands.chair}, {how}: {done} of {len(items)} items are "
        f"settled.{broken}"
    )


def _broken(promises: tuple[Promised, ...]) -> str:
    """Which did not hold by the data, and of which nobody has said anything in time."""
    n = sum(one.standing is Standing.NOT_HELD for one in promises)
    late = sum(one.standing is Standing.OVERDUE for one in promises)
    told = [f"{n} did not hold"] * bool(n)
    told += [f"{late} {'is' if late == 1 else 'are'} overdue"] * bool(late)
    many = "1 promise" if len(promises) == 1 else f"{len(promises)} promises"
    return f" Of {many}, {' and '.join(told)}." if told else ""
