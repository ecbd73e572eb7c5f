"""The error budget and the trends in the browser: set, burnt, frozen, seen on every page."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Scheme, Serve
from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import lines

PATIENCE = 60_000
WEEKS = 13


def a_desk(place: Path) -> Evaldesk:
    """Thirteen weeks up to the last whole one, the last of which went wrong and slow."""
    today = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0)
    last = today - timedelta(days=today.weekday() + 7)
    rows = [
        {
            "id": f"{week}-{n}",
            "timestamp": (last - timedelta(weeks=WEEKS - 1 - week, minutes=-n)).isoformat(),
            "route": "refunds" if n % 2 else "<b>login</b>",
            "input": f"question {n} of week {week}",
            "prediction": "billing",
            "truth": "refund" if n < (20 if week == WEEKS - 1 else 1) else "billing",
            "latency_ms": (100 + n) * (3 if week > 8 else 1),
            "cost_usd": 0.01,
            "model": "model-2" if week > 8 else "model-1",
        }
        for week in range(WEEKS)
        for n in range(50)
    ]
    said = terminal(place / "desk")
    said("init", "--owner", "ana")
    said("import", lines(place / "events.jsonl", rows))
    return said


def verdict(page: Page, words: str) -> None:
    """Wait until the page says `words` in its verdict."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible(timeout=PATIENCE)


def test_an_owner_sets_the_objective_and_freezes_the_gate_and_every_page_says_so(
    tmp_path: Path, serve: Serve, open_page: OpenPage
) -> None:
    said = a_desk(tmp_path)
    page = open_page(f"{serve(tmp_path / 'desk')}/budget", me="ana")
    verdict(page, "No objective.")
    why = page.get_by_label("Why")
    expect(page.get_by_text("With 95 % the last 12 weeks: 1 × block")).to_be_visible()
    why.fill("what users bear")
    why.press("Tab")
    page.get_by_role("button", name="Set the objective").click()
    verdict(page, "Block releases: 20 bad of 50 prove a burn of 5.28 or more")
    assert said("budget", "--json").json["set_by"] == "ana"
    expect(page.get_by_role("heading", name="Who ate it")).to_be_visible()
    expect(page.get_by_role("link", name="<b>login</b>")).to_be_visible()
    assert against(page, serious=True) == []

    why = page.get_by_label("Why").first
    why.fill("the budget is gone")
    why.press("Tab")
    page.get_by_role("button", name="Freeze but for fixes").click()
    verdict(page, "The gate is frozen. Only fixes ship since")
    assert said("gate-mode", "--json").json["mode"] == "freeze"
    page.get_by_role("link", name="Health").first.click()
    verdict(page, "Do not ship: the gate is frozen.")
    expect(page.get_by_text("Error budget: block")).to_be_visible()
    no_exception(page)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """A desk only to look at."""
    place = tmp_path_factory.mktemp("trends")
    said = a_desk(place)
    assert said("objective", "set", "0.97", "-m", "what users bear").code == 0
    return serve(place / "desk")


@pytest.mark.parametrize(
    ("size", "scheme"),
    [((1440, 900), "light"), ((390, 844), "dark")],
    ids=["projector", "phone in the dark"],
)
def test_a_slower_model_is_told_by_a_test_with_its_limit_and_its_release(
    shown: str, open_page: OpenPage, size: tuple[int, int], scheme: Scheme
) -> None:
    page = open_page(f"{shown}/trends?by=model", size=size, scheme=scheme)
    verdict(page, "p95 latency got worse")
    expect(page.get_by_role("heading", name="P95 latency got worse")).to_be_visible()
    expect(page.get_by_text("nobody can say").first).to_be_visible()  # no run was ever scored
    assert against(page, serious=True) == []
    no_sideways_scroll(page)
    no_exception(page)
