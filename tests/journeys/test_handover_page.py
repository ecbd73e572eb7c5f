"""The handover in the browser: five answers, a checklist, a tick that stays and goes back."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.blocking_desk import blocking_desk
from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve

PATIENCE = 60_000


def verdict(page: Page, words: str) -> None:
    """Wait until the page says `words` in a verdict."""
    found = page.get_by_role("status").filter(has_text=words)
    expect(found.first).to_be_visible(timeout=PATIENCE)


def test_who_takes_over_reads_five_answers_and_ticks_what_the_desk_cannot_see(
    tmp_path: Path, serve: Serve, open_page: OpenPage
) -> None:
    said, *_ = blocking_desk(tmp_path, deputy="ben")
    url = serve(tmp_path / "desk")
    page = open_page(f"{url}/handover", me="ben")
    last = page.get_by_role("heading", name="What latency and cost budget")
    expect(last).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("The 2 cases of blocking@1")).to_be_visible()
    assert against(page) == []

    page = open_page(f"{url}/handover?check=production/rollback", me="ben", size=(390, 844))
    verdict(page, "Production readiness.")
    page.get_by_role("button", name="Tick", exact=True).first.click()
    form = page.get_by_role("dialog")
    form.get_by_label("What you have seen").fill("<b>four</b> minutes")
    form.get_by_label("What you have seen").press("Tab")
    form.get_by_role("button", name="Tick it as ben").click()
    verdict(page, "Ticked.")
    expect(page.get_by_text("“<b>four</b> minutes”")).to_be_visible()
    assert against(page) == []
    no_sideways_scroll(page)
    page.get_by_role("button", name="Undo").click()
    verdict(page, "Taken back.")
    found = said("handover", "--checklist", "production", "--json").json["checks"]
    assert {one["item"]: one["state"] for one in found}["rollback"] == "not done"
    no_exception(page)
