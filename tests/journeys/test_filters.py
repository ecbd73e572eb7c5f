"""The filters of the queue: chosen with counts, kept in the address, saved as a view."""

import json
import re
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from store.acts.importing import import_files
from store.desk import found_desk, open_desk
from tests.journeys.browser import choose, no_exception, no_sideways_scroll, settled
from tests.journeys.conftest import OpenPage, Serve

PATIENCE = 60_000


@pytest.fixture(scope="module")
def address(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The inbox of a desk with nine failing inputs: three in us, the others in eu."""
    place = tmp_path_factory.mktemp("filters")
    rows = [
        {"id": f"e-{n}", "timestamp": "2026-11-02T10:00:00Z", "input": f"Question {n}",
         "route": ["refunds", "login"][n % 2], "prediction": "refund", "truth": "billing",
         "region": "us" if n < 3 else "eu"}
        for n in range(9)
    ]  # fmt: skip
    events = place / "events.jsonl"
    events.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found_desk(place / "desk")
    with closing(open_desk(place / "desk")) as desk:
        import_files(desk, [events], "events", actor="cron", source="app")
    return f"{serve(place / 'desk')}/inbox"


def counts(page: Page, waiting: int) -> None:
    """The list shows `waiting` inputs, and nothing is broken."""
    expect(page.locator("#list .row")).to_have_count(waiting, timeout=PATIENCE)
    no_exception(page)


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_a_choice_goes_into_the_address_and_its_chip_takes_it_out(
    address: str, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(f"{address}?group=all", size=size)
    counts(page, 9)
    page.get_by_role("button", name="Filters").click()
    choose(page, "Region", "us · 3")
    expect(page).to_have_url(re.compile(r"cohort=region%3Dus"), timeout=PATIENCE)
    counts(page, 3)
    no_sideways_scroll(page)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Remove the filter region=us").click()
    expect(page).not_to_have_url(re.compile("cohort"), timeout=PATIENCE)
    counts(page, 9)


def test_an_address_opens_what_it_says(address: str, open_page: OpenPage) -> None:
    page = open_page(f"{address}?group=all&cohort=region%3Deu&route=login&owner=unassigned")
    counts(page, 3)
    expect(page.get_by_role("link", name="Remove the filter")).to_have_count(3)
    page.get_by_role("link", name="Clear all").click()
    counts(page, 9)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("state", "'nonsense' is no state"),
        ("due", "'nonsense' is no due date"),
        ("week", "'nonsense' is no week"),
        ("cohort", "'nonsense' is no cohort"),
        ("view", "No view 'nonsense'"),
    ],
)
def test_words_in_the_address_that_are_no_filter_are_told(
    address: str, open_page: OpenPage, name: str, words: str
) -> None:
    page = open_page(f"{address}?group=all&{name}=nonsense")
    expect(page.get_by_text(words)).to_be_visible(timeout=PATIENCE)
    counts(page, 9)
    page.get_by_role("link", name="Clear the filters").click()
    expect(page).not_to_have_url(re.compile("nonsense"), timeout=PATIENCE)
    expect(page.get_by_text(words)).to_have_count(0, timeout=PATIENCE)
    counts(page, 9)


@pytest.mark.parametrize("name", ["kind", "route", "version", "owner", "q", "cohort", "week"])
def test_a_filter_that_nothing_passes_leaves_an_empty_list_and_its_way_out(
    address: str, open_page: OpenPage, name: str
) -> None:
    value = {"cohort": "region=nonsense", "week": "1999-01-04"}.get(name, "nonsense")
    page = open_page(f"{address}?group=all&{name}={value}")
    way_out = page.get_by_role("link", name="Remove the filter")
    expect(way_out).to_be_visible(timeout=PATIENCE)
    counts(page, 0)
    way_out.click()
    counts(page, 9)


@pytest.mark.parametrize("asked", ["group=nonsense", "kind=nonsense", "route=nonsense"])
def test_the_list_of_groups_takes_nonsense_for_nothing(
    address: str, open_page: OpenPage, asked: str
) -> None:
    page = open_page(f"{address}?{asked}")
    expect(page.get_by_text("Groups, by recurrence")).to_be_visible(timeout=PATIENCE)
    no_exception(page)


def test_a_view_is_saved_opened_by_its_address_deleted_and_taken_back(
    address: str, open_page: OpenPage
) -> None:
    page = open_page(f"{address}?group=all&cohort=region%3Dus")
    counts(page, 3)
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Save these filters as").fill("Overseas")
    page.get_by_role("button", name="Save the view").click()
    settled(page)
    expect(page.get_by_text("The view Overseas shows these filters.")).to_be_visible()
    page.goto(f"{address}?group=all&view=Overseas")
    counts(page, 3)
    page.get_by_role("button", name="Views").click()
    page.get_by_role("button", name="Delete").click()
    settled(page)
    page.get_by_role("button", name="Undo", exact=True).first.click()
    settled(page)
    page.goto(f"{address}?view=Overseas")
    counts(page, 3)
