"""The Sets page: narrow a set down, choose, foresee, move, take back; versions side by side."""

import json
import re
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from curation.cases import Case, Severity, State
from store.acts.describing import describe
from store.acts.freezing import freeze
from store.acts.importing import import_files
from store.acts.moving import move
from store.acts.owning import name_owner
from store.acts.run_words import RunWords
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, CARL, a_case, opened
from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll, settled
from tests.journeys.conftest import OpenPage, Scheme, Serve

PATIENCE = 30_000
PHONE = (390, 844)
HOSTILE = "<img src=x onerror=alert(1)> **help** <script>alert(2)</script>"
MANY = 60
NOT_OURS = {"svg-img-alt", "target-size", "presentation-role-conflict", "empty-table-header"}


def case_id(n: int) -> str:
    return f"c-{n:016}"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """60 cases in monitoring, one hostile and three without an owner; ana owns blocking."""
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as opened_desk:
        with opened_desk.ledger.transaction() as tx:
            for n in range(MANY):
                tx.record(opened(the_case(n)))
        name_owner(opened_desk, "blocking", ANA, BEN, actor=ANA, reason="hers")
        freeze(opened_desk, "monitoring", actor=BEN)
        score(opened_desk, tmp_path, "rc1", dict.fromkeys(range(MANY), True))
        score(opened_desk, tmp_path, "rc2", {**dict.fromkeys(range(MANY), True), 4: False})
    return tmp_path / "desk"


def the_case(n: int) -> Case:
    return a_case(
        id=case_id(n),
        input=HOSTILE if n == 0 else f"Question {n} about the money I paid",
        severity=Severity.CRITICAL if n < 5 else Severity.LOW,
        owner=None if n in (1, 2, 3) else CARL,
        expected="We refund all of it",
    )


def score(desk: Desk, folder: Path, run: str, passed: Mapping[int, bool]) -> None:
    rows = [{"case_id": case_id(n), "passed": one, "attempt": k}
            for n, one in passed.items() for k in range(3)]  # fmt: skip
    path = folder / f"{run}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    import_files(desk, [path], "results", actor="ci", run=RunWords(run))


def states(desk: Path, *numbers: int) -> list[str]:
    with closing(open_desk(desk)) as opened_desk, opened_desk.ledger.reading() as asked:
        found = asked.states()
    return [str(found[case_id(n)]) for n in numbers]


def rows(page: Page) -> Locator:
    return page.get_by_role("table", name="Cases").locator("tbody tr")


def box(page: Page, n: int) -> Locator:
    return page.locator(f"input[data-case='{case_id(n)}']")


def narrowed(page: Page, group: str, name: str) -> None:
    """Open the filters, again where a redraw has closed them, and choose one."""
    choice = page.get_by_role("link", name=name).first
    pressed_until(page, "Filters", choice)
    expect(page.get_by_role("heading", name=group)).to_be_visible()
    choice.click()
    expect(page.get_by_role("link", name="Take all off")).to_be_attached(timeout=PATIENCE)
    page.keyboard.press("Escape")


def pressed_until(page: Page, button: str, there: Locator) -> None:
    """Press a button until what it opens is there: a click while the page is drawn is lost."""
    for _ in range(6):
        if not there.is_visible():
            page.get_by_role("button", name=button).click()
        with suppress(TimeoutError):
            there.wait_for(timeout=6_000)
            return
    raise AssertionError(f"{button} opens nothing")


