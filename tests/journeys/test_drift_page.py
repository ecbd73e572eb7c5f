"""Drift in the browser: one sentence, one picture, and a column that opens from it."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from store.acts.importing import import_files
from store.desk import found_desk, open_desk
from tests.builders import ANA
from tests.journeys.browser import choose, no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve

HOSTILE = "<img src=x onerror=alert(1)>"
FIRST = date(2026, 8, 31)  # a Monday
WEEKS, A_WEEK = 10, 120


def rows() -> Iterator[dict[str, object]]:
    """From the seventh week on the Germans come, and with them another release."""
    for n in range(WEEKS * A_WEEK):
        week, place = divmod(n, A_WEEK)
        late = week >= 6
        day = FIRST + timedelta(weeks=week, days=place % 7)
        yield {
            "id": f"e{n}",
            "timestamp": f"{day}T10:00:00Z",
            "input": f"question {n % 17}",
            "truth": "refund" if n % 2 else "billing",
            "prediction": "refund"
            if (n % 2 or place % (4 if late else 20) == 0)
            else "billing",
            "language": "de" if place % 10 < (7 if late else 2) else HOSTILE,
            "region": ("eu", "us")[n % 2],
            "release": "5.0" if late else "4.9",
        }


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """A desk on which one column drifts."""
    place = tmp_path_factory.mktemp("drift")
    found_desk(place / "desk")
    desk = open_desk(place / "desk")
    file = Path(place / "events.jsonl")
    file.write_text("".join(json.dumps(one) + "\n" for one in rows()), encoding="utf-8")
    import_files(desk, [file], "events", actor=ANA)
    desk.close()
    return serve(place / "desk")


def test_the_sentence_says_what_drifts_and_a_click_opens_another_column_and_week(
    url: str, open_page: OpenPage
) -> None:
    page = open_page(f"{url}/drift")
    said = page.get_by_role("status").first
    expect(said).to_contain_text("Severe drift.")
    expect(said).to_contain_text("language severely")
    expect(page.get_by_text("first 5 weeks stand in")).to_be_visible()
    expect(page.get_by_role("heading", name="Language drifts: severe")).to_be_visible()
    choose(page, "Column", "region")
    expect(page.get_by_role("heading", name="Region is not shown to drift")).to_be_visible()
    expect(page).to_have_url(f"{url}/drift?column=region")
    page.go_back()
    expect(page.get_by_role("heading", name="Language drifts: severe")).to_be_visible()
    picture = page.locator(".st-key-ed-chart-drift-overview .nsewdrag").first
    width = (picture.bounding_box() or {"width": 0})["width"]
    sixth = width * 5.6 / (WEEKS + 0.2)
    picture.hover(position={"x": sixth, "y": 34})  # the first row
    expect(page.locator(".hoverlayer").first).to_contain_text("5–11 Oct 2026")
    picture.click(position={"x": sixth, "y": 34})
    expect(page.get_by_role("combobox", name="Current window")).to_have_value("5–11 Oct 2026")
    expect(page).to_have_url(re.compile(r"week=2026-10-05&column=\w+"))
    no_exception(page)


def test_a_link_restores_the_window_the_column_and_the_cohort(
    url: str, open_page: OpenPage
) -> None:
    page = open_page(f"{url}/drift?week=2026-09-21&column=language&by=region&value=eu")
    expect(page.get_by_role("combobox", name="Current window")).to_have_value("21–27 Sep 2026")
    expect(page.get_by_role("link", name="region = eu")).to_be_visible()
    heading = page.get_by_role("heading", name="Language")
    expect(heading.filter(has_text="too few to say")).to_be_visible()  # 60 of 100 a week
    page.get_by_role("link", name="region = eu").click()
    expect(heading.filter(has_text="is not shown to drift")).to_be_visible()
    expect(page.get_by_role("row", name="us")).to_contain_text("60")
    choose(page, "Of whom", "region = us")
    expect(page).to_have_url(re.compile(r"only=region%3Dus"))
    expect(page.get_by_role("link", name="region = us")).to_be_visible()
    no_exception(page)


def test_a_phone_shows_the_same_without_a_sideways_scroll_and_axe_finds_nothing_of_ours(
    url: str, open_page: OpenPage
) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe-playwright-python"
    )
    page = open_page(f"{url}/drift?column=language&by=region", size=(390, 844))
    expect(page.locator(".st-key-ed-chart-drift-shares .main-svg").first).to_be_attached()
    expect(page.get_by_role("row", name="eu")).to_be_attached()
    expect(page.locator(".st-key-ed-chart-drift-shares")).to_contain_text(HOSTILE[:12])
    no_sideways_scroll(page)
    # The page itself: the menu of a phone is Streamlit's.
    faults = axe.Axe().run(page, context="[data-testid=stMain]").response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in faults] == []
    no_exception(page)


def test_a_desk_without_events_says_what_to_bring(
    empty_desk: Path, open_page: OpenPage, serve: Serve
) -> None:
    page = open_page(f"{serve(empty_desk)}/drift")
    expect(page.get_by_role("heading", name="Nothing to compare yet")).to_be_visible()
    no_exception(page)
