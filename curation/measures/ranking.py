"""Which cohorts surely err more than the rest, worst first."""

from collections.abc import Sequence

from curation.measures.cohort import Rank
from curation.measures.measure import supported
from curation.measures.multiplicity import benjamini_hochberg
from curation.measures.shrinkage import posterior, prior
from curation.measures.slices import exceeding


def ranks(counts: Sequence[tuple[int, int]], wrong: int, n: int, floor: float) -> list[Rank]:
    """A rank for each (wrong, n) of one family of cohorts out of `wrong` of `n`.

    `error_rate` is drawn towards what the cohorts have in common; order them by its lower
    limit, which is low where little is known. p is exact against the rest, one-sided;
    q corrects it for the whole family (Benjamini-Hochberg).
    """
    k, of = [k for k, _ in counts], [of for _, of in counts]
    given, p_values = prior(k, of), exceeding(k, of, [wrong] * len(k), [n] * len(k))
    q_values = benjamini_hochberg(p_values)
    found = zip(k, of, p_values, q_values, strict=True)
    return [Rank(supported(posterior(a, b, given), floor), p, q) for a, b, p, q in found]
