"""Move cases between the sets, dismiss or retire them: all objections at once, or all done."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from curation.cases import Case, Dismissal, State
from curation.decisions import Decision, Kind
from curation.promotion import Objection, objections
from store.acts.opening import opened
from store.answers.evidence import Scores, evidence, scores
from store.answers.openings import openings
from store.answers.sleeping import dismissals
from store.answers.twins import Looking, known_words
from store.desk import Desk
from store.ledger import Transaction


@dataclass(frozen=True, slots=True)
class Refused:
    """A case that was not moved, and everything that stands in the way."""

    case: str
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did; `act` is what undo takes back."""

    to: State
    moved: tuple[str, ...]
    refused: tuple[Refused, ...]
    act: str | None
    warnings: tuple[str, ...] = ()  # what is odd about it, though it was done


def move(
    desk: Desk,
    case_ids: Sequence[str],
    to: State,
    *,
    actor: str,
    reason: str = "",
    until: str | None = None,
    seen: Mapping[str, int] | None = None,
    as_act: str | None = None,
) -> Moved:
    """Move each of `case_ids` to `to`; the ones with objections stay and say why.

    `until` says when a dismissed case comes back. `seen` maps cases to the version that the
    actor looked at: when one changed meanwhile, MovedMeanwhile is raised and nothing moves.
    `as_act` names the act; an act of that name that is recorded already is not done again.
    """
    wanted = Wanted(desk, case_ids, to, until)
    with desk.ledger.transaction(as_act) as tx:
        if earlier := tx.act_entries(tx.act):
            return Moved(to, tuple(dict.fromkeys(e.subject for e in earlier)), (), tx.act)
        for case_id, version in (seen or {}).items():  # before objecting to what nobody saw
            tx.refuse_if_changed(case_id, version)
        done = moved_in(tx, wanted, actor=actor, reason=reason)
        watched = tx.cases_named(list(done.moved)) if to is State.MONITORING else []
    return replace(done, warnings=known_words(desk, watched))


class Wanted:
    """What a move needs of the facts, asked before its transaction begins."""

    def __init__(
        self, desk: Desk, case_ids: Sequence[str], to: State, until: str | None = None
    ) -> None:
        self.to = to
        self.ids = list(dict.fromkeys(case_ids))
        self.fresh = openings(desk, self.ids)
        self.scored: Scores = scores(desk, self.ids) if to is State.BLOCKING else {}
        self.looking = Looking(desk, self.ids) if to is State.BLOCKING else None
        asleep = to is State.DISMISSED
        self.sleeps = _sleeps(desk, self.ids, self.fresh, until) if asleep else {}


def moved_in(tx: Transaction, wanted: Wanted, *, actor: str, reason: str) -> Moved:
    """Move within a transaction that holds more than this move."""
    to, fresh = wanted.to, wanted.fresh
    moved: list[str] = []
    refused: list[Refused] = []
    there = {case_id: tx.case(case_id) for case_id in wanted.ids}
    looked = [found for c in wanted.ids if (found := there[c] or fresh.get(c))]
    known = evidence(tx, looked, wanted.scored, wanted.looking, together=True)
    for case_id in wanted.ids:
        case = there[case_id]
        standing = case or fresh.get(case_id) or opened(tx, fresh, case_id, actor)
        evident = known[case_id].after(moved)
        found = objections(standing, to, evident, actor=actor, reason=reason)
        if found:
            refused.append(Refused(case_id, tuple(found)))
            continue
        standing = case or opened(tx, fresh, case_id, actor)
        sleep = wanted.sleeps.get(case_id)
        tx.record(_decision(standing, to, sleep, actor=actor, reason=reason))
        moved.append(case_id)
    return Moved(to, tuple(moved), tuple(refused), tx.act if moved else None)


def _sleeps(
    desk: Desk, ids: Sequence[str], fresh: Mapping[str, Case], until: str | None
) -> dict[str, Dismissal]:
    with desk.ledger.reading() as asked:
        standing = {**fresh, **{case.id: case for case in asked.cases_named(ids)}}
    return dismissals(desk, standing.values(), until)


def _decision(
    case: Case, to: State, dismissal: Dismissal | None, *, actor: str, reason: str
) -> Decision:
    sleeping = asdict(case.dismissal) if case.dismissal else None
    before: dict[str, Any] = {"state": case.state, "dismissal": sleeping}
    after = {"state": to, "dismissal": asdict(dismissal) if dismissal else None}
    if case.quarantine:  # it ends with the stay in blocking; undo brings both back
        before["quarantine"], after["quarantine"] = asdict(case.quarantine), None
    return Decision(Kind.MOVED, case.id, after, actor, reason, before)
