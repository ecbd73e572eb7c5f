"""The palette and the way through the sample: by keys alone, from any page."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.blocking_desk import blocking_desk
from tests.journeys.axe import against
from tests.journeys.browser import no_exception, settled
from tests.journeys.conftest import OpenPage, Serve

GUIDE = "The way through the sample"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> tuple[str, str]:
    """A desk that says that it is the sample, and one of its cases."""
    place = tmp_path_factory.mktemp("palette")
    _, first, _ = blocking_desk(place)
    settings = Path(place / "desk" / "desk.toml")
    said = settings.read_text(encoding="utf-8")
    settings.write_text(said.replace("sample = false", "sample = true"), encoding="utf-8")
    return serve(place / "desk"), first


def search(page: Page, words: str) -> None:
    """Open the palette by its keys, and type."""
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search the desk")
    expect(field).to_be_focused()
    page.keyboard.type(words)


def test_keys_alone_find_a_page_and_a_case_from_anywhere(
    sample: tuple[str, str], open_page: OpenPage
) -> None:
    url, case = sample
    page = open_page(f"{url}/sets", me="ana")
    search(page, "thrsh")
    expect(page.get_by_role("option", name=re.compile("Thresholds")).first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/thresholds"))
    settled(page)

    search(page, case)
    found = page.get_by_role("option", name=re.compile(case))
    expect(found).to_have_attribute("aria-selected", "true")
    assert against(page, serious=True) == []
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/case.*id={case}"))
    settled(page)
    no_exception(page)

    search(page, "qqxxzz")
    expect(page.get_by_text("Nothing is called “qqxxzz”. Pages and cases")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Search the desk")).to_be_hidden()
    page.keyboard.press("Control+k")
    recent = page.get_by_role("group", name="Recent").get_by_role("option")
    expect(recent).to_have_text([re.compile(case), re.compile("Thresholds")])


def test_the_first_visit_is_led_through_the_sample_until_somebody_has_enough(
    sample: tuple[str, str], open_page: OpenPage
) -> None:
    url, _ = sample
    page = open_page(f"{url}/", me="ana")
    guide = page.get_by_role("region", name=GUIDE)
    expect(guide).to_contain_text("1 of 5")
    guide.get_by_role("link", name="Next: a failure").click()
    expect(page).to_have_url(re.compile("/inbox"))
    expect(guide).to_contain_text("2 of 5")
    guide.get_by_role("button", name="Next: move it").click()
    expect(guide).to_contain_text("3 of 5")
    page.reload()
    settled(page)
    expect(guide).to_contain_text("3 of 5")
    guide.get_by_role("button", name="Stop showing me around").click()
    expect(guide).to_be_hidden()

    search(page, "show me")
    page.keyboard.press("Enter")
    expect(guide).to_contain_text("1 of 5")
    expect(page).to_have_url(re.compile(r":\d+/(\?.*)?$"))
