"""The queue by keyboard: no key is lost, none hits the wrong case, whatever breaks."""

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from curation.decisions import Kind
from store.acts.importing import import_files
from store.acts.owning import name_owner
from store.answers.queue import queue
from store.desk import found_desk, open_desk
from tests.journeys.browser import free_port, no_exception, no_sideways_scroll, start_app
from tests.journeys.conftest import OpenPage, Scheme, Serve

PATIENCE = 30_000
HOSTILE = "<img src=x onerror=alert(1)> **help** <script>alert(2)</script>"
INPUTS = [HOSTILE, *(f"Question {n} about the money I paid" for n in range(60))]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk where 61 failures wait; ana owns blocking."""
    folder, events = tmp_path / "desk", tmp_path / "events.jsonl"
    found_desk(folder)
    rows = [
        {"id": f"e-{n}", "timestamp": f"2026-11-{1 + n % 20:02}T10:00:00Z", "route": "refunds",
         "input": text, "output": f"We will refund {n} of it {HOSTILE}", "model": "v1",
         "prediction": "refund", "truth": "We will refund all of it", "trace_id": f"t-{n}"}
        for n, text in enumerate(INPUTS)
    ]  # fmt: skip
    events.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with closing(open_desk(folder)) as opened:
        import_files(opened, [events], "events", actor="cron", source="app")
        name_owner(opened, "blocking", "ana", "ben", actor="ana", reason="hers")
    return folder


def waiting(desk: Path) -> list[str]:
    """The queue as the page shows it."""
    with closing(open_desk(desk)) as opened:
        return [row.case for row in queue(opened).rows]


def moves(desk: Path) -> list[tuple[str, str, str]]:
    """Every move on the desk, oldest first: case, where to, by whom."""
    with closing(open_desk(desk)) as opened:
        assert opened.ledger.verify() == (None, True)
        with opened.ledger.reading() as asked:
            found = asked.decisions(kinds=[Kind.MOVED])
    return [(e.subject, e.after["state"], e.actor) for e in reversed(found)]


def to_backlog(cases: Sequence[str], by: str = "ana") -> list[tuple[str, str, str]]:
    return [(case, "backlog", by) for case in cases]


def ready(page: Page) -> Page:
    """`page` when the queue is drawn."""
    expect(page.locator("#list .row").first).to_be_visible(timeout=PATIENCE)
    return page


def saved(page: Page) -> None:
    """The server has answered for everything that was decided."""
    expect(page.locator("#ix")).to_have_attribute("data-pending", "0", timeout=PATIENCE)
    expect(page.locator("#saved")).to_have_text("Saved")


def burst(page: Page, keys: str, gap: int = 25) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(gap)


def alert(page: Page) -> Locator:
    return page.locator("#det [role=alert]").first


@pytest.mark.parametrize("gap", [25, 60, 150])
def test_twenty_keys_are_all_stored_on_the_right_case(
    desk: Path, serve: Serve, open_page: OpenPage, gap: int
) -> None:
    before = waiting(desk)
    page = ready(open_page(f"{serve(desk)}/inbox?group=all", me="ana"))
    burst(page, "l" * 20, gap)
    saved(page)
    assert moves(desk) == to_backlog(before[:20])
    expect(page.locator("#count")).to_have_text("1 of 41")
    expect(page.locator("#marker")).to_have_text(before[20])


def test_moving_on_between_decisions_skips_exactly_what_was_skipped(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    before = waiting(desk)
    page = ready(open_page(f"{serve(desk)}/inbox?group=all", me="ana"))
    burst(page, "jl" * 10)
    saved(page)
    assert moves(desk) == to_backlog(before[1:20:2])


def test_two_people_on_one_queue_learn_who_was_first(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    before, url = waiting(desk), f"{serve(desk)}/inbox?group=all"
    ana, ben = ready(open_page(url, me="ana")), ready(open_page(url, me="ben"))
    burst(ana, "lll")
    saved(ana)
    burst(ben, "l")
    saved(ben)
    expect(alert(ben)).to_contain_text("ana moved it to backlog at")
    expect(alert(ben)).to_contain_text("The move to backlog was not done.")
    assert moves(desk) == to_backlog(before[:3])
    ben.get_by_role("button", name="Keep backlog").click()
    expect(alert(ben)).to_have_count(0)
    for _ in range(4):  # both at once
        ana.keyboard.press("l")
        ben.keyboard.press("l")
    saved(ana)
    saved(ben)
    found = [case for case, _, _ in moves(desk)]
    assert len(found) == len(set(found))
    assert set(found) == set(before[:7])


def test_a_reload_loses_nothing_that_was_decided(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    before = waiting(desk)
    page = ready(open_page(f"{serve(desk)}/inbox?group=all", me="ana"))
    burst(page, "l" * 12, gap=10)
    page.reload()
    ready(page)
    burst(page, "l" * 8)
    saved(page)
    assert moves(desk) == to_backlog(before[:20])


def test_a_server_that_is_killed_and_started_again_has_every_key_once(
    desk: Path, tmp_path: Path, chromium: Browser
) -> None:
    before, port = waiting(desk), free_port()
    app = start_app(desk, tmp_path / "one", at=port)
    with closing(chromium.new_context(reduced_motion="reduce")) as window:
        page = window.new_page()
        page.goto(f"{app.url}/inbox?group=all&me=ana")
        ready(page)
        burst(page, "l" * 8)
        app.process.kill()
        app.process.wait(10)
        burst(page, "l" * 8)
        expect(page.locator("#saved")).to_contain_text("Saving")
        again = start_app(desk, tmp_path / "two", at=port)
        saved(page)
        again.stop()
    assert moves(desk) == to_backlog(before[:16])


def test_what_the_desk_cannot_read_is_told_and_work_goes_on(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    before, url = waiting(desk), f"{serve(desk)}/inbox?group=all"
    page = ready(open_page(url, me="ana"))
    odd = '{"pend": [{"act": "x", "do": "delete", "cases": [], "rows": []}], "undo": []}'
    page.evaluate("kept => sessionStorage.setItem('evaldesk.inbox.ana', kept)", odd)
    page.reload()
    expect(alert(page)).to_contain_text("1 decision of this tab", timeout=PATIENCE)
    page.keyboard.press("l")
    saved(page)
    assert moves(desk) == to_backlog(before[:1])


def test_what_is_typed_is_no_decision(desk: Path, serve: Serve, open_page: OpenPage) -> None:
    page = ready(open_page(f"{serve(desk)}/inbox?group=all", me="ana"))
    page.keyboard.press("/")
    page.keyboard.type("question 7 blm")
    page.keyboard.press("Control+l")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.get_by_label("Why").type("lmbz")
    page.keyboard.press("Escape")
    saved(page)
    assert moves(desk) == []


def test_a_search_narrows_the_queue_and_stands_in_the_address(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    page = ready(open_page(f"{serve(desk)}/inbox?group=all", me="ana"))
    page.keyboard.press("/")
    page.keyboard.type("question 7 ")
    page.keyboard.press("Enter")
    expect(page.locator("#list .row")).to_have_count(1, timeout=PATIENCE)
    page.wait_for_url("**q=question+7**")
    page.reload()
    expect(page.locator("#list .row")).to_have_count(1, timeout=PATIENCE)
    expect(page.get_by_label("Search the waiting failures")).to_have_value("question 7")


def test_a_refusal_brings_the_case_back_with_every_objection_and_the_way_out_works(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    before = waiting(desk)
    page = ready(open_page(f"{serve(desk)}/inbox?group=all", me="carl"))
    page.keyboard.press("b")
    for objection in (
        "It has no owner. Press A.",
        "Its severity is not stated. Press S.",
        "It was scored 0 times, not 5.",
        "Only ana or ben (deputy) may put a case into blocking; you are carl.",
        "A move to blocking needs a reason. Press W and say why.",
    ):
        expect(alert(page)).to_contain_text(objection, timeout=PATIENCE)
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.locator("#marker")).to_have_text(before[0])
    page.keyboard.press("a")
    page.get_by_label("Owner").fill("carl")
    page.keyboard.press("Enter")
    page.keyboard.press("s")
    page.keyboard.press("3")
    page.keyboard.press("e")
    page.get_by_label("Expected answer").fill("We refund all of it")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("m")
    saved(page)
    assert moves(desk) == [(before[0], "monitoring", "carl")]
    with closing(open_desk(desk)) as opened, opened.ledger.reading() as asked:
        case = asked.case(before[0])
    assert case is not None
    assert (case.owner, case.severity, case.expected) == (
        "carl",
        "high",
        "We refund all of it",
    )


def test_a_selection_moves_together_and_comes_back_together(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    before = waiting(desk)
    page = ready(open_page(f"{serve(desk)}/inbox?group=all", me="ana"))
    burst(page, "xjxjx")
    expect(page.locator("#count")).to_have_text("3 selected")
    page.keyboard.press("d")
    page.get_by_label("Why").fill("they test us")
    page.get_by_role("button", name="Dismiss", exact=True).last.click()
    saved(page)
    assert {case for case, to, _ in moves(desk) if to == "dismissed"} == set(before[:3])
    expect(page.locator("#count")).to_have_text("1 of 58")
    page.keyboard.press("z")
    saved(page)
    expect(page.locator("#count")).to_have_text("1 of 61")
    assert {case for case, to, _ in moves(desk)[3:] if to == "inbox"} == set(before[:3])


def test_text_from_outside_stays_text(desk: Path, serve: Serve, open_page: OpenPage) -> None:
    page = open_page(f"{serve(desk)}/inbox?group=all&q=onerror", me="ana")
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    ready(page)
    expect(page.locator("#det .input")).to_have_text(HOSTILE)
    expect(page.locator("#det .out").last).to_contain_text(HOSTILE)
    assert page.locator("#ix img, #ix script, #ix strong").count() == 0
    page.keyboard.press("l")
    saved(page)
    assert asked == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_axe_finds_nothing_and_nothing_is_out_of_reach(
    desk: Path, serve: Serve, open_page: OpenPage, scheme: Scheme, size: tuple[int, int]
) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe-playwright-python"
    )
    url = f"{serve(desk)}/inbox?group=all"
    page = ready(open_page(url, me="carl", scheme=scheme, size=size))
    page.locator("#list .row").nth(1).click()
    expect(page.get_by_role("button", name="Blocking")).to_be_in_viewport()
    page.get_by_role("button", name="Blocking").click()
    expect(alert(page)).to_be_visible(timeout=PATIENCE)
    no_exception(page)
    no_sideways_scroll(page)
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
