"""Saved views: filters of the inbox with a name, by page and by terminal."""

import json
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from curation.cases import State
from curation.errors import BadRequest, Unknown
from curation.filters import BUILT_IN, ME, UNASSIGNED, Due, Filters, Place, body, from_body
from store.acts.describing import describe
from store.acts.moving import move
from store.acts.undoing import undo
from store.acts.viewing import delete_view, save_view
from store.answers import searching
from store.answers.queue import facets, queue
from store.answers.searching import Searches
from store.answers.views import filters_of, views
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN
from tests.terminal import Evaldesk, terminal
from tests.test_queue import TEXTS, bring, event

EU = Filters(cohort=("region=eu",), kind="wrong_answer")


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as desk:
        bring(desk, tmp_path / "one.jsonl", [event(n, text) for n, text in enumerate(TEXTS)])
        yield desk


def named(desk: Desk, actor: str) -> dict[str, int | None]:
    return {view.name: view.count for view in views(desk, actor) if view.name not in BUILT_IN}


def test_a_view_is_kept_listed_with_its_count_and_deleted(desk: Desk) -> None:
    save_view(desk, "EU", EU, actor=ANA)
    assert named(desk, ANA) == {"EU": 25}
    assert filters_of(desk, " eu ", ANA) == EU
    delete_view(desk, "EU", actor=ANA)
    assert named(desk, ANA) == {}
    with pytest.raises(Unknown, match="evaldesk views"):
        filters_of(desk, "EU", ANA)
    assert desk.ledger.verify() == (None, True)


def test_a_view_that_searches_is_listed_without_a_count_and_without_a_search(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_view(desk, "Money", Filters(text="money"), actor=ANA)
    save_view(desk, "EU", EU, actor=ANA)

    def search(*_: object) -> None:
        raise AssertionError("listing the views searches every text")

    monkeypatch.setattr(Searches, "found", search)
    assert named(desk, ANA) == {"EU": 25, "Money": None}


def test_a_search_is_asked_once_as_long_as_what_is_remembered_is_not_too_much(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    facts, ask = desk.facts(), desk.facts().ask

    def counting(name: str, **words: Any) -> list[dict[str, Any]]:
        asked.extend([words["first"]] if name == "search" else [])
        return ask(name, **words)

    monkeypatch.setattr(facts, "ask", counting)
    texts = [f"word{n}" for n in range(40)]
    for text in texts * 2:
        queue(desk, Filters(text=text))
    assert asked == texts
    monkeypatch.setattr(searching, "REMEMBERED", 1_000)
    queue(desk, Filters(text="another"))
    queue(desk, Filters(text="word39"))
    assert asked == [*texts, "another", "word39"]


def test_a_view_of_ones_own_is_nobody_elses_and_a_shared_one_is(desk: Desk) -> None:
    save_view(desk, "EU", EU, actor=ANA)
    save_view(desk, "Late", Filters(due=Due.OVERDUE), actor=ANA, shared=True)
    assert named(desk, BEN) == {"Late": 0}
    save_view(desk, "Late", Filters(route="refunds"), actor=BEN)
    assert filters_of(desk, "late", BEN) == Filters(route="refunds")
    assert filters_of(desk, "late", ANA) == Filters(due=Due.OVERDUE)


@pytest.mark.parametrize("shared", [True, False])
def test_saving_replacing_and_deleting_a_view_can_be_taken_back(
    desk: Desk, shared: bool
) -> None:
    save_view(desk, "EU", EU, actor=ANA, shared=shared)
    save_view(desk, "EU", Filters(route="login"), actor=ANA, shared=shared)
    deleted = delete_view(desk, "EU", actor=ANA)
    assert undo(desk, actor=ANA).act == deleted
    assert filters_of(desk, "EU", ANA) == Filters(route="login")
    undo(desk, actor=ANA)
    assert filters_of(desk, "EU", ANA) == EU
    undo(desk, actor=ANA)
    assert named(desk, ANA) == {}
    assert desk.ledger.verify() == (None, True)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "mine", "OVERDUE"])
def test_a_view_needs_a_name_of_its_own(desk: Desk, name: str) -> None:
    with pytest.raises(BadRequest):
        save_view(desk, name, EU, actor=ANA)
    assert named(desk, ANA) == {}


