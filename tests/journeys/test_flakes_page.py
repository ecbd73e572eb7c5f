"""Flakes in the browser: what noise does to a release, a quarantine, and the way back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Scheme, Serve
from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import EVENTS, into_blocking, lines, results

PATIENCE = 60_000
WOBBLY: list[bool | None] = [True, True, False, True, True]


def a_desk(place: Path) -> tuple[Evaldesk, list[str]]:
    """Two blocking cases, the first of which contradicts itself in the newest run."""
    said = terminal(place / "desk")
    said("init", "--owner", "ana")
    said("import", lines(place / "events.jsonl", EVENTS))
    first, second = into_blocking(said, place)
    run = results(place / "rc.jsonl", {first: WOBBLY, second: [True] * 5})
    said("import", run, "--as", "results", "--run", "rc", "--model", "v2")
    return said, [first, second]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """A desk only to look at, with one quarantine."""
    place = tmp_path_factory.mktemp("flakes")
    said, (first, _) = a_desk(place)
    until = datetime.now(UTC).date() + timedelta(days=9)
    words = ["--owner", "<b>dev</b>", "--until", until.isoformat(), "-m", "it wobbles"]
    assert said("flakes", "quarantine", first, *words).code == 0
    said("gate", "rc")
    return serve(place / "desk")


def verdict(page: Page, words: str) -> None:
    """Wait until the page says `words` in its verdict."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["projector", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_quarantine_is_seen_with_owner_and_day(
    shown: str, open_page: OpenPage, size: tuple[int, int], scheme: Scheme
) -> None:
    page = open_page(f"{shown}/flakes", size=size, scheme=scheme)
    verdict(page, "too few to say (no contradiction seen so far; up to")
    expect(page.get_by_text("without the quarantine it would be 67.2 %")).to_be_visible()
    expect(page.get_by_text("passed 4 of 5 (")).to_be_visible()
    expect(page.get_by_text("· <b>dev</b>")).to_be_visible()
    expect(page.get_by_role("button", name="Lift quarantine")).to_be_visible()
    no_sideways_scroll(page)
    no_exception(page)


def test_the_verdict_of_the_run_names_the_quarantine_and_the_chance(
    shown: str, open_page: OpenPage
) -> None:
    page = open_page(f"{shown}/runs?run=rc")
    verdict(page, "1 flaky case is in quarantine and cannot block")
    expect(
        page.get_by_text("How often a run like this one goes red by noise alone: too few")
    ).to_be_visible()
    expect(page.get_by_text("in quarantine until").first).to_be_visible()
    no_exception(page)


def test_somebody_puts_a_case_into_quarantine_and_takes_it_back(
    tmp_path: Path, serve: Serve, open_page: OpenPage
) -> None:
    said, (first, _) = a_desk(tmp_path)
    page = open_page(f"{serve(tmp_path / 'desk')}/flakes", me="ana")
    verdict(page, "goes red by noise alone 67.2 %")
    page.get_by_role("button", name="Quarantine", exact=True).click(timeout=PATIENCE)
    form = page.get_by_role("dialog")
    why = form.get_by_label("Why")
    expect(why).to_be_visible(timeout=PATIENCE)
    for label, words in (("Owner, who mends it", "dev"), ("Why", "it wobbles")):
        form.get_by_label(label).fill(words)
        form.get_by_label(label).press("Tab")
        expect(form.get_by_label(label)).to_have_value(words)
    form.get_by_role("button", name="Quarantine", exact=True).click()
    verdict(page, "It cannot block before")
    held = said("case", first, "--json").json["standing"]["quarantine"]
    assert held["owner"] == "dev"
    page.get_by_role("button", name="Undo").click()
    verdict(page, "Taken back.")
    assert said("case", first, "--json").json["standing"]["quarantine"] is None
    no_exception(page)
