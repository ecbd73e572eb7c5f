"""Alignment in the browser: what lacks, what a green gate missed, and how long cases take."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from store.acts.importing import import_files
from store.desk import open_desk
from tests.blocking_desk import blocking_desk
from tests.builders import ANA
from tests.journeys.axe import against
from tests.journeys.browser import choose, no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve
from tests.test_the_main_job import lines

HOSTILE = "<img src=x onerror=alert(1)>"


def row(n: int) -> dict[str, object]:
    """Thirty failures of v2: every third a dear error, the others wrong answers."""
    wrong = {"prediction": "refund", "truth": "billing", "cost_of_failure": 5}
    broken = {"error": "ToolUnavailable", "cost_of_failure": 100}
    said = {"id": f"n{n}", "input": f"{HOSTILE} {n}", "model": "v2", "route": "login"}
    return {
        **said,
        "timestamp": f"2026-11-{10 + n % 7}T10:00:00Z",
        **(wrong if n % 3 else broken),
    }


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """A desk whose two blocking cases are wrong answers, and production breaks otherwise."""
    place: Path = tmp_path_factory.mktemp("alignment")
    blocking_desk(place)
    desk = open_desk(place / "desk")
    file = lines(place / "more.jsonl", [row(n) for n in range(30)])
    import_files(desk, [file], "events", actor=ANA)
    desk.close()
    return serve(place / "desk")


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["desktop", "phone"])
def test_what_the_gate_lacks_leads_to_its_failures(
    url: str, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(f"{url}/alignment", size=size)
    expect(page.get_by_role("status")).to_contain_text("It lacks what costs most.")
    expect(
        page.get_by_role("heading", name="Error is 90 % of the cost of failure and 0 % of the")
    ).to_be_visible()
    expect(
        page.get_by_role("heading", name="More than half of all failing inputs")
    ).to_be_visible()
    no_sideways_scroll(page)
    if size[0] < 1000:
        no_exception(page)
        return
    assert against(page) == []
    choose(page, "By", "route")
    expect(page.get_by_role("heading", name="login is 99 % of the cost")).to_be_visible()
    page.get_by_role("link", name="Look at its").click()
    expect(page.get_by_role("heading", name="ToolUnavailable").first).to_be_visible()
    no_exception(page)
