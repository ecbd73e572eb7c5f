"""The cases that somebody asked for: what is still open, met by itself, or closed."""

from dataclasses import dataclass

from curation.decisions import Kind
from curation.wanted import State, Wanted, from_standing
from store.answers.coverage import counted
from store.answers.gate_basis import today
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class WantedShown:
    """One note with how many such cases there are now; `missing` of them are to come."""

    wanted: Wanted
    state: State
    actual: int
    missing: int
    overdue: bool


def wanted_cases(desk: Desk) -> tuple[WantedShown, ...]:
    """Every note: the open ones first, the next due of them at the top."""
    with desk.ledger.reading() as asked:
        notes = [from_standing(one) for one in asked.standing(Kind.WANTED_SET)]
    now = today(desk)
    actual = counted(desk, [(one.what, one.set) for one in notes])
    found = [
        WantedShown(
            one,
            one.stands(n),
            n,
            max(0, one.had + one.count - n) if one.stands(n) is State.OPEN else 0,
            one.overdue(n, now),
        )
        for one, n in zip(notes, actual, strict=True)
    ]
    return tuple(sorted(found, key=_order))


def _order(one: WantedShown) -> tuple[bool, str, int]:
    number = int(one.wanted.id.partition("-")[2])
    return one.state is not State.OPEN, one.wanted.due or "9999", -number
