"""The past that people look at: kept while it is asked for, closed when nobody is left."""

import gc
from contextlib import closing
from pathlib import Path

import pytest

from store.answers.past_desks import PastDesks
from store.desk import Desk, open_desk
from store.ledger.past import PastLedger
from tests.terminal import terminal


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    terminal(tmp_path / "desk")("init", "--owner", "ana")
    return open_desk(tmp_path / "desk")


def folder(desk: Desk) -> Path:
    """Where the past of `desk` lies while somebody holds it."""
    assert isinstance(desk.ledger, PastLedger)
    return desk.ledger.folder


def test_the_same_point_is_made_once(desk: Desk) -> None:
    past = PastDesks(desk)
    assert not past.knows("2")
    assert past.at("2") is past.at("#2")
    assert past.knows("2")


def test_today_is_now(desk: Desk) -> None:
    today = f"{desk.ledger.clock():%Y-%m-%d}"
    past = PastDesks(desk)
    assert past.knows(today)
    assert past.at(today) is desk


def test_the_point_asked_for_longest_ago_is_let_go_and_closed(desk: Desk) -> None:
    with closing(desk):
        past = PastDesks(desk, kept=2)
        places = [folder(past.at("1")), folder(past.at("2"))]
        past.at("1")
        past.at("3")
        gc.collect()
        assert [place.exists() for place in places] == [True, False]


def test_who_still_holds_it_can_go_on_asking(desk: Desk) -> None:
    past = PastDesks(desk, kept=1)
    held = past.at("2")
    past.at("3")
    gc.collect()
    with held.ledger.reading() as asked:
        assert asked.head()[0] == 2
    assert held.facts().cohorts() == {}
