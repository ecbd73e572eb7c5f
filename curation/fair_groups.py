"""Groups that may not differ: a release is held to the limit by every pair of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curation.gate import Check
from curation.measures.fairness import OPPORTUNITY, apart
from curation.measures.spread import Share, Spread
from curation.percents import between, percent
from curation.thresholds import Threshold


@dataclass(frozen=True, slots=True)
class Judged:
    """One case: its group, whether the label is true of it, and whether it was given.

    `group` is None when nobody knows it, `called` when it was not run or errored.
    """

    group: str | None
    is_positive: bool
    called: bool | None


def judge_fairness(threshold: Threshold, cases: Sequence[Judged], floor: float) -> Check:
    """Hold a difference between groups against its limit.

    It blocks when two groups are farther apart for sure, whatever the open cases would show.
    It is met when every pair is within the limit for sure, no group is too small to say, and
    every case has a group and a score. All else is undecided.
    """
    about = [c for c in cases if threshold.metric != OPPORTUNITY or c.is_positive]
    names = sorted({c.group for c in cases if c.group is not None})
    groups = {g: _shares([c for c in about if c.group == g]) for g in names}
    found = apart(threshold.metric, groups, floor)
    met, why = _within(threshold, found, about, floor)
    measured = found.measure
    return Check(
        threshold.name,
        measured.value,
        threshold.value,
        met,
        measured.n,
        measured.low,
        measured.high,
        why,
        None,
        threshold.owner,
    )


def _shares(cases: Sequence[Judged]) -> tuple[Share, Share, Share]:
    there, absent = (
        _share(c.called for c in cases if c.is_positive is truth) for truth in (True, False)
    )
    return _share(c.called for c in cases), there, absent


def _share(called: Iterable[bool | None]) -> Share:
    said = list(called)
    open_ = said.count(None)
    return Share(said.count(True), len(said) - open_, open_)


def _within(
    threshold: Threshold, found: Spread, about: Sequence[Judged], floor: float
) -> tuple[bool | None, str]:
    measured, limit = found.measure, threshold.value
    unsaid = _unsaid(found.left_out, about, floor)
    if measured.value is None or found.reach is None or found.sure is None:
        return None, ", ".join([f"too few to say: {measured.note}", *unsaid])
    limits = f"{between(measured.low, measured.high, 1)}, smaller group {measured.n}"
    held = (
        f"{percent(measured.value, 1)} ({limits}), limit {percent(limit, 1)}; {measured.note}"
    )
    if found.sure > limit:
        return False, f"{held}; above it for sure"
    if found.reach > limit and (measured.low or 0.0) <= limit:
        unsaid.insert(0, "the interval straddles it: score more cases of these groups")
    # The gate's one sentence takes what stands before the semicolon: the way out.
    return (None, f"{', '.join(unsaid)}; {held}") if unsaid else (True, held)


def _unsaid(left_out: Sequence[str], about: Sequence[Judged], floor: float) -> list[str]:
    """Why nothing could be met, and the way out of each."""
    said: list[str] = []
    if left_out:
        more = f"each rate needs {floor:.0f} cases a group: add cases of it to a set and freeze"
        said.append(f"too few to say of {', '.join(left_out)} ({more})")
    unknown = sum(c.group is None for c in about)
    if unknown:
        said.append(f"{unknown} of no known group: tag them column:value and freeze the set")
    open_ = sum(c.called is None for c in about)
    if open_:
        said.append(f"{open_} open (not run or errored) can change it: score them")
    return said
