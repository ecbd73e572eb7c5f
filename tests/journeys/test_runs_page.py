"""Runs in the browser: what broke comes first, why is said, and a cheaper one can be picked."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from store.acts.freezing import freeze
from store.acts.importing import RunWords, import_files
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA
from tests.journeys.axe import against
from tests.journeys.browser import choose, no_exception, no_sideways_scroll, settled
from tests.journeys.conftest import OpenPage, Scheme, Serve

PATIENCE = 30_000
CASES = 40
HOSTILE = "<img src=x onerror=alert(1)>"
HERE = "python=3.12; hardware=8 cores"
SIZES = pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["projector", "phone"])


def file_of(place: Path, name: str, rows: list[dict[str, object]]) -> Path:
    file = place / f"{name}.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def a_desk(place: Path) -> Desk:
    """Forty frozen cases; one of them is hostile."""
    found_desk(place / "desk")
    desk = open_desk(place / "desk")
    cases: list[dict[str, object]] = [
        {"input": f"question {n} {HOSTILE if n == 0 else ''}", "expected": "yes", "id": str(n),
         "owner": ANA, "set": "monitoring", "tags": [f"topic={'card' if n % 2 else 'cash'}"]}
        for n in range(CASES)
    ]  # fmt: skip
    import_files(desk, [file_of(place, "cases", cases)], "cases", actor=ANA)
    freeze(desk, "monitoring", actor=ANA, reason="first")
    return desk


def score(
    desk: Desk, place: Path, words: RunWords, wrong: set[int], *, of: int = CASES,
    cost: float = 0.004, ms: float = 1500,
) -> None:  # fmt: skip
    rows: list[dict[str, object]] = [
        {"id": str(n), "passed": n not in wrong, "latency_ms": ms + n, "cost_usd": cost,
         "cold": n < 5}
        for n in range(of)
    ]  # fmt: skip
    file = file_of(place, words.name or "", rows)
    import_files(desk, [file], "results", actor=ANA, source="runner", run=words)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, serve: Serve, chromium: Browser) -> str:
    """Four runs: the small model broke twelve cases, the cheap one is as good as the large."""
    place = tmp_path_factory.mktemp("runs")
    desk = a_desk(place)
    commit = "a" * 40
    large = RunWords("large", "m-large", (), commit, HERE, tier="nightly")
    score(desk, place, large, {30})
    cheap = RunWords("cheap", "m-cheap", (), commit, HERE, tier="quick")
    score(desk, place, cheap, {30}, cost=0.001, ms=700)
    small = RunWords("small", HOSTILE, (), commit, HERE)
    score(desk, place, small, {*range(12), 30}, cost=0.0005, ms=300)
    score(desk, place, RunWords("half"), set(), of=20)
    desk.close()
    address = serve(place / "desk")
    # The first comparison of a server loads its statistics, which takes a slow machine long.
    page = chromium.new_page()
    page.goto(f"{address}/compare?baseline=large&candidate=small")
    expect(page.get_by_role("heading", name="Speed and cost")).to_be_visible(timeout=120_000)
    page.close()
    return address


def cards(page: Page) -> list[str]:
    return page.get_by_role("heading", level=2).all_inner_texts()


@SIZES
def test_what_broke_comes_first_and_each_case_opens(
    url: str, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(f"{url}/compare?baseline=large&candidate=small&by=topic", size=size)
    said = page.get_by_role("status").filter(has_text="Worse.")
    expect(said).to_contain_text("small passes 30.0 points less often than large on 40 common")
    expect(page.get_by_role("heading", name="Speed and cost")).to_be_visible(timeout=PATIENCE)
    first = ["Broke: 12 cases", "Fixed: 0 cases", "Still failing: 1 case", "Flaky: 0 cases"]
    assert cards(page)[:4] == first
    expect(page.get_by_text("The model could explain it alone.")).to_be_visible()
    expect(page.get_by_role("region", name="What differs").get_by_text(HOSTILE)).to_be_visible()
    no_sideways_scroll(page)
    broken = page.locator(".st-key-ed-card-broke").get_by_role("link").first
    name = broken.inner_text()
    broken.click()
    expect(page.get_by_role("heading", name=name).first).to_be_visible(timeout=PATIENCE)
    no_exception(page)


def test_another_pair_is_chosen_and_stands_in_the_address(
    url: str, open_page: OpenPage
) -> None:
    page = open_page(f"{url}/compare?baseline=large&candidate=small")
    expect(page.get_by_role("status").filter(has_text="Worse.")).to_be_visible(timeout=PATIENCE)
    choose(page, "Candidate", "cheap")
    said = page.get_by_role("status").filter(has_text="cheap passes exactly as often as large")
    expect(said).to_be_visible(timeout=PATIENCE)
    page.reload()
    expect(said).to_be_visible(timeout=PATIENCE)


@SIZES
def test_a_smaller_model_can_be_picked_among_those_on_the_same_cases(
    url: str, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(f"{url}/runs?view=cost+against+quality", size=size)
    said = page.get_by_role("status").filter(has_text="No pick.")
    expect(said).to_contain_text("together are cheap, small", timeout=PATIENCE)
    left = page.get_by_role("status").filter(has_text="Left out.")
    expect(left).to_contain_text("half scored 20 of the 40 cases")
    table = page.get_by_role("table", name="Cost against quality")
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table.get_by_text("beaten by cheap")).to_have_count(1)
    expect(page.locator(".js-plotly-plot")).to_have_count(2, timeout=PATIENCE)
    no_sideways_scroll(page)
    no_exception(page)


@SIZES
def test_a_run_says_what_it_is_and_what_nobody_stated(
    url: str, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(f"{url}/runs?run=half", size=size)
    expect(page.get_by_role("heading", name="half")).to_be_visible(timeout=PATIENCE)
    about = page.locator(".st-key-ed-card-about")
    expect(about.get_by_text("not stated")).to_have_count(8)
    expect(about.get_by_text("Cold starts", exact=True)).to_be_visible()
    expect(page.get_by_role("table", name="All runs").get_by_role("row")).to_have_count(5)
    no_sideways_scroll(page)
    no_exception(page)


def test_the_list_is_narrowed_and_leads_to_a_comparison(url: str, open_page: OpenPage) -> None:
    page = open_page(f"{url}/runs?run=small")
    choose(page, "Tier", "quick")
    expect(page.get_by_text("1 of 4 runs")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="Compare cheap with small").click()
    said = page.get_by_role("status").filter(has_text="Worse.")
    expect(said).to_contain_text("than cheap", timeout=PATIENCE)
    no_exception(page)


@pytest.mark.parametrize(
    "address",
    [
        "compare?baseline=nowhere&candidate=small",
        "compare?baseline=large&candidate=large",
        "compare?baseline=large&candidate=small&by=planet",
        "runs?run=<script>alert(1)</script>",
        "runs?view=cost+against+quality&on=blocking@9",
    ],
)
def test_an_address_that_asks_for_nothing_there_is_calm(
    url: str, open_page: OpenPage, address: str
) -> None:
    page = open_page(f"{url}/{address}")
    expect(page.get_by_role("status").first).to_be_visible(timeout=PATIENCE)
    settled(page)
    no_exception(page)


def test_an_empty_desk_says_how_to_fill_it(
    empty_desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    base = serve(empty_desk)
    page = open_page(f"{base}/compare")
    heading = page.get_by_role("heading", name="Nothing to compare yet")
    expect(heading).to_be_visible(timeout=PATIENCE)
    page = open_page(f"{base}/runs")
    expect(page.get_by_role("heading", name="No run yet")).to_be_visible(timeout=PATIENCE)
    no_exception(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("address", "last"),
    [
        ("compare?baseline=large&candidate=small", "Speed and cost"),
        ("runs?view=cost+against+quality", "The numbers"),
        ("runs?run=large", "All runs"),
    ],
)
def test_axe_finds_nothing_against_us(
    url: str, open_page: OpenPage, scheme: Scheme, address: str, last: str
) -> None:
    page = open_page(f"{url}/{address}", scheme=scheme)
    expect(page.get_by_role("heading", name=last)).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert against(page) == []
