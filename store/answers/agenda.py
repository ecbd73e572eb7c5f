"""The agenda of a review, made from the data: every part says what it has, in one order."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from curation.agenda import capped
from curation.review import KINDS, Cadence, Item, Meeting, cadences, monday
from curation.thresholds import REVIEW_AHEAD, REVIEW_ITEMS
from store.answers import (
    agenda_governed,
    agenda_production,
    agenda_releases,
    agenda_seldom,
    agenda_sets,
)
from store.answers.agenda_look import Look
from store.answers.gate_basis import today
from store.answers.last_answers import LastAnswers
from store.answers.meetings import met, weeks_met
from store.answers.promised import promised
from store.desk import Desk

WEEK = timedelta(weeks=1)
_Part = Callable[[Look], Iterable[Item]]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What there is to go through, in its order; `seen_until`: the newest day of production.

    `since` is the start of the review before, or a week ago.
    """

    items: tuple[Item, ...]
    since: datetime
    seen_until: str | None


class _Kept:
    """The last agendas of one desk; bringing events in is a decision as well."""

    def __init__(self, desk: Desk) -> None:  # noqa: ARG002 (as a desk keeps things)
        self.answers: LastAnswers[Agenda] = LastAnswers()


def agenda(desk: Desk, week: str, kinds: Collection[str] = tuple(KINDS)) -> Agenda:
    """What the review of `week` would go through at this moment, of all `kinds` or some."""
    with desk.ledger.reading() as asked:
        key: Hashable = (asked.head(), week, today(desk), tuple(kinds))
    return desk.kept(_Kept).answers.get(key, lambda: _agenda(desk, week, kinds))


def before(desk: Desk, week: str) -> Meeting | None:
    """The last review that was started in a week before `week`."""
    with desk.ledger.reading() as asked:
        found = [one for one in weeks_met(asked) if monday(one) < monday(week)]
        return met(asked, found[0]) if found else None


def begins(desk: Desk, last: Meeting | None) -> datetime:
    """Since when a review asks what is new: the start of the one before, or a week ago."""
    if last is not None:
        return datetime.fromisoformat(last.started_at)
    return desk.ledger.clock().astimezone(UTC) - WEEK


def _agenda(desk: Desk, week: str, kinds: Collection[str]) -> Agenda:
    newest = _newest(desk)
    look = _look(desk, week, newest)
    with desk.ledger.reading() as asked:
        most = round(asked.policy().value(REVIEW_ITEMS))
    found: dict[str, list[Item]] = {kind: [] for kind in KINDS}
    wanted = cadences(week)
    for kind, cadence, part in _PARTS:
        if kind not in kinds:
            continue
        if cadence in wanted:
            found[kind] += part(look)
        elif look.last and any(one.startswith(f"{kind}:") for one in look.last.again):
            found[kind] += (look.again(i) for i in part(look) if look.left(kind, i.subject))
    items = [one for some in found.values() for one in capped(_once(some), most)]
    return Agenda(tuple(items), look.since, newest.isoformat() if newest else None)


def _look(desk: Desk, week: str, newest: date | None) -> Look:
    last, now = before(desk, week), today(desk)
    with desk.ledger.reading() as asked:
        blocking = asked.ownership("blocking")
        ahead = asked.policy().value(REVIEW_AHEAD)
    seen = date.fromisoformat(last.seen_until) if last and last.seen_until else None
    after = seen or (newest - WEEK if newest else None)
    return Look(desk, week, now, begins(desk, last), after,
                now + timedelta(days=round(ahead)), last,
                blocking.owner if blocking else None)  # fmt: skip


def _newest(desk: Desk) -> date | None:
    """The last day of the newest week with events, or today where that is not over."""
    weeks = [row["week"] for row in desk.facts().ask("event_weeks") if row["week"] is not None]
    return min(max(weeks) + timedelta(days=6), today(desk)) if weeks else None


def _promises(look: Look) -> Iterator[Item]:
    for one in promised(look.desk, look.since.isoformat(), look.last):
        why = f"{one.id}, {one.standing}: {one.what} ({one.owner}, until {one.due})."
        said = (f"{one.why[0].upper()}{one.why[1:]}.", f"from the review of {one.week}")
        drop = f"evaldesk review drop {one.id} --reason WHY"
        acts = (f"evaldesk review done {one.id}", drop)
        yield Item("promise", one.id, why, one.link, said, acts, owner=one.owner,
                   well=one.standing == "held")  # fmt: skip


def _once(items: Iterable[Item]) -> list[Item]:
    """Each item once: two parts may speak of the same, and the first does as it is due."""
    found: dict[str, Item] = {}
    for one in items:
        found.setdefault(one.key, one)
    return list(found.values())


_W, _M, _Q = Cadence.WEEKLY, Cadence.MONTHLY, Cadence.QUARTERLY
_PARTS: tuple[tuple[str, Cadence, _Part], ...] = (
    ("promise", _W, _promises),
    ("gate", _W, agenda_releases.gate),
    ("failure_group", _W, agenda_releases.failure_groups),
    ("flake", _W, agenda_releases.flaky),
    ("drift", _W, agenda_production.drift),
    ("budget", _W, agenda_production.budget),
    ("alarm", _W, agenda_production.alarm),
    ("proposal", _W, agenda_governed.proposal),
    ("disagreement", _W, agenda_governed.disagreement),
    ("waiver", _W, agenda_governed.waiver),
    ("quarantine", _W, agenda_governed.quarantine),
    ("coverage", _W, agenda_sets.holes),
    ("stale", _W, agenda_sets.stale),
    ("leakage", _W, agenda_sets.leaked),
    ("privacy", _W, agenda_sets.unmasked),
    ("refresh", _W, agenda_sets.refresh),
    ("fairness", _M, agenda_seldom.fairness),
    ("cohort", _M, agenda_seldom.cohort),
    ("slo", _M, agenda_seldom.slo),
    ("refresh", _Q, agenda_seldom.refresh),
    ("contract", _Q, agenda_seldom.terms),
)
