"""Where a few typed words lead: to a case, a group, a run, a number or a person."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from curation.finding import fit, name, wanted
from store.answers.board import Board, View
from store.answers.catalogue import Catalogue, Thing, What, to
from store.answers.queue import Waiting, waiting_at
from store.answers.searching import Searches
from store.desk import Desk
from store.facts.index import Mask

EACH = 6  # of one kind
_LOOKED_AT = 60  # cases whose titles are held against the words
_TOO_SHORT = 1  # letters: they are in every input
_AN_ID = re.compile(r"c-[0-9a-f]{2,}")
_ORDER = list(What)


@dataclass(frozen=True, slots=True)
class Found:
    """What `words` find, the best kind first; `more` counts what is left out of each kind."""

    words: str
    things: tuple[Thing, ...]
    more: dict[str, int]
    searched: tuple[str, ...] = tuple(str(one) for one in What)


def find(desk: Desk, said: str, each: int = EACH) -> Found:
    """Everything that all the words of `said` fit, at most `each` of a kind."""
    words = wanted(said)
    catalogue = desk.kept(Catalogue).now()
    view = desk.kept(Board).now()
    if not words:
        return Found("", (), {})
    fits = [(fit(words, title, beside), thing) for thing, title, beside in catalogue]
    cases, all_cases = _cases(desk, view, said.strip(), words, each)
    fits += cases
    best = sorted((one for one in fits if one[0]), key=lambda one: -one[0])
    counts = Counter(thing.what for _, thing in best)
    counts[What.CASE] = all_cases
    things = tuple(thing for kind in _kinds(best) for thing in _of(best, kind, each))
    left = {str(kind): counts[kind] - each for kind in What if counts[kind] > each}
    return Found(said.strip(), things, left)


def _kinds(best: Sequence[tuple[float, Thing]]) -> list[What]:
    """The kind with the best fit first."""
    top = {kind: max(s for s, one in best if one.what is kind) for kind in _ORDER
           if any(one.what is kind for _, one in best)}  # fmt: skip
    return sorted(top, key=lambda kind: (-top[kind], _ORDER.index(kind)))


def _of(best: Sequence[tuple[float, Thing]], kind: What, each: int) -> list[Thing]:
    return [thing for _, thing in best if thing.what is kind][:each]


def _cases(
    desk: Desk, view: View, said: str, words: tuple[str, ...], each: int
) -> tuple[list[tuple[float, Thing]], int]:
    """The cases and failing inputs that say it, with how many there are of them."""
    if len(said) <= _TOO_SHORT:
        return [], 0
    mask = desk.kept(Searches).found(view, said) | _called(view, said)
    rows = waiting_at(view, np.flatnonzero(mask)[:_LOOKED_AT].tolist())
    nothing = name("")
    fits = [
        (max(fit(words, name(f"{row.title} {row.case}"), nothing), 0.3), row) for row in rows
    ]
    fits.sort(key=lambda one: (-one[0], one[1].version == 0))
    return [(share, _case(row)) for share, row in fits[:each]], int(mask.sum())


def _called(view: View, said: str) -> Mask:
    """The inputs whose id begins so."""
    found = np.zeros(len(view), dtype=bool)
    if len(view.index) and _AN_ID.fullmatch(said.lower()):
        found[: len(view.index)] = np.char.startswith(view.index.ids, said.lower().encode())
    return found


def _case(row: Waiting) -> Thing:
    state = str(row.state) if row.version and row.state else "waits in the inbox"
    kind = row.kind.replace("_", " ")
    said = " · ".join(part for part in (state, kind, row.case) if part)
    return Thing(What.CASE, row.title, said, to("case", id=row.case))
