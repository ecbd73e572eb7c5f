"""Groups in a browser: merged, split, archived until they escalate, back, and taken back."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll, settled
from tests.journeys.conftest import OpenPage, Scheme, Serve
from tests.terminal import Evaldesk, terminal

PATIENCE = 30_000
HOSTILE = "<img src=x onerror=alert(1)> **help**"
NOW = datetime.now(UTC)
IBAN, CARD = "Wrong answer: billing → iban", "Wrong answer: billing → card"


def failure(kind: str, number: int, weeks_ago: int, model: str) -> dict[str, object]:
    return {
        "id": f"{kind}-{weeks_ago}-{number}", "route": "refunds", "model": model,
        "timestamp": (NOW - timedelta(weeks=weeks_ago, minutes=number)).isoformat(),
        "input": f"{kind} question {number} {HOSTILE}", "output": f"said {kind}",
        "prediction": kind, "truth": "billing", "region": "eu" if kind == "iban" else "us",
    }  # fmt: skip


@pytest.fixture
def evaldesk(tmp_path: Path) -> Evaldesk:
    """Two groups of failures in each of six weeks."""
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    weeks = range(1, 7)
    found = [failure("iban", n, week, "v1") for week in weeks for n in range(3)]
    found += [failure("card", n, week, "v2") for week in weeks for n in range(2)]
    brought(said, tmp_path, found)
    return said


def brought(said: Evaldesk, folder: Path, events: Iterable[object]) -> None:
    path = folder / "events.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in events), encoding="utf-8")
    done = said("import", path, "--as", "events", "--yes")
    assert done.code == 0, done.text


def rows(page: Page) -> Locator:
    return page.get_by_role("table", name="Failure groups").locator("tbody tr")


def tick(page: Page, *names: str) -> None:
    for number, name in enumerate(names, start=1):
        page.get_by_role("checkbox", name=f"Choose {name}").check()
        expect(page.get_by_text(f"{number} chosen")).to_be_visible(timeout=PATIENCE)
    settled(page)


def form(page: Page, button: str, **said: str) -> Locator:
    """Open a form and fill it in; each field is sent before the next one."""
    page.get_by_role("button", name=button).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible(timeout=PATIENCE)
    settled(page)
    for label, words in said.items():
        field = dialog.get_by_label(label.replace("_", " "), exact=True)
        field.fill(words)
        field.press("Enter")
        settled(page)
    return dialog


def answer(page: Page, dialog: Locator, button: str) -> Locator:
    dialog.get_by_role("button", name=button).click()
    expect(dialog).to_have_count(0, timeout=PATIENCE)
    settled(page)
    no_exception(page)
    return page.get_by_role("status").first


def test_groups_are_merged_split_archived_come_back_and_are_taken_back(
    evaldesk: Evaldesk, serve: Serve, tmp_path: Path, open_page: OpenPage
) -> None:
    page = open_page(f"{serve(tmp_path / 'desk')}/inbox", me="ana")
    expect(rows(page)).to_have_count(2, timeout=PATIENCE)
    merge(page)
    split(page)
    archive(page)
    spike = [failure("iban", n, 0, "v3") for n in range(3, 90)]
    brought(evaldesk, tmp_path, spike)
    it_is_back(page)
    for _ in range(3):
        assert evaldesk("undo").code == 0
    page.reload()
    expect(rows(page)).to_have_count(2, timeout=PATIENCE)
    expect(page.get_by_text("Sleeping groups")).to_have_count(0)
    expect(page.get_by_role("checkbox", name=f"Choose {CARD}")).to_be_visible()
    assert evaldesk("verify").code == 0
    assert page.locator("img[src=x], .ed strong").count() == 0


def merge(page: Page) -> None:
    tick(page, IBAN, CARD)
    dialog = form(page, "Merge…", Name_of_the_whole="Wrong account", Why="one cause")
    expect(dialog).to_contain_text("30 failures of 5 inputs in one group")
    expect(dialog).to_contain_text(f"{CARD}: its 12 failures become part of it")
    expect(answer(page, dialog, "Merge 2 groups")).to_contain_text("2 groups are one now")
    expect(rows(page)).to_have_count(1, timeout=PATIENCE)
    expect(rows(page)).to_contain_text("2 signatures")


def split(page: Page) -> None:
    page.get_by_role("link", name="Wrong account").click()
    settled(page)
    expect(page.get_by_role("heading", name="Wrong account")).to_be_visible(timeout=PATIENCE)
    dialog = form(page, "Split…", Name_of_the_new_group="Zero", Why="another cause")
    box = dialog.get_by_role("combobox")
    box.fill("iban question 0")
    listed = page.get_by_test_id("stMultiSelectDropdown").get_by_role("option")
    listed.filter(has_text="iban question 0").click()
    box.press("Tab")  # closes the list, behind which the rest of the form cannot be reached
    settled(page)
    expect(dialog).to_contain_text("6 failures of 1 input leave, 24 failures stay")
    expect(answer(page, dialog, "Split off")).to_contain_text("are a group of their own: Zero")
    page.get_by_role("link", name="All groups").click()
    settled(page)
    expect(rows(page)).to_have_count(2, timeout=PATIENCE)
    expect(rows(page).filter(has_text="Zero")).to_contain_text("6")


def archive(page: Page) -> None:
    tick(page, "Wrong account")
    dialog = form(page, "Archive…", Why="fixed in v3")
    expect(dialog).to_contain_text("Sleeps until a week has more than")
    expect(answer(page, dialog, "Archive 1 group")).to_contain_text("Sleeps until a week has")
    expect(rows(page)).to_have_count(1, timeout=PATIENCE)
    asleep = page.get_by_role("table", name="Sleeping groups")
    expect(asleep).to_contain_text("fixed in v3")


def it_is_back(page: Page) -> None:
    page.reload()
    expect(rows(page)).to_have_count(2, timeout=PATIENCE)
    back = page.get_by_role("status").filter(has_text="Wrong account")
    expect(back).to_contain_text("a week; all came in v3")
    expect(rows(page).filter(has_text="Wrong account")).to_contain_text("Back")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_axe_finds_nothing_against_groups(
    evaldesk: Evaldesk,
    serve: Serve,
    tmp_path: Path,
    open_page: OpenPage,
    scheme: Scheme,
    size: tuple[int, int],
) -> None:
    found = {g["actual"]: g["group"] for g in evaldesk("inbox", "--json").json["groups"]}
    evaldesk("group", "archive", found["card"], "-m", "known", "--until", "+1")
    address = serve(tmp_path / "desk")
    for path in ("inbox", f"inbox?group={found['card']}"):
        page = open_page(f"{address}/{path}", me="ana", scheme=scheme, size=size)
        if path == "inbox":
            tick(page, IBAN)
            expect(page.get_by_role("button", name="Archive…")).to_be_in_viewport()
        else:
            expect(page.get_by_text("Asleep.")).to_be_visible(timeout=PATIENCE)
        no_exception(page)
        no_sideways_scroll(page)
        assert against(page) == []
