"""Which twins keep cases out of blocking: in the training data, and among what blocks."""

from collections.abc import Mapping, Sequence

import numpy as np

from curation.cases import Case, State
from curation.decisions import Kind
from curation.leakage import Twin, TwinsOf, Verdict, leaked, subject
from curation.minhash import PERMUTATIONS, Signatures, estimated, margin, signatures
from curation.thresholds import LEAST_TWIN, NEAR_TWINS, Policy
from curation.tombstones import is_erased
from curation.twins import Twins, comparable, long_enough, look, shingles, similarity, stripped
from store.answers.training import Training, TrainingMemory
from store.desk import Desk
from store.ledger.reading import Reading

_MOST = 50_000  # signatures that are remembered: 25 MB
Spelled = tuple[str, str]
_SURE = 1.6  # so many margins below the limit an estimate is believed without counting


class Signatory:
    """Signatures and spellings of texts, remembered: a text never changes its own."""

    def __init__(self, desk: Desk) -> None:  # noqa: ARG002 (kept by the desk)
        self._known: dict[str, Signatures] = {}
        self._spelled: dict[str, Spelled] = {}

    def spelled(self, text: str) -> Spelled:
        """What `text` says, whatever its case and marks, and what it looks like."""
        if len(self._spelled) > _MOST:
            self._spelled.clear()
        if text not in self._spelled:
            self._spelled[text] = stripped(text), look(text)
        return self._spelled[text]

    def of(self, texts: Sequence[str], least: float) -> Signatures:
        """A row for each; zeros where a text is too short to be compared."""
        known = self._known
        if len(known) > _MOST:
            known = {}
        fresh = [one for one in dict.fromkeys(texts) if one not in known]
        signed = signatures(shingles(comparable(one)) for one in fresh)
        known.update(zip(fresh, signed, strict=True))
        blank = np.zeros(PERMUTATIONS, dtype=np.uint32)
        self._known = known
        rows = [known[one] if long_enough(one, least) else blank for one in texts]
        return np.array(rows, dtype=np.uint32).reshape(len(rows), PERMUTATIONS)


class Looking:
    """Finds the twins of cases as the log stands; the training texts are at hand already."""

    def __init__(self, desk: Desk, case_ids: Sequence[str] = ()) -> None:
        with desk.ledger.reading() as asked:
            policy = asked.policy()
            cases = asked.cases_named(case_ids) if case_ids else []
            cases += asked.cases(State.BLOCKING) if case_ids else []
        self._signatory = desk.kept(Signatory)
        self._signatory.of(
            [case.input for case in cases], 0
        )  # at hand before the log is locked for an act
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
            doubles = self._same_words(case, others)
            doubles += _near(case, signed[number], others, others_signed, limit, doubles)
            if together:
                before = cases[:number]
                mates = self._same_words(case, before)
                mates += _near(case, signed[number], before, signed[:number], limit, mates)
                doubles += [_moved(mate) for mate in mates if mate.place != State.BLOCKING]
            found[case.id] = TwinsOf(
                tuple(t for t in trained[number] if subject(case.id, t.other) not in apart),
                tuple(t for t in doubles if subject(case.id, t.other) not in apart),
            )
        return found

    def _same_words(self, case: Case, others: Sequence[Case]) -> list[Twin]:
        """Those on its route that say, or look, the same but for spelling, however short."""
        says, looks = self._signatory.spelled(case.input)
        if not looks or is_erased(case.input):
            return []  # marks alone say nothing
        found: list[Twin] = []
        for other in others:
            if other.route != case.route or other.id == case.id:
                continue
            spelled = self._signatory.spelled(other.input)
            if looks == spelled[1]:
                kind = Twins.NORMALISED if says == spelled[0] else Twins.NEAR
                found.append(Twin(other.id, kind, 1.0, str(other.state)))
        return sorted(found, key=lambda twin: (twin.kind is Twins.NEAR, twin.other))


def known_words(desk: Desk, cases: Sequence[Case]) -> tuple[str, ...]:
    """A warning for each case whose very words the training data has."""
    if not cases:
        return ()
    with desk.ledger.reading() as asked:
        policy, apart = asked.policy(), different(asked)
    training = desk.kept(TrainingMemory).now(policy.value(NEAR_TWINS))
    return tuple(
        f"{case.id}: {leaked(TwinsOf((twin,)))}"
        for case in cases
        for twin in training.same(case.input)
        if twin.kind is Twins.EXACT and subject(case.id, twin.other) not in apart
    )


def different(asked: Reading) -> frozenset[str]:
    """The pairs of which somebody has said that they are not the same."""
    return frozenset(
        one.subject
        for one in asked.standing(Kind.DUPLICATE_SET)
        if one.body and one.body.get("verdict") == Verdict.DIFFERENT
    )


def _near(
    case: Case,
    signed: Signatures,
    others: Sequence[Case],
    others_signed: Signatures,
    limit: float,
    beside: Sequence[Twin],
) -> list[Twin]:
    """The near twins of `case` on its route but those `beside`: estimated, then counted."""
    if not len(others) or not signed.any():
        return []
    known = {twin.other for twin in beside}
    found: list[Twin] = []
    shares = estimated(np.broadcast_to(signed, others_signed.shape), others_signed)
    for place in np.flatnonzero(shares >= limit - _SURE * margin(limit)):
        other = others[int(place)]
        if other.id == case.id or other.route != case.route or other.id in known:
            continue
        share = similarity(case.input, other.input)
        if share >= limit:
            found.append(Twin(other.id, Twins.NEAR, share, str(other.state)))
    return sorted(found, key=lambda twin: (-twin.similarity, twin.other))


def _moved(mate: Twin) -> Twin:
    return Twin(mate.other, mate.kind, mate.similarity, mate.place, together=True)
