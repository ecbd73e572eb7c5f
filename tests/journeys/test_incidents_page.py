"""Incidents in the browser: one is recorded, tied, read and taken back."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import Evaldesk, terminal

MONDAY = date(2026, 8, 3)
WEEKS, BAD_WEEK, A_WEEK = 8, 6, 60
NAME = "Refunds <b>fail</b>"


def a_desk(place: Path) -> Evaldesk:
    """Eight weeks of two regions; in the seventh, half of what comes from eu is wrong."""
    rows: list[dict[str, object]] = []
    for n in range(WEEKS * A_WEEK):
        week, within = divmod(n, A_WEEK)
        at = datetime.combine(MONDAY, datetime.min.time(), UTC)
        at += timedelta(weeks=week, hours=2 * within)
        region = "eu" if n % 2 else "us"
        wrong = within % 21 == 0 or (week == BAD_WEEK and region == "eu" and within % 4 == 1)
        rows.append(
            {"id": n, "timestamp": at.isoformat(), "route": "refunds", "model": "v1",
             "input": f"Where is my refund number {within}?", "prediction": "refund",
             "truth": "billing" if wrong else "refund", "region": region}
        )  # fmt: skip
    path = place / "events.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    said = terminal(place / "desk")
    said("init", "--owner", "ana")
    said("import", path)
    return said


def record(said: Evaldesk, *more: str) -> None:
    start, end = (str(MONDAY + timedelta(weeks=n)) for n in (BAD_WEEK, BAD_WEEK + 1))
    words = ["--start", start, "--end", end, "--cohort", "region=eu", "--severity", "high"]
    assert (
        said("incidents", "record", "--name", NAME, *words, "--owner", "ana", *more).code == 0
    )


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """A desk only to look at, with one incident."""
    place = tmp_path_factory.mktemp("incidents")
    said = a_desk(place)
    record(said, "--link", "https://wiki.example.com/1", "--all")
    return serve(place / "desk")


def verdict(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def test_the_list_says_what_an_alarm_would_have_told_on_a_phone(
    shown: str, open_page: OpenPage
) -> None:
    page = open_page(f"{shown}/incidents", size=(390, 844))
    verdict(page, "1 incident ended, but the work is not done.")
    expect(page.get_by_role("link", name=NAME).first).to_be_visible()
    expect(page.get_by_text("At 6 sigmas, it tells of 1 of 1 incident").first).to_be_visible()
    expect(page.get_by_text("What it misses, and what the data cannot tell")).to_be_visible()
    no_sideways_scroll(page)
    no_exception(page)


def test_one_incident_answers_its_postmortem_and_leads_to_the_evidence(
    shown: str, open_page: OpenPage
) -> None:
    page = open_page(f"{shown}/incidents?id=INC-1", scheme="dark")
    expect(page.get_by_role("heading", name=NAME, level=1)).to_be_visible()
    expect(page.get_by_text("No set was frozen before it began")).to_be_visible()
    expect(page.get_by_text("of 30 judged events were wrong")).to_be_visible()
    more = page.get_by_role("link", name="https://wiki.example.com/1")
    expect(more).to_have_attribute("href", "https://wiki.example.com/1")
    page.get_by_role("link", name="Where is my refund number").first.click()
    expect(
        page.get_by_role("heading", name="Where is my refund number", level=1)
    ).to_be_visible()
    no_exception(page)


def test_somebody_records_an_incident_ties_its_failures_and_takes_it_back(
    tmp_path: Path, serve: Serve, open_page: OpenPage
) -> None:
    said = a_desk(tmp_path)
    page = open_page(f"{serve(tmp_path / 'desk')}/incidents", me="ana")
    page.get_by_role("button", name="Record an incident").click()
    form = page.get_by_role("dialog")
    what = form.get_by_label("What happened")
    what.fill(NAME)
    what.press("Tab")
    expect(what).to_have_value(NAME)
    form.get_by_role("button", name="Record it").click()
    verdict(page, f"INC-1 is on record: {NAME}.")
    (one,) = said("incidents", "--json").json["incidents"]
    assert (one["incident"]["severity"], one["incident"]["owner"]) == ("medium", "ana")
    said("incidents", "change", "INC-1", "--start", str(MONDAY))
    page.get_by_role("link", name=NAME, exact=True).first.click()
    page.get_by_role("button", name="Tie failures").click()
    page.get_by_role("dialog").get_by_text("All that failed in its window and cohort").click()
    expect(page.get_by_text("cases and 0 groups would be tied")).not_to_have_text(
        "0 cases and 0 groups would be tied."
    )
    page.get_by_role("dialog").get_by_role("button", name="Tie them").click()
    verdict(page, "are tied to INC-1 now.")
    page.get_by_role("button", name="Undo").click()
    verdict(page, "Taken back.")
    (one,) = said("incidents", "--json").json["incidents"]
    assert one["incident"]["cases"] == []
    no_exception(page)