def test_a_view_of_everything_is_refused(desk: Desk) -> None:
    with pytest.raises(BadRequest, match="Choose a filter first"):
        save_view(desk, "All", Filters(), actor=ANA)


def test_mine_unassigned_and_overdue_are_there_for_everybody(desk: Desk) -> None:
    first, second = (row.case for row in queue(desk).rows[:2])
    describe(desk, [first], {"owner": ANA, "due": "2026-01-02"}, actor=BEN)
    describe(desk, [second], {"owner": BEN, "due": "2099-01-02"}, actor=BEN)
    counts = {view.name: view.count for view in views(desk, ANA)}
    assert counts == {"Mine": 1, "Unassigned": 23, "Overdue": 1}
    mine = filters_of(desk, "mine", ANA).for_(ANA)
    assert [row.case for row in queue(desk, mine).rows] == [first]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        EU,
        Filters(owner=ME, due=Due.SOON, state=Place.BACKLOG, week="2026-11-02", text="a b"),
    ],
)
def test_filters_are_the_same_after_they_were_written_down(filters: Filters) -> None:
    assert from_body(json.loads(json.dumps(body(filters)))) == filters


@pytest.mark.parametrize(
    "said",
    [
        {"state": "inbox"}, {"due": "soon"}, {"cohort": ["eu"]}, {"owners": "ana"},
        {"week": "foo"}, {"week": "2026-11-31"}, {"week": 47}, {"week": "9999-12-31"},
    ],
)  # fmt: skip
def test_words_that_are_no_filter_are_refused(said: dict[str, Any]) -> None:
    with pytest.raises((BadRequest, Unknown)):
        from_body(said)


def test_a_week_is_a_day_however_it_was_typed() -> None:
    assert from_body({"week": "20261102"}) == Filters(week="2026-11-02")
    with pytest.raises(BadRequest, match="'foo' is no week"):
        from_body({"week": "foo"})


@pytest.mark.parametrize("name", ["group", "kind", "route", "version", "text", "owner"])
def test_a_name_that_nothing_has_narrows_to_nothing(desk: Desk, name: str) -> None:
    odd = from_body({name: "nonsense <b>'\"%"})
    assert queue(desk, odd).waiting == 0
    assert facets(desk, odd)["state"] == {}


@pytest.fixture
def evaldesk(desk: Desk) -> Evaldesk:
    return terminal(desk.folder)


def test_the_terminal_lists_the_queue_page_by_page(desk: Desk, evaldesk: Evaldesk) -> None:
    first = evaldesk("inbox", "--group", "all", "--limit", "20", "--json").json
    second = evaldesk("inbox", "--group", "all", "--after", first["after"], "--json").json
    rows = [row["case"] for row in [*first["cases"], *second["cases"]]]
    assert rows == [row.case for row in queue(desk).rows]
    assert (first["waiting"], second["after"]) == (25, None)
    assert first["facets"]["cohort"] == {"region=eu": 25}


def test_the_terminal_saves_lists_and_deletes_views(desk: Desk, evaldesk: Evaldesk) -> None:
    move(desk, [queue(desk).rows[0].case], State.BACKLOG, actor=ANA)
    words = ("--state", "backlog", "--owner", UNASSIGNED, "--cohort", "region=eu")
    evaldesk("inbox", *words, "--save", "To do", "--shared")
    listed = evaldesk("inbox", "--view", "to do", "--json").json
    assert listed["waiting"] == 1
    assert listed["filters"] == {
        "state": "backlog", "owner": UNASSIGNED, "cohort": ["region=eu"]
    }  # fmt: skip
    told = {view["view"]: view for view in evaldesk("views", "--json").json["views"]}
    assert (told["To do"]["count"], told["To do"]["owner"]) == (1, None)
    evaldesk("views", "--delete", "To do")
    assert evaldesk("inbox", "--view", "To do").code == 2


@pytest.mark.parametrize("after", ["7", "[]", "nonsense", '["a", "b", 1, 2]'])
def test_the_terminal_refuses_a_place_that_is_none(evaldesk: Evaldesk, after: str) -> None:
    assert evaldesk("inbox", "--after", after).code == 2
