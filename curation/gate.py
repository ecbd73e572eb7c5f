"""May this release ship? PASS, BLOCKED or INCOMPLETE, always with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from curation.attempts import Outcome, Tally, outcome
from curation.intervals import Difference, NonInferiority, paired, rate
from curation.thresholds import Threshold

ByRoute = Mapping[str, Sequence[float]]


class Answer(StrEnum):
    """The gate's three answers; only PASS lets a release ship."""

    PASS = "PASS"
    BLOCKED = "BLOCKED"
    INCOMPLETE = "INCOMPLETE"


@dataclass(frozen=True, slots=True)
class Check:
    """One threshold held against a measure. `met` is None when it cannot be decided."""

    name: str
    value: float | None
    limit: float
    met: bool | None
    n: int
    low: float | None = None
    high: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's answer on one run; case lists are sorted ids."""

    run: str
    set: str
    version: int
    answer: Answer
    reason: str
    cases: int
    passed: int
    failed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    errored: tuple[str, ...] = ()
    flaky: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    comparison: Difference | None = None
    baseline: str | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """What a run scored: tallies per case, latencies and costs per route."""

    run: str
    tallies: Mapping[str, Tally] = field(repr=False)
    latencies_ms: ByRoute = field(default_factory=dict[str, Sequence[float]])
    costs_usd: ByRoute = field(default_factory=dict[str, Sequence[float]])


def outcomes(cases: Sequence[str], scored: Scored) -> dict[str, Outcome]:
    """The outcome of each of `cases` in the run; a case that was not run is missing."""
    return {case_id: outcome(scored.tallies.get(case_id)) for case_id in cases}


def judge(
    scored: Scored,
    blocking: tuple[str, int, Sequence[str]],
    checks: Sequence[Check] = (),
    comparison: Difference | None = None,
    baseline: str | None = None,
) -> Verdict:
    """The gate's answer for `scored` on `blocking` (set name, version, case ids).

    BLOCKED when a case failed, a threshold is not met or the run is worse than its baseline;
    INCOMPLETE when a case is missing, errored or flaky, or something cannot be decided, or
    there is nothing to judge on; PASS only when everything was proved.
    """
    set_name, version, cases = blocking
    found = outcomes(cases, scored)
    named = {o: tuple(sorted(c for c, x in found.items() if x is o)) for o in Outcome}
    answer, reason = _answer(named, len(cases), checks, comparison, f"{set_name}@{version}")
    return Verdict(
        run=scored.run,
        set=set_name,
        version=version,
        answer=answer,
        reason=reason,
        cases=len(cases),
        passed=len(named[Outcome.PASSED]),
        failed=named[Outcome.FAILED],
        missing=named[Outcome.MISSING],
        errored=named[Outcome.ERRORED],
        flaky=named[Outcome.FLAKY],
        checks=tuple(checks),
        comparison=comparison,
        baseline=baseline,
    )


def _answer(
    named: Mapping[Outcome, tuple[str, ...]],
    cases: int,
    checks: Sequence[Check],
    comparison: Difference | None,
    version: str,
) -> tuple[Answer, str]:
    worse = comparison is not None and comparison.outcome == NonInferiority.WORSE
    unsure = comparison is not None and comparison.outcome == NonInferiority.UNDECIDED
    stops = _said(named[Outcome.FAILED], "blocking case failed", "blocking cases failed")
    stops += [f"{c.name} is not met ({c.why})" for c in checks if c.met is False]
    stops += ["it is worse than its baseline"] if worse else []
    open_ = _said(named[Outcome.MISSING], "case was not run", "cases were not run")
    open_ += _said(named[Outcome.ERRORED], "case errored", "cases errored")
    open_ += _said(named[Outcome.FLAKY], "case is flaky", "cases are flaky")
    open_ += [f"{c.name} cannot be decided ({c.why})" for c in checks if c.met is None]
    open_ += ["it cannot be told from its baseline yet"] if unsure else []
    open_ += [] if cases else [f"{version} holds no case, so nothing was judged"]
    if stops:
        return Answer.BLOCKED, _sentence(stops + open_)
    if open_:
        return Answer.INCOMPLETE, _sentence(open_)
    return Answer.PASS, f"All {cases} cases of {version} passed and every threshold is met."


def _said(ids: Sequence[str], one: str, many: str) -> list[str]:
    return [f"{len(ids)} {one if len(ids) == 1 else many}"] if ids else []


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts) + "."
    return text[0].upper() + text[1:]


def share_passed(threshold: Threshold, found: Mapping[str, Outcome], floor: float) -> Check:
    """Hold the share of cases that passed against `threshold`.

    Every case counts in n; what is missing, errored or flaky did not pass. Under `floor`
    cases the share is only decided when it cannot change: all passed, or a failure where
    every case must pass.
    """
    n, k = len(found), sum(o is Outcome.PASSED for o in found.values())
    measured = rate(k, n)
    if measured.value is None:
        why = "no case to judge on"
        return Check(threshold.name, None, threshold.value, None, 0, why=why)
    met: bool | None = threshold.met_by(measured.value)
    open_ = sum(o in (Outcome.MISSING, Outcome.ERRORED, Outcome.FLAKY) for o in found.values())
    why = f"{measured.value:.1%} of {n}, limit {threshold.value:.1%}"
    if not met and threshold.met_by((k + open_) / n):
        met, why = None, f"{why}; {open_} open"
    elif threshold.value < 1 and n < floor:
        met, why = None, f"too few to say: {n} cases, {floor:.0f} needed"
    return Check(
        threshold.name,
        measured.value,
        threshold.value,
        met,
        n,
        measured.low,
        measured.high,
        why,
    )


def compare(
    candidate: Mapping[str, Outcome], baseline: Mapping[str, Outcome], margin: float
) -> Difference:
    """Candidate against baseline on the cases that both have scored (paired)."""
    scored = (Outcome.PASSED, Outcome.FAILED, Outcome.FLAKY)
    common = [c for c in candidate if candidate[c] in scored and baseline.get(c) in scored]
    broke = tuple(sorted(c for c in common if _delta(candidate[c], baseline[c]) < 0))
    fixed = tuple(sorted(c for c in common if _delta(candidate[c], baseline[c]) > 0))
    if not common:
        return Difference(0, None, None, None, NonInferiority.UNDECIDED)
    deltas = [_delta(candidate[c], baseline[c]) for c in common]
    mean, low, high, said = paired(deltas, margin)
    return Difference(len(common), mean, low, high, said, broke, fixed)


def _delta(candidate: Outcome, baseline: Outcome) -> int:
    return int(candidate is Outcome.PASSED) - int(baseline is Outcome.PASSED)
