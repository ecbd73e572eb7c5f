"""Which inputs pass the filters, and how many each further choice would leave."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np

from curation.cases import Case
from curation.filters import UNASSIGNED, Due, Filters, Place
from store.answers.board import PLACES, View, inside
from store.answers.searching import Searches
from store.desk import Desk
from store.facts.index import Facet, Mask

SOON = 7  # days
TAGGED = ("kind", "route", "version", "week")
_OF_CASES: Mapping[str, Callable[[Case], str | None]] = {
    "kind": lambda case: case.kind,
    "route": lambda case: case.route,
}


class Narrowed:
    """The inputs of one view under one choice of filters."""

    def __init__(self, desk: Desk, view: View, filters: Filters) -> None:
        self._view = view
        self._failing = len(view.index)
        self._masks: dict[str, Mask] = {"state": self._in(filters.state or Place.WAITING)}
        for name in TAGGED:
            if value := getattr(filters, name):
                self._masks[name] = self._tagged(name, value)
        for cohort in filters.cohort:
            self._masks[f"cohort {_column(cohort)}"] = self._tagged("cohort", cohort)
        if filters.group:
            self._masks["group"] = self._of_group(filters.group)
        if filters.owner:
            self._masks["owner"] = self._owned_by(filters.owner)
        if filters.due:
            self._masks["due"] = self._dues == list(Due).index(filters.due)
        if filters.text:
            self._masks["text"] = desk.kept(Searches).found(view, filters.text)

    def mask(self, but: str | None = None) -> Mask:
        """The inputs that pass all filters, `but` one."""
        found = np.ones(len(self._view), dtype=bool)
        for name, mask in self._masks.items():
            if name != but:
                found &= mask
        return found

    def facets(self) -> dict[str, dict[str, int]]:
        """Counts by facet and value, the most first; cohorts as region=eu, by column."""
        found = {name: self._told(name) for name in TAGGED}
        found["cohort"] = self._cohorts()
        owners = np.bincount(self._view.owner[self._among("owner")])
        found["owner"] = _named((UNASSIGNED, *self._view.owners[1:]), owners.tolist())
        dues = np.bincount(self._dues[self._among("due")])
        found["due"] = _named([*Due], dues.tolist())
        states = np.bincount(self._view.place[self._among("state")])
        found["state"] = _named(PLACES, states.tolist())
        return found

    def _among(self, name: str) -> Mask:
        """The inputs that are counted for a facet: its own choice does not narrow it."""
        return self.mask(but=name) if name in self._masks else self._all

    @cached_property
    def _all(self) -> Mask:
        return self.mask()

    def _told(self, name: str) -> dict[str, int]:
        among = self._among(name)
        found = Counter(self._counts(name, among))
        others = self._view.others
        for at in np.flatnonzero(among[self._failing :]).tolist():
            value = _OF_CASES[name](others[at]) if name in _OF_CASES else None
            found.update([value] if value else [])
        return dict(sorted(found.items(), key=_most if name != "week" else _latest))

    def _cohorts(self) -> dict[str, int]:
        found = self._counts("cohort", self._all)
        for name in self._masks:
            if name.startswith("cohort "):
                column = name.removeprefix("cohort ")
                found = {c: n for c, n in found.items() if _column(c) != column}
                found |= self._counts("cohort", self.mask(but=name), f"{column}=")
        return dict(sorted(found.items(), key=lambda one: (_column(one[0]), -one[1], one[0])))

    def _counts(self, name: str, among: Mask, prefix: str = "") -> dict[str, int]:
        facet = self._facet(name)
        return facet.counts(among[: self._failing], prefix) if facet else {}

    def _facet(self, name: str) -> Facet | None:
        return self._view.index.facets.get(name)

    def _in(self, place: Place) -> Mask:
        return self._view.place == PLACES.index(place)

    def _tagged(self, name: str, value: str) -> Mask:
        found = np.zeros(len(self._view), dtype=bool)
        if facet := self._facet(name):
            found[facet.places_of(value)] = True
        if told := _OF_CASES.get(name):
            found[self._failing :] = [told(case) == value for case in self._view.others]
        return found

    def _of_group(self, group: str) -> Mask:
        members = self._view.grouping.members(group)
        found = np.zeros(len(self._view), dtype=bool)
        found[: self._failing] = inside(self._view.index, members) > 0
        found[self._failing :] = [
            case.group_id is not None and members.hold(case.group_id, case.id)
            for case in self._view.others
        ]
        return found

    def _owned_by(self, owner: str) -> Mask:
        if owner == UNASSIGNED:
            return self._view.owner == 0
        names = self._view.owners
        return self._view.owner == (names.index(owner) if owner in names else -1)

    @cached_property
    def _dues(self) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
        """When each input is due, as its number in Due."""
        due, today = self._view.due, self._view.today.toordinal()
        found = np.full(len(due), list(Due).index(Due.LATER), dtype=np.int8)
        found[due <= today + SOON] = list(Due).index(Due.SOON)
        found[due < today] = list(Due).index(Due.OVERDUE)
        found[due == 0] = list(Due).index(Due.NEVER)
        return found


def _column(cohort: str) -> str:
    return cohort.partition("=")[0]


def _named(names: Sequence[str], counts: list[int]) -> dict[str, int]:
    return {str(name): n for name, n in zip(names, counts, strict=False) if n}


def _most(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]


def _latest(one: tuple[str, int]) -> tuple[int, ...]:
    return tuple(-ord(c) for c in one[0])