@pytest.mark.parametrize("size", [(1440, 900), PHONE], ids=["desk", "phone"])
def test_a_set_is_narrowed_down_foreseen_moved_and_taken_back(
    desk: Path, serve: Serve, open_page: OpenPage, size: tuple[int, int]
) -> None:
    url = f"{serve(desk)}/sets?set=monitoring"
    page = open_page(url, size=size, me="ana")
    expect(rows(page)).to_have_count(50, timeout=PATIENCE)
    narrowed(page, "Severity", "Critical")
    expect(page).to_have_url(re.compile("severity=critical"), timeout=PATIENCE)
    expect(rows(page)).to_have_count(5, timeout=PATIENCE)
    expect(page.get_by_role("heading", name="5 of 60 cases in monitoring")).to_be_visible()
    no_sideways_scroll(page)
    choose_and_foresee(page)
    page.get_by_role("button", name="Move 2 cases to retired").click()
    said = page.get_by_role("status").filter(has_text="2 cases moved to retired")
    expect(said).to_be_visible(timeout=PATIENCE)
    assert states(desk, 0, 4, 1) == ["retired", "retired", "monitoring"]
    expect(rows(page)).to_have_count(3, timeout=PATIENCE)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 cases as before")).to_be_visible(timeout=PATIENCE)
    assert states(desk, 0, 4) == ["monitoring", "monitoring"]
    expect(rows(page)).to_have_count(5, timeout=PATIENCE)
    no_exception(page)
    no_sideways_scroll(page)


def choose_and_foresee(page: Page) -> None:
    for n in (0, 4):
        box(page, n).check()
    expect(page.get_by_text("2 cases chosen")).to_be_visible(timeout=PATIENCE)
    dialog = page.get_by_role("dialog")
    pressed_until(page, "Move 2 cases …", dialog)
    dialog.get_by_role("radio", name="Retired").click()
    expect(dialog).to_contain_text("a move to retired needs a reason", timeout=PATIENCE)
    expect(dialog.get_by_role("button", name="Move 0 cases to retired")).to_be_disabled()
    dialog.get_by_role("textbox", name="Why").fill("nobody asks this any more")
    would = dialog.get_by_role("table", name="Would move")
    expect(would.get_by_role("rowheader")).to_have_count(2, timeout=PATIENCE)
    expect(would).to_contain_text("monitoring → retired")
    expect(would).to_contain_text(HOSTILE)


