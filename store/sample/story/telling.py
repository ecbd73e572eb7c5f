"""Tell the story: week by week the team triages, promotes, freezes, scores and releases."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from curation.cases import State
from store.sample.calendar import Calendar
from store.sample.releases import incidents, releases
from store.sample.story import reasons
from store.sample.story.candidates import Failing
from store.sample.story.choosing import Chooser, Picked
from store.sample.story.people import ANA, BEN, CHLOE, DEV, PEOPLE
from store.sample.story.promoting import oldest, promoted, settled, why_blocking
from store.sample.story.recording import recorded
from store.sample.story.running import Board, scored
from store.sample.story.shapes import (
    Compare,
    Describe,
    Freeze,
    Move,
    Own,
    PlannedCase,
    RunPlan,
    Score,
    Step,
    Story,
)
from store.sample.story.timetable import CANDIDATES, ROUNDS, Round
from store.sample.story.trials import trials


def tell(calendar: Calendar, failing: Mapping[str, Failing], seed: int) -> Story:
    """The story of a world in which `failing` are the popular inputs that failed."""
    return _Telling(calendar, failing, seed).told()


class _Telling:
    """The board as it stands while the story is told, and the steps so far."""

    def __init__(self, calendar: Calendar, failing: Mapping[str, Failing], seed: int) -> None:
        self.calendar = calendar
        self.chooser = Chooser(calendar, failing, seed)
        self.board = Board()
        self.steps: list[Step] = []

    def told(self) -> Story:
        """The whole story."""
        self._name_owners()
        self._set_baseline()
        rounds = {r.week: r for r in ROUNDS}
        for week in range(1, 27):
            if week in rounds:
                self._hold(rounds[week])
            for index, candidate in enumerate(CANDIDATES):
                if candidate.week == week:
                    plan = scored(self.calendar, self.board, candidate, index)
                    ended = plan.started_at + timedelta(hours=2, minutes=40)
                    self.steps.append(Score(ended, "ci", plan))
                    if candidate is CANDIDATES[-1]:
                        self._try(plan)
        known = incidents(self.calendar)
        self.steps += recorded(self.calendar, known)
        return Story(
            people=PEOPLE,
            cases=self.board.cases,
            steps=tuple(sorted(self.steps, key=lambda step: step.at)),
            runs=tuple(self.board.runs.values()),
            releases=releases(self.calendar),
            incidents=known,
            ends_in=self.board.state,
        )

    def _try(self, candidate: RunPlan) -> None:
        """Score smaller models and machines on the cases of the last candidate."""
        _, blocking = self.board.frozen[State.BLOCKING]
        asked = self.board.scored_by[candidate.name]
        cases = [case for case in self.board.cases.values() if case.id in asked]
        for plan in trials(candidate, blocking, cases):
            self.steps.append(Score(plan.started_at + timedelta(hours=1), "ci", plan))

    def _name_owners(self) -> None:
        at = self.calendar.at(3, 0, 8)
        for scope, owner, deputy in (
            ("blocking", ANA, BEN),
            ("monitoring", CHLOE, DEV),
            ("backlog", CHLOE, DEV),
        ):
            self.steps.append(Own(at, ANA, scope, owner, deputy, reasons.FIRST_OWNER))

    def _set_baseline(self) -> None:
        """Ana lets the first whole weeks be the baseline, when eight of the plan are over."""
        at, first = self.calendar.at(9, 0, 12), self.calendar.start.date()
        weeks = (at.date() - first).days // 7
        reason = reasons.BASELINE.format(weeks=weeks)
        last = first + timedelta(weeks=weeks)
        self.steps.append(Compare(at, ANA, first, last, reason))

    def _hold(self, held: Round) -> None:
        self._promote(held)
        self._put_aside(held)
        self._triage(held)
        self._assign(held)
        self._freeze(held)

    def _promote(self, held: Round) -> None:
        at = self.calendar.at(held.week, 0, 9)
        actor = BEN if held.week % 4 == 1 else ANA
        by_reason: dict[str, list[str]] = {}
        for case in promoted(self.board, self.chooser.quota(held.blocking)):
            by_reason.setdefault(why_blocking(case), []).append(case.id)
        for turn, (reason, ids) in enumerate(sorted(by_reason.items())):
            self._move(at + timedelta(minutes=7 * turn), actor, ids, State.BLOCKING, reason)

    def _put_aside(self, held: Round) -> None:
        at, quota, board = self.calendar.at(held.week, 0, 10), self.chooser.quota, self.board
        demoted = oldest(board, State.BLOCKING, quota(held.demoted), mild=True)
        board.demoted.update(demoted)
        self._move(at, ANA, demoted, State.MONITORING, reasons.DEMOTED[held.week // 4 % 2])
        closed = oldest(board, State.BLOCKING, quota(held.closed), mild=True)
        at += timedelta(minutes=5)
        self._move(at, ANA, closed, State.RETIRED, reasons.RETIRED_BLOCKING)
        retired = settled(board, quota(held.retired))
        at += timedelta(minutes=5)
        self._move(at, CHLOE, retired, State.RETIRED, reasons.RETIRED)
        closed = oldest(board, State.BACKLOG, quota(held.closed))
        at += timedelta(minutes=5)
        self._move(at, CHLOE, closed, State.RETIRED, reasons.RETIRED_BACKLOG)
        given_up = oldest(board, State.BACKLOG, quota(held.given_up))
        at += timedelta(minutes=5)
        self._move(at, DEV, given_up, State.DISMISSED, reasons.GIVEN_UP, until="escalates")

    def _triage(self, held: Round) -> None:
        picked = self.chooser.picked(self.board, held)
        self._dismiss(held, picked)
        at = self.calendar.at(held.week, 0, 13)
        by_owner: dict[str, list[str]] = {}
        for turn, case in enumerate(picked.monitoring):
            moment = at + timedelta(minutes=9 * turn)
            self._describe(moment, case, full=True)
            by_owner.setdefault(case.owner, []).append(case.id)
        at += timedelta(minutes=9 * len(picked.monitoring))
        for turn, (owner, ids) in enumerate(sorted(by_owner.items())):
            reason = reasons.TO_MONITORING[(held.week + turn) % len(reasons.TO_MONITORING)]
            self._move(at + timedelta(minutes=2 * turn), owner, ids, State.MONITORING, reason)
        at = self.calendar.at(held.week, 1, 9)
        for turn, case in enumerate(picked.backlog):
            moment = at + timedelta(minutes=11 * turn)
            reason = reasons.TO_BACKLOG[(held.week + turn) % len(reasons.TO_BACKLOG)]
            self._add(case)
            self._move(moment, case.owner, [case.id], State.BACKLOG, reason)
            if turn % 3:
                self._describe(moment + timedelta(minutes=3), case, full=False)

    def _assign(self, held: Round) -> None:
        """Some of what waits has an owner and a day; a third of it will be late."""
        at = self.calendar.at(held.week, 1, 15)
        for turn, case in enumerate(self.chooser.assigned(held)):
            self.board.cases[case.id] = case
            self.board.state[case.id] = State.INBOX
            due = self.calendar.end + timedelta(days=(-3, 10, 17)[turn % 3])
            values = {"owner": case.owner, "due": due.isoformat()}
            moment = at + timedelta(minutes=3 * turn)
            self.steps.append(Describe(moment, CHLOE, case.id, values, reasons.ASSIGNED))

    def _dismiss(self, held: Round, picked: Picked) -> None:
        at = self.calendar.at(held.week, 0, 11)
        for turn, (case, reason, until) in enumerate(picked.dismissed):
            self._add(case)
            moment = at + timedelta(minutes=6 * turn)
            self._move(moment, case.owner, [case.id], State.DISMISSED, reason, until)

    def _freeze(self, held: Round) -> None:
        at = self.calendar.at(held.week, 2, 10)
        run = next(c.name for c in CANDIDATES if c.week >= held.week)
        for name, actor in (("blocking", ANA), ("monitoring", CHLOE)):
            change = self.board.frozen_now(State(name))
            if change is None:
                continue
            version, cases, added, removed = change
            reason = reasons.FREEZE_BLOCKING.format(run=run, added=added, removed=removed)
            if name == "monitoring":
                reason = reasons.FREEZE_MONITORING.format(week=held.week, run=run)
            self.steps.append(Freeze(at, actor, name, version, cases, reason))
            at += timedelta(minutes=15)

    def _add(self, case: PlannedCase) -> None:
        self.board.cases[case.id] = case
        self.board.state[case.id] = State.BACKLOG

    def _describe(self, at: datetime, case: PlannedCase, *, full: bool) -> None:
        values = {"severity": case.severity.value, "tags": list(case.tags)}
        if full:
            self._add(case)
            values |= {
                "behaviour": case.behaviour.value,
                "expected": case.expected,
                "cost_of_failure": case.cost_of_failure,
                "owner": case.owner,
            }
        count = self.chooser.count(case)
        reason = reasons.OPENED[case.kind].format(
            wrong=case.mistaken_for, expected=case.expected, count=count
        )
        self.steps.append(Describe(at, case.owner, case.id, values, reason))

    def _move(
        self,
        at: datetime,
        actor: str,
        ids: list[str],
        to: State,
        reason: str,
        until: str | None = None,
    ) -> None:
        if not ids:
            return
        self.steps.append(Move(at, actor, tuple(ids), to, reason, until))
        self.board.state.update(dict.fromkeys(ids, to))
