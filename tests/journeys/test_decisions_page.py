"""Decisions in the browser: found again, proved, and the desk as it was before one of them."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import against
from tests.journeys.browser import choose, no_exception, no_sideways_scroll, settled
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import terminal
from tests.test_the_main_job import EVENTS, lines


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """A desk that Ana founded, then filled, then handed to Ben."""
    place: Path = tmp_path_factory.mktemp("decided")
    said = terminal(place / "desk")
    said("init", "--owner", "ana")
    said("import", lines(place / "events.jsonl", EVENTS))
    said("own", "blocking", "--owner", "ben", "--reason", "the <b>rota</b>")
    return serve(place / "desk")


def banner(page: Page) -> str:
    """What stands above the page while the past is looked at."""
    return page.get_by_text("The desk as it was.").locator("xpath=..").inner_text()


def test_a_decision_is_found_and_the_whole_log_is_proved(app: str, open_page: OpenPage) -> None:
    page = open_page(f"{app}/decisions")
    choose(page, "Kind", "Owner named")
    table = page.get_by_role("region", name="Decisions, newest first")
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table).to_contain_text("named ben its owner, after ana")
    expect(table).to_contain_text("the <b>rota</b>")
    page.get_by_role("button", name="Verify the chain").click()
    expect(page.get_by_text("Nothing was rewritten.")).to_be_visible()
    with page.expect_download() as pin:
        page.get_by_role("button", name="Pin it").click()
    assert '"signature"' in Path(pin.value.path()).read_text(encoding="utf-8")
    against(page)
    no_exception(page)


def test_one_date_rewinds_every_page_until_one_goes_back(app: str, open_page: OpenPage) -> None:
    page = open_page(f"{app}/decisions", size=(1024, 800))
    page.get_by_role("region", name="Decisions").get_by_role("link").first.click()
    page.get_by_role("link", name="as of decision").first.click()
    expect(page.get_by_text("The desk as it was.")).to_be_visible()
    before = banner(page)
    page.get_by_test_id("stTopNav").get_by_role("link", name="Sets").click()
    expect(page.get_by_role("heading", name="Sets")).to_be_visible()
    assert banner(page) == before
    expect(page.get_by_text("ben")).to_have_count(0)
    page.reload()
    settled(page)
    assert banner(page) == before
    no_sideways_scroll(page)
    page.get_by_role("link", name="Back to now").click()
    expect(page.get_by_text("The desk as it was.")).to_have_count(0)
    page.get_by_test_id("stTopNav").get_by_role("link", name="Runs").click()
    expect(page).to_have_url(f"{app}/runs")
    no_exception(page)
