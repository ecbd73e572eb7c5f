"""Two people differ about a case: it stays out of blocking until somebody else decides."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll, settled
from tests.journeys.conftest import OpenPage, Serve
from tests.labelled_desk import labelled_desk
from tests.terminal import Evaldesk

PATIENCE = 60_000


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> tuple[Evaldesk, str, str]:
    """A desk that asks two people about a case which ana wants to block releases."""
    place = tmp_path_factory.mktemp("agreement")
    said, first, _ = labelled_desk(place)
    assert said("labels", "new", "before the gate", "--set", "monitoring").code == 0
    return said, first, serve(place / "desk")


def verdict(page: Page, words: str) -> None:
    """Wait until the page says `words` in a verdict."""
    found = page.get_by_role("status").filter(has_text=words)
    expect(found.first).to_be_visible(timeout=PATIENCE)


def into_blocking(page: Page, url: str, case: str) -> None:
    """Ask for the case to be moved into blocking."""
    page.goto(f"{url}/case?id={case}")
    settled(page)
    page.get_by_role("radio", name="Blocking").click(timeout=PATIENCE)
    settled(page)
    page.get_by_role("textbox", name="Why").fill("it costs us customers")
    page.get_by_role("button", name="Move to blocking", exact=True).click()


def labelled(page: Page, answer: str, said: Evaldesk, given: int) -> None:
    """Answer the case that is asked for with a key, save it, and wait until the desk has it."""
    expect(page.get_by_text("I was charged twice").first).to_be_visible(timeout=PATIENCE)
    page.keyboard.press(answer)
    page.keyboard.press("Enter")
    until = time.monotonic() + PATIENCE / 1000
    while (kept := labels_of(said)) < given and time.monotonic() < until:
        page.wait_for_timeout(200)
    assert kept == given


def labels_of(said: Evaldesk) -> int:
    """How many labels the one task has."""
    (task,) = said("labels", "tasks", "--json").json["tasks"]
    return task["labels"]


def test_two_raters_differ_and_the_case_blocks_only_when_somebody_else_has_decided(
    shown: tuple[Evaldesk, str, str], open_page: OpenPage
) -> None:
    said, case, url = shown
    labelled(open_page(f"{url}/labels", me="ben"), "1", said, 1)
    labelled(open_page(f"{url}/labels", me="cem"), "2", said, 2)

    page = open_page(f"{url}/labels", me="ana")
    page.goto(f"{url}/agreement")
    verdict(page, "1 disagreement waits to be adjudicated.")
    apart = page.get_by_role("table", name="Labels that differ")
    expect(apart).to_contain_text("answer cem")
    assert against(page) == []
    no_sideways_scroll(page)
    into_blocking(page, url, case)
    told = "its labels differ on outcome (ben said refund, cem said answer)"
    verdict(page, told)
    assert said("case", case, "--json").json["case"]["state"] == "monitoring"

    page.goto(f"{url}/agreement")
    page.get_by_role("link", name="Adjudicate").click(timeout=PATIENCE)
    page.get_by_role("radiogroup").get_by_text("refund").click(timeout=PATIENCE)
    page.get_by_role("textbox", name="Why").fill("charged twice is money back")
    page.get_by_role("button", name="Decide", exact=True).click()
    verdict(page, "Decided.")
    into_blocking(page, url, case)
    verdict(page, "1 case moved to blocking")
    no_exception(page)
