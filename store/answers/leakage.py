"""What a model may only remember, and what the sets ask twice: twins, with both texts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from curation.cases import SETS, Case, State
from curation.decisions import Kind
from curation.leakage import Twin, Verdict, subject
from curation.minhash import margin
from curation.standing import Standing
from curation.thresholds import LEAST_TWIN, NEAR_TWINS
from curation.twins import Twins, families, long_enough
from store.answers.beside import Beside, beside
from store.answers.leakage_words import Finding, findings, sentence
from store.answers.set_twins import SetTwins
from store.answers.training import TrainingMemory
from store.answers.twins import Signatory
from store.desk import Desk

TRAINING, IN_SETS = "training", "sets"
_RANK = {kind: number for number, kind in enumerate(Twins)}


@dataclass(frozen=True, slots=True)
class Alike:
    """Two texts that are alike: a case, and another case or a training text.

    `similarity` is counted where both texts are known; else it is `estimated`, and the true one
    lies within low and high with 95 %. A training text that is not kept has no `other_text`.
    """

    case: str
    other: str
    kind: Twins
    similarity: float
    estimated: bool
    low: float
    high: float
    where: str  # training or sets
    set: State
    route: str
    text: str
    other_text: str | None
    other_place: str  # the set of the other case, or file and row of the training text
    other_route: str | None
    same_route: bool
    same_answer: bool | None  # whether both expect the same; None where nobody knows
    family: int | None = None
    verdict: Verdict | None = None
    verdict_by: str | None = None
    verdict_reason: str | None = None

    @property
    def open(self) -> bool:
        """Whether nobody has said that the two are different."""
        return self.verdict is not Verdict.DIFFERENT


@dataclass(frozen=True, slots=True)
class Leakage:
    """All twins. The counts are pairs that nobody has called different."""

    sentence: str
    exact: int
    normalised: int
    near: int
    between: Mapping[str, Mapping[str, int]]  # the same for training and inside the sets
    cases: int
    leaked: int  # cases with a twin in training
    short: int  # cases that are too short to be compared for nearness
    training: int  # texts
    sources: tuple[str, ...]
    threshold: float
    beside: str | None  # the file that was held beside
    pairs: tuple[Alike, ...]
    families: tuple[tuple[str, ...], ...]
    settled: int  # pairs that somebody called different
    findings: tuple[Finding, ...]


def leakage(
    desk: Desk,
    *,
    sets: Sequence[State] = SETS,
    file: Path | None = None,
    case_id: str | None = None,
) -> Leakage:
    """Twins between the sets and training, and inside the sets; those of `case_id` alone.

    `file` is training data that lies beside: its texts are shown, and counted, not estimated.
    """
    with desk.ledger.reading() as asked:
        policy = asked.policy()
        cases = [case for case in asked.cases(*sets) if case.input]
        said = {one.subject: one for one in asked.standing(Kind.DUPLICATE_SET)}
    limit, least = policy.value(NEAR_TWINS), policy.value(LEAST_TWIN)
    training = desk.kept(TrainingMemory).now(limit)
    texts = [case.input for case in cases]
    trained = training.of(texts, desk.kept(Signatory).of(texts, least), limit)
    held = beside(desk, file, limit, least) if file else None
    if held is not None:
        trained = held.counted(cases, trained)
    found = [_leak(case, twin, held) for case, some in zip(cases, trained, strict=True)
             for twin in some]  # fmt: skip
    found += _inside(cases, desk.kept(SetTwins).among(cases, limit, least))
    found = [_judged(one, said.get(subject(one.case, one.other))) for one in found]
    grouped = families((one.case, one.other) for one in found if one.open)
    number = {member: n for n, family in enumerate(grouped, 1) for member in family}
    pairs = [replace(one, family=number.get(one.case) if one.open else None) for one in found]
    if case_id is not None:
        pairs = [one for one in pairs if case_id in (one.case, one.other)]
    pairs.sort(key=_order)
    return _counted(
        pairs, grouped, cases,
        short=sum(not long_enough(case.input, least) for case in cases),
        training=len(training.texts) or (held.texts if held else 0),
        sources=training.sources, threshold=limit, file=file,
    )  # fmt: skip


def _counted(
    pairs: Sequence[Alike],
    grouped: Sequence[tuple[str, ...]],
    cases: Sequence[Case],
    *,
    short: int,
    training: int,
    sources: tuple[str, ...],
    threshold: float,
    file: Path | None,
) -> Leakage:
    still = [one for one in pairs if one.open]
    by = Counter(one.kind for one in still)
    between = {w: _kinds(one for one in still if one.where == w) for w in (TRAINING, IN_SETS)}
    leaked = len({one.case for one in still if one.where == TRAINING})
    found = Leakage(
        sentence="",
        exact=by[Twins.EXACT],
        normalised=by[Twins.NORMALISED],
        near=by[Twins.NEAR],
        between=between,
        cases=len(cases),
        leaked=leaked,
        short=short,
        training=training,
        sources=sources,
        threshold=threshold,
        beside=file.name if file else None,
        pairs=tuple(pairs),
        families=tuple(grouped),
        settled=len(pairs) - len(still),
        findings=findings((o.case, o.other, o.set, o.other_place, o.where) for o in still
                          if o.where == TRAINING or o.same_route),
    )  # fmt: skip
    said = sentence(between, cases=len(cases), leaked=leaked, training=training)
    return replace(found, sentence=said)


def _kinds(pairs: Iterable[Alike]) -> dict[str, int]:
    counted = Counter(one.kind for one in pairs)
    return {str(kind): counted[kind] for kind in Twins}


def _order(one: Alike) -> tuple[bool, bool, int, float, str, str]:
    """What is open first, training before the sets, the most alike first."""
    return (not one.open, one.where != TRAINING, _RANK[one.kind], -one.similarity, one.case,
            one.other)  # fmt: skip


def _leak(case: Case, twin: Twin, held: Beside | None) -> Alike:
    low, high = _within(twin)
    return Alike(
        case.id, twin.other, twin.kind, twin.similarity, twin.estimated, low, high, TRAINING,
        case.state, case.route, case.input, _text(case, twin, held), twin.place, None,
        same_route=True, same_answer=None,
    )  # fmt: skip


def _text(case: Case, twin: Twin, held: Beside | None) -> str | None:
    """The training text, where a file beside has it; word by word the same is the case's."""
    known = held.words.get(twin.other) if held else None
    return case.input if known is None and twin.kind is Twins.EXACT else known


