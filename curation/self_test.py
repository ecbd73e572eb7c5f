"""What the gate is shown to prove that it stops bad releases, and lets a good one through."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from curation.gate import Answer
from curation.limits import called
from curation.thresholds import Direction, Threshold

SUBJECT = "self-test"
CLEAN = "clean"
WORSE = "worse than its baseline"
_DROP = 0.3  # of the cases, against the baseline


@dataclass(frozen=True, slots=True)
class Attempt:
    """One made-up result; `passed` None is an error."""

    passed: bool | None = True
    latency_ms: float = 1.0
    cost_usd: float = 0.0
    right: bool = True  # whether the answer is the one that is expected


@dataclass(frozen=True, slots=True)
class Scope:
    """A threshold of the gate, and the cases of the set that it is about."""

    threshold: Threshold
    cases: Sequence[str]


@dataclass(frozen=True, slots=True)
class Material:
    """What probes are made of: the cases in force, and what each threshold is about.

    `excused` cases cannot block (in quarantine, waived). `floor` is the minimum support.
    """

    blocking: Sequence[str]
    cases: Sequence[str]
    scopes: Sequence[Scope] = ()
    excused: Collection[str] = ()
    floor: float = 20


@dataclass(frozen=True, slots=True)
class Probe:
    """A made-up run: what is wrong with it, and what the gate has to answer.

    `named` is the threshold that must not be met; `cases` those that must be named.
    """

    name: str
    shown: str
    expected: tuple[Answer, ...]
    results: Mapping[str, Sequence[Attempt]] = field(repr=False)
    named: str | None = None
    cases: tuple[str, ...] = ()
    impossible: str | None = None  # why nobody can show the gate such a run


@dataclass(frozen=True, slots=True)
class Proof:
    """What the gate answered to a probe, and whether that is what it has to answer."""

    name: str
    shown: str
    expected: str
    answer: str | None
    held: bool
    why: str


def probes(material: Material, seed: int) -> list[Probe]:
    """Every run that the gate is shown; the same `seed` makes the same runs."""
    chance = Random(seed)
    clean = _clean(material)
    found = [Probe(CLEAN, "a run that passes everything", (Answer.PASS,), clean)]
    found += _of_one_case(material, clean, chance)
    found += [_of_threshold(scope, material, clean, chance) for scope in material.scopes]
    found.append(_worse(material, clean, chance))
    return found


def judged(probe: Probe, answer: Answer, said: Mapping[str, Any]) -> Proof:
    """Whether the gate's answer on the probe is what it has to be; `said` is it as JSON."""
    expected = " or ".join(probe.expected)
    why = str(said["reason"])
    held = answer in probe.expected
    listed = {c for name in _LISTS for c in said[name]}
    if held and not set(probe.cases) <= listed:
        held, why = False, f"It does not name {', '.join(probe.cases)}: {why}"
    checks = {check["name"]: check["met"] for check in said["thresholds"]}
    if held and probe.named and checks.get(probe.named) is not False:
        held, why = False, f"It does not say that {called(probe.named)} is not met: {why}"
    if held and probe.name == WORSE and said["comparison"]["outcome"] == "not_worse":
        held, why = False, f"It calls the run not worse than its baseline: {why}"
    return Proof(probe.name, probe.shown, expected, answer, held, why)


_LISTS = ("failed", "missing", "errored", "flaky")


def unasked(probe: Probe) -> Proof:
    """The proof that could not be made."""
    expected = " or ".join(probe.expected)
    return Proof(probe.name, probe.shown, expected, None, False, str(probe.impossible))


def rests_on(sha256: str | None, thresholds: Sequence[Threshold]) -> dict[str, Any]:
    """What a self-test holds for: the set's content, and each number with its decision."""
    numbers = {one.name: [one.value, one.decision] for one in thresholds}
    return {"set_sha256": sha256, "thresholds": numbers}


def gone_stale(said: Mapping[str, Any], now: Mapping[str, Any], version: str) -> list[str]:
    """What has changed since a self-test said `said`, as phrases; empty: it still holds."""
    found: list[str] = []
    if said["set_sha256"] != now["set_sha256"]:
        found.append(f"{version} is in force since")
    before, after = said["thresholds"], now["thresholds"]
    names = sorted(n for n in {*before, *after} if before.get(n) != after.get(n))
    if names:
        moved = "has moved" if len(names) == 1 else "have moved"
        found.append(f"{', '.join(map(called, names))} {moved}")
    return found


