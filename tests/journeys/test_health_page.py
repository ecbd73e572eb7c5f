"""Health in the browser: one screen, one sheet of paper, the period in the address."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll, settled
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import terminal
from tests.test_the_main_job import lines

WEEKS = 8


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """Eight weeks of production with an objective, the last of which went wrong."""
    place = tmp_path_factory.mktemp("health")
    today = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0)
    last = today - timedelta(days=today.weekday() + 7)
    rows = [
        {
            "id": f"{week}-{n}",
            "timestamp": (last - timedelta(weeks=WEEKS - 1 - week, minutes=-n)).isoformat(),
            "channel": "voice" if n % 2 else "<b>web</b>",
            "input": f"question {n} of week {week}",
            "prediction": "billing",
            "truth": "refund" if n < (20 if week == WEEKS - 1 else 2) else "billing",
        }
        for week in range(WEEKS)
        for n in range(60)
    ]
    said = terminal(place / "desk")
    said("init", "--owner", "ana")
    said("import", lines(place / "events.jsonl", rows))
    assert said("objective", "set", "0.9", "-m", "what users bear").code == 0
    return serve(place / "desk")


def sheets(page: Page) -> int:
    """How many pages of A4 the page is on paper."""
    return len(re.findall(rb"/Type ?/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


def test_executives_read_it_on_one_screen_and_print_it_on_one_sheet(
    shown: str, open_page: OpenPage
) -> None:
    page = open_page(shown, me="ana")
    expect(page.get_by_role("status")).to_contain_text("Nobody can say whether to ship")
    expect(page.get_by_role("heading", name="Production quality came in below")).to_be_visible()
    asked = page.locator(".st-key-ed-card-asks").bounding_box()
    assert asked is not None
    assert asked["y"] + asked["height"] <= 900
    expect(page.get_by_role("table", name="Cohorts, worst first")).to_contain_text("<b>web</b>")
    assert against(page, serious=True) == []
    assert sheets(page) == 1

    page.get_by_role("radio", name="month").click()
    expect(page.get_by_text("Four weeks,").first).to_be_visible()
    assert "period=month" in page.url
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Markdown, to paste into a chat").click()
    assert "# Evaluation health: Four weeks" in taken.value.path().read_text(encoding="utf-8")
    no_exception(page)


def test_it_reads_on_a_phone_in_the_dark_from_an_address(
    shown: str, open_page: OpenPage
) -> None:
    page = open_page(f"{shown}/?period=quarter", size=(390, 844), scheme="dark")
    expect(page.get_by_text("13 weeks,").first).to_be_visible()
    page.get_by_text("The numbers").click()
    expect(page.get_by_role("table", name="Production quality by week")).to_be_visible()
    settled(page)
    assert against(page, serious=True) == []
    no_sideways_scroll(page)
    no_exception(page)
