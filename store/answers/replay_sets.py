"""Numbers of the sets over what stands in them: who qualifies, which rates can be told."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf

from curation.attempts import Outcome
from curation.cases import State
from curation.knots import between, stepped
from curation.promotion import Evidence, objections
from curation.replays import OneThen, Point, Replay
from curation.saturation import Telling, saturation
from curation.thresholds import MIN_ALPHA, MIN_LABELS, Threshold
from store.answers.evidence import evidence, scores
from store.answers.members import Member, members
from store.answers.runs import runs
from store.answers.trends import TrendsMemory
from store.desk import Desk

QUALIFIES, ENOUGH, FEW = "qualifies", "enough to say", "too few to say"
_WHY: Mapping[str, str] = {
    "too_few_attempts": "too few attempts",
    "flips_too_often": "flips too often",
    "too_few_labels": "too few labels",
    "labels_differ": "labels differ",
    "category_unreliable": "people do not agree on its category",
}


@dataclass(frozen=True, slots=True)
class Standings:
    """What a number decides about each of many: their state at a value, calm ones first."""

    kind: str
    what: str  # one of them, as a noun
    at: Callable[[float], Mapping[str, str]]
    why: Mapping[str, str]
    knots: Sequence[float]
    calm: str


def standings_replay(
    found: Replay, threshold: Threshold, then: Threshold, over: Standings
) -> Replay:
    """`found` with each of them as it is and as it would be."""
    unbound = found.value_now is None  # nobody has set it: nothing is held to it
    now, after = over.at(inf if unbound else threshold.value), over.at(then.value)
    if not now:
        return replace(
            found, kind=over.kind, cannot=f"There is no {over.what} to hold to it yet."
        )
    values = between(over.knots, (then.value, threshold.value), threshold)
    points = [_point(over, value) for value in values]
    return replace(
        found,
        kind=over.kind,
        things=tuple(
            OneThen(one, over.what, now[one], after[one], over.why.get(one, "")) for one in now
        ),
        points=stepped(points, partial(_point, over), threshold.metric),
    )


def _point(over: Standings, value: float) -> Point:
    said = Counter(over.at(value).values())
    calm = said.pop(over.calm, 0)
    return Point(value, {over.calm: calm, "otherwise": said.total()})


def promotions(desk: Desk, threshold: Threshold) -> Standings:
    """Each case of blocking and monitoring: whether its scores let it block."""
    with desk.ledger.reading() as asked:
        policy = asked.policy()
        cases = asked.cases(State.BLOCKING, State.MONITORING)
    known = scores(desk, [case.id for case in cases])
    with desk.ledger.reading() as asked:
        proofs = evidence(asked, cases, known)

    def at(value: float) -> dict[str, str]:
        supposed = policy.supposing({threshold.name: value})
        found: dict[str, str] = {}
        for case in cases:
            proof = replace(proofs[case.id], policy=supposed)
            candidate = replace(case, state=State.MONITORING)
            against = objections(candidate, State.BLOCKING, proof, actor="", reason="")
            why = [_WHY[one.code] for one in against if one.code in _WHY]
            found[case.id] = ", ".join(why) or QUALIFIES
        return found

    why = {case.id: _proof(case.state, proofs[case.id]) for case in cases}
    knots = [n for proof in proofs.values() for n in _knots(threshold, proof)]
    return Standings("promotion", "case", at, why, knots, QUALIFIES)


def _proof(state: State, one: Evidence) -> str:
    found = one.stability
    return f"{state}; {found.scored} attempts, {found.flips} flips"


def _knots(threshold: Threshold, one: Evidence) -> list[float]:
    found = one.stability
    if threshold.name == MIN_LABELS:
        return [float(one.labels.given), one.labels.given + 1.0] if one.labels else []
    if threshold.name == MIN_ALPHA:
        return [kind.high for kind in one.labels.categories] if one.labels else []
    if threshold.metric == "flip_rate":
        return [] if found.flip_rate is None else [found.flip_rate]
    return [float(found.scored), float(found.scored + 1)]


def saturated(desk: Desk) -> Standings:
    """Each case of blocking and monitoring: whether it still tells models apart."""
    every = [*members(desk, State.BLOCKING), *members(desk, State.MONITORING)]
    outcomes = {one.case.id: _newest_first(one) for one in every}

    def at(value: float) -> dict[str, str]:
        found = {c: saturation(ran, value).telling for c, ran in outcomes.items()}
        return {c: _TELLING[telling] for c, telling in found.items()}

    passed = {one.case.id: one.saturation.passed for one in every}
    why = {
        one.case.id: f"{one.case.state}; passed {one.saturation.passed} in a row"
        for one in every
    }
    knots = [float(n + more) for n in passed.values() for more in (0, 1)]
    return Standings("sets", "case", at, why, knots, _TELLING[Telling.TELLING])


_TELLING = {
    Telling.SATURATED: "saturated",
    Telling.TELLING: "tells models apart",
    Telling.TOO_FEW: FEW,
}


def _newest_first(one: Member) -> list[Outcome]:
    return [ran.outcome for ran in reversed(one.runs)]


def supports(desk: Desk) -> Standings:
    """The pass rate of each run: whether there are enough cases to say it."""
    rates = {one.run: one.pass_rate.n for one in runs(desk).runs if one.pass_rate.n}

    def at(value: float) -> dict[str, str]:
        return {run: ENOUGH if n >= value else FEW for run, n in rates.items()}

    why = {run: f"pass rate of {n} cases" for run, n in rates.items()}
    knots = [float(n + more) for n in rates.values() for more in (0, 1)]
    return Standings("support", "rate", at, why, knots, ENOUGH)


def ages(desk: Desk, threshold: Threshold) -> Standings:
    """What the number is about, whether it is too old today."""
    found = [
        one
        for one in desk.kept(TrendsMemory).trends().ages
        if one.threshold == threshold.name and one.days is not None
    ]

    def at(value: float) -> dict[str, str]:
        return {one.what: "fresh" if (one.days or 0) <= value else "too old" for one in found}

    why = {one.what: f"{one.name or one.what}, {one.days:.0f} days old" for one in found}
    knots = [float(round(one.days or 0)) for one in found]
    return Standings("budget", "age", at, why, knots, "fresh")
