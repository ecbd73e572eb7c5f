"""The error budget: what is left of it, how fast it burns, what that calls for, who ate it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from curation.budget import Objective, called, from_body, subject_of
from curation.budget_share import Share, added
from curation.burn import Action, Left, Window, burn, called_for, left, spent
from curation.decisions import Kind
from curation.gate_mode import SUBJECT, GateMode, mode_of, proposed
from curation.ladder import Step, when
from curation.percents import percent
from curation.scopes import Where
from curation.standing import Standing
from store.answers.budget_eaters import Eater, eaters
from store.answers.budget_seen import Seen, seen_of
from store.answers.last_answers import LastAnswers
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class BudgetPart:
    """One week, or day, of the period: what it took from the budget, and what it left.

    `even` is what would be left had the budget burnt evenly.
    """

    start: date
    events: int
    silent: int
    n: int
    bad: int
    share: float | None
    burn: float | None
    spent: float | None
    left: float | None
    even: float


@dataclass(frozen=True, slots=True)
class LadderStep:
    """A step of the ladder; `in_force` is None where nobody can say."""

    when: str
    words: str
    freeze: bool
    automatic: bool
    in_force: bool | None


@dataclass(frozen=True, slots=True)
class BudgetAnswer:
    """The budget of one objective at this moment. `about` says of which part of production.

    `borrowed`: the part has no objective of its own, so it is held to production's.
    """

    about: str
    where: Where
    target: float | None
    period: str | None
    borrowed: bool
    set_by: str | None
    set_at: datetime | None
    reason_set: str
    weights: Mapping[str, float] | None
    since: date | None
    until: date | None
    behind: str | None  # how old the last event is, where that is too old to say anything
    events: int
    silent: int  # without a verdict: neither good nor bad
    n: int
    bad: int
    n_effective: float
    share: float | None
    left: Left | None
    parts: tuple[BudgetPart, ...]
    windows: tuple[Window, ...]
    action: Action
    reason: str
    ladder: tuple[LadderStep, ...]
    mode: GateMode
    proposal: LadderStep | None  # the gate ought to be frozen, and is not
    eaters: tuple[Eater, ...]
    sentence: str


class BudgetMemory:
    """The last answers of one desk: many pages ask, and little changes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: LastAnswers[BudgetAnswer] = LastAnswers()

    def budget(self, where: Where | None = None) -> BudgetAnswer:
        """What `budget` answers."""
        with self._desk.ledger.reading() as asked:
            head = asked.head()
        about = tuple(sorted((where or {}).items(), key=str))
        # A budget of 30 days looks at hours, and at how old the last event is.
        key = (head, f"{self._desk.ledger.clock():%Y-%m-%dT%H}", about)
        return self._kept.get(key, lambda: budget(self._desk, where))


def budget(desk: Desk, where: Where | None = None) -> BudgetAnswer:
    """The error budget of production, or of the part `where` of it."""
    about: Where = dict(where or {})
    with desk.ledger.reading() as asked:
        own = asked.standing_of(subject_of(about))
        standing = own or asked.standing_of(subject_of({}))
        mode, policy = mode_of(asked.standing_of(SUBJECT)), asked.policy()
    if standing is None:
        return _none(about, mode)
    objective = from_body(standing.body)
    now = desk.ledger.clock().astimezone(UTC)
    seen = seen_of(desk, objective, about, policy, now)
    return _Told(desk, objective, about, standing, mode, seen, own is None).answer()


def _none(where: Where, mode: GateMode) -> BudgetAnswer:
    said = (
        "Nobody has said how good production has to be, so there is no budget to spend. "
        "Set an objective: evaldesk objective set 0.95 --reason …"
    )
    return BudgetAnswer(
        called(where), where, None, None, False, None, None, "", None, None, None, None,
        0, 0, 0, 0, 0.0, None, None, (), (), Action.UNKNOWN, "no objective is set", (),
        mode, None, (), said,
    )  # fmt: skip


