"""On call in the browser: somebody opens it at night on a phone and knows what to do first."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect

from store.acts.alarming import raise_alarms
from store.acts.importing import import_files
from store.acts.objectives import set_budget
from store.acts.owning import name_owner
from store.desk import found_desk, open_desk
from tests.builders import ANA
from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll, settled
from tests.journeys.conftest import OpenPage, Serve
from tests.test_alarms import a_deviation
from tests.test_the_main_job import lines


def a_desk(place: Path) -> Path:
    """Five weeks that end now, the last day of which is slow; and an open alarm."""
    now = datetime.now(UTC) - timedelta(minutes=5)
    rows = [
        {
            "id": f"{span}-{n}",
            "timestamp": (now - timedelta(hours=12 * span, minutes=n)).isoformat(),
            "route": "<b>login</b>",
            "input": f"<i>question</i> {n} of span {span}",
            "prediction": "billing",
            "truth": "refund" if n < 2 else "billing",
            "latency_ms": 9000 if span < 2 else 1000,
            "model": "v2",
        }
        for span in range(70)
        for n in range(12)
    ]
    folder = place / "desk"
    found_desk(folder)
    with closing(open_desk(folder)) as desk:
        name_owner(desk, "blocking", ANA, None, actor=ANA)
        set_budget(desk, "latency_p95_ms", 4000, actor=ANA, reason="what users bear")
        import_files(desk, [lines(place / "e.jsonl", rows)], "events", actor="cron")
        raise_alarms(desk, [a_deviation(sentence="<b>price</b> moved")])
    return folder


def test_a_phone_at_night_says_what_to_do_first_and_leads_there(
    tmp_path: Path, serve: Serve, open_page: OpenPage
) -> None:
    url = serve(a_desk(tmp_path))
    page = open_page(f"{url}/oncall", size=(390, 844), scheme="dark", me="ana")
    status = page.get_by_role("status")
    expect(status.filter(has_text="A-1 waits for somebody to take it")).to_be_visible()
    expect(status).to_contain_text("over the limit of 4,000 ms")
    page.get_by_text("Runbook of A-1").click()
    expect(page.get_by_text("1. Open the column")).to_be_visible()
    page.get_by_text("6 h", exact=True).click()
    expect(page.get_by_text("the 6 hours up to")).to_be_visible()
    settled(page)
    no_exception(page)
    no_sideways_scroll(page)
    assert against(page) == []
    page.get_by_role("link", name="A-1 waits for somebody to take it").click()
    expect(page.get_by_role("button", name="Acknowledge")).to_be_visible()
