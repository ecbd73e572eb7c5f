"""The last word about a subject stands, and every earlier one stays in the log."""

from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest

from curation.decisions import Kind
from curation.errors import MovedMeanwhile
from curation.standing import Standing, saying
from store.acts.undoing import undo
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, CARL

INCIDENT, NAME = Kind.INCIDENT_SET, "incident:refunds"


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as desk:
        yield desk


def say(desk: Desk, severity: str | None, actor: str, before: Standing | None = None) -> None:
    body = {"severity": severity} if severity else None
    with desk.ledger.transaction() as tx:
        tx.record(saying(INCIDENT, NAME, body, actor=actor, reason="seen", before=before))


def stands(desk: Desk) -> Standing | None:
    with desk.ledger.reading() as asked:
        return asked.standing_of(NAME)


def test_what_was_said_last_stands_with_who_said_it_and_why(desk: Desk) -> None:
    say(desk, "low", ANA)
    say(desk, "high", BEN, stands(desk))
    found = stands(desk)
    assert found is not None
    assert (found.body, found.actor, found.reason) == ({"severity": "high"}, BEN, "seen")
    with desk.ledger.reading() as asked:
        assert asked.standing(INCIDENT) == [found]
        assert asked.standing(Kind.ALARM_SET) == []
        assert len(asked.decisions(subject=NAME)) == 2
    assert desk.ledger.verify() == (None, True)


def test_nobody_overrules_a_word_that_they_have_not_seen(desk: Desk) -> None:
    say(desk, "low", ANA)
    seen = stands(desk)
    say(desk, "high", BEN, seen)
    with pytest.raises(MovedMeanwhile, match=BEN):
        say(desk, "medium", CARL, seen)


def test_what_is_said_of_it_can_be_taken_back_and_it_can_be_removed(desk: Desk) -> None:
    say(desk, "low", ANA)
    say(desk, None, ANA, stands(desk))
    assert stands(desk) is None
    undo(desk, actor=ANA)
    assert stands(desk) is not None
    undo(desk, actor=ANA)
    assert stands(desk) is None
    assert desk.ledger.verify() == (None, True)
    desk.ledger.rebuild()
    assert stands(desk) is None
