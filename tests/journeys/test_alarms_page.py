"""Alarms in the browser: somebody sees what is wrong, takes it, mutes it, and ends it."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from curation.thresholds import Direction, Threshold
from store.acts.alarming import raise_alarms
from store.acts.delivering import deliver
from store.acts.maintaining import start
from store.acts.owning import set_thresholds
from store.delivery.sending import Outcome
from store.desk import SETTINGS, found_desk, open_desk
from tests.builders import ANA
from tests.journeys.browser import no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Scheme, Serve
from tests.terminal import terminal
from tests.test_alarms import a_deviation, checked

CHANNEL = '[alarms.channels.ops]\ntype = "webhook"\naddress = "http://127.0.0.1:9/s3cr3t"\n'
US, ASIA = {"region": "us"}, {"region": "asia"}


def a_desk(folder: Path) -> Path:
    """One alarm about two columns, one that is muted, and one that is over."""
    found_desk(folder)
    said = (folder / SETTINGS).read_text()
    (folder / SETTINGS).write_text(f"{said}\n{CHANNEL}")
    gone = a_deviation(cohort=US)
    with closing(open_desk(folder)) as desk:
        raise_alarms(desk, [a_deviation(sentence="<b>price</b> `moved`"), a_deviation("topic")])
        raise_alarms(desk, [gone])
        raise_alarms(desk, [], checked=[checked(gone, 1)])
        raise_alarms(desk, [a_deviation(cohort=ASIA)])
        until = desk.ledger.clock() + timedelta(hours=5)
        start(desk, until, ASIA, actor=ANA, reason="a migration")
        once = Threshold("alarm.max_attempts", "attempts", 1, Direction.AT_MOST)
        set_thresholds(desk, [once], actor=ANA, reason="no patience")
        deliver(desk, by=_refusing)
    return folder


def _refusing(*_: object) -> Outcome:
    return Outcome("it answered 500")


def verdict(page: Page, words: str) -> None:
    """Wait until the page says `words` in its verdict."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible(timeout=60_000)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_desk(tmp_path_factory.mktemp("alarms") / "desk")


@pytest.fixture(scope="module")
def url(folder: Path, serve: Serve) -> str:
    return f"{serve(folder)}/alarms"


@pytest.mark.parametrize(
    ("size", "scheme"), [((1440, 900), "light"), ((390, 844), "dark")], ids=["big", "phone"]
)
def test_an_alarm_is_seen_with_its_runbook_and_who_could_not_be_told(
    url: str, open_page: OpenPage, size: tuple[int, int], scheme: Scheme
) -> None:
    page = open_page(f"{url}?alarm=A-3", size=size, scheme=scheme)
    verdict(page, "1 alarm waits for somebody to take it.")
    first = page.get_by_role("heading", level=2).first
    expect(first).to_contain_text("A-3 · price lies far")  # the one that the address names
    expect(page.get_by_text("<b>price</b> `moved`").first).to_be_visible()
    lost = page.get_by_text("could not be delivered: failed (it answered 500)")
    expect(lost.first).to_be_visible()
    expect(page.get_by_text("told after the maintenance, at the earliest")).to_be_visible()
    expect(page.get_by_text("1. Open the column").first).to_be_visible()
    expect(page.get_by_role("table", name="Resolved alarms")).to_contain_text("by itself: gone")
    rules = page.get_by_role("table", name="Rules")
    expect(rules.get_by_role("row", name="latency")).to_contain_text("no budget is set")
    expect(page.get_by_text("s3cr3t")).to_have_count(0)
    no_sideways_scroll(page)
    no_exception(page)


def test_somebody_takes_an_alarm_resolves_it_and_ends_and_starts_a_maintenance(
    tmp_path: Path, serve: Serve, open_page: OpenPage
) -> None:
    desk = a_desk(tmp_path / "desk")
    page = open_page(f"{serve(desk)}/alarms", me="ana")
    page.get_by_role("button", name="Acknowledge").first.click()
    verdict(page, "A-1 is yours, ana.")
    page.get_by_role("button", name="Resolve", exact=True).first.click()
    form = page.get_by_role("dialog")
    why = form.get_by_label("Why it is over")
    expect(why).to_be_visible()
    why.fill("a holiday")
    why.press("Tab")
    expect(why).to_have_value("a holiday")
    form.get_by_role("button", name="Resolve", exact=True).click()
    verdict(page, "A-1: a holiday")
    page.get_by_role("button", name="End it", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="End it now").click()
    verdict(page, "M-1 is over")
    page.get_by_role("button", name="Start maintenance").last.click()
    expect(form.get_by_label("Hours")).to_have_value("2.00")
    why = form.get_by_label("Why", exact=True)
    why.fill("a migration")
    why.press("Tab")
    form.get_by_role("button", name="Start", exact=True).click()
    verdict(page, "M-2 is on.")
    found = terminal(desk)("alarms", "--json").json
    assert {a["id"]: a["state"] for a in found["alarms"]} == {
        "A-3": "open", "A-2": "resolved", "A-1": "resolved",
    }  # fmt: skip
    assert (found["muted"], [one["id"] for one in found["maintenances"]]) == (1, ["M-2"])
    no_exception(page)
