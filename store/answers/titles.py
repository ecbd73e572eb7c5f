"""What cases are called where only their ids are known."""

from collections.abc import Iterable

from store.desk import Desk

LONGEST = 100


def titles(desk: Desk, case_ids: Iterable[str]) -> dict[str, str]:
    """The first characters of each case's input."""
    found: dict[str, str] = {}
    with desk.ledger.reading() as asked:
        for case_id in case_ids:
            case = asked.case(case_id)
            if case is not None:
                found[case_id] = case.input[:LONGEST]
    return found
