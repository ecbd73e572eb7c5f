"""The desk as it was: asked as of a day, a moment or a decision, and never decided anew."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curation.as_of import AsOf, as_of
from curation.errors import BadRequest, InThePast
from store.acts.owning import name_owner
from store.desk import Desk, found_desk, open_desk
from store.ledger.past import PastLedger

DAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def handed_over(tmp_path: Path) -> Desk:
    """A desk whose blocking set had a new owner every day at nine: Ana, Ben, then Cem."""
    found_desk(tmp_path / "desk")
    days = [DAY + timedelta(days=n) for n in range(3)]
    desk = open_desk(tmp_path / "desk", clock=lambda: days[0])
    before = "Ana"
    for owner in ("Ana", "Ben", "Cem"):
        name_owner(desk, "blocking", owner, None, actor=before, reason="the week's rota")
        before = owner
        days.append(days.pop(0))
    desk.ledger.clock = lambda: DAY + timedelta(days=9)
    return desk


@pytest.mark.parametrize(
    ("said", "point"),
    [
        ("812", AsOf(seq=812)),
        ("#812", AsOf(seq=812)),
        ("2026-11-02T14:30", AsOf(moment=datetime(2026, 11, 2, 14, 30, tzinfo=UTC))),
        ("2026-11-02T14:30+02:00", AsOf(moment=datetime(2026, 11, 2, 12, 30, tzinfo=UTC))),
    ],
)
def test_a_point_of_the_past_is_a_decision_or_a_moment(said: str, point: AsOf) -> None:
    assert as_of(said) == point


def test_a_day_is_meant_until_its_end() -> None:
    found = as_of("2026-11-02").moment
    assert found is not None
    assert found + timedelta(microseconds=1) == datetime(2026, 11, 3, tzinfo=UTC)


@pytest.mark.parametrize("said", ["", "yesterday", "2026-13-01", "-4", "2026-11-02 o'clock"])
def test_what_names_no_point_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(BadRequest, match="2026-11-01"):
        as_of(said)


@pytest.mark.parametrize(
    ("said", "owner"),
    [
        ("2026-11-02", "Ana"),
        ("2026-11-03T08:59", "Ana"),
        ("2026-11-03T09:00", "Ben"),
        ("2", "Ben"),
        ("2026-11-08", "Cem"),
        ("2026-11-11", "Cem"),  # today
    ],
)
def test_the_desk_is_shown_as_it_was_then(handed_over: Desk, said: str, owner: str) -> None:
    with closing(handed_over.past(said)) as then, then.ledger.reading() as asked:
        held = asked.ownership("blocking")
    assert held is not None
    assert held.owner == owner


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("2026-11-01", "did not stand yet .* first decision is of 2026-11-02 09:00"),
        ("2026-12-01", "still to come"),
        ("4", "no decision 4; the last one is 3"),
        ("0", "no decision 0"),
    ],
)
def test_a_point_that_this_desk_never_had_is_refused(
    handed_over: Desk, said: str, words: str
) -> None:
    with pytest.raises(BadRequest, match=words):
        handed_over.past(said)


def test_nothing_can_be_decided_in_the_past(handed_over: Desk) -> None:
    with (
        closing(handed_over.past("2")) as then,
        pytest.raises(InThePast, match=r"as of 2026-11-03 09:00 UTC \(decision 2\)"),
    ):
        name_owner(then, "blocking", "Eve", None, actor="Ben")
    with handed_over.ledger.reading() as asked:
        assert asked.head()[0] == 3


def test_the_past_keeps_its_chain_and_leaves_nothing_behind(handed_over: Desk) -> None:
    then = handed_over.past("2")
    assert isinstance(then.ledger, PastLedger)
    folder = then.ledger.folder
    assert then.ledger.verify() == (None, True)
    then.close()
    assert not folder.exists()
