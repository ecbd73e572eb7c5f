"""Say of two texts that are alike whether they really are the same."""

from dataclasses import dataclass

from curation.cases import Case, State
from curation.decisions import Kind
from curation.errors import BadRequest
from curation.leakage import (
    Verdict,
    body,
    is_training,
    require_may_differ,
    require_reason,
    subject,
)
from curation.ownership import require
from curation.standing import saying
from curation.thresholds import LEAST_TWIN, NEAR_TWINS
from curation.twins import Twins, likeness
from store.acts.moving import Refused, move
from store.answers.openings import openings
from store.answers.training import TrainingMemory
from store.answers.twins import Signatory
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said of the two; `dismissed` is the one that went, `refused` why it did not."""

    one: str
    other: str
    verdict: Verdict
    kind: Twins
    similarity: float
    dismissed: str | None = None
    refused: tuple[Refused, ...] = ()
    act: str | None = None


def judge_twins(
    desk: Desk,
    one: str,
    other: str,
    verdict: Verdict,
    *,
    actor: str,
    reason: str = "",
    dismiss: str | None = None,
) -> Judged:
    """Record `verdict` of two texts that are alike; of the same two one may be dismissed.

    BadRequest where they are no twins, where they say the same word by word and yet are to
    differ, or where nobody says in what they do. NotAllowed for who does not own blocking:
    two that differ are no longer kept out of it.
    """
    require_reason(verdict, reason)
    if dismiss not in (None, one, other) or (dismiss and is_training(dismiss)):
        raise BadRequest(f"{dismiss} is none of the two cases. Dismiss {one} or {other}.")
    if dismiss and verdict is Verdict.DIFFERENT:
        raise BadRequest("Two cases that differ both stay. Say --same, or dismiss none.")
    kind, share, same_route = _alike(desk, one, other)
    if verdict is Verdict.DIFFERENT:
        trained = is_training(one) or is_training(other)
        require_may_differ(kind, trained=trained, same_route=same_route)
    refused: tuple[Refused, ...] = ()
    if dismiss:
        left = other if dismiss == one else one
        why = reason.strip() or f"it says the same as {left}"
        refused = move(desk, [dismiss], State.DISMISSED, actor=actor, reason=why).refused
        if refused:
            return Judged(one, other, verdict, kind, share, None, refused)
    named = subject(one, other)
    with desk.ledger.transaction() as tx:
        before = tx.standing_of(named)
        if verdict is Verdict.DIFFERENT:
            require(tx.ownership(State.BLOCKING), actor, "clear what keeps a case out of it")
        said = body(verdict, kind, share)
        tx.record(saying(Kind.DUPLICATE_SET, named, said, actor=actor, reason=reason.strip(),
                         before=before))  # fmt: skip
        return Judged(one, other, verdict, kind, share, dismiss, (), tx.act)


def _alike(desk: Desk, one: str, other: str) -> tuple[Twins, float, bool]:
    """How the two are twins, as far as the desk knows their texts, and if on one route."""
    if is_training(one):
        one, other = other, one
    cases = _cases(desk, [case for case in (one, other) if not is_training(case)])
    texts = {case_id: case.input for case_id, case in cases.items()}
    with desk.ledger.reading() as asked:
        policy = asked.policy()
    limit, least = policy.value(NEAR_TWINS), policy.value(LEAST_TWIN)
    if not is_training(other):
        found = likeness(texts[one], texts[other], limit, least) if one != other else None
    else:
        training = desk.kept(TrainingMemory).now(limit)
        signed = desk.kept(Signatory).of([texts[one]], least)
        twins = training.of([texts[one]], signed, limit)[0]
        found = next(((t.kind, t.similarity) for t in twins if t.other == other), None)
    if found is None:
        raise BadRequest(
            f"{one} and {other} are not alike, so there is nothing to say of them. "
            "`evaldesk leakage` lists what is."
        )
    return *found, len({case.route for case in cases.values()}) == 1


def _cases(desk: Desk, ids: list[str]) -> dict[str, Case]:
    """Each case, one that nobody has opened too."""
    with desk.ledger.reading() as asked:
        found = {case.id: case for case in asked.cases_named(ids)}
    found |= openings(desk, [one for one in ids if one not in found])
    for one in ids:
        if one not in found:
            raise BadRequest(f"There is no case {one}. `evaldesk leakage` names both texts.")
    return found
