"""Coverage and adversarial suites in the browser: a hole is asked for, attacks are made."""

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import terminal
from tests.test_the_main_job import EVENTS, into_blocking, lines

PATIENCE = 60_000


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """Two blocking cases of wrong answers, and dear unsafe answers that no case tests."""
    place = tmp_path_factory.mktemp("coverage")
    said = terminal(place / "desk")
    said("init", "--owner", "ana")
    said("import", lines(place / "events.jsonl", EVENTS))
    into_blocking(said, place)
    unsafe = [
        {**EVENTS[0], "id": 90 + n, "input": f"whose card is this? {n}", "kind": "unsafe"}
        for n in range(3)
    ]
    said("import", lines(place / "unsafe.jsonl", unsafe))
    return serve(place / "desk")


def test_the_dearest_hole_leads_to_its_failures_and_somebody_is_asked_to_fill_it(
    url: str, open_page: OpenPage
) -> None:
    page = open_page(f"{url}/coverage", me="ana")
    expect(page.get_by_role("status").filter(has_text="unsafe · refunds")).to_be_visible(
        timeout=PATIENCE
    )
    page.get_by_role("button", name="Ask for cases").first.click()
    form = page.get_by_role("dialog")
    form.get_by_label("Owner, who finds them").fill("dev")
    form.get_by_label("Owner, who finds them").press("Tab")
    form.get_by_role("button", name="Ask for them").click()
    expect(page.get_by_role("status").filter(has_text="dev finds")).to_be_visible()
    expect(page.get_by_role("link", name="N-1")).to_be_visible()
    assert against(page) == []
    page.get_by_role("link", name="3 inputs that would fill it").click()
    expect(page.get_by_text("whose card is this?").first).to_be_visible(timeout=PATIENCE)
    assert "kind=unsafe" in page.url
    no_exception(page)


def test_a_suite_of_attacks_is_made_on_a_phone(url: str, open_page: OpenPage) -> None:
    page = open_page(f"{url}/adversarial", me="ana", size=(390, 844))
    page.get_by_role("button", name="Make a suite").click(timeout=PATIENCE)
    form = page.get_by_role("dialog")
    form.get_by_label("Owner").fill("ana")
    form.get_by_label("Owner").press("Tab")
    form.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("status").filter(has_text="50 cases opened")).to_be_visible(
        timeout=PATIENCE
    )
    expect(page.get_by_role("region", name="Attacks").get_by_text("Injection")).to_be_visible()
    assert against(page) == []
    no_sideways_scroll(page)
    no_exception(page)
