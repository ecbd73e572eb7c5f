"""Handover: the five questions of whoever takes over, and what has to hold before they do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from curation.checklist_items import CHECKLISTS, INCIDENT, LIVE, PRE
from curation.checklists import Checklist, Held, Item, hold, named, subject, tick_of
from curation.decisions import Kind
from curation.standing import Standing
from curation.thresholds import CHECK_DAYS
from store.answers.checks_before import SEEN
from store.answers.checks_running import SEEN_INCIDENT, SEEN_LIVE
from store.answers.checks_seen import Seen
from store.answers.handover_known import Known, Question, many
from store.answers.handover_numbers import (
    Budget,
    budgets,
    what_a_route_may_cost,
    who_moves_numbers,
)
from store.answers.handover_path import how_a_case_is_made
from store.answers.handover_sets import what_blocks, what_is_monitored
from store.answers.last_answers import LastAnswers
from store.desk import Desk

_SEEN: Mapping[str, Mapping[str, Callable[[Known], Seen]]] = {
    PRE: SEEN,
    LIVE: SEEN_LIVE,
    INCIDENT: SEEN_INCIDENT,
}


@dataclass(frozen=True, slots=True)
class Check:
    """One item: whether it holds and why. `by`, `at`, `note` and `decision` are of its tick."""

    item: str
    text: str
    by_hand: bool
    state: Held
    said: str
    link: str | None
    clear: str
    by: str | None = None
    at: datetime | None = None
    note: str | None = None
    decision: int | None = None


@dataclass(frozen=True, slots=True)
class ChecklistShown:
    """One checklist with its items, and how many of them hold."""

    name: str
    title: str
    when: str
    sentence: str
    done: int
    checks: tuple[Check, ...]

    @property
    def open(self) -> tuple[Check, ...]:
        """What does not hold, or nobody can know."""
        return tuple(one for one in self.checks if one.state is not Held.DONE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing for the agenda: what kind, about what, why, and the page that settles it."""

    kind: str
    subject: str
    why: str
    link: str


@dataclass(frozen=True, slots=True)
class Handover:
    """The five answers and the three checklists, as of a moment."""

    sentence: str
    as_of: datetime
    questions: tuple[Question, ...]
    checklists: tuple[ChecklistShown, ...]
    findings: tuple[Finding, ...]


_NOT_SEEN = (Kind.CHECK_SET, Kind.REVIEW_SET, Kind.ACTION_SET, Kind.DELIVERY_SET)
_CHANGE_IT = tuple(kind for kind in Kind if kind not in _NOT_SEEN)


