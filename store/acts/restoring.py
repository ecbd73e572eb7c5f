"""What an undo puts back into a set is held to what a move there is held to today."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from curation.cases import Case, State
from curation.decisions import Entry, Kind
from curation.errors import NotPutBack
from curation.labels import ADJUDICATED
from curation.promotion import Evidence, Objection, objections
from store.answers.evidence import Scores, evidence, scores
from store.answers.twins import Looking
from store.desk import Desk
from store.ledger import Transaction
from store.ledger.reading import Reading

_TESTED = (State.MONITORING, State.BLOCKING)
_OF_LABELS = ("too_few_labels", "labels_hidden", "labels_differ", "category_unreliable")
Found = tuple[Objection, ...]


class Restoring:
    """The promotion check of what an act moved, for who takes the act back.

    The facts are asked before the transaction of the undo begins; `require` is called when
    the undo stands in it, and the transaction ends without a trace where it refuses.
    """

    def __init__(self, desk: Desk, entries: Sequence[Entry], actor: str) -> None:
        self._actor = actor
        self._moved = {e.subject for e in entries if e.kind is Kind.MOVED}
        self._adjudicated = {
            e.subject.removeprefix(ADJUDICATED)
            for e in entries
            if e.kind is Kind.ADJUDICATION_SET
        }
        back = (e for e in entries if (e.before or {}).get("state") == State.BLOCKING)
        ids = list(dict.fromkeys(e.subject for e in back if e.kind is Kind.MOVED))
        self._scored: Scores = scores(desk, ids) if ids else {}
        self._looking = Looking(desk, ids) if ids else None
        self._was: Mapping[str, Case] = {}
        self._lacking: Mapping[str, Found] = {}

    def remember(self, tx: Transaction) -> None:
        """How the cases stand before anything is taken back."""
        self._was = {case.id: case for case in tx.cases_named(list(self._moved))}
        self._lacking = self._unlabelled(tx)

    def require(self, tx: Transaction) -> None:
        """Refuse the undo where it puts a case into a set that it could not be moved to."""
        found = self._against(tx)
        for case, lacking in self._unlabelled(tx).items():
            known = {one.code for one in self._lacking.get(case, ())}
            new = tuple(one for one in lacking if one.code not in known)
            if new and case not in found:
                found[case] = new
        if found:
            raise NotPutBack({case: _plain(some) for case, some in found.items()})

    def _against(self, asked: Reading) -> dict[str, Found]:
        """What a move from where each case stood to where the undo puts it would be told."""
        now = {case.id: case for case in asked.cases_named(list(self._was))}
        back = [c for c in now.values() if c.state in _TESTED and c.state is not self._of(c)]
        known = evidence(asked, back, self._scored, self._looking) if back else {}
        told = {c.id: self._told(c, self._of(c), known[c.id]) for c in back}
        return {case: found for case, found in told.items() if found}

    def _of(self, case: Case) -> State:
        return self._was[case.id].state

    def _unlabelled(self, asked: Reading) -> dict[str, Found]:
        """What is amiss with the labels of blocking cases whose adjudication is taken back."""
        held = [
            case
            for case in asked.cases_named(list(self._adjudicated))
            if case.state is State.BLOCKING
        ]
        known = evidence(asked, held, {}) if held else {}
        return {
            case.id: tuple(
                one
                for one in self._told(case, State.MONITORING, known[case.id])
                if one.code in _OF_LABELS
            )
            for case in held
        }

    def _told(self, case: Case, frm: State, known: Evidence) -> Found:
        before = replace(case, state=frm)
        found = objections(before, case.state, known, actor=self._actor, reason="undo")
        held = "flips_too_often" if case.quarantine else None  # it comes back in quarantine
        return tuple(one for one in found if one.code != held)


def _plain(found: Found) -> list[dict[str, str]]:
    return [{"code": one.code, "what": one.what, "clear": one.clear} for one in found]
