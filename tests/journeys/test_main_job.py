"""The main job in a browser: an empty desk, real events, and a release that is stopped."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.journeys.browser import choose, no_exception, settled
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import Evaldesk, terminal

HOSTILE = '<script>alert("x")</script> **refund** <img src=x onerror=alert(1)> [paid](/sets)'
ASKED = "I was charged **twice**, <b>help</b>"
EVENTS = [
    {"id": n, "timestamp": f"2026-11-0{2 + n}T10:00:00Z", "route": "refunds", "model": "v1",
     "input": text, "output": answer, "prediction": said, "truth": right}
    for n, (text, answer, said, right) in enumerate([
        (ASKED, HOSTILE, "refund", "billing"),
        ("Please send my money back", "It is on its way.", "billing", "refund"),
        ("Where is my invoice?", "In your inbox.", "billing", "billing"),
    ])
]  # fmt: skip


@pytest.fixture
def evaldesk(tmp_path: Path) -> Evaldesk:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana", "--deputy", "ben")
    return said


def test_a_failure_from_production_becomes_the_case_that_stops_a_release(
    evaldesk: Evaldesk, serve: Serve, tmp_path: Path, open_page: OpenPage
) -> None:
    page = open_page(serve(tmp_path / "desk"), me="ana")
    dialogs = watched(page)
    an_empty_desk_says_what_to_do(page)
    imported(evaldesk, lines(tmp_path / "events.jsonl", EVENTS), "--as", "events")
    sort_the_failure(page)
    case_id = open_the_case(page)
    everything_is_held_against_it(open_page(page.url, me="carl"))
    describe(page)
    move_to_monitoring_after_a_change_of_mind(page)
    freeze(page, "monitoring")
    steady = results(tmp_path / "warm.jsonl", case_id, [True] * 5)
    imported(evaldesk, steady, "--as", "results", "--run", "warm", "--set", "monitoring@1")
    promote(page, case_id)
    freeze(page, "blocking")
    failing = results(tmp_path / "rc1.jsonl", case_id, [False])
    imported(evaldesk, failing, "--as", "results", "--run", "rc1", "--model", "v2")
    ask_the_gate(page, case_id)
    health_says_so(page)
    assert dialogs == []
    assert evaldesk("gate", "rc1").code == 1
    assert evaldesk("verify").code == 0


def watched(page: Page) -> list[str]:
    """What scripts from outside make the browser say; nothing may."""
    said: list[str] = []

    def note(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return said


def turn_to(page: Page, title: str) -> None:
    """Go to a page by its link in the navigation."""
    page.get_by_test_id("stTopNav").get_by_role("link", name=title).click()
    expect(page).to_have_title(f"{title} · Evaldesk")
    settled(page)
    expect(page.get_by_role("button", name="ana")).to_be_visible()  # nobody else by then


def press(page: Page, name: str) -> Locator:
    """Press a button; what the desk answered."""
    page.get_by_role("button", name=name, exact=True).click()
    answer = page.get_by_role("status").first
    expect(answer).to_be_visible()
    settled(page)
    no_exception(page)
    return answer


def imported(evaldesk: Evaldesk, *words: object) -> None:
    answer = evaldesk("import", *words)
    assert answer.code == 0, answer.text


def lines(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def results(path: Path, case_id: str, passed: Sequence[bool]) -> Path:
    rows = [
        {"case_id": case_id, "attempt": n, "passed": ok, "output": HOSTILE}
        for n, ok in enumerate(passed, start=1)
    ]
    return lines(path, rows)


def an_empty_desk_says_what_to_do(page: Page) -> None:
    expect(page.get_by_role("heading", name="This desk is empty")).to_be_visible()
    expect(page.get_by_text("evaldesk import events.jsonl --as events")).to_be_visible()
    turn_to(page, "Inbox")
    expect(page.get_by_role("heading", name="No failure is known yet")).to_be_visible()
    expect(page.get_by_text("evaldesk import events.jsonl --as events")).to_be_visible()


def sort_the_failure(page: Page) -> None:
    turn_to(page, "Health")
    expect(page.get_by_role("link", name="2 failures wait to be sorted")).to_be_visible()
    turn_to(page, "Inbox")
    groups = page.get_by_role("table", name="Failure groups")
    expect(groups.get_by_role("row")).to_have_count(3)  # with the head
    expect(groups).to_contain_text(ASKED)
    groups.get_by_role("row").filter(has_text=ASKED).get_by_role("link").click()
    settled(page)
    expect(page.get_by_role("option")).to_have_count(1)
    page.get_by_role("button", name="Backlog").click()
    expect(page.locator("#toast")).to_contain_text("Moved to Backlog.")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.get_by_role("link", name="All groups").click()
    settled(page)
    expect(groups.get_by_role("row")).to_have_count(2)


def open_the_case(page: Page) -> str:
    turn_to(page, "Sets")
    page.get_by_role("radio", name="Backlog").click()
    settled(page)
    page.get_by_role("table", name="Cases").get_by_role("link", name=ASKED).click()
    page.wait_for_url("**/case?id=*")
    settled(page)
    expect(page.get_by_role("heading", name=ASKED)).to_be_visible()
    expect(page.get_by_text(HOSTILE, exact=False).first).to_be_visible()
    assert page.locator(".ed script, .ed img, .ed strong, .ed a[href='/sets']").count() == 0
    return page.url.partition("id=")[2].partition("&")[0]


def everything_is_held_against_it(page: Page) -> None:
    """Somebody who does not own the set tries, without having stated anything."""
    page.get_by_role("radio", name="Blocking").click()
    settled(page)
    answer = press(page, "Move to blocking")
    expect(answer).to_contain_text("Refused")
    for objection in (
        "it has no owner",
        "its severity is not stated",
        "its cost of failure is not stated",
        "it was scored 0 times, not 5",
        "only ana or ben (deputy) may put a case into blocking; you are carl",
        "a move to blocking needs a reason",
    ):
        expect(answer).to_contain_text(objection)


def describe(page: Page) -> None:
    page.bring_to_front()
    choose(page, "Severity", "high")
    page.get_by_role("spinbutton", name="Cost of failure, USD").fill("40")
    page.get_by_role("textbox", name="Owner").fill("ana")
    expect(press(page, "Save")).to_contain_text("Saved")


def move_to_monitoring_after_a_change_of_mind(page: Page) -> None:
    head = page.get_by_role("main")
    for again in (False, True):
        page.get_by_role("radio", name="Monitoring").click()
        settled(page)
        expect(press(page, "Move to monitoring")).to_contain_text("1 case moved to monitoring")
        expect(head).to_contain_text("Monitoring")
        expect(page.get_by_role("button", name="Undo")).to_be_visible()
        if not again:
            expect(press(page, "Undo")).to_contain_text("1 case as before")


def freeze(page: Page, name: str) -> None:
    turn_to(page, "Sets")
    page.get_by_role("radio", name=name.capitalize()).click()
    settled(page)
    expect(press(page, f"Freeze {name}")).to_contain_text(f"{name}@1 is in force: 1 cases")


def promote(page: Page, case_id: str) -> None:
    page.get_by_role("table", name="Cases").get_by_role("link", name=ASKED).click()
    page.wait_for_url(f"**/case?id={case_id}*")
    settled(page)
    page.get_by_role("radio", name="Blocking").click()
    settled(page)
    page.get_by_role("textbox", name="Why").fill("it cost us a customer")
    expect(press(page, "Move to blocking")).to_contain_text("1 case moved to blocking")
    expect(page.get_by_text("it cost us a customer")).to_be_visible()


def ask_the_gate(page: Page, case_id: str) -> None:
    turn_to(page, "Runs")
    answer = press(page, "Ask the gate")
    expect(answer).to_contain_text("Blocked")
    expect(answer).to_contain_text("1 blocking case failed")
    stopped = page.get_by_role("table", name="Cases")
    expect(stopped).to_contain_text(ASKED)
    case = stopped.get_by_role("link", name=ASKED)
    assert case_id in (case.get_attribute("href") or "")


def health_says_so(page: Page) -> None:
    turn_to(page, "Health")
    expect(page.get_by_role("status")).to_contain_text("Do not ship: rc1 (v2)")
    releases = page.get_by_role("table", name="Last releases")
    expect(releases.get_by_role("row").filter(has_text="rc1")).to_contain_text("Blocked")
