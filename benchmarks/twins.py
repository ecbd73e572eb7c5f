"""Near-duplicate search: how long it takes, beside comparing every text with every other one.

    python -m benchmarks.twins [--texts FILE…] [--sample 1500] [--rounds 3]

Real questions where FILEs of them are named (CSV with a column `text`), else made-up ones.
Brute force is counted on a sample, where it also says how many of the true pairs were found.
"""

import argparse
import csv
import sys
import time
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from random import Random

from curation.identity import normalise
from curation.minhash import near, signatures
from curation.twins import NEAR, jaccard, long_enough, pairs, shingles, stripped

MADE_UP, SECONDS, RECALL = 13_000, 10.0, 0.98


def main() -> int:
    """Print the figures; 1 when it took too long or too many pairs were missed."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--texts", type=Path, nargs="*", default=[])
    words.add_argument("--sample", type=int, default=1_500)
    words.add_argument("--rounds", type=int, default=3)
    said = words.parse_args()
    texts = [text for path in said.texts for text in _read(path)] or _made_up(MADE_UP)
    pairs(texts[:10])  # datasketch is imported with the first of them
    spent, found = min((_timed(texts) for _ in range(said.rounds)), key=lambda one: one[0])
    print(f"{len(texts):,} texts: {found:,} pairs from {NEAR:.0%} alike in {spent:.2f} CPU s")
    some = Random(1).sample(texts, min(said.sample, len(texts)))
    some = [one for one in dict.fromkeys(map(stripped, some)) if long_enough(one)]
    ours, quick = _timed(some)
    brute, true = _brute(some)
    found_share = quick / true if true else 1.0
    print(f"{len(some):,} of them: {ours:.2f} CPU s, every pair counted {brute:.2f} CPU s")
    print(f"ratio {brute / ours:.0f} x, {quick:,} of {true:,} true pairs found")
    _asked(texts)
    return int(spent > SECONDS or found_share < RECALL)


def _timed(texts: Sequence[str]) -> tuple[float, int]:
    begun = time.process_time()
    found = len(pairs(texts))
    return time.process_time() - begun, found


def _brute(texts: Sequence[str]) -> tuple[float, int]:
    begun = time.process_time()
    shingled = [shingles(normalise(text)) for text in texts]
    found = sum(jaccard(one, other) >= NEAR for one, other in combinations(shingled, 2))
    return time.process_time() - begun, found


def _asked(texts: Sequence[str]) -> None:
    """What a page pays: the index once, then a question for fifty cases."""
    begun = time.process_time()
    signed = signatures(shingles(normalise(text)) for text in texts)
    kept = near(signed, NEAR)
    built = time.process_time()
    list(kept.candidates(signed[:50]))
    asked = time.process_time() - built
    print(f"index {built - begun:.2f} CPU s once, then 50 cases in {asked * 1000:.1f} ms")


def _read(path: Path) -> list[str]:
    with path.open(newline="", encoding="utf-8") as file:
        return [row["text"] for row in csv.DictReader(file)]


def _made_up(number: int) -> list[str]:
    """Questions of a hundred and twenty words, one in twenty nearly another one."""
    chance = Random(7)
    words = ["".join(chance.choices("abcdefghijklmnoprstuvw", k=chance.randint(2, 8)))
             for _ in range(120)]  # fmt: skip
    found: list[str] = []
    for n in range(number):
        if n % 20 == 19:
            found.append(f"{found[chance.randrange(n)]} please")
        else:
            found.append(" ".join(chance.choices(words, k=chance.randint(5, 16))))
    return found


if __name__ == "__main__":
    sys.exit(main())