class _Memory:
    """The last answers of one desk, up to the hour: what waits, and for how long, moves on.

    Ticks are not among them, so that the next one is quick.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: LastAnswers[Known] = LastAnswers(1)
        self._questions: LastAnswers[tuple[Question, ...]] = LastAnswers(1)
        self._seen: LastAnswers[Mapping[str, Seen]] = LastAnswers(4)

    def known(self) -> Known:
        """What everything is told from."""
        return self._known.get(self._key(), lambda: Known(self._desk))

    def questions(self) -> tuple[Question, ...]:
        """The five answers."""
        return self._questions.get(self._key(), lambda: _asked(self.known()))

    def seen(self, name: str) -> Mapping[str, Seen]:
        """What the desk sees by itself of a checklist, by item."""
        known = self.known()
        return self._seen.get(
            (self._key(), name), lambda: {one: see(known) for one, see in _SEEN[name].items()}
        )

    def _key(self) -> tuple[int, str]:
        with self._desk.ledger.reading() as asked:
            last = asked.last_of(*_CHANGE_IT)
        return last, f"{self._desk.ledger.clock():%Y-%m-%dT%H}"


def five_answers(desk: Desk) -> tuple[Question, ...]:
    """The five questions alone, for a page that shows them first."""
    return desk.kept(_Memory).questions()


def route_budgets(desk: Desk) -> tuple[Budget, ...]:
    """What each route takes and costs, against what it may; for a table."""
    return tuple(budgets(desk.kept(_Memory).known()))


def checklist(desk: Desk, name: str) -> ChecklistShown:
    """One checklist as it stands."""
    one = named(CHECKLISTS, name)
    memory = desk.kept(_Memory)
    with desk.ledger.reading() as asked:
        ticks = {said.subject: said for said in asked.standing(Kind.CHECK_SET)}
    return _shown(memory.known(), one, memory.seen(one.name), ticks)


def handover(desk: Desk) -> Handover:
    """What whoever takes over has to know, answered from the desk as it is now."""
    questions = five_answers(desk)
    lists = tuple(checklist(desk, one.name) for one in CHECKLISTS)
    return Handover(
        f"{_lack(questions)} {_held(lists)} {whom_to_ask(desk)}",
        desk.ledger.clock().astimezone(UTC),
        questions,
        lists,
        (*_lacking(questions), *_grown_old(lists)),
    )


def whom_to_ask(desk: Desk) -> str:
    """Who answers what the desk cannot."""
    asked = desk.kept(_Memory).known().who("blocking")
    return f"What the desk does not answer, {asked} can."


def _lack(questions: Sequence[Question]) -> str:
    lack = sum(len(one.missing) for one in questions)
    return f"{many(lack, 'thing is', 'things are')} missing." if lack else "Nothing is missing."


def _held(lists: Sequence[ChecklistShown]) -> str:
    checks = [one for found in lists for one in found.checks]
    done = sum(one.state is Held.DONE for one in checks)
    return f"{done} of {many(len(checks), 'check')} hold."


def _asked(known: Known) -> tuple[Question, ...]:
    return (
        what_blocks(known),
        what_is_monitored(known),
        how_a_case_is_made(known),
        who_moves_numbers(known),
        what_a_route_may_cost(known),
    )


def _shown(
    known: Known, one: Checklist, seen: Mapping[str, Seen], ticks: Mapping[str, Standing]
) -> ChecklistShown:
    checks = tuple(
        _ticked(known, one, item, ticks.get(subject(one.name, item.name)))
        if item.by_hand
        else _seen(item, seen[item.name])
        for item in one.items
    )
    done = sum(check.state is Held.DONE for check in checks)
    sentence = _counted(checks)
    if one.name == INCIDENT:
        sentence = f"{_incidents(known)} {sentence}"
    return ChecklistShown(one.name, one.title, one.when, sentence, done, checks)


def _seen(item: Item, found: Seen) -> Check:
    return Check(item.name, item.text, False, found.held, found.said, found.link, item.clear)


def _ticked(known: Known, one: Checklist, item: Item, said: Standing | None) -> Check:
    tick = tick_of(said)
    if one.name == INCIDENT and not known.open_incidents:
        none = "no incident is open"
        return Check(item.name, item.text, True, Held.UNKNOWN, none, "incidents", item.clear)
    since = known.last_recorded if one.name == INCIDENT else None
    state, told = hold(tick, known.now, known.policy.value(CHECK_DAYS), since)
    link = f"decisions?seq={tick.seq}" if tick else None
    found = Check(item.name, item.text, True, state, told, link, item.clear)
    if tick is None:
        return found
    return Check(
        item.name, item.text, True, state, told, link, item.clear,
        tick.by, tick.at, tick.note or None, tick.seq,
    )  # fmt: skip


def _counted(checks: tuple[Check, ...]) -> str:
    """How many hold, and what becomes of the rest: 9 of 15 hold; 3 do not, …."""

    def count(state: Held, *, by_hand: bool) -> int:
        return sum(one.state is state and one.by_hand is by_hand for one in checks)

    done = sum(one.state is Held.DONE for one in checks)
    off = count(Held.NOT_DONE, by_hand=False)
    unknown = sum(one.state is Held.UNKNOWN for one in checks)
    bare, old = count(Held.NOT_DONE, by_hand=True), count(Held.OLD, by_hand=True)
    rest = [
        f"{off} {'does' if off == 1 else 'do'} not" if off else "",
        f"{unknown} nobody can know from here" if unknown else "",
        f"{bare} {'waits' if bare == 1 else 'wait'} for a person's tick" if bare else "",
        many(old, "tick has grown old", "ticks have grown old") if old else "",
    ]
    told = ", ".join(one for one in rest if one)
    holds = "holds" if done == 1 else "hold"
    return f"{done} of {len(checks)} {holds}{'; ' + told if told else ''}."


def _incidents(known: Known) -> str:
    found = known.open_incidents
    if not found:
        return "No incident is open."
    newest = found[-1]
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{newest.id} is open since {newest.start[:10]}{more}."


def _lacking(questions: tuple[Question, ...]) -> tuple[Finding, ...]:
    return tuple(
        Finding("handover", one.name, f"{lack.what}. {lack.who}: {lack.clear}", lack.link)
        for one in questions
        for lack in one.missing
    )


def _grown_old(lists: tuple[ChecklistShown, ...]) -> tuple[Finding, ...]:
    return tuple(
        Finding("check", f"{found.name}/{one.item}", f"{one.text} It was {one.said}.",
                f"handover?check={found.name}/{one.item}")
        for found in lists
        for one in found.checks
        if one.state is Held.OLD
    )  # fmt: skip