@dataclass(frozen=True)
class _Told:
    """One objective and what was seen, told as an answer."""

    desk: Desk
    objective: Objective
    where: Where
    standing: Standing
    mode: GateMode
    seen: Seen
    borrowed: bool

    def answer(self) -> BudgetAnswer:
        """All of it."""
        seen, target = self.seen, self.objective.target
        whole = added(seen.parts)
        rest = left(seen.parts, target, seen.of)
        action, reason = self._called_for()
        holds = [step.holds(rest.value, action) for step in self.objective.ladder]
        asking = None if self.mode.frozen else proposed(self.objective.ladder, holds)
        until = seen.starts[-1] + seen.step if seen.starts else None
        told = [_step(*one) for one in zip(self.objective.ladder, holds, strict=True)]
        return BudgetAnswer(
            about=called(self.where),
            where=self.where,
            target=target,
            period=self.objective.period,
            borrowed=self.borrowed,
            set_by=self.standing.actor,
            set_at=self.standing.at,
            reason_set=self.standing.reason,
            weights=self.objective.weights,
            since=seen.starts[0] if seen.starts else None,
            until=until,
            behind=seen.behind,
            events=whole.events,
            silent=whole.silent,
            n=whole.n,
            bad=whole.bad,
            n_effective=whole.effective,
            share=whole.value,
            left=rest,
            parts=tuple(self._parts()),
            windows=seen.windows,
            action=action,
            reason=reason,
            ladder=tuple(told),
            mode=self.mode,
            proposal=_step(asking, True) if asking else None,
            eaters=self._eaters(until),
            sentence=_sentence(self.objective, rest, whole, action, reason),
        )

    def _called_for(self) -> tuple[Action, str]:
        """What the windows call for; nobody can say of now what happened long ago."""
        action, reason = called_for(self.seen.windows)
        if not self.seen.windows:
            return Action.UNKNOWN, "there is no event to judge by"
        if self.seen.behind:
            return Action.UNKNOWN, f"{self.seen.behind}; then: {reason}"
        return action, reason

    def _parts(self) -> list[BudgetPart]:
        seen, target = self.seen, self.objective.target
        took = spent(seen.parts, target, seen.of)
        first, rest = seen.of - len(seen.parts), 1.0
        found: list[BudgetPart] = []
        for place, (start, one, used) in enumerate(
            zip(seen.starts, seen.parts, took, strict=True), start=first + 1
        ):
            rest -= used or 0.0
            found.append(
                BudgetPart(
                    start,
                    one.events,
                    one.silent,
                    one.n,
                    one.bad,
                    one.value,
                    burn(one, target),
                    used,
                    rest if used is not None else None,
                    1 - place / seen.of,
                )
            )
        return found

    def _eaters(self, until: date | None) -> tuple[Eater, ...]:
        if until is None or not any(one.bad for one in self.seen.parts):
            return ()
        return eaters(self.desk, self.where, self.seen.starts[0], until)


def _step(step: Step, holds: bool | None) -> LadderStep:
    return LadderStep(when(step), step.words, step.freeze, step.automatic, holds)


def _sentence(
    objective: Objective, rest: Left, whole: Share, action: Action, reason: str
) -> str:
    if rest.value is None:
        return f"Too few to say what is left of the budget: {reason}."
    share, allowed = whole.value or 0.0, 1 - objective.target
    some = "" if rest.known == rest.of else f", {rest.known} of {rest.of} parts known"
    told = f"{percent(rest.value)} of the budget of {objective.period} is left{some}"
    if rest.value < 0:
        told = f"The budget of {objective.period} is overspent by {percent(-rest.value)}{some}"
    rate = f"{percent(share, 1)} of {whole.n:,} events were bad, {percent(allowed, 1)} may be"
    return f"{told}: {rate}. {_CALLS[action]}: {reason}."


_CALLS: Mapping[Action, str] = {
    Action.PAGE: "Page the on-call",
    Action.BLOCK: "Block releases",
    Action.DECIDE: "An owner has to decide",
    Action.TICKET: "Open a ticket",
    Action.NOTHING: "No window calls for anything",
    Action.UNKNOWN: "Too few to say whether it burns",
}


def objectives(desk: Desk) -> Sequence[Objective]:
    """Every objective that stands, production's first."""
    with desk.ledger.reading() as asked:
        found = [from_body(one.body) for one in asked.standing(Kind.OBJECTIVE_SET)]
    return sorted(found, key=lambda one: subject_of(one.where) != subject_of({}))
