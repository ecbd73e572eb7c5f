"""What a move would do to each case, and its effect, before anybody does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.cases import Case, Dismissal, State
from curation.dismissal import described
from curation.errors import BadRequest, MovedMeanwhile, Unknown
from curation.promotion import Evidence, Objection, objections
from store.answers.evidence import Scores, evidence, scores
from store.answers.glimpses import Ran, glimpses
from store.answers.hindsight import HeldUp, held_up
from store.answers.openings import openings
from store.answers.sleeping import dismissals
from store.desk import Desk

MOST_CASES = 1_000


@dataclass(frozen=True, slots=True)
class Blocked:
    """What a case would have done in blocking: `of` runs scored it, `runs` it would stop."""

    runs: tuple[Ran, ...]
    of: int


@dataclass(frozen=True, slots=True)
class Change:
    """One case that would be moved, and what follows from it."""

    case: str
    input: str
    before: State
    after: State
    version: int  # that was looked at; 0 where the move would open the case
    blocked: Blocked | None  # what it would have done in blocking, where it moves there
    wakes: str | None  # what would wake it up, where it is dismissed

    @property
    def effect(self) -> str | None:
        """What follows from the move, as a phrase; None where nothing is known to follow."""
        if self.blocked is None:
            return f"sleeps {self.wakes}" if self.wakes else None
        if not self.blocked.of:
            return "no run has scored it, so nobody can tell what it would have stopped"
        runs = ", ".join(f"{ran.run} ({ran.outcome})" for ran in self.blocked.runs)
        share = _share(len(self.blocked.runs), self.blocked.of)
        told = f"would have stopped {share} that scored it"
        return f"{told}: {runs}" if runs else told


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
            many = "1 past run" if number == 1 else f"{number} past runs"
            told.append(f"Together they would have stopped {many}: {runs}.")
        return tuple(told)


def _share(some: int, of: int) -> str:
    if of == 1:
        return "the one run" if some else "nothing: it passed the one run"
    return f"{some or 'none'} of the last {of} runs"


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
        found += objections(case, to, known[case_id], actor=actor, reason=reason)
        if found:
            refused.append(Stays(case_id, case.input, case.state, tuple(found)))
        else:
            free.append(case_id)
    leaving = [c for c in free if standing[c].state is State.BLOCKING]
    changes = _changes(desk, free, standing, to, until, actor)
    stopped = {ran.run for c in changes if c.blocked for ran in c.blocked.runs}
    return Foresight(
        to,
        changes,
        tuple(refused),
        tuple(run for run in _runs(desk) if run in stopped) if stopped else (),
        *(held_up(desk, leaving) if leaving else (0, ())),
    )


def _runs(desk: Desk) -> list[str]:
    with desk.ledger.reading() as asked:
        return [run.name for run, _, _ in reversed(asked.runs())]


def _looked_at(
    desk: Desk, ids: Sequence[str], to: State
) -> tuple[dict[str, Case], dict[str, Evidence]]:
    fresh = openings(desk, ids)
    scored: Scores = scores(desk, ids) if to is State.BLOCKING else {}
    with desk.ledger.reading() as asked:
        standing = {c: found for c in ids if (found := asked.case(c) or fresh.get(c))}
        for case_id in ids:
            if case_id not in standing:
                way = "`evaldesk inbox` lists failures, `evaldesk sets` cases."
                raise Unknown("case or failure", case_id, way)
        return standing, evidence(asked, list(standing.values()), scored)


def _overtaken(
    desk: Desk, standing: Mapping[str, Case], seen: Mapping[str, int]
) -> dict[str, Objection]:
    """What was changed after it was seen, in the words with which the move would refuse it."""
    found: dict[str, Objection] = {}
    for case_id, version in seen.items():
        if case_id not in standing or standing[case_id].version <= version:
            continue
        try:
            with desk.ledger.transaction() as tx:  # rolled back: it only looks
                tx.refuse_if_changed(case_id, version)
        except MovedMeanwhile as moved:
            what = f"{moved.by} {moved.what} at {moved.at}, after you chose it"
            clear = "look at it again, and choose it anew"
            found[case_id] = Objection("moved_meanwhile", what, clear)
    return found


def _changes(
    desk: Desk,
    free: Sequence[str],
    standing: Mapping[str, Case],
    to: State,
    until: str | None,
    actor: str,
) -> tuple[Change, ...]:
    blocked = _blocked(desk, free, actor) if to is State.BLOCKING else {}
    sleeps = dismissals(desk, free, until) if to is State.DISMISSED else {}
    return tuple(
        Change(
            case=case_id,
            input=standing[case_id].input,
            before=standing[case_id].state,
            after=to,
            version=standing[case_id].version,
            blocked=blocked.get(case_id),
            wakes=wakes(sleeps[case_id]) if case_id in sleeps else None,
        )
        for case_id in free
    )


def _blocked(desk: Desk, ids: Sequence[str], actor: str) -> dict[str, Blocked]:
    found = glimpses(desk, ids, actor=actor)
    return {c: Blocked(one.would_have_blocked, len(one.runs)) for c, one in found.items()}


def wakes(dismissal: Dismissal) -> str:
    """What would wake a dismissed case up, with the numbers that stand now."""
    group = "failure" if dismissal.count == 1 else "failures"
    return f"{described(dismissal)} (its group has had {dismissal.count:,} {group} so far)"
