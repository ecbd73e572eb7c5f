"""Make a suite of adversarial cases, each opened by its own decision, all in one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation import cases
from curation.cases import Case, State
from curation.decisions import Decision, Kind
from curation.errors import BadRequest
from curation.fixtures.attacks import KINDS, attacks
from curation.fixtures.draft import CaseDraft
from curation.identity import case_id
from curation.standing import saying
from curation.suites import Suite, body, subject, suite_name, suites_of
from store.acts.moving import Refused, move
from store.desk import Desk
from store.ledger import Transaction

MOST = 500  # of one kind


@dataclass(frozen=True, slots=True)
class Made:
    """What came of making a suite: cases that are new, and those that were there before."""

    suite: Suite
    opened: tuple[str, ...]
    known: tuple[str, ...]
    moved: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()


def make_suite(
    desk: Desk,
    name: str,
    kinds: Sequence[str],
    n: int,
    *,
    actor: str,
    seed: int = 1,
    owner: str | None = None,
    to: State = State.BACKLOG,
    reason: str = "",
) -> Made:
    """Open `n` cases of each of `kinds`, or of all; what is there already stays as it is.

    The same name again adds to the suite. With `to` monitoring they are moved there, where the
    rules allow it: a model can be scored on them with the next frozen version.
    """
    called = suite_name(name)
    wanted = tuple(dict.fromkeys(kinds)) or KINDS
    if n > MOST:
        raise BadRequest(f"Ask for {MOST} cases of a kind at most, not {n}.")
    drafts = {kind: attacks(kind, n, seed) for kind in wanted}
    with desk.ledger.transaction() as tx:
        made = {
            _id(draft): _open(tx, called, draft, owner, actor)
            for some in drafts.values()
            for draft in some
        }
        before = tx.standing_of(subject(called))
        earlier = suites_of([before])[0] if before else None
        suite = _grown(called, seed, {k: len(v) for k, v in drafts.items()}, made, earlier)
        tx.record(
            saying(Kind.SUITE_SET, subject(called), body(suite), actor=actor, reason=reason,
                   before=before)
        )  # fmt: skip
    opened = tuple(one for one, fresh in made.items() if fresh)
    done = Made(suite, opened, tuple(one for one in made if one not in opened))
    if to is State.BACKLOG or not opened:
        return done
    went = move(desk, opened, to, actor=actor, reason=reason or f"the suite {called}")
    return Made(suite, done.opened, done.known, went.moved, went.refused)


def _grown(
    name: str,
    seed: int,
    kinds: Mapping[str, int],
    made: Mapping[str, bool],
    earlier: Suite | None,
) -> Suite:
    had = dict(earlier.kinds) if earlier else {}
    held = earlier.cases if earlier else ()
    most = {k: max(n, had.get(k, 0)) for k, n in kinds.items()}
    return Suite(name, seed, {**had, **most}, tuple(dict.fromkeys((*held, *made))), "", "")


def _open(tx: Transaction, suite: str, draft: CaseDraft, owner: str | None, actor: str) -> bool:
    """Whether the case is new."""
    one = _id(draft)
    if tx.case(one) is not None:
        return False
    case = cases.with_fields(
        Case(one, draft.route, draft.input, State.BACKLOG),
        {
            "behaviour": draft.behaviour,
            "expected": draft.expected,
            "severity": draft.severity,
            "cost_of_failure": draft.cost_of_failure,
            "owner": owner,
            "source": draft.source,
            "kind": draft.kind,
            "tags": (*draft.tags, subject(suite)),
        },
    )
    tx.record(Decision(Kind.OPENED, one, cases.body(case), actor, f"suite {suite}"))
    return True


def _id(draft: CaseDraft) -> str:
    return case_id(draft.route, draft.input)
