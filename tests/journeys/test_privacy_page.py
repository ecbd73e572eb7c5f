"""Privacy in the browser: a text is tried, a kind is let through, and the page says so."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import against
from tests.journeys.browser import choose, no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import terminal
from tests.test_the_main_job import lines

PATIENCE = 60_000


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """A desk of ana's with one event, in which an e-mail address was masked."""
    place = tmp_path_factory.mktemp("privacy")
    said = terminal(place / "desk")
    said("init", "--owner", "ana")
    event = {"event_id": "e", "input": "jane@shop.test waits", "prediction": "a", "truth": "b"}
    said("import", lines(place / "events.jsonl", [event]))
    return serve(place / "desk")


def test_a_text_is_tried_and_a_kind_is_let_through(url: str, open_page: OpenPage) -> None:
    page = open_page(f"{url}/privacy", me="ana")
    status(page, "1 e-mail address in 1 import was replaced")
    expect(page.get_by_label("As it is kept")).to_contain_text("[EMAIL-")
    page.get_by_role("button", name="Change a kind").click(timeout=PATIENCE)
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Why")).to_be_visible(timeout=PATIENCE)
    choose(page, "What is done", "Keep it as it is")
    form.get_by_label("Why").fill("the team answers them")
    form.get_by_label("Why").press("Tab")
    form.get_by_role("button", name="Put it in force").click()
    status(page, "In force.")
    status(page, "1 exception.")
    expect(page.get_by_label("As it is kept")).to_contain_text("ada@byron.example")
    no_exception(page)
    no_sideways_scroll(page)
    assert against(page) == []


def status(page: Page, words: str) -> None:
    """Wait until the page says `words` in a verdict."""
    found = page.get_by_role("status").filter(has_text=words)
    expect(found.first).to_be_visible(timeout=PATIENCE)
