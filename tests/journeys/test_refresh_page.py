"""A refresh in the browser: proposed, read item by item, accepted in one press, taken back."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import Evaldesk, terminal
from tests.test_refresh import events
from tests.test_the_main_job import lines
from tests.test_topics import texts

PATIENCE = 60_000


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> tuple[Evaldesk, str]:
    """A desk on which four failures are in no set, and one group is about three things."""
    place = tmp_path_factory.mktemp("refresh-page")
    said = terminal(place / "desk")
    said("init", "--owner", "ana")
    rows = [
        {"id": f"t{n}", "timestamp": "2024-11-01T10:00:00Z", "route": "topics",
         "input": text, "prediction": "a", "truth": "b"}
        for n, (_, text) in enumerate(texts())
    ]  # fmt: skip
    said("import", lines(place / "topics.jsonl", rows))
    said("import", lines(place / "refresh.jsonl", events()[2:]))
    return said, serve(place / "desk")


def verdict(page: Page, words: str) -> None:
    """Wait until the page says `words` in a verdict."""
    found = page.get_by_role("status").filter(has_text=words)
    expect(found.first).to_be_visible(timeout=PATIENCE)


def test_a_refresh_is_proposed_accepted_in_one_press_and_taken_back_as_one(
    shown: tuple[Evaldesk, str], open_page: OpenPage
) -> None:
    said, url = shown
    page = open_page(f"{url}/refresh", me="ana")
    verdict(page, "cases would come")
    page.get_by_role("button", name="Propose this refresh").click()
    page.get_by_role("dialog").get_by_role("button", name="Propose", exact=True).click()
    verdict(page, "wait for a word.")
    assert against(page) == []
    no_sideways_scroll(page)
    page.get_by_role("button", name="Accept").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Why").fill("<i>agreed</i>")
    form.get_by_label("Why").press("Tab")
    form.get_by_role("button", name="Accept", exact=True).click()
    verdict(page, "it is applied")
    assert said("refresh", "list", "--json").json["refreshes"][0]["stage"] == "applied"
    page.get_by_role("button", name="Undo").click()
    verdict(page, "wait for a word.")
    assert said("sets", "--of", "monitoring", "--json").json["cases"] == []
    no_exception(page)


def test_a_topic_becomes_a_group_of_its_own(
    shown: tuple[Evaldesk, str], open_page: OpenPage
) -> None:
    said, url = shown
    (group,) = [g["group"] for g in said("topics", "--json").json["groups"]]
    page = open_page(f"{url}/inbox?group={group}", me="ana")
    page.get_by_role("link", name="Topics", exact=True).click(timeout=PATIENCE)
    verdict(page, "are about 3 topics")
    assert against(page) == []
    no_sideways_scroll(page)
    page.locator("[data-ed-pick]").first.check()
    page.get_by_role("button", name="Make a group").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Why").fill("one cause")
    form.get_by_label("Why").press("Tab")
    form.get_by_role("button", name="Make a group", exact=True).click()
    verdict(page, "are a group of their own")
    verdict(page, "are about 2 topics")
    no_exception(page)
