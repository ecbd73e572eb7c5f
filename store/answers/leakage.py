"""What a model may only remember, and what the sets ask twice: twins, with both texts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from curation.cases import SETS, Case, State
from curation.decisions import Kind
from curation.errors import Unknown
from curation.leakage import Twin, Verdict, subject
from curation.minhash import margin, recall
from curation.standing import Standing
from curation.thresholds import LEAST_TWIN, NEAR_TWINS
from curation.twins import Twins, families, long_enough
from store.answers.beside import Beside, beside
from store.answers.leakage_words import Finding, findings, sentence, sentence_of
from store.answers.set_twins import SetTwins
from store.answers.training import Training, TrainingMemory
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
    perhaps: bool  # the estimate is under the limit, but not what it leaves open
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
    """All twins. The counts are pairs that nobody has called different, of the whole desk.

    Pairs that are near `perhaps` are counted apart. With `case` only its own pairs are told.
    """

    sentence: str
    case: str | None
    exact: int
    normalised: int
    near: int
    perhaps: int
    recall: float | None  # of pairs at the limit so many are found; None: all are counted
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
    """Twins between the sets and training, and inside the sets; the pairs of `case_id` alone.

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
    pairs.sort(key=_order)
    told = _counted(
        pairs, grouped, cases,
        short=sum(not long_enough(case.input, least) for case in cases),
        training=len(training.texts) or (held.texts if held else 0),
        sources=training.sources, threshold=limit, file=file, guessed=_guessed(training, held),
    )  # fmt: skip
    return told if case_id is None else _narrowed(told, case_id, cases, least)


def _guessed(training: Training, held: Beside | None) -> bool:
    """Whether any text is compared by its signature alone."""
    return any(held is None or one.id not in held.words for one in training.compared)


def _narrowed(found: Leakage, case_id: str, cases: Sequence[Case], least: float) -> Leakage:
    """The same with the pairs of one case, or of one training text. Unknown for another id."""
    own = tuple(one for one in found.pairs if case_id in (one.case, one.other))
    text = next((case.input for case in cases if case.id == case_id), None)
    if text is None and not own:
        way = "It stands in no set. `evaldesk leakage` names the cases that have twins."
        raise Unknown("case in a set", case_id, way)
    alike = [(one.where, one.kind, one.perhaps) for one in own if one.open]
    said = sentence_of(case_id, alike, training=found.training,
                       short=text is not None and not long_enough(text, least))  # fmt: skip
    return replace(found, pairs=own, case=case_id, sentence=said)


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
    guessed: bool,
) -> Leakage:
    whole = [one for one in pairs if one.open]
    still = [one for one in whole if not one.perhaps]
    by = Counter(one.kind for one in still)
    between = {w: _kinds(one for one in still if one.where == w) for w in (TRAINING, IN_SETS)}
    leaked = len({one.case for one in still if one.where == TRAINING})
    found = Leakage(
        sentence="",
        case=None,
        exact=by[Twins.EXACT],
        normalised=by[Twins.NORMALISED],
        near=by[Twins.NEAR],
        perhaps=len(whole) - len(still),
        recall=recall(threshold) if guessed else None,
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
        settled=len(pairs) - len(whole),
        findings=findings((o.case, o.other, o.set, o.other_place,
                           "perhaps" if o.perhaps else o.where) for o in whole
                          if o.where == TRAINING or o.same_route),
    )  # fmt: skip
    said = sentence(between, cases=len(cases), leaked=leaked, training=training,
                    perhaps=len({one.case for one in whole if one.perhaps}))  # fmt: skip
    return replace(found, sentence=said)


def _kinds(pairs: Iterable[Alike]) -> dict[str, int]:
    counted = Counter(one.kind for one in pairs)
    return {str(kind): counted[kind] for kind in Twins}


def _order(one: Alike) -> tuple[bool, bool, bool, int, float, str, str]:
    """What is open first, training before the sets, the most alike first."""
    return (not one.open, one.where != TRAINING, one.perhaps, _RANK[one.kind],
            -one.similarity, one.case, one.other)  # fmt: skip


def _leak(case: Case, twin: Twin, held: Beside | None) -> Alike:
    low, high = _within(twin)
    return Alike(
        case.id, twin.other, twin.kind, twin.similarity, twin.estimated, twin.perhaps, low,
        high, TRAINING, case.state, case.route, case.input, _text(case, twin, held),
        twin.place, None, same_route=True, same_answer=None,
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
        one.id, other.id, kind, share, False, False, share, share, IN_SETS, one.state,
        one.route, one.input, other.input, str(other.state), other.route,
        same_route=one.route == other.route, same_answer=same if stated else None,
    )  # fmt: skip


def _judged(one: Alike, said: Standing | None) -> Alike:
    if said is None or not said.body:
        return one
    verdict = Verdict(said.body["verdict"])
    return replace(one, verdict=verdict, verdict_by=said.actor, verdict_reason=said.reason)