def test_what_somebody_changed_meanwhile_stays_and_says_by_whom(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(f"{serve(desk)}/sets?set=monitoring&severity=critical", me="ana")
    for n in (1, 2):
        box(page, n).check()
    expect(page.get_by_text("2 cases chosen")).to_be_visible(timeout=PATIENCE)
    with closing(open_desk(desk)) as other:
        describe(other, [case_id(1)], {"owner": BEN}, actor=BEN)
    dialog = page.get_by_role("dialog")
    pressed_until(page, "Move 2 cases …", dialog)
    dialog.get_by_role("radio", name="Backlog").click()
    expect(dialog.get_by_role("radio", name="Backlog")).to_be_checked(timeout=PATIENCE)
    dialog.get_by_role("textbox", name="Why").fill("not understood after all")
    stays = dialog.get_by_role("table", name="Would stay")
    expect(stays).to_contain_text("ben described it (owner)", timeout=PATIENCE)
    confirm = dialog.get_by_role("button", name="Move 1 case to backlog")
    expect(confirm).to_be_enabled(timeout=PATIENCE)
    confirm.click()
    expect(page.get_by_text("1 case moved to backlog")).to_be_visible(timeout=PATIENCE)
    assert states(desk, 1, 2) == ["monitoring", "backlog"]


def test_a_move_that_comes_too_late_is_refused_and_what_was_chosen_stays_chosen(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(f"{serve(desk)}/sets?set=monitoring&severity=critical", me="ana")
    for n in (1, 2):
        box(page, n).check()
    expect(page.get_by_text("2 cases chosen")).to_be_visible(timeout=PATIENCE)
    dialog = page.get_by_role("dialog")
    pressed_until(page, "Move 2 cases …", dialog)
    dialog.get_by_role("radio", name="Backlog").click()
    dialog.get_by_role("textbox", name="Why").fill("not understood after all")
    confirm = dialog.get_by_role("button", name="Move 2 cases to backlog")
    expect(confirm).to_be_enabled(timeout=PATIENCE)
    with closing(open_desk(desk)) as other:
        describe(other, [case_id(1)], {"owner": BEN}, actor=BEN)
    confirm.click()
    expect(page.get_by_text("ben described it (owner)")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("2 cases chosen")).to_be_visible(timeout=PATIENCE)
    assert states(desk, 1, 2) == ["monitoring", "monitoring"]


def test_an_address_holds_filters_order_and_place_and_the_whole_set_is_in_reach(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(f"{serve(desk)}/sets?set=monitoring&sort=result&q=paid", me="ana")
    expect(rows(page).first).to_contain_text("Question 4 about", timeout=PATIENCE)
    expect(rows(page).first).to_contain_text("Failed")
    expect(rows(page).first).to_contain_text("rc2")
    expect(page.get_by_text("1 to 50 of 59 cases that fit, worst last result")).to_be_visible()
    page.get_by_role("link", name="Next page").click()
    expect(rows(page)).to_have_count(9, timeout=PATIENCE)
    expect(page.get_by_text("51 to 59 of 59 cases that fit")).to_be_visible()
    page.reload()
    expect(rows(page)).to_have_count(9, timeout=PATIENCE)
    page.get_by_role("link", name="Previous page").click()
    expect(rows(page)).to_have_count(50, timeout=PATIENCE)
    expect(rows(page).first).to_contain_text("Question 4 about")


def test_a_case_leads_on_along_the_list_that_it_was_opened_from(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(f"{serve(desk)}/sets?set=monitoring&owner=none", me="ana")
    rows(page).first.get_by_role("link").click()
    along = page.get_by_role("navigation", name="The list that you came from")
    expect(along).to_contain_text("1 of 3 in monitoring", timeout=PATIENCE)
    along.get_by_role("link", name="Next").click()
    expect(along).to_contain_text("2 of 3 in monitoring", timeout=PATIENCE)
    page.get_by_role("radio", name="Blocking").click()
    card = page.locator(".st-key-ed-card-move")
    expect(card).to_contain_text("it has no owner", timeout=PATIENCE)
    along.get_by_role("link", name="Back to the list").click()
    expect(rows(page)).to_have_count(3, timeout=PATIENCE)


def test_two_versions_stand_side_by_side_under_an_address(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    with closing(open_desk(desk)) as other:
        half = {"expected": "We refund half of it", "behaviour": "answer"}
        describe(other, [case_id(9)], half, actor=BEN)
        move(other, [case_id(8)], State.BACKLOG, actor=BEN, reason="noise")
        freeze(other, "monitoring", actor=BEN)
    page = open_page(f"{serve(desk)}/sets?set=monitoring&from=1&to=2", me="ana")
    said = page.get_by_text("From monitoring@1 to monitoring@2: 0 joined, 1 left, 1 said")
    expect(said).to_be_visible(timeout=PATIENCE)
    changed = page.get_by_role("table", name="Said otherwise")
    expect(changed.locator("del")).to_have_text("all")
    expect(changed.locator("ins")).to_have_text("half")
    left = page.get_by_role("table", name="Cases that left")
    expect(left.get_by_role("link")).to_have_text("Question 8 about the money I paid")
    no_exception(page)
    pressed_until(page, "Export", page.get_by_role("button", name="JSON lines, to be scored"))
    with page.expect_download(timeout=PATIENCE) as file:
        page.get_by_role("button", name="JSON lines, to be scored").click()
    with ZipFile(file.value.path()) as archive:
        assert archive.namelist() == ["monitoring@2.jsonl", "monitoring@2.jsonl.manifest.json"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address",
    [
        "sets?set=monitoring",
        "sets?set=monitoring&from=1&to=now",
        "case?id=c-0000000000000004&set=monitoring",
    ],
)
def test_axe_finds_nothing_serious_of_ours(
    desk: Path, serve: Serve, open_page: OpenPage, address: str, scheme: Scheme
) -> None:
    page = open_page(f"{serve(desk)}/{address}", scheme=scheme, me="ana")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert against(page, not_ours=NOT_OURS, serious=True) == []
