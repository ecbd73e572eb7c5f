"""A number is tried on the past in the browser, and a move as well."""

from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from store.desk import found_desk, open_desk
from tests.journeys.axe import against
from tests.journeys.browser import choose, no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve
from tests.test_replays import ACCURACY, filled


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """A desk only to look at."""
    place = tmp_path_factory.mktemp("replay")
    found_desk(place / "desk")
    with closing(open_desk(place / "desk")) as desk:
        filled(desk, place)
    return serve(place / "desk")


def verdict(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def test_a_higher_bar_is_tried_on_the_past_before_anybody_proposes_it(
    shown: str, open_page: OpenPage
) -> None:
    page = open_page(f"{shown}/replay")
    expect(page.get_by_text("Type a value to try")).to_be_visible()
    choose(page, "Number", f"Gate, pass rate ({ACCURACY})")
    value = page.get_by_role("textbox", name="Value to try")
    expect(value).to_have_attribute("placeholder", "85 %")
    expect(page.get_by_text("Runs, incidents")).to_be_visible()
    value.fill("0.95")
    value.press("Enter")
    verdict(page, "1.1-rc1 BLOCKED instead of PASS")
    page.reload()  # what is tried can be linked to
    verdict(page, "1.1-rc1 BLOCKED instead of PASS")
    expect(page.get_by_text("It catches 1 of 1 incident")).to_be_visible()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="1.1-rc1"))
    expect(row.get_by_role("link", name="c-m00")).to_be_visible()
    page.get_by_text("The numbers").click()
    expect(page.get_by_role("row").filter(has_text="tried")).to_contain_text("95 %")
    assert against(page, serious=True) == []
    value.fill("high")
    value.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="'high' is no number")).to_be_visible()
    value.fill("150 %")
    value.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="it cannot be 1.5")).to_be_visible()
    no_exception(page)


def test_a_demotion_is_tried_by_its_link_on_a_phone(shown: str, open_page: OpenPage) -> None:
    page = open_page(f"{shown}/replay?demote=c-b1", size=(390, 844), scheme="dark")
    verdict(page, "1.2-rc1")
    expect(page.get_by_role("heading", name="1 case to monitoring")).to_be_visible()
    assert against(page, serious=True) == []
    no_sideways_scroll(page)
    no_exception(page)
