"""Every place has an address, and a server that was never asked before answers it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from curation.cases import State
from curation.identity import case_id
from store.acts.describing import describe
from store.acts.freezing import freeze
from store.acts.importing import import_files
from store.acts.moving import move
from store.acts.run_words import RunWords
from store.answers.inbox import inbox
from store.desk import found_desk, open_desk
from tests.builders import ANA
from tests.journeys.browser import choose, no_exception
from tests.journeys.conftest import OpenPage, Serve

CASE, FAILURE = "I was charged twice", "Where is my invoice?"
EVENTS = [
    {"id": "e1", "input": CASE, "prediction": "refund", "truth": "billing"},
    {"id": "e2", "input": FAILURE, "prediction": "refund", "truth": "invoice"},
    {"id": "e3", "input": "Hello?", "prediction": "refund", "truth": "chat"},
    {"id": "e4", "input": "Is it down?", "error": "TimeoutError: 30 s"},
]
A_CASE, A_FAILURE = case_id("default", CASE), case_id("default", FAILURE)


@dataclass(frozen=True)
class Place:
    """A desk that is served, and what an address on it needs."""

    url: str
    groups: Mapping[str, str]  # by the label that was right


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with a case in monitoring, a frozen set, two runs on it, and failures."""
    place = tmp_path_factory.mktemp("linked")
    found_desk(place / "desk")
    desk = open_desk(place / "desk")
    import_files(desk, [written(place / "events.jsonl", EVENTS)], "events", actor=ANA)
    describe(desk, [A_CASE], {"owner": ANA}, actor=ANA)
    move(desk, [A_CASE], State.MONITORING, actor=ANA)
    freeze(desk, "monitoring", actor=ANA)
    for run in ("rc1", "rc2"):
        rows = written(place / f"{run}.jsonl", [{"case_id": A_CASE, "passed": True}])
        import_files(desk, [rows], "results", actor=ANA, run=RunWords(run))
    desk.close()
    return place / "desk"


@pytest.fixture(scope="module")
def place(folder: Path, serve: Serve) -> Place:
    desk = open_desk(folder)
    groups = {g.expected or "": g.group for g in inbox(desk).groups}
    desk.close()
    return Place(serve(folder), groups)


def written(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def shows_the_case(page: Page) -> None:
    expect(page.get_by_role("heading", name=CASE)).to_be_visible()
    expect(page.get_by_role("group", name="Input")).to_have_text(CASE)
    expect(page).to_have_title("Case · Evaldesk")
    no_exception(page)


def test_a_case_is_the_first_thing_a_fresh_server_is_asked_for(
    folder: Path, serve: Serve, open_page: OpenPage
) -> None:
    shows_the_case(open_page(f"{serve(folder)}/case?id={A_CASE}"))


def test_the_address_of_a_failure_opens_it_before_it_is_a_case(
    place: Place, open_page: OpenPage
) -> None:
    page = open_page(f"{place.url}/case?id={A_FAILURE}")
    expect(page.get_by_role("heading", name=FAILURE)).to_be_visible()
    expect(page.get_by_text("In the inbox")).to_be_visible()


def test_the_address_of_a_group_opens_the_inbox_on_it_and_survives_a_reload(
    place: Place, open_page: OpenPage
) -> None:
    page = open_page(f"{place.url}/inbox?group={place.groups['invoice']}")
    for _ in range(2):
        expect(page.get_by_role("heading", name=FAILURE)).to_be_visible(timeout=20_000)
        expect(page.get_by_role("option")).to_have_count(1)
        page.reload()


def test_the_address_keeps_the_kind_of_failure_that_was_chosen(
    place: Place, open_page: OpenPage
) -> None:
    page = open_page(f"{place.url}/inbox")
    groups = page.get_by_role("table", name="Failure groups").get_by_role("row")
    expect(groups).to_have_count(4)  # with the head
    choose(page, "Kind", "Timeout")
    expect(groups).to_have_count(2)
    page.reload()
    expect(groups).to_have_count(2, timeout=20_000)
    expect(groups.last).to_contain_text("Is it down?")


def test_home_answers_at_its_own_name_too(place: Place, open_page: OpenPage) -> None:
    page = open_page(f"{place.url}/health")
    expect(page.get_by_role("heading", name="Evaluation health")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("run", ["rc1", "rc2"])
def test_the_address_of_a_run_opens_it_whether_or_not_it_is_the_newest(
    place: Place, open_page: OpenPage, run: str
) -> None:
    page = open_page(f"{place.url}/runs?run={run}")
    expect(page.get_by_role("heading", name=run)).to_be_visible()
    expect(page.get_by_role("button", name="Ask the gate")).to_be_visible()


def test_the_address_of_a_set_opens_it_and_following_a_tile_changes_it(
    place: Place, open_page: OpenPage
) -> None:
    page = open_page(f"{place.url}/sets?set=monitoring")
    expect(page.get_by_role("radio", name="monitoring")).to_be_checked()
    expect(page.get_by_role("table", name="Cases")).to_contain_text(CASE)
    page.get_by_role("link", name="Backlog").click()
    expect(page.get_by_role("radio", name="backlog")).to_be_checked()
    expect(page.get_by_role("heading", name="No case is in backlog")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("radio", name="monitoring")).to_be_checked()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("case?id=c-ffffffffffffffff", "That case is not on this desk"),
        ("case?id=<script>alert(1)</script>", "No case or failure '<script>alert(1)</script>'"),
        ("case", "No case was named"),
        ("inbox?group=g-ffffffffffff", "No failure of group g-ffffffffffff waits"),
        ("runs?run=nope", "This desk knows no run 'nope'"),
        ("sets?set=golden", "No case is in blocking"),
    ],
)
def test_an_address_that_leads_nowhere_gets_a_calm_sentence(
    place: Place, open_page: OpenPage, address: str, said: str
) -> None:
    page = open_page(f"{place.url}/{address}")
    expect(page.get_by_role("main")).to_contain_text(said)
    expect(page.get_by_role("heading").first).to_be_visible()
    no_exception(page)
