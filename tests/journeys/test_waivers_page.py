"""Waivers and gate trust in the browser: a failure let through, seen everywhere, and ended."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import EVENTS, into_blocking, lines, results

PATIENCE = 60_000


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> tuple[Evaldesk, str]:
    """A desk whose run rc fails one of two blocking cases, which are ana's; ben is deputy."""
    place = tmp_path_factory.mktemp("waivers")
    said = terminal(place / "desk")
    said("init", "--owner", "ana", "--deputy", "ben")
    said("import", lines(place / "events.jsonl", EVENTS))
    first, second = into_blocking(said, place)
    run = results(place / "rc.jsonl", {first: [True], second: [False]})
    said("import", run, "--as", "results", "--run", "rc", "--model", "v2")
    assert said("gate", "rc").code == 1
    return said, serve(place / "desk")


def verdict(page: Page, words: str) -> None:
    """Wait until the page says `words` in a verdict."""
    found = page.get_by_role("status").filter(has_text=words)
    expect(found.first).to_be_visible(timeout=PATIENCE)


def waive(page: Page, why: str) -> None:
    """Fill the form that is open, and send it."""
    page.get_by_role("button", name="Waive a failure").click(timeout=PATIENCE)
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Why")).to_be_visible(timeout=PATIENCE)
    form.get_by_label("Owner, who mends it").fill("dev")
    form.get_by_label("Why").fill(why)
    form.get_by_label("Why").press("Tab")
    form.get_by_role("button", name="Waive", exact=True).click()


def test_the_deputy_waives_what_the_owner_may_not_and_every_page_says_so_until_it_ends(
    shown: tuple[Evaldesk, str], open_page: OpenPage
) -> None:
    said, url = shown
    page = open_page(f"{url}/runs?run=rc", me="ana")
    page.get_by_role("link", name="waive", exact=True).click(timeout=PATIENCE)
    waive(page, "mended on Monday")
    verdict(page, "ana owns the case and cannot waive it")

    page = open_page(f"{url}/waivers?run=rc", me="kim")
    expect(page.get_by_text("To waive a failure is for ana or ben.")).to_be_visible(
        timeout=PATIENCE
    )
    expect(page.get_by_role("button", name="Waive a failure")).to_be_disabled()
    page = open_page(f"{url}/waivers?run=rc", me="ben")
    waive(page, "<b>mended</b> on Monday")
    verdict(page, "W-1 is in force.")
    expect(page.get_by_text("ben: <b>mended</b> on Monday")).to_be_visible()
    assert against(page) == []
    no_sideways_scroll(page)
    assert said("gate", "rc").code == 0
    page = open_page(f"{url}/runs?run=rc", me="ben")
    verdict(page, "1 failure is waived.")
    verdict(page, "1 case that failed is waived.")
    page.get_by_role("link", name="Waivers", exact=True).first.click(timeout=PATIENCE)
    page.get_by_role("button", name="End it").click(timeout=PATIENCE)
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="End it now").click(timeout=PATIENCE)
    verdict(page, "W-1 is over: what it let through blocks again.")
    verdict(page, "Every failure blocks.")
    assert said("gate", "rc").code == 1
    no_exception(page)


def test_the_gate_is_tested_by_a_button_and_says_what_it_proved(
    shown: tuple[Evaldesk, str], open_page: OpenPage
) -> None:
    _, url = shown
    page = open_page(f"{url}/trust", me="ana", size=(390, 844))
    verdict(page, "Never proved.")
    page.get_by_role("button", name="Test the gate").click()
    verdict(page, "Proved.")
    expect(page.get_by_text("Beyond gate.pass_rate.blocking")).to_be_visible()
    expect(page.get_by_text("of 2 cases, seen 8 times in 10")).to_be_visible()
    assert against(page) == []
    no_sideways_scroll(page)
    no_exception(page)
