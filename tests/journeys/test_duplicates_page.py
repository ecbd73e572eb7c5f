"""Duplicates in the browser: a case that leaks, both texts, and a verdict that clears it."""

import shutil

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import Evaldesk, terminal
from tests.test_leakage import ASKED, case, case_line, made, train, trained
from tests.test_the_main_job import lines

PATIENCE = 60_000


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> tuple[Evaldesk, str]:
    """A desk of ana's with cases that were trained on, and two that are nearly the same."""
    place = tmp_path_factory.mktemp("duplicates")
    shutil.copytree(made(), place / "desk")
    said = terminal(place / "desk")
    train(said, trained(place))
    twin = case_line("How do I close my account for good, <i>ok")
    said("import", lines(place / "twin.jsonl", [twin]), "--as", "cases")
    return said, serve(place / "desk")


def verdict(page: Page, words: str) -> None:
    """Wait until the page says `words` in a verdict."""
    found = page.get_by_role("status").filter(has_text=words)
    expect(found.first).to_be_visible(timeout=PATIENCE)


def test_a_leak_is_shown_said_to_differ_and_taken_back(
    shown: tuple[Evaldesk, str], open_page: OpenPage
) -> None:
    said, url = shown
    near = case(ASKED[1])
    page = open_page(f"{url}/case?id={near}", me="ana")
    verdict(page, "It leaks:")
    page.get_by_role("link", name="See both").click(timeout=PATIENCE)
    verdict(page, "Some leak.")
    expect(page.get_by_text("This text is not kept.")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="They differ …").click()
    form = page.get_by_role("dialog")
    form.get_by_label("In what they differ").fill("another <b>PIN</b>")
    form.get_by_label("In what they differ").press("Tab")
    form.get_by_role("button", name="They differ", exact=True).click()
    verdict(page, "are not objected to again")
    assert said("leakage", "--json").json["near"] == 1  # that of the two in the sets
    page.get_by_role("button", name="Undo").click(timeout=PATIENCE)
    verdict(page, "Taken back.")
    assert said("leakage", "--json").json["near"] == 2

    page = open_page(f"{url}/duplicates?show=sets", me="ana", size=(390, 844))
    expect(page.get_by_text("1 pair: in the sets")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("for good, <i>ok").first).to_be_visible()
    assert against(page) == []
    no_sideways_scroll(page)
    no_exception(page)
