"""The made-up runs of a self-test: each just on the wrong side of what it is about."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from curation.comparison import NonInferiority, non_inferiority, paired
from curation.gate import Answer
from curation.gate_trust import failures_of_cohort, failures_of_comparison, failures_of_rate
from curation.limits import called
from curation.self_test import CLEAN, REFUSED, UNDECIDABLE, WORSE, Attempt, Probe, Twist
from curation.thresholds import COHORT_PREFIX, FAIRNESS_PREFIX, Threshold

BUDGETS = ("latency_p95_ms", "cost_per_1000_usd")
BEYOND = 1.05  # of a budget, in every attempt
UNREADABLE = "a row nobody can read"
_WRONG = Attempt(passed=False, right=False)
_FAILS, _WOBBLES = "one failure", "one contradiction"
Runs = Mapping[str, Sequence[Attempt]]


@dataclass(frozen=True, slots=True)
class Scope:
    """A threshold of the gate, and the cases of the set that it is about."""

    threshold: Threshold
    cases: Sequence[str]


@dataclass(frozen=True, slots=True)
class Material:
    """What probes are made of: the cases in force, and what each threshold is about.

    `excused` cases cannot block (in quarantine, waived), and `waived` thresholds neither.
    `floor` is the minimum support, `margin` what a release may be worse by; None: waived.
    """

    blocking: Sequence[str]
    cases: Sequence[str]
    scopes: Sequence[Scope] = ()
    excused: Collection[str] = ()
    waived: Collection[str] = ()
    floor: float = 20
    margin: float | None = 0.02

    def open(self, cases: Sequence[str]) -> list[str]:
        """Those of `cases` that can be in the way, in an order that does not change."""
        return sorted(c for c in cases if c not in self.excused)

    def too_few(self, scope: Scope) -> str | None:
        """Why nobody can say that the threshold is met; None where it can be said."""
        n, name = len(scope.cases), scope.threshold.name
        if n == 0:
            return "it is about no case of the sets"
        if scope.threshold.metric in BUDGETS or name.startswith(FAIRNESS_PREFIX):
            return None
        every = scope.threshold.value >= 1 and not name.startswith(COHORT_PREFIX)
        return (
            f"too few to say: {n} cases, {self.floor:.0f} needed"
            if (n < self.floor and not every)
            else None
        )

    def cannot_block(self, scope: Scope) -> str | None:
        """Why no failure can miss it for sure: of too few, where not every case must pass."""
        few = scope.cases and scope.threshold.value >= 1
        return None if few else self.too_few(scope)


def probes(material: Material, seed: int) -> list[Probe]:
    """Every run that the gate is shown; the same `seed` makes the same runs."""
    chance = Random(seed)
    clean = _clean(material)
    passing = Probe(
        CLEAN,
        "a run that passes everything",
        (Answer.INCOMPLETE,) if _undecided(material) else (Answer.PASS,),
        clean,
        checks=tuple(one.threshold.name for one in material.scopes),
        open=_undecided(material),
        may_open=_perhaps(material),
    )
    if passing.may_open:
        passing = replace(passing, expected=(Answer.PASS, Answer.INCOMPLETE))
    ones = _of_one_case(material, clean, chance)
    found = [passing, *ones]
    asked = [scope for scope in material.scopes if scope.threshold.name not in material.waived]
    found += [_of_threshold(scope, material, clean, chance) for scope in asked]
    found.append(_worse(material, clean, chance))
    return [*found, *_twisted(passing, {one.name: one for one in ones})]


def unreadable(cases: Sequence[str]) -> Probe:
    """A run of which one row was rejected: it proves nothing of what it leaves out."""
    return Probe(
        UNREADABLE,
        "everything passes, and one row says neither pass nor fail",
        (Answer.INCOMPLETE,),
        {case_id: [Attempt(latency_ms=0.001)] for case_id in cases},
        says="1 result is in quarantine",
        unreadable=True,
    )


def _undecided(material: Material) -> tuple[str, ...]:
    """The numbers that no run can meet, so that a perfect one is left open."""
    return tuple(
        one.threshold.name
        for one in material.scopes
        if material.too_few(one) and one.threshold.name not in material.waived
    )


def _perhaps(material: Material) -> tuple[str, ...]:
    """The numbers of which a perfect run may not be enough to say."""
    names = [one.threshold.name for one in material.scopes]
    return tuple(n for n in names if n.startswith(FAIRNESS_PREFIX) or n in material.waived)


def _clean(material: Material) -> dict[str, list[Attempt]]:
    """Everything passes, well within every budget, often enough that budgets can be told."""
    limits = [one for one in material.scopes if one.threshold.metric in BUDGETS]
    smallest = min((len(one.cases) for one in limits if one.cases), default=0)
    attempts = math.ceil(material.floor / smallest) if smallest else 1
    latency, cost = (
        min((o.threshold.value for o in limits if o.threshold.metric == m), default=1.0) / 2
        for m in BUDGETS
    )
    one = Attempt(latency_ms=latency, cost_usd=cost / 1000)
    return {case_id: [one] * attempts for case_id in material.cases}


def _of_one_case(material: Material, clean: Runs, chance: Random) -> list[Probe]:
    """One blocking case that is not green, in every way in which it can be so."""
    open_ = material.open(material.blocking)
    one = chance.choice(open_) if open_ else None
    kinds: list[tuple[str, str, Answer, list[Attempt]]] = [
        (_FAILS, "one blocking case fails", Answer.BLOCKED, [_WRONG]),
        ("one not run", "one blocking case was not run", Answer.INCOMPLETE, []),
        ("one error", "one blocking case errors", Answer.INCOMPLETE, [Attempt(passed=None)]),
        (_WOBBLES, "one blocking case passes once and fails once",
         Answer.INCOMPLETE, [Attempt(), _WRONG]),
    ]  # fmt: skip
    why = "Every blocking case is in quarantine or waived: nothing can be blocked by a case."
    return [
        Probe(name, shown, (answer,), {**clean, one: made}, cases=(one,))
        if one
        else Probe(name, shown, (answer,), clean, impossible=why)
        for name, shown, answer, made in kinds
    ]


def _of_threshold(scope: Scope, material: Material, clean: Runs, chance: Random) -> Probe:
    """A run that is just on the wrong side of one threshold."""
    limit, cases = scope.threshold, material.open(scope.cases)
    ready = Probe(
        f"beyond {called(limit.name)}", "", (Answer.BLOCKED,), clean, named=limit.name
    )
    if (why := material.cannot_block(scope)) is not None:
        shown = f"nobody can miss {limit.value:g} for sure"
        return replace(ready, shown=shown, impossible=why, excused=True)
    if limit.metric in BUDGETS:
        return _dear(ready, scope, clean)
    count, of = _failures(scope, material), len(scope.cases)
    if count > len(cases):
        why = f"{count} of {of} have to fail before it stops a release; {len(cases)} can"
        return replace(ready, shown="as many fail as can", impossible=why, excused=True)
    chosen = chance.sample(cases, count)
    bad = {c: [replace(_WRONG, latency_ms=1.0)] * len(clean[c]) for c in chosen}
    shown = f"{count} of {of} cases fail, limit {limit.value:g}"
    # Whether groups differ for sure is a matter of the others too: a collapse may not show it.
    unsure = limit.name.startswith(FAIRNESS_PREFIX)
    expected = (Answer.BLOCKED, Answer.INCOMPLETE) if unsure else (Answer.BLOCKED,)
    return replace(
        ready, shown=shown, expected=expected, results={**clean, **bad}, excused=unsure
    )


def _dear(ready: Probe, scope: Scope, clean: Runs) -> Probe:
    limit = scope.threshold
    dear = limit.value * BEYOND or 1.0
    amount = {"latency_ms": dear} if limit.metric == BUDGETS[0] else {"cost_usd": dear / 1000}
    bad = {c: [replace(one, **amount) for one in clean[c]] for c in scope.cases}
    shown = f"{dear:g} in every attempt, limit {limit.value:g}"
    return replace(ready, shown=shown, results={**clean, **bad})


def _failures(scope: Scope, material: Material) -> int:
    """The fewest failures with which the threshold has to stop a release."""
    limit, n = scope.threshold, len(scope.cases)
    if limit.name.startswith(FAIRNESS_PREFIX):
        return len(material.open(scope.cases))  # a collapse of the largest group
    if not limit.name.startswith(COHORT_PREFIX):
        return failures_of_rate(n, limit.value)
    family = [
        one
        for one in material.scopes
        if one.threshold.name.startswith(COHORT_PREFIX)
        and (len(one.cases) >= max(material.floor, 1) or one.threshold.value >= 1)
    ]
    return failures_of_cohort(n, limit.value, len(family))


def _worse(material: Material, clean: Runs, chance: Random) -> Probe:
    """As few cases break as make it worse for sure: others than blocking ones, if they do."""
    blocking = {*material.blocking}
    others = material.open([c for c in material.cases if c not in blocking])
    open_ = [*chance.sample(others, len(others)), *material.open(material.blocking)]
    ready = Probe(WORSE, "", (Answer.BLOCKED,), clean, says="it is worse than its baseline")
    if material.margin is None:
        why = "that a release is worse is waived"
        return replace(ready, shown="cases break", impossible=why, excused=True)
    count = _fewest_worse(len(material.cases), material.margin)
    if count is None or count > len(open_):  # then it cannot be called "not worse" at least
        expected = (Answer.BLOCKED, Answer.INCOMPLETE)
        count = max(1, failures_of_comparison(len(material.cases), material.margin))
        ready = replace(ready, expected=expected, says="worse than its baseline")
    bad = {c: [replace(a, passed=False, right=False) for a in clean[c]] for c in open_[:count]}
    shown = f"{len(bad)} of {len(material.cases)} cases break that the clean run passes"
    why = None if count <= len(open_) else f"{count} have to break; {len(open_)} can"
    return replace(
        ready, shown=shown, results={**clean, **bad}, impossible=why, excused=why is not None
    )


def _fewest_worse(n: int, margin: float) -> int | None:
    """How many of `n` have to break, and none be fixed, before it is worse for sure."""
    for k in range(1, n + 1):
        _, low, high = paired([-1] * k + [0] * (n - k))
        if non_inferiority(low, high, margin) is NonInferiority.WORSE:
            return k
    return None


def _twisted(clean: Probe, ones: Mapping[str, Probe]) -> list[Probe]:
    """The same runs once more, after something that must not, or must, change the answer."""
    fails, wobbles = ones[_FAILS], ones[_WOBBLES]
    stale = Probe(
        "an older set",
        "everything passes, on a set that is in force no longer",
        (REFUSED,),
        clean.results,
        again=CLEAN,
        twist=Twist.NEWER_SET,
    )
    open_ = replace(
        clean,
        name="a number nobody can decide",
        shown="everything passes, and one limit is about no case",
        expected=(Answer.INCOMPLETE,),
        checks=(*clean.checks, UNDECIDABLE),
        open=(*clean.open, UNDECIDABLE),
        again=CLEAN,
        twist=Twist.NO_CASE,
    )
    waived = replace(
        fails,
        name="a waiver that has ended",
        shown="one blocking case fails, and was waived until today",
        again=fails.name,
        twist=Twist.WAIVER_OVER,
    )
    watched = replace(
        wobbles,
        name="a quarantine that has ended",
        shown="one blocking case contradicts itself, and was in quarantine until today",
        again=wobbles.name,
        twist=Twist.QUARANTINE_OVER,
    )
    return [waived, watched, open_, stale]