def _clean(material: Material) -> dict[str, list[Attempt]]:
    """Everything passes, well within every budget, often enough that budgets can be told."""
    limits = [one for one in material.scopes if one.threshold.metric in _BUDGETS]
    smallest = min((len(one.cases) for one in limits if one.cases), default=0)
    attempts = math.ceil(material.floor / smallest) if smallest else 1
    latency, cost = (
        min((o.threshold.value for o in limits if o.threshold.metric == m), default=1.0) / 2
        for m in _BUDGETS
    )
    one = Attempt(latency_ms=latency, cost_usd=cost / 1000)
    return {case_id: [one] * attempts for case_id in material.cases}


_BUDGETS = ("latency_p95_ms", "cost_per_1000_usd")


def _of_one_case(
    material: Material, clean: Mapping[str, Sequence[Attempt]], chance: Random
) -> list[Probe]:
    """One blocking case that is not green, in every way in which it can be so."""
    open_ = [c for c in material.blocking if c not in material.excused]
    one = chance.choice(sorted(open_)) if open_ else None
    wrong = Attempt(passed=False, right=False)
    kinds: list[tuple[str, str, Answer, list[Attempt]]] = [
        ("one failure", "one blocking case fails", Answer.BLOCKED, [wrong]),
        ("one not run", "one blocking case was not run", Answer.INCOMPLETE, []),
        ("one error", "one blocking case errors", Answer.INCOMPLETE, [Attempt(passed=None)]),
        ("one contradiction", "one blocking case passes once and fails once",
         Answer.INCOMPLETE, [Attempt(), wrong]),
    ]  # fmt: skip
    why = "Every blocking case is in quarantine or waived: nothing can be blocked by a case."
    return [
        Probe(name, shown, (answer,), {**clean, one: made}, cases=(one,))
        if one
        else Probe(name, shown, (answer,), clean, impossible=why)
        for name, shown, answer, made in kinds
    ]


def _of_threshold(
    scope: Scope, material: Material, clean: Mapping[str, Sequence[Attempt]], chance: Random
) -> Probe:
    """A run that is just on the wrong side of one threshold."""
    limit = scope.threshold
    name = f"beyond {called(limit.name)}"
    cases = [c for c in scope.cases if c not in material.excused]
    bad = dict(clean)
    if limit.metric in _BUDGETS:
        dear = {"latency_ms": 2 * limit.value, "cost_usd": 2 * limit.value / 1000}
        key = "latency_ms" if limit.metric == _BUDGETS[0] else "cost_usd"
        for c in cases:
            bad[c] = [replace(one, **{key: dear[key]}) for one in clean[c]]
        shown = f"twice {limit.value:g} in every attempt"
    else:
        chosen = cases if _needs_all(limit) else chance.sample(cases, _too_many(limit, cases))
        for c in chosen:
            bad[c] = [Attempt(passed=False, right=False, latency_ms=1.0)] * len(clean[c])
        shown = f"{len(chosen)} of {len(cases)} cases fail, limit {limit.value:g}"
    why = None if cases else "It is about no case of the set that can block."
    return Probe(name, shown, (Answer.BLOCKED,), bad, named=limit.name, impossible=why)


def _needs_all(limit: Threshold) -> bool:
    """Whether a test decides, so that only a collapse is beyond doubt."""
    return limit.metric != "pass_rate" or limit.name.startswith("gate.cohort.")


def _too_many(limit: Threshold, cases: Sequence[str]) -> int:
    """The fewest failures with which the share that passes is under the limit."""
    assert limit.direction is Direction.AT_LEAST, "a pass rate has a lowest value"
    n = len(cases)
    return next((k for k in range(n + 1) if n and not limit.met_by((n - k) / n)), n)


def _worse(material: Material, clean: Mapping[str, Sequence[Attempt]], chance: Random) -> Probe:
    open_ = sorted(c for c in material.cases if c not in material.excused)
    count = max(1, math.ceil(_DROP * len(open_))) if open_ else 0
    wrong = chance.sample(open_, count)
    bad = {c: [replace(one, passed=False, right=False) for one in clean[c]] for c in wrong}
    shown = f"{count} of {len(open_)} cases break that the clean run passes"
    expected = (Answer.BLOCKED, Answer.INCOMPLETE)
    why = None if wrong else "There is no case that could break."
    return Probe(WORSE, shown, expected, {**clean, **bad}, impossible=why)
