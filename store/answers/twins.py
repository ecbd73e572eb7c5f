"""Which twins keep cases out of blocking: in the training data, and among what blocks."""

from collections.abc import Mapping, Sequence

import numpy as np

from curation.cases import Case, State
from curation.decisions import Kind
from curation.leakage import Twin, TwinsOf, Verdict, subject
from curation.minhash import PERMUTATIONS, Signatures, estimated, margin, signatures
from curation.thresholds import LEAST_TWIN, NEAR_TWINS, Policy
from curation.twins import Twins, long_enough, normalise, shingles, similarity
from store.answers.training import Training, TrainingMemory
from store.desk import Desk
from store.ledger.reading import Reading

_MOST = 50_000  # signatures that are remembered: 25 MB
_SURE = 1.6  # so many margins below the limit an estimate is believed without counting


class Signatory:
    """Signatures of texts, remembered: a text never changes its own."""

    def __init__(self, desk: Desk) -> None:  # noqa: ARG002 (kept by the desk)
        self._known: dict[str, Signatures] = {}

    def of(self, texts: Sequence[str], least: float) -> Signatures:
        """A row for each; zeros where a text is too short to be compared."""
        known = self._known
        if len(known) > _MOST:
            known = self._known = {}
        fresh = [one for one in dict.fromkeys(texts) if one not in known]
        signed = signatures(shingles(normalise(one)) for one in fresh)
        known.update(zip(fresh, signed, strict=True))
        blank = np.zeros(PERMUTATIONS, dtype=np.uint32)
        rows = [known[one] if long_enough(one, least) else blank for one in texts]
        return np.array(rows, dtype=np.uint32).reshape(len(rows), PERMUTATIONS)


class Looking:
    """Finds the twins of cases as the log stands; the training texts are at hand already."""

    def __init__(self, desk: Desk) -> None:
        with desk.ledger.reading() as asked:
            policy = asked.policy()
        self._signatory = desk.kept(Signatory)
        self._training: Training = desk.kept(TrainingMemory).now(policy.value(NEAR_TWINS))

    def at(
        self, asked: Reading, cases: Sequence[Case], policy: Policy, *, together: bool = False
    ) -> Mapping[str, TwinsOf]:
        """What keeps each of `cases` out; `together`: one act is to move them in this order."""
        if not cases:
            return {}
        limit, least = policy.value(NEAR_TWINS), policy.value(LEAST_TWIN)
        apart = different(asked)
        signed = self._signatory.of([case.input for case in cases], least)
        trained = self._training.of([case.input for case in cases], signed, limit)
        others = asked.cases(State.BLOCKING)
        others_signed = self._signatory.of([case.input for case in others], least)
        found: dict[str, TwinsOf] = {}
        for number, case in enumerate(cases):
            doubles = _doubles(case, signed[number], others, others_signed, limit)
            if together:
                mates = _doubles(case, signed[number], cases[:number], signed[:number], limit)
                doubles += [_moved(mate) for mate in mates if mate.place != State.BLOCKING]
            found[case.id] = TwinsOf(
                tuple(t for t in trained[number] if subject(case.id, t.other) not in apart),
                tuple(t for t in doubles if subject(case.id, t.other) not in apart),
            )
        return found


def different(asked: Reading) -> frozenset[str]:
    """The pairs of which somebody has said that they are not the same."""
    return frozenset(
        one.subject
        for one in asked.standing(Kind.DUPLICATE_SET)
        if one.body and one.body.get("verdict") == Verdict.DIFFERENT
    )


def _doubles(
    case: Case,
    signed: Signatures,
    others: Sequence[Case],
    others_signed: Signatures,
    limit: float,
) -> list[Twin]:
    """The near twins of `case` on its route: estimated first, then counted."""
    if not len(others) or not signed.any():
        return []
    shares = estimated(np.broadcast_to(signed, others_signed.shape), others_signed)
    found: list[Twin] = []
    for place in np.flatnonzero(shares >= limit - _SURE * margin(limit)):
        other = others[int(place)]
        if other.id == case.id or other.route != case.route:
            continue
        share = similarity(case.input, other.input)
        if share >= limit:
            found.append(Twin(other.id, Twins.NEAR, share, str(other.state)))
    return sorted(found, key=lambda twin: (-twin.similarity, twin.other))


def _moved(mate: Twin) -> Twin:
    return Twin(mate.other, mate.kind, mate.similarity, mate.place, together=True)
