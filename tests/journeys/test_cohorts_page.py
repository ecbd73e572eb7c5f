"""Cohorts in the browser: worst first, a cell opens its events, nothing breaks the page."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from store.acts.importing import import_files
from store.desk import found_desk, open_desk
from tests.builders import ANA
from tests.journeys.axe import against
from tests.journeys.browser import choose, no_exception, no_sideways_scroll, settled
from tests.journeys.conftest import OpenPage, Scheme, Serve

PATIENCE = 30_000
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """A desk on which one region is worse off, and one is tiny."""
    place = tmp_path_factory.mktemp("cohorts")
    found_desk(place / "desk")
    desk = open_desk(place / "desk")
    wrong = {"eu": (5, 60), "us": (25, 60), "tiny": (1, 3)}
    rows = [
        {"id": f"{region}-{n}", "input": f"question {n} of {region}", "region": region,
         "truth": HOSTILE, "prediction": "refund" if n < k else HOSTILE, "score": 0.9}
        for region, (k, of) in wrong.items()
        for n in range(of)
    ]  # fmt: skip
    file = place / "events.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    import_files(desk, [file], "events", actor=ANA)
    desk.close()
    return serve(place / "desk")


def cards(page: Page) -> list[str]:
    """The headings of the page, in order."""
    return page.get_by_role("heading").all_inner_texts()


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["projector", "phone"])
def test_who_is_worse_off_comes_first_and_the_tiny_one_last(
    url: str, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(f"{url}/cohorts?by=region", size=size)
    said = page.get_by_role("status")
    expect(said).to_contain_text("1 cohort is worse than the rest.", timeout=PATIENCE)
    expect(said).to_contain_text("worst is region us")
    shown = [name for name in cards(page) if name.startswith("Region")]
    assert shown == ["Region us", "Region eu", "Region tiny"]
    expect(page.get_by_text("too few to say").first).to_be_visible()
    expect(page.get_by_role("region", name="Confusion matrix, all together")).to_contain_text(
        HOSTILE
    )
    no_sideways_scroll(page)
    no_exception(page)


def test_a_cell_opens_exactly_its_events_and_each_leads_to_its_case(
    url: str, open_page: OpenPage
) -> None:
    page = open_page(f"{url}/cohorts?by=region")
    cell = page.get_by_role("link", name=re.compile("42.%")).first  # 25 of 60 in us
    cell.click(timeout=PATIENCE)
    title = page.get_by_role("heading", name="25 events:")
    expect(title).to_be_visible(timeout=PATIENCE)
    rows = page.get_by_role("table", name="25 events:").get_by_role("row")
    expect(rows).to_have_count(26)  # with the head
    expect(page.get_by_text("region us · newest first")).to_be_visible()
    page.get_by_role("link", name="question 3 of us").click()
    expect(page.get_by_role("heading", name="question 3 of us")).to_be_visible(timeout=PATIENCE)
    no_exception(page)


def test_the_address_keeps_what_was_chosen(url: str, open_page: OpenPage) -> None:
    page = open_page(f"{url}/cohorts")
    expect(page.get_by_role("status")).to_contain_text("Choose a column", timeout=PATIENCE)
    choose(page, "Cohorts by", "region")
    expect(page.get_by_role("status")).to_contain_text("worse than the rest", timeout=PATIENCE)
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("worse than the rest", timeout=PATIENCE)


@pytest.mark.parametrize(
    "address",
    ["by=planet", "truth=<script>alert(1)</script>", "truth=a&in=planet=1", "over=nowhere"],
)
def test_an_address_that_asks_for_nothing_there_is_calm(
    url: str, open_page: OpenPage, address: str
) -> None:
    page = open_page(f"{url}/cohorts?{address}")
    settled(page)
    expect(page.get_by_role("heading").first).to_be_visible(timeout=PATIENCE)
    no_exception(page)


def test_an_empty_desk_says_how_to_fill_it(
    empty_desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(f"{serve(empty_desk)}/cohorts")
    heading = page.get_by_role("heading", name="Nothing to measure here")
    expect(heading).to_be_visible(timeout=PATIENCE)
    no_exception(page)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """Twenty classes over eight weeks; in the last four one of them is often mistaken."""
    place = tmp_path_factory.mktemp("many")
    found_desk(place / "desk")
    desk = open_desk(place / "desk")
    rows = [
        {"id": f"{week}-{label}-{n}", "input": f"week {week}, class {label}, number {n}",
         "timestamp": f"2026-{9 + week // 4:02}-{1 + week % 4 * 7:02}T10:00:00Z",
         "truth": f"class_{label:02}", "region": ("eu", "us")[n % 2],
         "prediction": "class_07" if label == 3 and week > 3 and n < 5 else f"class_{label:02}"}
        for week in range(8)
        for label in range(20)
        for n in range(10)
    ]  # fmt: skip
    file = place / "events.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    import_files(desk, [file], "events", actor=ANA)
    desk.close()
    return serve(place / "desk")


MISTAKEN = "cohorts?truth=class_03&predicted=class_07"


def test_a_cell_is_moved_with_its_preview_and_taken_back(
    many: str, open_page: OpenPage
) -> None:
    page = open_page(f"{many}/{MISTAKEN}&only=region%3Deu", me="ana")
    expect(page.get_by_role("heading", name="12 events: class_03 was called")).to_be_visible()
    page.get_by_label("Choose every case on this page").check()
    page.get_by_role("button", name="Move 12 cases").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Backlog").click()
    expect(dialog.get_by_text("12 cases would move to backlog.")).to_be_visible()
    dialog.get_by_role("button", name="Move 12 cases to backlog").click()
    expect(page.get_by_text("12 cases moved to backlog.")).to_be_visible()
    rows = page.get_by_role("table", name="12 events:")
    expect(rows.get_by_text("Backlog")).to_have_count(12)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("12 cases as before.")).to_be_visible()
    no_exception(page)


def test_what_is_right_says_that_there_is_nothing_to_move(
    many: str, open_page: OpenPage
) -> None:
    page = open_page(f"{many}/cohorts?truth=class_05&predicted=class_05")
    expect(page.get_by_text("there is nothing to sort or to move here")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    page.get_by_role("link", name="Back to the matrices").first.click()
    expect(page.get_by_role("heading", name="All together")).to_be_visible()
    no_exception(page)


def test_filters_become_a_cohort_that_is_renamed_and_linked_to(
    many: str, open_page: OpenPage
) -> None:
    page = open_page(f"{many}/cohorts?only=region%3Deu&over=Last+4+weeks", me="ana")
    expect(page.get_by_role("link", name="Remove the filter region eu")).to_be_visible()
    page.get_by_role("button", name="Filter and saved cohorts").click()
    page.get_by_label("Save these filters as a cohort").fill("Europe")
    page.get_by_role("button", name="Save the cohort").click()
    expect(page.get_by_role("link", name="Remove the filter Cohort Europe")).to_be_visible()
    expect(page).to_have_url(re.compile("cohort=Europe"))
    expect(page).to_have_url(re.compile("over=Last"))
    page.goto(f"{many}/cohorts?cohort=europe&me=ana")
    expect(page.get_by_role("status").first).to_contain_text("right of 800")
    page.goto(f"{many}/cohorts?cohort=Europe&me=ana")
    settled(page)
    page.get_by_role("button", name="Filter and saved cohorts").click()
    page.get_by_label("Another name for this cohort").fill("EU people")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("link", name="Remove the filter Cohort EU people")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("All is as before.")).to_be_visible()
    no_exception(page)


def test_a_column_and_one_of_its_values_narrow_the_page(many: str, open_page: OpenPage) -> None:
    page = open_page(f"{many}/cohorts?cells=Counts")
    page.get_by_role("button", name="Filter and saved cohorts").click()
    choose(page, "Narrow to one value of", "region")
    choose(page, "Value", "us \N{MIDDLE DOT} 800", exact=True)
    expect(page.get_by_role("link", name="Remove the filter region us")).to_be_visible()
    expect(page).to_have_url(re.compile("only=region%3Dus"))
    expect(page).to_have_url(re.compile("cells=Counts"))
    no_exception(page)


def test_the_change_names_its_reference_and_what_moved_most(
    many: str, open_page: OpenPage
) -> None:
    page = open_page(f"{many}/cohorts?over=Last+4+weeks&cells=Change")
    expect(page.get_by_text("Points since all before 28 Sep 2026")).to_be_visible()
    expect(page.get_by_text("Moved most: class_03 is less often right")).to_be_visible()
    moved = page.get_by_role("table", name="Cells that surely moved").first
    expect(moved).to_contain_text("20 of 40")
    choose(page, "Compared with", "The 4 weeks before")
    expect(page.get_by_text("Points since the 4 weeks before 28 Sep")).to_be_visible()
    expect(page.get_by_role("table", name="Cells that surely moved").first).to_be_visible()
    choose(page, "Compared with", "Nothing")
    expect(page.get_by_text("Share of each row; blue is right")).to_be_visible()
    no_exception(page)


def test_one_of_many_classes_is_found_with_its_neighbours_and_the_whole_is_a_picture(
    many: str, open_page: OpenPage
) -> None:
    page = open_page(f"{many}/cohorts?over=Last+4+weeks&cells=Counts")
    near = page.get_by_role("region", name="class_03 and its neighbours")
    expect(near).to_contain_text("class_07")  # the one that is confused most is shown first
    expect(near.get_by_role("row")).to_have_count(3)
    choose(page, "Find a class", "class_11")
    expect(page.get_by_text("class_11 is confused with nothing among 40.")).to_be_visible()
    expect(page).to_have_url(re.compile("class=class_11"))
    page.get_by_text("The whole matrix of 20 classes").click()
    picture = page.locator(".st-key-ed-chart-heat")
    expect(picture.locator(".points path").first).to_be_visible(timeout=PATIENCE)
    picture.locator(".points").nth(1).locator("path").first.click(force=True)
    expect(page.get_by_role("heading", name="20 events: class_03 was called")).to_be_visible()
    expect(page).to_have_url(re.compile("of=Last"))
    page.get_by_role("link", name="Back to the matrices").click()
    expect(page.get_by_role("radio", name="Counts")).to_be_checked()
    expect(page.get_by_role("combobox", name="Over")).to_have_value("Last 4 weeks")
    no_exception(page)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("by=planet", "No column here is called planet."),
        ("over=nowhere", "No window or run here is called nowhere."),
        ("cohort=Mars", "No cohort 'Mars'"),
        ("only=region%3Dmars", "Nobody is in this cohort here"),
        ("truth=class_03&predicted=class_99", "Nothing stands in this cell any more."),
    ],
)
def test_what_is_not_there_is_said(
    many: str, open_page: OpenPage, address: str, says: str
) -> None:
    page = open_page(f"{many}/cohorts?{address}")
    expect(page.get_by_text(says).first).to_be_visible()
    no_exception(page)


@pytest.mark.parametrize("address", [MISTAKEN, "cohorts?over=Last+4+weeks&cells=Change"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_against_a_cell_or_many_classes(
    many: str, open_page: OpenPage, scheme: Scheme, address: str
) -> None:
    page = open_page(f"{many}/{address}", scheme=scheme)
    expect(page.get_by_role("table").first).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert against(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_against_us(url: str, open_page: OpenPage, scheme: Scheme) -> None:
    page = open_page(f"{url}/cohorts?by=region", scheme=scheme)
    expect(page.get_by_role("status")).to_contain_text("worse than the rest", timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Region tiny")).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert against(page) == []
