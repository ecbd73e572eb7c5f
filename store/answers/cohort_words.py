"""What an answer about cohorts says in one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.measures.cohort import SURE, CohortMeasures
from curation.measures.measure import TOO_FEW, Measure
from curation.measures.shifts import Shift
from store.answers.cohorts import CohortsAnswer


@dataclass(frozen=True, slots=True)
class Said:
    """`tone`: info, warn or unknown (what was not shown is not proved, so never good)."""

    tone: str
    word: str
    sentence: str


def said(found: CohortsAnswer) -> Said:
    """Whether anybody is surely worse off than the rest, and who is worst."""
    whole = _main(found.overall)
    if whole.value is None:
        return Said("unknown", "Nothing to measure.", "No event here has a truth or a verdict.")
    if (whole.note or "").startswith(TOO_FEW):
        few = f"{whole.n:,} of the {found.min_support:.0f} that are needed were judged."
        return Said("unknown", "Too few to say.", few)
    share = f"{_percent(whole.value)} right of {whole.n:,}"
    worse = [c for c in found.cohorts if c.rank and c.rank.q_value < SURE]
    if not found.cohorts:
        return Said("info", f"{share}.", "Choose a column to see who is worse off.")
    if not worse:
        few = sum((_main(c).note or "").startswith(TOO_FEW) for c in found.cohorts)
        rest = f" {few} of {len(found.cohorts)} cohorts are too small to say." if few else ""
        return Said("info", "No cohort is shown to be worse than the rest.", f"{share}.{rest}")
    count = len(worse)
    word = f"{count} {'cohort is' if count == 1 else 'cohorts are'} worse than the rest."
    return Said("warn", word, f"{share}; worst is {name(worst(found).cohort)}.")


def worst(found: CohortsAnswer) -> CohortMeasures:
    """The cohort that comes first."""
    return found.cohorts[0]


def name(cohort: Mapping[str, str | None]) -> str:
    """A cohort as people say it."""
    return ", ".join(
        f"{c.replace('_', ' ')} {'unknown' if v is None else v}" for c, v in cohort.items()
    )


def _main(found: CohortMeasures) -> Measure:
    """Accuracy where there are labels, else the share that passed."""
    return found.accuracy if found.accuracy.value is not None else found.pass_rate


def largest(found: CohortMeasures) -> str:
    """The mistake that is made most often."""
    if not found.top_confusions:
        return "No mistake was made."
    truth, predicted, count = found.top_confusions[0]
    support = next((c.support for c in found.per_class if c.label == truth), 0)
    times = "once" if count == 1 else f"{count:,} times"
    of = f", of {support:,} that are {truth}" if support else ""
    return f"Most often {truth} is taken for {predicted or 'nothing'}: {times}{of}."


def moved_in_words(moved: Sequence[Shift]) -> str:
    """What changed most in a matrix since its reference."""
    if not moved:
        return "No cell of the matrix surely moved since then."
    one = moved[0]
    now, then = one.count / one.of, one.before / one.before_of
    how = "more" if now > then else "less"
    what = "right" if one.truth == one.predicted else f"taken for {one.predicted or 'nothing'}"
    change = f"{_percent(now)} after {_percent(then)}"
    return f"Moved most: {one.truth} is {how} often {what}, {change}."


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"
