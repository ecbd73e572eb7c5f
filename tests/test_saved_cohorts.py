"""Saved cohorts: a part of production with a name, by page and by terminal."""

from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from curation.errors import BadRequest, CurationError, Unknown
from curation.saved_cohorts import where_of, written
from store.acts.saving_cohorts import remove_cohort, rename_cohort, save_cohort
from store.acts.undoing import undo
from store.answers.cohorts import Question, cohorts
from store.answers.saved_cohorts import saved_cohort, saved_cohorts, within
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN
from tests.terminal import Evaldesk, terminal
from tests.test_queue import TEXTS, bring, event
from tests.test_the_main_job import lines

EU = {"region": "eu"}


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as desk:
        bring(desk, tmp_path / "one.jsonl", [event(n, text) for n, text in enumerate(TEXTS)])
        yield desk


def named(desk: Desk) -> dict[str, Any]:
    return {one.name: dict(one.where) for one in saved_cohorts(desk)}


def test_a_cohort_is_everybodys_under_any_spelling_of_its_name(desk: Desk) -> None:
    save_cohort(desk, " EU  people ", EU, actor=ANA)
    assert named(desk) == {"EU people": EU}
    assert saved_cohort(desk, "eu PEOPLE").saved_by == ANA
    save_cohort(desk, "eu people", {"region": "us"}, actor=BEN)
    assert named(desk) == {"EU people": {"region": "us"}}
    assert desk.ledger.verify() == (None, True)


def test_a_cohort_measures_what_its_filters_measure(desk: Desk) -> None:
    save_cohort(desk, "EU", EU, actor=ANA)
    alone = cohorts(desk, Question(where=within(desk, "EU", {})))
    assert alone.overall.events == cohorts(desk, Question(where=EU)).overall.events > 0
    assert within(desk, "eu", {"route": "billing"}) == {"region": "eu", "route": "billing"}
    assert within(desk, None, EU) == EU
    with pytest.raises(BadRequest, match="leaves nothing of region=us"):
        within(desk, "EU", {"region": "us"})


def test_a_renamed_cohort_keeps_its_filters_and_undo_gives_the_old_name_back(
    desk: Desk,
) -> None:
    save_cohort(desk, "EU", EU, actor=ANA)
    act = rename_cohort(desk, "eu", "Europe", actor=ANA)
    assert named(desk) == {"Europe": EU}
    undo(desk, actor=ANA, act=act)
    assert named(desk) == {"EU": EU}
    rename_cohort(desk, "EU", "eu", actor=ANA)
    assert named(desk) == {"eu": EU}
    assert desk.ledger.verify() == (None, True)


def test_a_removed_cohort_is_gone_and_comes_back_by_undo(desk: Desk) -> None:
    save_cohort(desk, "EU", EU, actor=ANA)
    act = remove_cohort(desk, "EU", actor=ANA)
    assert named(desk) == {}
    with pytest.raises(Unknown, match="evaldesk saved-cohorts"):
        saved_cohort(desk, "EU")
    undo(desk, actor=ANA, act=act)
    assert named(desk) == {"EU": EU}


def test_a_new_cohort_is_taken_back_by_undo(desk: Desk) -> None:
    act = save_cohort(desk, "EU", EU, actor=ANA)
    undo(desk, actor=ANA, act=act)
    assert named(desk) == {}


@pytest.mark.parametrize(
    ("name", "where", "says"),
    [
        ("  ", EU, "1 to 60 characters"),
        ("x" * 61, EU, "1 to 60 characters"),
        ("EU", {}, "Choose a filter first"),
        ("EU", {"planet": "mars"}, "'planet' makes no cohorts. What can: route"),
    ],
)
def test_what_cannot_be_saved_is_said_with_the_way_out(
    desk: Desk, name: str, where: dict[str, str | None], says: str
) -> None:
    with pytest.raises(BadRequest, match=says):
        save_cohort(desk, name, where, actor=ANA)
    assert named(desk) == {}


def test_a_name_in_use_is_not_given_twice_and_a_missing_one_is_not_renamed(desk: Desk) -> None:
    save_cohort(desk, "EU", EU, actor=ANA)
    save_cohort(desk, "US", {"region": "us"}, actor=ANA)
    with pytest.raises(BadRequest, match="There is a cohort US already"):
        rename_cohort(desk, "EU", "us", actor=ANA)
    with pytest.raises(CurationError, match="No cohort 'Mars'"):
        rename_cohort(desk, "Mars", "Venus", actor=ANA)
    assert list(named(desk)) == ["EU", "US"]


def test_filters_are_read_as_they_are_written() -> None:
    where = {"region": None, "note": "a=b", "channel": "app"}
    assert where_of(written(where)) == where
    assert written(where) == ["channel=app", "note=a=b", "region="]


@pytest.fixture
def evaldesk(tmp_path: Path) -> Evaldesk:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    rows = [
        {"id": f"e{n}", "input": f"q {n}", "region": ("eu", "us")[n % 2], "truth": "a",
         "prediction": "a"}
        for n in range(6)
    ]  # fmt: skip
    said("import", lines(tmp_path / "e.jsonl", rows), "--as", "events")
    return said


def test_the_terminal_saves_uses_renames_and_removes_a_cohort(evaldesk: Evaldesk) -> None:
    saved = evaldesk("cohorts", "--where", "region=eu", "--save", "EU", "--json")
    assert saved.json["n"] == 3
    assert evaldesk("cohorts", "--cohort", "eu", "--json").json["where"] == EU
    assert evaldesk("saved-cohorts", "--rename", "EU", "--to", "Europe").code == 0
    (told,) = evaldesk("saved-cohorts", "--json").json["cohorts"]
    assert (told["name"], told["where"]) == ("Europe", EU)
    gone = evaldesk("saved-cohorts", "--remove", "europe", "--json")
    assert gone.json["cohorts"] == []
    assert evaldesk("undo", gone.json["act"]).code == 0
    assert len(evaldesk("saved-cohorts", "--json").json["cohorts"]) == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["cohorts", "--cohort", "Mars"], "No cohort 'Mars'"),
        (["cohorts", "--save", "All"], "Choose a filter first"),
        (["saved-cohorts", "--rename", "EU"], "Say --rename OLD --to NEW"),
        (["saved-cohorts", "--to", "EU"], "Say --rename OLD --to NEW"),
        (["saved-cohorts", "--remove", "Mars"], "No cohort 'Mars'"),
    ],
)
def test_the_terminal_says_what_is_missing(
    evaldesk: Evaldesk, words: list[str], says: str
) -> None:
    answer = evaldesk(*words, "--json")
    assert answer.code != 0
    assert says in answer.json["error"]["message"]
