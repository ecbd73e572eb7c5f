"""A desk that an earlier version wrote is whole, as it stands."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.test_gate_limits import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def written_as(desk: Desk, form: str) -> int:
    """Write the bodies of the cases as `form` (SQL) says, past the ledger; exit of `verify`."""
    with closing(sqlite3.connect(desk.folder / "desk" / "ledger.db")) as base:
        names = "SELECT name FROM sqlite_master WHERE name LIKE 'case%' AND type = 'table'"
        (table,) = base.execute(names).fetchone()
        assert base.execute(f'UPDATE "{table}" SET body = {form}').rowcount == 2  # noqa: S608
        base.commit()
    return desk.say("verify").code


@pytest.mark.parametrize(
    "form",
    ["json_remove(body, '$.quarantine')", "json_set(body, '$.quarantine', json('null'))"],
)
def test_cases_may_say_that_they_are_in_no_quarantine_or_nothing(desk: Desk, form: str) -> None:
    assert written_as(desk, form) == 0


@pytest.mark.parametrize(
    "form",
    [
        """json_set(body, '$.quarantine', json('{"owner": "x", "until": "2027-01-01"}'))""",
        "json_remove(body, '$.owner')",
    ],
)
def test_what_no_decision_led_to_is_still_found(desk: Desk, form: str) -> None:
    assert written_as(desk, form) == 1
