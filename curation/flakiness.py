"""How often a case contradicts itself, and the two questions that one governed limit answers.

`promotion.max_flip_rate` is one number, held against two things that have two names:

- A case *flips too often* for blocking when the measured share of its attempts that contradict
  their version's majority, over all versions together, is over the limit. Enough attempts were
  asked for before (`promotion.min_attempts`).
- A case *is flaky* under one version when its attempts at that version contradict each other
  and the upper limit (Jeffreys, 95 %) of their share is over the limit. This is what the gate,
  a quarantine and the page of flaky cases mean: in doubt a contradiction is noise, and only
  many attempts at that very version show that it is not.
"""

from curation.attempts import Stability
from curation.measures.intervals import jeffreys
from curation.measures.measure import Measure, undefined
from curation.measures.steadiness import FEWEST


def flips_too_often(found: Stability, limit: float) -> bool:
    """Whether the measured share of flips, over all versions, keeps a case out of blocking."""
    return found.flip_rate is not None and found.flip_rate > limit


def flip_rate(found: Stability) -> Measure:
    """How often attempts at one version contradict their majority, with Jeffreys' limits."""
    if not found.scored:
        return undefined(0, "jeffreys", "never scored")
    low, high = jeffreys(found.flips, found.scored)
    return Measure(found.flips / found.scored, low, high, found.scored, "jeffreys")


def is_flaky(found: Stability, limit: float) -> bool:
    """Whether attempts at one version disagree, and more often than `limit` by what is known.

    Held against the upper limit of the share: only many attempts can show that a case that
    disagreed flips less often than that.
    """
    high = flip_rate(found).high
    return bool(found.flips) and high is not None and high > limit


def is_excused(passed: int, scored: int, limit: float) -> bool:
    """Whether a case in quarantine cannot block a version that it passed so often.

    Only what the version itself shows excuses it: that it wobbled under an earlier one says
    nothing of a steady failure under this one.
    """
    return is_flaky(Stability(scored, min(passed, scored - passed)), limit)


def is_undecided(passed: int, scored: int) -> bool:
    """Whether a case in quarantine failed a version too few times to tell it from a wobble."""
    return not passed and 0 < scored < FEWEST
