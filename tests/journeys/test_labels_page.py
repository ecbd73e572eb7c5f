"""The Labels page in the browser: label by keyboard, see nobody's, and decide between two."""

import pytest
from playwright.sync_api import Page, expect

from tests.blocking_desk import blocking_desk
from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import Evaldesk

PATIENCE = 60_000


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> tuple[Evaldesk, str, str]:
    """A desk on which two people are asked about two blocking cases of ana."""
    place = tmp_path_factory.mktemp("labels")
    said, first, _ = blocking_desk(place)
    said("standard", "export", place / "standard.toml")
    said("standard", "set", place / "standard.toml", "-m", "a first one")
    said("labels", "new", "First round", "--set", "blocking", "--in-order")
    return said, first, serve(place / "desk")


def waits(page: Page, number: int) -> None:
    """Wait until so many cases are left to label; 0: none is."""
    words = f"{number} left" if number else "Nothing waits for your label."
    expect(page.get_by_text(words)).to_be_visible(timeout=PATIENCE)


def label_both(page: Page) -> None:
    """Answer both cases by keyboard, and think again about the first."""
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Answer first")).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.type("u and 3 are only words")
    for key in ("Escape", "1"):
        page.keyboard.press(key)
    expect(page.get_by_role("radio", name="answer It can")).to_be_checked()
    page.keyboard.press("Enter")
    waits(page, 1)
    page.keyboard.press("u")
    waits(page, 2)
    for key in ("2", "Enter", "1", "Enter"):
        page.keyboard.press(key)
    waits(page, 0)


def decide(page: Page) -> None:
    """Say which of two labels stands, and why."""
    card = page.get_by_role("table", name="Labels side by side")
    expect(card.get_by_text("refusal")).to_be_visible()
    page.get_by_role("radiogroup").get_by_text("refusal").click()
    page.get_by_label("Why").fill("The second rule says so")
    page.get_by_label("Why").press("Tab")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Decided.")).to_be_visible(timeout=PATIENCE)


def test_two_people_label_by_keyboard_and_a_third_decides_where_they_differ(
    asked: tuple[Evaldesk, str, str], open_page: OpenPage
) -> None:
    said, case, url = asked
    page = open_page(f"{url}/labels", me="mia")
    waits(page, 2)
    assert against(page) == []
    no_sideways_scroll(page)
    label_both(page)
    for _ in range(2):
        one = said("labels", "next", "--json", actor="tom").json["cases"][0]["case"]
        said("label", one, "--answer", "outcome=answer", actor="tom")
    page = open_page(f"{url}/labels", me="zoe")
    link = page.get_by_role("link", name="1 case whose reviewers differ")
    expect(link).to_be_visible(timeout=PATIENCE)
    decide(page)
    no_exception(page)
    found = said("labels", "show", case, "--json").json
    assert found["adjudication"]["answers"] == {"outcome": "refusal"}
