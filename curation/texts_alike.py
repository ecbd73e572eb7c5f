"""Whether two texts are nearly the same: most runs of five letters are in both."""

from functools import lru_cache

from curation.identity import normalise

NEAR = 0.7  # of the letter runs of both
RUN = 5


@lru_cache(maxsize=20_000)
def runs(text: str) -> frozenset[str]:
    """The runs of five characters in the normal spelling of `text`."""
    plain = normalise(text)
    return frozenset(plain[at : at + RUN] for at in range(max(1, len(plain) - RUN + 1)))


def alike(one: str, other: str) -> bool:
    """Whether the share of common runs (Jaccard) is at least NEAR."""
    mine, theirs = runs(one), runs(other)
    return len(mine & theirs) >= NEAR * len(mine | theirs)
