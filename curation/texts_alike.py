"""Whether two texts are near twins, asked many times of the same texts."""

from functools import lru_cache

from curation.twins import NEAR, comparable, jaccard, long_enough, look, shingles


@lru_cache(maxsize=20_000)
def _plain(text: str) -> tuple[str, frozenset[str], bool]:
    return look(text), shingles(comparable(text)), long_enough(text)


def alike(one: str, other: str, threshold: float = NEAR) -> bool:
    """Whether they are twins: the same but for spelling, or near where both are long enough."""
    mine, my_runs, long = _plain(one)
    theirs, their_runs, longer = _plain(other)
    if mine == theirs:
        return True
    return long and longer and jaccard(my_runs, their_runs) >= threshold
