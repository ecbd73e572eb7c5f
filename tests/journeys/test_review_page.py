"""The weekly review in the browser: held by the keyboard, on two screens, across a reload."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.blocking_desk import blocking_desk
from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll, settled
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import Evaldesk
from tests.test_the_main_job import results

PATIENCE = 60_000
WALL = (1920, 1080)
HOSTILE = "Mend <b>the</b> refund answer"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> tuple[Evaldesk, str]:
    """A blocked run, a proposal that waits for ben, and old labels: three items."""
    place: Path = tmp_path_factory.mktemp("review")
    said, first, second = blocking_desk(place, deputy="ben")
    run = results(place / "rc.jsonl", {first: [True], second: [False]})
    said("import", run, "--as", "results", "--run", "rc", "--model", "v2")
    assert said("gate", "rc").code == 1
    said("propose", "gate.non_inferiority_margin", "0.01", "--reason", "tighter")
    return said, serve(place / "desk")


def on(page: Page, words: str) -> None:
    """Wait until the item on the screen is the one that says `words`."""
    title = page.get_by_role("heading", level=1).filter(has_text=words)
    expect(title.first).to_be_visible(timeout=PATIENCE)


def settled_so_far(page: Page, words: str) -> None:
    """Wait until the screen says how far the review is."""
    expect(page.get_by_text(f"{words} items settled")).to_be_visible(timeout=PATIENCE)


def press(page: Page, *keys: str) -> None:
    """Press keys wherever the hand is, once no form covers the meeting and its clocks run."""
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("[data-ed-since]").first).to_have_text(re.compile(r"^\d+:\d\d"))
    for key in keys:
        page.keyboard.press(key)


def into_the_form(page: Page, label: str, words: str) -> None:
    """Type into the field of the form that a key has opened; the hand is there already."""
    field = page.get_by_role("dialog").get_by_label(label, exact=True)
    expect(field).to_be_focused(timeout=PATIENCE)
    page.keyboard.type(words)


def start(page: Page) -> None:
    """Start the review from its agenda."""
    page.get_by_role("button", name="Start the review").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Start", exact=True).press("Enter")


def first_item(ana: Page) -> None:
    """An action, a note, and what came of the item."""
    press(ana, "a")
    into_the_form(ana, "What", HOSTILE)
    ana.keyboard.press("Enter")
    promised = ana.get_by_text(re.compile(rf"until .*: {HOSTILE}"))
    expect(promised.first).to_be_visible(timeout=PATIENCE)
    press(ana, "n")
    expect(ana.get_by_label("Note")).to_be_focused()
    ana.keyboard.type("the second case is new")
    press(ana, "Escape", "j")
    on(ana, "P-1")
    press(ana, "k")
    on(ana, "rc: BLOCKED.")
    expect(ana.get_by_label("Note")).to_have_value("the second case is new")
    press(ana, "t")
    on(ana, "P-1")


def the_deputy_decides(ana: Page, ben: Page) -> None:
    """Who proposed it may not approve it; the deputy does on a screen of their own."""
    refusal = ana.get_by_text("Nobody approves their own: ben decides.")
    expect(refusal).to_be_visible(timeout=PATIENCE)
    expect(ana.get_by_role("button", name=re.compile("^Approve"))).to_be_disabled()
    press(ben, "1")
    into_the_form(ben, "Why", "drops are seen earlier")
    ben.keyboard.press("Tab")
    ben.keyboard.press("Enter")
    done = ben.get_by_role("status").filter(has_text="In force.")
    expect(done).to_be_visible(timeout=PATIENCE)
    expect(ana.get_by_text("drops are seen earlier")).to_be_visible(timeout=PATIENCE)


def close(*screens: Page) -> None:
    """Close the review on the first screen; all of them leave the meeting."""
    press(screens[0], "q")
    form = screens[0].get_by_role("dialog")
    form.get_by_role("button", name="Close it").press("Enter")
    for page in screens:
        over = page.get_by_role("status").filter(has_text="was closed by ana")
        expect(over).to_be_visible(timeout=PATIENCE)
        no_exception(page)


def test_a_review_is_held_by_keyboard_on_two_screens_and_survives_a_reload(
    shown: tuple[Evaldesk, str], open_page: OpenPage
) -> None:
    said, url = shown
    ana = open_page(f"{url}/review", me="ana", size=WALL)
    start(ana)
    on(ana, "rc: BLOCKED.")
    ben = open_page(f"{url}/review?meet=1", me="ben")
    on(ben, "rc: BLOCKED.")
    first_item(ana)
    on(ben, "P-1")
    settled_so_far(ben, "1 of 3")
    the_deputy_decides(ana, ben)
    assert against(ana, serious=True) == []
    no_sideways_scroll(ana)
    press(ana, "d")
    on(ana, "The last label")
    ana.reload()
    on(ana, "The last label")
    settled_so_far(ana, "2 of 3")
    close(ana, ben)
    minutes = said("review", "minutes").text
    assert "drops are seen earlier" in minutes
    assert "the second case is new" in minutes
    assert said("review", "--json").json["promises"][0]["owner"] == "ana"
