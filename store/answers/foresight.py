"""What a move would do to each case, and its effect, before anybody does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.cases import Case, Dismissal, State
from curation.dismissal import described
from curation.effect import Effect
from curation.errors import BadRequest, Unknown
from curation.promotion import Evidence, Objection, objections
from store.answers.effects import effect_of, judged, tallied
from store.answers.evidence import Scores, evidence, scores
from store.answers.hindsight import HeldUp, held_up
from store.answers.openings import openings
from store.answers.sleeping import dismissals
from store.answers.twins import Looking
from store.desk import Desk

MOST_CASES = 1_000


@dataclass(frozen=True, slots=True)
class Change:
    """One case that would be moved, and what follows from it."""

    case: str
    input: str
    before: State
    after: State
    version: int  # that was looked at; 0 where the move would open the case
    releases: Effect | None  # what past releases would have met, where it moves into blocking
    wakes: str | None  # what would wake it up, where it is dismissed

    @property
    def effect(self) -> str | None:
        """What follows from the move, as a phrase; None where nothing is known to follow."""
        if self.releases is not None:
            return _met(self.releases)
        return f"sleeps {self.wakes}" if self.wakes else None


@dataclass(frozen=True, slots=True)
class Stays:
    """One case that would be refused, with everything that stands in the way."""

    case: str
    input: str
    before: State
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class Foresight:
    """What `move` would answer now. `held_up`: runs that cases leaving blocking stopped."""

    to: State
    changes: tuple[Change, ...]
    refused: tuple[Stays, ...]
    would_have_blocked: tuple[str, ...]  # runs that the moved cases together would stop
    judged: int  # runs that were looked at for it; 0 where no case leaves blocking
    held_up: tuple[HeldUp, ...]

    @property
    def looking_back(self) -> tuple[str, ...]:
        """What the move would have meant for past runs, in sentences."""
        if self.judged and not self.held_up:
            last = f"none of the last {self.judged} judged runs"
            runs = "nothing about the one judged run" if self.judged == 1 else last
            return (f"It would have changed {runs}.",)
        told = [f"{held.told.rstrip('.')}." for held in self.held_up]
        if len(self.changes) > 1 and self.would_have_blocked:
            runs, number = ", ".join(self.would_have_blocked), len(self.would_have_blocked)
            many = "1 past release" if number == 1 else f"{number} past releases"
            told.append(f"Together they would have stopped {many}: {runs}.")
        return tuple(told)


def _met(found: Effect) -> str:
    """What the releases would have met, with the number that can be told of."""
    known = found.releases - len(found.unasked)
    if not known:
        return f"no judged release has scored what it asks now, {_NOBODY}"
    stopped = (*found.blocked, *found.held_up)
    of = "the one judged release" if known == 1 else f"the last {known} judged releases"
    if not stopped:
        told = f"would have stopped none of {of} that scored it" if known > 1 else _ONE_PASSED
    else:
        share = of if known == 1 else f"{len(stopped)} of {of}"
        told = f"would have stopped {share} that scored it: {', '.join(stopped)}"
    return f"{told}; {', '.join(found.anyway)} did not pass anyway" if found.anyway else told


_NOBODY = "so nobody can tell what it would have stopped"
_ONE_PASSED = "would not have stopped the one judged release that scored it"


def foresee(
    desk: Desk,
    case_ids: Sequence[str],
    to: State,
    *,
    actor: str,
    reason: str = "",
    until: str | None = None,
    seen: Mapping[str, int] | None = None,
) -> Foresight:
    """Case by case what `move` with the same words would do; nothing is recorded.

    A case that somebody has changed since the version in `seen` would be refused, and says by
    whom. Unknown when an id is neither a case nor a failure.
    """
    ids = list(dict.fromkeys(case_ids))
    if len(ids) > MOST_CASES:
        raise BadRequest(f"{len(ids):,} cases are more than one move takes ({MOST_CASES:,}).")
    standing, known = _looked_at(desk, ids, to)
    overtaken = _overtaken(desk, standing, seen or {})
    refused: list[Stays] = []
    free: list[str] = []
    for case_id in ids:
        case = standing[case_id]
        found = [overtaken[case_id]] if case_id in overtaken else []
        found += objections(case, to, known[case_id].after(free), actor=actor, reason=reason)
        if found:
            refused.append(Stays(case_id, case.input, case.state, tuple(found)))
        else:
            free.append(case_id)
    leaving = [c for c in free if standing[c].state is State.BLOCKING]
    releases, together = _releases(desk, free, standing) if to is State.BLOCKING else ({}, None)
    return Foresight(
        to,
        _changes(desk, free, standing, to, until, releases),
        tuple(refused),
        (*together.blocked, *together.held_up) if together else (),
        *(held_up(desk, leaving) if leaving else (0, ())),
    )


def _releases(
    desk: Desk, free: Sequence[str], standing: Mapping[str, Case]
) -> tuple[dict[str, Effect], Effect]:
    """What past releases would have met, for each case and for all of them together."""
    attempts = desk.facts().ask("case_attempts", case_ids=list(free))
    tallies = tallied(attempts, standing.values())
    with desk.ledger.reading() as asked:
        runs = judged(asked)
    return {c: effect_of([c], runs, tallies) for c in free}, effect_of(free, runs, tallies)


def _looked_at(
    desk: Desk, ids: Sequence[str], to: State
) -> tuple[dict[str, Case], dict[str, Evidence]]:
    fresh = openings(desk, ids)
    scored: Scores = scores(desk, ids) if to is State.BLOCKING else {}
    looking = Looking(desk) if to is State.BLOCKING else None
    with desk.ledger.reading() as asked:
        standing = {c: found for c in ids if (found := asked.case(c) or fresh.get(c))}
        for case_id in ids:
            if case_id not in standing:
                way = "`evaldesk inbox` lists failures, `evaldesk sets` cases."
                raise Unknown("case or failure", case_id, way)
        looked = list(standing.values())
        return standing, evidence(asked, looked, scored, looking, together=True)


def _overtaken(
    desk: Desk, standing: Mapping[str, Case], seen: Mapping[str, int]
) -> dict[str, Objection]:
    """What was changed after it was seen, in the words with which the move would refuse it."""
    with desk.ledger.reading() as asked:
        moved = asked.moved_meanwhile({c: seen[c] for c in standing if c in seen})
    clear = "look at it again, and choose it anew"
    return {
        case_id: Objection(
            "moved_meanwhile", f"{one.by} {one.what} at {one.at}, after you chose it", clear
        )
        for case_id, one in moved.items()
    }


def _changes(
    desk: Desk,
    free: Sequence[str],
    standing: Mapping[str, Case],
    to: State,
    until: str | None,
    releases: Mapping[str, Effect],
) -> tuple[Change, ...]:
    moving = [standing[case_id] for case_id in free]
    sleeps = dismissals(desk, moving, until) if to is State.DISMISSED else {}
    return tuple(
        Change(
            case=case_id,
            input=standing[case_id].input,
            before=standing[case_id].state,
            after=to,
            version=standing[case_id].version,
            releases=releases.get(case_id),
            wakes=wakes(sleeps[case_id]) if case_id in sleeps else None,
        )
        for case_id in free
    )


def wakes(dismissal: Dismissal) -> str:
    """What would wake a dismissed case up, with the numbers that stand now."""
    group = "failure" if dismissal.count == 1 else "failures"
    return f"{described(dismissal)} (its group has had {dismissal.count:,} {group} so far)"
