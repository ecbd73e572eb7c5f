"""Where blocking cases fail: only the owner of blocking lets those failures go unseen."""

from curation.cases import State
from curation.grouping import Archive, Place
from store.desk import Desk
from store.ledger.reading import Reading


class Guard:
    """Where blocking cases fail is looked up before a transaction, and judged inside it.

    Only for a case that was promoted in between are the facts asked once more.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._places: dict[str, list[Place]] = {}
        with desk.ledger.reading() as asked:
            self._look_up(asked.ids_in(State.BLOCKING))

    def groups(self, asked: Reading) -> frozenset[str]:
        """The shown groups in which a blocking case fails."""
        found = asked.grouping()
        return frozenset(found.place(*place) for place in self._guarded(asked))

    def asleep(self, asked: Reading) -> frozenset[tuple[Place, Archive]]:
        """The failures of blocking cases in groups that are archived, each with how."""
        found = asked.grouping()
        return frozenset(
            (place, archive)
            for place in self._guarded(asked)
            if (archive := found.of(found.place(*place)).archive)
        )

    def _guarded(self, asked: Reading) -> list[Place]:
        blocking = asked.ids_in(State.BLOCKING)
        self._look_up([case_id for case_id in blocking if case_id not in self._places])
        return [place for case_id in blocking for place in self._places[case_id]]

    def _look_up(self, case_ids: list[str]) -> None:
        self._places |= {case_id: [] for case_id in case_ids}
        rows = self._desk.facts().ask("places", case_ids=case_ids) if case_ids else []
        for row in rows:
            self._places[row["case_id"]].append((row["group_id"], row["case_id"]))
