"""May this release ship? PASS, BLOCKED or INCOMPLETE, always with the reason."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from curation.attempts import Outcome, Tally, outcome
from curation.beside import Beside
from curation.comparison import Difference, NonInferiority
from curation.intervals import rate
from curation.limits import called, is_limit
from curation.measures.steadiness import FEWEST
from curation.percents import percent
from curation.thresholds import MARGIN, Threshold


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
    p_holm: float | None = None  # of a critical cohort, adjusted for all of them
    owner: str | None = None
    unscored: bool = False  # undecided, and a case of it was not run, or errored


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
    quarantined: tuple[str, ...] = ()  # failed or contradicted themselves, and cannot block
    undecided: tuple[str, ...] = ()  # in quarantine, failed, and too few attempts to say
    waived: tuple[str, ...] = ()  # cases and thresholds that would be in the way
    checks: tuple[Check, ...] = ()
    comparison: Difference | None = None
    baseline: str | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """What a run scored: tallies per case."""

    run: str
    tallies: Mapping[str, Tally] = field(repr=False)


def outcomes(cases: Sequence[str], scored: Scored) -> dict[str, Outcome]:
    """The outcome of each of `cases` in the run; a case that was not run is missing."""
    return {case_id: outcome(scored.tallies.get(case_id)) for case_id in cases}


def judge(
    scored: Scored,
    blocking: tuple[str, int, Sequence[str]],
    checks: Sequence[Check] = (),
    comparison: Difference | None = None,
    baseline: str | None = None,
    unsettled: Sequence[str] = (),
    quarantined: Collection[str] = (),
    undecided: Collection[str] = (),
    waived: Collection[str] = (),
) -> Verdict:
    """The gate's answer for `scored` on `blocking` (set name, version, case ids).

    `unsettled` are further reasons, as phrases, why the results prove nothing yet. A case in
    `quarantined` neither fails the release nor leaves it open by failing or contradicting
    itself; one that was not run, or errored, does. One of `undecided` that failed leaves it
    open: it is in quarantine, and too few attempts show whether it wobbles or is broken.
    `waived` cases and thresholds are not in the way either, but a case that was not run is,
    and a threshold that only waits for such a case.

    BLOCKED when a case failed, a threshold is not met or the run is worse than its baseline;
    INCOMPLETE when a case is missing, errored or flaky, or something cannot be decided, or
    there is nothing to judge on; PASS only when everything was proved.
    """
    set_name, version, cases = blocking
    found = outcomes(cases, scored)
    wobbly = {c for c, x in found.items() if x in UNSTEADY}
    aside = tuple(sorted(wobbly & set(quarantined)))
    spared = tuple(sorted((wobbly & set(waived)) - set(quarantined)))
    held = {c: x for c, x in found.items() if c not in {*aside, *spared}}
    named = {o: tuple(sorted(c for c, x in held.items() if x is o)) for o in Outcome}
    few = tuple(c for c in named[Outcome.FAILED] if c in undecided)
    named[Outcome.FAILED] = tuple(c for c in named[Outcome.FAILED] if c not in few)
    numbers = _waived_numbers(checks, comparison, waived)
    asked = [check for check in checks if check.name not in numbers]
    against = None if MARGIN in numbers else comparison
    held_open = [*_too_few(few), *unsettled, *_undecided(asked, against)]
    stops, pinned = _stops(asked, against), f"{set_name}@{version}"
    beside = Beside(aside, spared, numbers, _unsaid(numbers, checks, comparison))
    answer, reason = _answer(named, len(held), pinned, stops, held_open, against, beside)
    return Verdict(
        run=scored.run,
        set=set_name,
        version=version,
        answer=answer,
        reason=reason,
        cases=len(found),
        passed=len(named[Outcome.PASSED]),
        failed=named[Outcome.FAILED],
        missing=named[Outcome.MISSING],
        errored=named[Outcome.ERRORED],
        flaky=named[Outcome.FLAKY],
        quarantined=aside,
        undecided=few,
        waived=(*spared, *numbers),
        checks=tuple(checks),
        comparison=comparison,
        baseline=baseline,
    )


UNSTEADY = (Outcome.FAILED, Outcome.FLAKY)  # what a quarantine or a waiver is about


def _too_few(ids: Sequence[str]) -> list[str]:
    if not ids:
        return []
    some = ", ".join(ids[:3]) + (f" and {len(ids) - 3} more" if len(ids) > 3 else "")
    cases = "case" if len(ids) == 1 else "cases"
    return [
        f"{len(ids)} {cases} in quarantine failed with too few attempts under this version to "
        f"say ({some}; score {FEWEST} attempts or more, or lift it: evaldesk flakes lift)"
    ]


def _waived_numbers(
    checks: Sequence[Check], comparison: Difference | None, waived: Collection[str]
) -> tuple[str, ...]:
    """The thresholds that are not met, or that nobody can decide, and that are waived.

    What a case leaves open that was not run, or errored, is not waived: it has to be run.
    """
    found = tuple(
        c.name for c in checks if c.name in waived and c.met is not True and not c.unscored
    )
    return (*found, MARGIN) if MARGIN in waived and _worse(comparison) else found


def _worse(found: Difference | None) -> bool:
    """Whether the baseline is in the way, and not only for cases that were not scored."""
    if found is None or found.outcome is NonInferiority.NOT_WORSE:
        return False
    return found.outcome is NonInferiority.WORSE or not found.unscored


def _unsaid(
    numbers: Sequence[str], checks: Sequence[Check], comparison: Difference | None
) -> tuple[str, ...]:
    undecided = {check.name for check in checks if check.met is None}
    if comparison is not None and comparison.outcome is NonInferiority.UNDECIDED:
        undecided.add(MARGIN)
    return tuple(one for one in numbers if one in undecided)


def _answer(
    named: Mapping[Outcome, tuple[str, ...]],
    cases: int,
    version: str,
    stops: Sequence[str],
    held_open: Sequence[str],
    comparison: Difference | None,
    beside: Beside,
) -> tuple[Answer, str]:
    stops = [*_said(named[Outcome.FAILED], "blocking case failed"), *stops]
    open_ = _said(named[Outcome.MISSING], "case was not run", "cases were not run")
    open_ += _said(named[Outcome.ERRORED], "case errored")
    open_ += _said(named[Outcome.FLAKY], "case is flaky", "cases are flaky")
    open_ += held_open
    others = bool(beside.aside or beside.cases)
    nothing = beside.nothing if others else f"{version} holds no case"
    open_ += [] if cases else [f"{nothing}, so nothing was judged"]
    if stops:
        return Answer.BLOCKED, _sentence([*stops, *open_]) + beside.told
    if open_:
        return Answer.INCOMPLETE, _sentence(open_) + beside.told
    one = "The other case" if others else "The one case"
    every = f"{'The other' if others else 'All'} {cases} cases" if cases > 1 else one
    against = " It is not worse than its baseline." if comparison else ""
    numbers = "every other threshold" if beside.numbers else "every threshold"
    met = f"{every} of {version} passed and {numbers} is met."
    return Answer.PASS, f"{met}{against}{beside.told}"


def _stops(checks: Sequence[Check], comparison: Difference | None) -> list[str]:
    missed = _held([c for c in checks if c.met is False], "is not met", "are not met")
    return missed + _compared(comparison, NonInferiority.WORSE, "it is worse than its baseline")


def _undecided(checks: Sequence[Check], comparison: Difference | None) -> list[str]:
    words = "it may be worse than its baseline"
    undecided = [c for c in checks if c.met is None]
    open_ = _held(undecided, "cannot be decided", "cannot be decided")
    return open_ + _compared(comparison, NonInferiority.UNDECIDED, words)


def _held(checks: Sequence[Check], one: str, many: str) -> list[str]:
    """Every threshold with its reason; of several critical cohorts or limits their names."""
    limits = [c for c in checks if is_limit(c.name)]
    said = [f"threshold {c.name} {one} ({c.why})" for c in checks if not is_limit(c.name)]
    if len(limits) == 1:
        why = limits[0].why.partition("; ")[0]
        return [*said, f"{called(limits[0].name)} {one} ({why})"]
    names = ", ".join(called(c.name) for c in limits)
    return [*said, f"{len(limits)} limits {many} ({names})"] if limits else said


def _compared(found: Difference | None, outcome: NonInferiority, words: str) -> list[str]:
    if found is None or found.outcome is not outcome:
        return []
    told = f"{found.n} cases in common, {len(found.broke)} broke, {len(found.fixed)} fixed"
    told += f", {len(found.unscored)} not scored" if found.unscored else ""
    return [f"{words} ({told})"]


def _said(ids: Sequence[str], one: str, many: str | None = None) -> list[str]:
    several = many or one.replace("case", "cases", 1)
    return [f"{len(ids)} {one if len(ids) == 1 else several}"] if ids else []


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts) + "."
    return text[0].upper() + text[1:]


def share_passed(threshold: Threshold, found: Mapping[str, Outcome], floor: float) -> Check:
    """Hold the share of cases that passed against `threshold`.

    Every case counts in n; what is missing, errored or flaky did not pass, and where it could
    still turn the answer, the answer is open. Under `floor` cases it is open as well, unless
    every case must pass: then one failure is enough, however few they are.
    """
    n, k = len(found), sum(o is Outcome.PASSED for o in found.values())
    measured = rate(k, n)
    if measured.value is None:
        why = "no case to judge on"
        return Check(threshold.name, None, threshold.value, None, 0, why=why)
    open_ = sum(o in (Outcome.MISSING, Outcome.ERRORED, Outcome.FLAKY) for o in found.values())
    why = f"{percent(measured.value, 1)} of {n}, limit {percent(threshold.value, 1)}"
    met: bool | None = threshold.met_by(measured.value)
    if met is not threshold.met_by((k + open_) / n):
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
