"""Cohorts in the browser: worst first, a cell opens its events, nothing breaks the page."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from store.acts.importing import import_files
from store.desk import found_desk, open_desk
from tests.builders import ANA
from tests.journeys.browser import choose, no_exception, no_sideways_scroll, settled
from tests.journeys.conftest import OpenPage, Scheme, Serve
from tests.journeys.test_parts import NOT_OURS

PATIENCE = 30_000
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """A desk on which one region is worse off, and one is tiny."""
    place = tmp_path_factory.mktemp("cohorts")
    found_desk(place / "desk")
    desk = open_desk(place / "desk")
    wrong = {"eu": (5, 60), "us": (25, 60), "tiny": (1, 3)}
    rows = [
        {"id": f"{region}-{n}", "input": f"question {n} of {region}", "region": region,
         "truth": HOSTILE, "prediction": "refund" if n < k else HOSTILE, "score": 0.9}
        for region, (k, of) in wrong.items()
        for n in range(of)
    ]  # fmt: skip
    file = place / "events.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    import_files(desk, [file], "events", actor=ANA)
    desk.close()
    return serve(place / "desk")


def cards(page: Page) -> list[str]:
    """The headings of the page, in order."""
    return page.get_by_role("heading").all_inner_texts()


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["projector", "phone"])
def test_who_is_worse_off_comes_first_and_the_tiny_one_last(
    url: str, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(f"{url}/cohorts?by=region", size=size)
    said = page.get_by_role("status")
    expect(said).to_contain_text("1 cohort is surely worse than the rest.", timeout=PATIENCE)
    expect(said).to_contain_text("worst is region us")
    shown = [name for name in cards(page) if name.startswith("Region")]
    assert shown == ["Region us", "Region eu", "Region tiny"]
    expect(page.get_by_text("too few to say").first).to_be_visible()
    expect(page.get_by_role("region", name="Confusion matrix, all together")).to_contain_text(
        HOSTILE
    )
    no_sideways_scroll(page)
    no_exception(page)


def test_a_cell_opens_exactly_its_events_and_each_leads_to_its_case(
    url: str, open_page: OpenPage
) -> None:
    page = open_page(f"{url}/cohorts?by=region")
    cell = page.get_by_role("link", name=re.compile("42.%")).first  # 25 of 60 in us
    cell.click(timeout=PATIENCE)
    title = page.get_by_role("heading", name="25 events:")
    expect(title).to_be_visible(timeout=PATIENCE)
    rows = page.get_by_role("table", name="25 events:").get_by_role("row")
    expect(rows).to_have_count(26)  # with the head
    expect(page.get_by_text("region us · newest first")).to_be_visible()
    page.get_by_role("link", name="question 3 of us").click()
    expect(page.get_by_role("heading", name="question 3 of us")).to_be_visible(timeout=PATIENCE)
    no_exception(page)


def test_the_address_keeps_what_was_chosen(url: str, open_page: OpenPage) -> None:
    page = open_page(f"{url}/cohorts")
    expect(page.get_by_role("status")).to_contain_text("Choose a column", timeout=PATIENCE)
    choose(page, "Cohorts by", "region")
    expect(page.get_by_role("status")).to_contain_text("surely worse", timeout=PATIENCE)
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("surely worse", timeout=PATIENCE)


@pytest.mark.parametrize(
    "address",
    ["by=planet", "truth=<script>alert(1)</script>", "truth=a&in=planet=1", "over=nowhere"],
)
def test_an_address_that_asks_for_nothing_there_is_calm(
    url: str, open_page: OpenPage, address: str
) -> None:
    page = open_page(f"{url}/cohorts?{address}")
    settled(page)
    expect(page.get_by_role("heading").first).to_be_visible(timeout=PATIENCE)
    no_exception(page)


def test_an_empty_desk_says_how_to_fill_it(
    empty_desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(f"{serve(empty_desk)}/cohorts")
    heading = page.get_by_role("heading", name="Nothing to measure here")
    expect(heading).to_be_visible(timeout=PATIENCE)
    no_exception(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_against_us(url: str, open_page: OpenPage, scheme: Scheme) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe-playwright-python"
    )
    page = open_page(f"{url}/cohorts?by=region", scheme=scheme)
    expect(page.get_by_role("status")).to_contain_text("surely worse", timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Region tiny")).to_be_visible(timeout=PATIENCE)
    settled(page)
    found = axe.Axe().run(page).response["violations"]
    ours = [one for one in found if one["id"] not in NOT_OURS]
    assert [(one["id"], one["nodes"][0]["html"]) for one in ours] == []
