"""Whom the team picks: what failed often and costs much first, and what is not worth a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from curation.cases import Severity, State
from curation.fixtures.drawing import Draw
from store.sample.calendar import Calendar
from store.sample.files import event_id
from store.sample.releases import STALE_FROM, STALE_UNTIL
from store.sample.story import reasons
from store.sample.story.candidates import Failing
from store.sample.story.people import owner_of
from store.sample.story.running import Board
from store.sample.story.shapes import PlannedCase
from store.sample.story.timetable import CANDIDATES, Round

ENOUGH_FAILING = 420  # popular inputs; in a smaller world the team lets through less
_RISES = tuple(Severity)
_AT_MOST = {"unsafe": 3, "refusal_expected": 4, "needs_human": 4}  # per round
_FLAKY = 0.085  # of the ordinary cases
_FIXED_AFTER = (0.56, 0.17, 0.12, 0.08)  # in the first run, the second ... the rest never
_SOURCES = {"stale_record", "bad_source"}


@dataclass(frozen=True, slots=True)
class Picked:
    """What one triage takes in; dismissed are (case, reason, until)."""

    monitoring: Sequence[PlannedCase]
    backlog: Sequence[PlannedCase]
    dismissed: Sequence[tuple[PlannedCase, str, str | None]]


class Chooser:
    """The failing inputs that nobody has looked at yet."""

    def __init__(self, calendar: Calendar, failing: Mapping[str, Failing], seed: int) -> None:
        self._calendar = calendar
        self._failing = failing
        self._seed = seed
        self._left = dict(failing)
        self._share = min(1.0, len(failing) / ENOUGH_FAILING)

    def count(self, case: PlannedCase) -> int:
        """How often the input of `case` had failed when it was opened."""
        days = (case.opened_at - self._calendar.start).days
        hours = 24 * (days - days % 7)  # counted in what Mondays bring
        return self._failing[case.id].seen(hours)

    def picked(self, board: Board, held: Round) -> Picked:
        """What is taken in at `held`."""
        before = self._calendar.offset(held.week)  # what Monday's import has brought
        seen = [one for one in self._left.values() if one.hours[0] < before]
        seen.sort(key=lambda one: (-self._weight(one, before, held), one.id))
        dismissed = self._dismissed(board, held, seen)
        gone = {case.id for case, _, _ in dismissed}
        seen = [one for one in seen if one.id not in gone and not one.felt]
        monitoring = _mixed(seen, self.quota(held.monitoring))
        gone |= {one.id for one in monitoring}
        backlog = [one for one in seen if one.id not in gone][: self.quota(held.backlog)]
        for one in (*monitoring, *backlog):
            del self._left[one.id]
        return Picked(
            [self._planned(one, held, 0, 13) for one in monitoring],
            [self._planned(one, held, 1, 9) for one in backlog],
            dismissed,
        )

    def assigned(self, held: Round) -> list[PlannedCase]:
        """What is given to somebody at `held`, to be sorted by them."""
        before = self._calendar.offset(held.week)
        seen = [o for o in self._left.values() if o.hours[0] < before and not o.felt]
        seen.sort(key=lambda one: (-self._weight(one, before, held), one.id))
        return [self._planned(o, held, 1, 15) for o in seen[: self.quota(held.assigned)]]

    def quota(self, planned: int) -> int:
        """How many of `planned` a world of this size allows."""
        return max(round(planned * self._share), min(planned, 1))

    def _weight(self, one: Failing, before: float, held: Round) -> float:
        incident = held.week == 12 and one.kinds[-1] == "malformed_tool_call"
        severity = _RISES.index(one.question.severity)
        english = one.question.language == "en"
        return one.seen(before) + 1.1 * severity + 4 * incident + 1.2 * english

    def _dismissed(
        self, board: Board, held: Round, seen: Sequence[Failing]
    ) -> list[tuple[PlannedCase, str, str | None]]:
        found: list[tuple[PlannedCase, str, str | None]] = []
        for one in sorted(seen, key=lambda one: (not one.felt, not self._upstream(one))):
            if len(found) == self.quota(held.dismissed):
                break
            because = self._why_dismissed(board, one, held, len(found))
            if because is not None:
                found.append((self._planned(one, held, 0, 11), *because))
                del self._left[one.id]
        return found

    def _why_dismissed(
        self, board: Board, one: Failing, held: Round, turn: int
    ) -> tuple[str, str | None] | None:
        """Why and until when `one` is dismissed; None when it deserves a case."""
        if one.felt:
            return reasons.FELT, ("+10", "escalates")[turn % 2]
        if self._upstream(one):
            until = self._calendar.at(held.week + 3).date()
            return reasons.UPSTREAM, until.isoformat()
        same = [
            case.id
            for case in board.members(State.MONITORING)
            if case.language == one.question.language and case.expected == one.question.label
        ]
        if not same or one.question.fault or one.question.severity is Severity.CRITICAL:
            return None
        until = self._calendar.end + timedelta(days=30 + held.week)
        return reasons.DUPLICATE.format(other=same[-1]), ("+10", until.isoformat())[turn % 2]

    def _upstream(self, one: Failing) -> bool:
        start, end = (self._calendar.offset(*when) for when in (STALE_FROM, STALE_UNTIL))
        return set(one.kinds) <= _SOURCES and start <= one.hours[0] < end

    def _planned(self, one: Failing, held: Round, day: int, hour: int) -> PlannedCase:
        question, draw = one.question, Draw("case", self._seed, one.id)
        opened = self._calendar.offset(held.week, day, hour)
        last = one.seen(self._calendar.offset(held.week)) - 1
        flaky = not question.fault and draw.chance(_FLAKY)
        return PlannedCase(
            id=one.id,
            route=question.route,
            input=question.text,
            kind=one.kinds[last],
            event_id=event_id(one.events[last]),
            behaviour=question.behaviour,
            expected=question.label,
            severity=question.severity,
            cost_of_failure=question.cost,
            owner=owner_of(question.route, question.fault),
            tags=tuple(dict.fromkeys((*question.tags, one.kinds[last].replace("_", "-")))),
            opened_at=self._calendar.moment(opened),
            language=question.language,
            mistaken_for=question.wrong,
            passes_from=_fixed_in(held.week, draw),
            flaky=0.3 + 0.3 * draw.share() if flaky else None,
        )


def _fixed_in(week: int, draw: Draw) -> int | None:
    """The index of the first run that passes a case opened in `week`."""
    first = next(i for i, candidate in enumerate(CANDIDATES) if candidate.week >= week)
    lot, sum_ = draw.share(), 0.0
    for later, share in enumerate(_FIXED_AFTER):
        sum_ += share
        if lot < sum_:
            return first + later
    return None


def _mixed(seen: Sequence[Failing], count: int) -> list[Failing]:
    """The first `count`, with no more of one special kind than a round can bear."""
    taken: dict[str, int] = {}
    found: list[Failing] = []
    for one in seen:
        fault = one.question.fault
        if len(found) < count and taken.get(fault, 0) < _AT_MOST.get(fault, count):
            taken[fault] = taken.get(fault, 0) + 1
            found.append(one)
    return found