def _within(twin: Twin) -> tuple[float, float]:
    open_ = margin(twin.similarity) if twin.estimated else 0.0
    return max(0.0, twin.similarity - open_), min(1.0, twin.similarity + open_)


def _inside(
    cases: Sequence[Case], pairs: Sequence[tuple[str, str, Twins, float]]
) -> list[Alike]:
    known = {case.id: case for case in cases}
    return [
        _double(*_ranked(known[one], known[other]), kind, share)
        for one, other, kind, share in pairs
    ]


def _ranked(one: Case, other: Case) -> tuple[Case, Case]:
    """The one in the graver set first."""
    first = SETS.index(one.state) if one.state in SETS else -1
    second = SETS.index(other.state) if other.state in SETS else -1
    return (one, other) if (-first, one.id) <= (-second, other.id) else (other, one)


def _double(one: Case, other: Case, kind: Twins, share: float) -> Alike:
    stated = one.behaviour is not None and other.behaviour is not None
    same = (one.behaviour, one.expected) == (other.behaviour, other.expected)
    return Alike(
        one.id, other.id, kind, share, False, share, share, IN_SETS, one.state, one.route,
        one.input, other.input, str(other.state), other.route,
        same_route=one.route == other.route, same_answer=same if stated else None,
    )  # fmt: skip


def _judged(one: Alike, said: Standing | None) -> Alike:
    if said is None or not said.body:
        return one
    verdict = Verdict(said.body["verdict"])
    return replace(one, verdict=verdict, verdict_by=said.actor, verdict_reason=said.reason)
