"""Baseline in the browser: what deviates, what it was, and moving what is compared with."""

import json
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import Evaldesk, terminal
from tests.test_watching import QUIET, SHIFTED, rows

START = datetime(2025, 5, 5, tzinfo=UTC)
PATIENCE = 60_000
Served = tuple[Evaldesk, str]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Served:
    """Eight quiet weeks, the baseline of them, and a ninth week that is shifted."""
    place = tmp_path_factory.mktemp("baseline")
    said = terminal(place / "desk")
    said("init", "--owner", "ana")
    for name, weeks, shifted in (("a", range(8), QUIET), ("b", [8], SHIFTED)):
        path = place / f"{name}.jsonl"
        found = (row for week in weeks for row in rows(week, shifted, START))
        path.write_text("".join(json.dumps(row) + "\n" for row in found))
        assert said("import", path, "--source", "shop").code == 0
        window = ["--from", "2025-05-05", "--to", "2025-06-30"]
        if name == "a":
            assert said("baseline", "set", *window, "-m", "<b>quiet</b> weeks").code == 0
    return said, serve(place / "desk")


def verdict(page: Page, words: str) -> None:
    """Wait until the page says `words` in its verdict."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible(timeout=PATIENCE)


def test_what_deviates_is_seen_on_a_phone_with_who_looks_into_it(
    served: Served, open_page: OpenPage
) -> None:
    page = open_page(f"{served[1]}/baseline", size=(390, 844), scheme="dark")
    verdict(page, "ana set it on")
    expect(page.get_by_text("“<b>quiet</b> weeks”")).to_be_visible()
    expect(page.get_by_role("link", name="channel")).to_be_visible()
    expect(page.get_by_text("most where region = south")).to_be_visible()
    no_sideways_scroll(page)
    no_exception(page)


def test_somebody_says_what_it_was_and_moves_the_baseline(
    served: Served, open_page: OpenPage
) -> None:
    said, url = served
    page = open_page(f"{url}/baseline", me="ana")
    verdict(page, "ana set it on")
    page.get_by_role("button", name="Say what it was").click()
    form = page.get_by_role("dialog")
    _fill(page, "What was found", "a new hotline")
    form.get_by_role("button", name="Close it").click()
    verdict(page, "I-1: a new hotline")
    expect(page.get_by_text("No investigation is open")).to_be_visible()
    page.get_by_role("button", name="Move the baseline").click()
    form.get_by_text("Show what it would make of the newest weeks").click(timeout=PATIENCE)
    expect(form.get_by_text("4 whole weeks. Of the newest 5")).to_be_visible(timeout=PATIENCE)
    _fill(page, "Why", "the hotline stays")
    form.get_by_role("button", name="Set the baseline").click()
    verdict(page, "Moved. Production is compared with 5 May 2025 \N{EN DASH} 1 Jun 2025")
    newest, first = said("baseline", "history", "--json").json["history"]
    assert (newest["by"], newest["reason"]) == ("ana", "the hotline stays")
    assert newest["before"] == first["after"]
    no_exception(page)


def _fill(page: Page, label: str, words: str) -> None:
    field = page.get_by_role("dialog").get_by_label(label, exact=True)
    expect(field).to_be_visible(timeout=PATIENCE)
    field.fill(words)
    field.press("Tab")
    expect(field).to_have_value(words)
