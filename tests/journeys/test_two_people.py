"""Two people look at one case: the second to act hears who was first, and changes nothing."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import no_exception, settled
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import Evaldesk, terminal

EVENTS = [
    {"id": "e1", "input": "I was charged twice", "prediction": "refund", "truth": "billing"},
    {"id": "e2", "input": "Charged two times", "prediction": "refund", "truth": "billing"},
]
WHEN = re.compile(r"at \d{4}-\d\d-\d\d \d\d:\d\d UTC")


@pytest.fixture
def evaldesk(tmp_path: Path) -> Evaldesk:
    """A desk with two failures of one group."""
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana", "--deputy", "ben")
    file = tmp_path / "events.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in EVENTS))
    assert said("import", file).code == 0
    return said


@pytest.fixture
def desk(evaldesk: Evaldesk, tmp_path: Path, serve: Serve) -> str:  # noqa: ARG001 (made first)
    return serve(tmp_path / "desk")


@pytest.fixture
def case_id(evaldesk: Evaldesk) -> str:
    return inputs(evaldesk)[0]


def inputs(evaldesk: Evaldesk) -> list[str]:
    (group,) = evaldesk("inbox", "--json").json["groups"]
    shown = evaldesk("inbox", "--group", group["group"], "--json").json
    return [row["case"] for row in shown["cases"]]


def choose(page: Page, place: str) -> None:
    page.get_by_role("radio", name=place).click()
    settled(page)
    expect(page.get_by_role("button", name=f"Move to {place.lower()}")).to_be_enabled()


def press(page: Page, name: str) -> Locator:
    page.bring_to_front()
    page.get_by_role("button", name=name, exact=True).click()
    answer = page.get_by_role("status").first
    expect(answer).to_be_visible()
    settled(page)
    no_exception(page)
    return answer


def told_who_was_first(answer: Locator, what: str) -> None:
    expect(answer).to_contain_text(f"ana {what}")
    expect(answer).to_contain_text(WHEN)
    expect(answer).to_contain_text("Nothing was done")


def state(evaldesk: Evaldesk, case_id: str) -> str | None:
    found = evaldesk("case", case_id, "--json").json
    return found["case"]["state"] if found["opened"] else None


def test_of_two_who_saw_a_case_only_the_first_moves_it(
    evaldesk: Evaldesk, desk: str, case_id: str, open_page: OpenPage
) -> None:
    evaldesk("expect", case_id, "--owner", "carl")
    address = f"{desk}/case?id={case_id}"
    ana, ben = open_page(address, me="ana"), open_page(address, me="ben")
    choose(ben, "Retired")
    ben.get_by_role("textbox", name="Why").fill("asked for a product we dropped")
    choose(ana, "Monitoring")
    expect(press(ana, "Move to monitoring")).to_contain_text("1 case moved to monitoring")
    told_who_was_first(press(ben, "Move to retired"), "moved it to monitoring")
    assert state(evaldesk, case_id) == "monitoring"
    expect(ben.get_by_text("ana moved it to monitoring").first).to_be_visible()
    choose(ben, "Retired")  # looking at what stands now, he may
    ben.get_by_role("textbox", name="Why").fill("asked for a product we dropped")
    expect(press(ben, "Move to retired")).to_contain_text("1 case moved to retired")
    moved = evaldesk("decisions", "--subject", case_id, "--kind", "moved", "--json").json
    assert [d["actor"] for d in moved["decisions"]] == ["ben", "ana"]


def test_of_two_who_saw_a_failure_only_the_first_opens_it(
    evaldesk: Evaldesk, desk: str, case_id: str, open_page: OpenPage
) -> None:
    address = f"{desk}/case?id={case_id}"
    ana, ben = open_page(address, me="ana"), open_page(address, me="ben")
    choose(ben, "Dismissed")
    choose(ana, "Backlog")
    expect(press(ana, "Move to backlog")).to_contain_text("1 case moved to backlog")
    told_who_was_first(press(ben, "Move to dismissed"), "moved it to backlog")
    assert state(evaldesk, case_id) == "backlog"


def test_of_two_who_describe_a_case_the_second_overwrites_nothing(
    evaldesk: Evaldesk, desk: str, case_id: str, open_page: OpenPage
) -> None:
    address = f"{desk}/case?id={case_id}"
    ana, ben = open_page(address, me="ana"), open_page(address, me="ben")
    ben.get_by_role("textbox", name="Owner").fill("ben")
    ana.get_by_role("textbox", name="Owner").fill("ana")
    expect(press(ana, "Save")).to_contain_text("Saved")
    told_who_was_first(press(ben, "Save"), "described it")
    assert evaldesk("case", case_id, "--json").json["case"]["owner"] == "ana"
    expect(ben.get_by_role("textbox", name="Owner")).to_have_value("ana")


def test_of_two_who_sort_the_same_group_the_second_moves_none_of_it(
    evaldesk: Evaldesk, desk: str, open_page: OpenPage
) -> None:
    (group,) = evaldesk("inbox", "--json").json["groups"]
    one, other = inputs(evaldesk)
    ben = open_page(f"{desk}/inbox?group={group['group']}", me="ben")
    expect(ben.get_by_role("option")).to_have_count(2)
    ben.keyboard.press("x")
    ben.keyboard.press("j")
    ben.keyboard.press("x")
    evaldesk("move", other, "--to", "backlog", actor="ana")
    ben.keyboard.press("d")
    ben.get_by_label("Why", exact=True).fill("not a failure")
    expect(ben.get_by_role("dialog")).to_contain_text("2 of 2 will change")
    ben.keyboard.press("Enter")
    said = ben.get_by_role("alert")
    expect(said).to_contain_text("ana moved it to backlog at")
    expect(said).to_contain_text("The move to dismissed of 2 cases was not done.")
    assert [state(evaldesk, case) for case in (one, other)] == [None, "backlog"]
    expect(ben.get_by_role("option")).to_have_count(2)
