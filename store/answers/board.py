"""Where every failing input and every case stands, in memory: what the queue is asked of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from curation.cases import Case, State
from curation.decisions import ABOUT_CASES, ABOUT_GROUPS, Kind
from curation.filters import Place
from curation.grouping import Grouping, Members
from store.answers.grouping import Standing, standing
from store.answers.sleeping import back_with
from store.desk import Desk
from store.facts.index import Index, Mask, Places
from store.ledger.reading import Reading

PLACES = tuple(Place)
_CODES = {place: code for code, place in enumerate(PLACES)}
_WAITING, _ASLEEP = _CODES[Place.WAITING], _CODES[Place.ASLEEP]


@dataclass(frozen=True, eq=False)
class View:
    """The board of one moment; it never changes.

    Inputs stand in the order of the index; cases without a failure follow, by id.
    """

    index: Index
    grouping: Grouping
    cases: Sequence[Case]  # in the order of their slots
    slots: Mapping[str, int]  # of a case, by its id
    stands: Places  # where the case of each slot stands among the inputs
    others: Sequence[Case]  # the cases without a failure
    place: NDArray[np.int8]  # of each input, as its number in PLACES
    owner: Places  # the same, as its number in `owners`
    due: Places  # the same, as the day's ordinal; 0 when there is none
    owners: Sequence[str]  # the first is nobody
    woken: Mapping[str, str]  # why a dismissed case is back
    today: date

    def __len__(self) -> int:
        return len(self.place)

    def case(self, case_id: str) -> Case | None:
        """The case, where there is one already."""
        slot = self.slots.get(case_id, len(self.cases))
        return self.cases[slot] if slot < len(self.cases) else None


class Board:
    """Keeps up with the ledger and the facts. Safe between threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = Lock()
        self._view: View | None = None
        self._seen: tuple[int, int, date] | None = None
        self._head = 0
        self._prices: Mapping[str, float] = {}
        self._cases: list[Case] = []
        self._slots: dict[str, int] = {}
        self._stands: list[int] = []
        self._codes: list[tuple[int, int, int]] = []  # place, owner, due of each slot
        self._woken: dict[str, str] = {}
        self._groups = Standing(Grouping())
        self._owners: dict[str, int] = {"": 0}
        self._due: tuple[int, ...] = ()

    def now(self) -> View:
        """The board as facts and ledger have it at this moment."""
        today = datetime.now(UTC).date()
        shown = self._desk.shown_facts()
        with self._desk.ledger.reading() as asked:
            seen = (shown, asked.head()[0], today)
        with self._lock:
            if self._view is None or self._seen != seen:
                before, self._view = self._view, None  # where drawing fails, all is drawn anew
                self._view, self._seen = self._drawn(before, today), seen
            return self._view

    def _drawn(self, before: View | None, today: date) -> View:
        facts = self._desk.facts()
        with self._desk.ledger.reading() as asked:
            changed, regrouped = self._caught_up(asked)
        index = facts.index(self._prices)
        if before is None or before.index is not index:
            self._stands = index.places([case.id for case in self._cases]).tolist()
        else:
            fresh = [case.id for case in self._cases[len(self._stands) :]]
            self._stands += index.places(fresh).tolist()
        anew = before is None or before.index is not index or before.today != today
        self._wake(self._cases if anew else changed)
        if anew or regrouped:
            self._groups = standing(self._desk)
        return self._as_seen(index, today)

    def _caught_up(self, asked: Reading) -> tuple[list[Case], bool]:
        """Take in what was decided since; the cases that changed, and whether groups did."""
        first, head = self._head == 0, asked.head()[0]
        changes = [] if first else asked.changes_since(self._head)
        kinds = {kind for kind, _ in changes}
        due = asked.due()
        if first or Kind.THRESHOLD_SET in kinds or due != self._due:
            self._due = due
            self._prices = asked.policy().costs()
        ids = dict.fromkeys(subject for kind, subject in changes if kind in ABOUT_CASES)
        changed = asked.cases() if first else asked.cases_named(list(ids))
        slots, known = dict(self._slots), list(self._cases)  # who asks now keeps what it has
        for case in changed:
            slot = slots.setdefault(case.id, len(known))
            known[slot : slot + 1] = [case]
            owner = self._owners.setdefault(case.owner or "", len(self._owners))
            code = _WAITING if case.state is State.INBOX else _CODES[Place(case.state)]
            self._codes[slot : slot + 1] = [(code, owner, _ordinal(case.due))]
        self._slots, self._cases, self._head = slots, known, head
        return changed, not kinds.isdisjoint(ABOUT_GROUPS)

    def _wake(self, cases: Iterable[Case]) -> None:
        looked = list(cases)
        ids = {case.id for case in looked}
        woken = {case_id: why for case_id, why in self._woken.items() if case_id not in ids}
        dismissed = [case for case in looked if case.state is State.DISMISSED]
        self._woken = woken | (back_with(self._desk, dismissed) if dismissed else {})

    def _as_seen(self, index: Index, today: date) -> View:
        stands = np.array(self._stands, dtype=np.int32)
        alone = sorted(
            np.flatnonzero(stands < 0), key=lambda s: self._cases[s].id, reverse=True
        )
        stands[alone] = np.arange(len(alone)) + len(index)
        size = len(index) + len(alone)
        place = np.full(size, _WAITING, dtype=np.int8)
        owner, due = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=np.int32)
        if self._cases:
            codes = np.array(self._codes, dtype=np.int32)
            place[stands], owner[stands], due[stands] = codes[:, 0], codes[:, 1], codes[:, 2]
            back = [self._slots[case_id] for case_id in self._woken]
            place[stands[np.array(back, dtype=np.int64)]] = _WAITING
        asleep = self._asleep(index)
        place[: len(index)][asleep & (place[: len(index)] == _WAITING)] = _ASLEEP
        return View(
            index, self._groups.grouping, self._cases, self._slots, stands,
            [self._cases[slot] for slot in alone], place, owner, due, list(self._owners),
            dict(self._woken), today,
        )  # fmt: skip

    def _asleep(self, index: Index) -> Mask:
        """The inputs all failures of which are in groups that sleep."""
        sleeping = self._groups.sleeping
        if not self._groups.asleep or not len(index):
            return np.zeros(len(index), dtype=bool)
        every = np.bincount(index.facets["group"].places, minlength=len(index))
        return inside(index, sleeping) == every


def inside(index: Index, members: Members) -> NDArray[np.int64]:
    """In how many of its signatures each input belongs to `members`."""
    found = np.zeros(len(index), dtype=np.int64)
    if "group" not in index.facets:
        return found
    groups = index.facets["group"]
    for signature in members.signatures:
        found[groups.places_of(signature)] += 1
    for places, sign in ((members.taken_out, -1), (members.taken_in, 1)):
        stands: list[int] = index.places([case for _, case in places]).tolist()
        for (signature, _), stand in zip(places, stands, strict=True):
            own = groups.places_of(signature)
            at = int(np.searchsorted(own, stand))
            if stand >= 0 and at < len(own) and own[at] == stand:
                found[stand] += sign
    return found


def _ordinal(due: str | None) -> int:
    return date.fromisoformat(due).toordinal() if due else 0
