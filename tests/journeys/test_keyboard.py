"""The queue by keyboard: no key is lost, none hits the wrong case, whatever breaks."""

import json
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from curation.cases import Case
from curation.decisions import Kind
from curation.identity import group_id
from store.acts.importing import import_files
from store.acts.owning import name_owner
from store.answers.queue import Filters, queue
from store.desk import found_desk, open_desk
from tests.journeys.axe import against
from tests.journeys.browser import (
    free_port,
    no_exception,
    no_sideways_scroll,
    settled,
    start_app,
)
from tests.journeys.conftest import OpenPage, Scheme, Serve

PATIENCE = 30_000
ROUTES = 40  # one for each test, so that all share a server and none sees another's decisions
HOSTILE = "<img src=x onerror=alert(1)> **help** <script>alert(2)</script>"
INPUTS = [HOSTILE, *(f"Question {n} about the money I paid" for n in range(30))]
TRUTH = "We will refund all of it"
TRACES = '[links]\ntrace = "https://traces.example/t/{trace_id}"\n'


KEYS_THAT_ACT: list[dict[str, object]] = [
    {"key": "l", "code": "KeyL"},
    {"key": "L", "code": "KeyL"},  # Caps Lock is on
    {"key": "д", "code": "KeyL"},  # the same key on a Russian keyboard
    {"key": "ㅣ", "code": "KeyL"},
    {"key": "l", "code": "KeyP"},  # Dvorak: the letter counts, not its place
]
KEYS_THAT_DO_NOT: list[dict[str, object]] = [
    {"key": "L", "code": "KeyL", "shiftKey": True},
    {"key": "l", "code": "KeyL", "ctrlKey": True},
    {"key": "l", "code": "KeyL", "metaKey": True},
    {"key": "l", "code": "KeyL", "altKey": True},
    {"key": "l", "code": "KeyL", "repeat": True},  # held down: one act a press
    {"key": "l", "code": "KeyL", "isComposing": True},
    {"key": "Process", "code": "KeyL", "keyCode": 229},
    {"key": "ł", "code": "Semicolon"},
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk where 31 failures wait on each of many routes; ana owns blocking."""
    place = tmp_path_factory.mktemp("keyboard")
    folder, events = place / "desk", place / "events.jsonl"
    found_desk(folder)
    with (folder / "desk.toml").open("a", encoding="utf-8") as settings:
        settings.write(TRACES)
    rows = [
        {"id": f"e-{route}-{n}", "timestamp": f"2026-11-{1 + n % 20:02}T10:00:00Z",
         "route": f"r{route:02}", "input": f"{text} for {route}", "model": "v1",
         "output": f"We will refund {n} of it {HOSTILE}", "prediction": "refund",
         "truth": TRUTH, "trace_id": f"t/{n}"}
        for route in range(ROUTES) for n, text in enumerate(INPUTS)
    ]  # fmt: skip
    events.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with closing(open_desk(folder)) as opened:
        import_files(opened, [events], "events", actor="cron", source="app")
        name_owner(opened, "blocking", "ana", "ben", actor="ana", reason="hers")
    return folder


@dataclass(frozen=True)
class Lane:
    """The failures of one route, which only one test decides about."""

    desk: Path
    origin: str
    route: str

    @property
    def group(self) -> str:
        """The group that all of them are in."""
        return group_id("wrong_answer", TRUTH, "refund", self.route)

    @property
    def url(self) -> str:
        """Where they are sorted."""
        return f"{self.origin}/inbox?group={self.group}"

    def waiting(self) -> list[str]:
        """The queue as the page shows it."""
        with closing(open_desk(self.desk)) as opened:
            return [row.case for row in queue(opened, Filters(group=self.group)).rows]

    def moves(self) -> list[tuple[str, str, str]]:
        """Every move here, oldest first: case, where to, by whom."""
        with closing(open_desk(self.desk)) as opened:
            assert opened.ledger.verify() == (None, True)
            with opened.ledger.reading() as asked:
                mine = {case.id for case in asked.cases() if case.route == self.route}
                found = asked.decisions(kinds=[Kind.MOVED])
        moved = [(e.subject, e.after["state"], e.actor) for e in reversed(found)]
        return [one for one in moved if one[0] in mine]

    def case(self, case_id: str) -> Case:
        """One case as the ledger has it."""
        with closing(open_desk(self.desk)) as opened, opened.ledger.reading() as asked:
            found = asked.case(case_id)
        assert found is not None
        return found


@pytest.fixture(scope="module")
def lanes(desk: Path, serve: Serve) -> Iterator[Lane]:
    """A route for each test, all on one server."""
    origin = serve(desk)
    return (Lane(desk, origin, f"r{n:02}") for n in range(ROUTES))


@pytest.fixture
def lane(lanes: Iterator[Lane]) -> Lane:
    """Failures that nobody has touched."""
    return next(lanes)


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


def keep(page: Page, **kept: object) -> None:
    """Put `kept` where this tab keeps what is not stored yet."""
    page.evaluate(
        "kept => sessionStorage.setItem(Object.keys(sessionStorage)"
        ".find(key => key.startsWith('evaldesk.inbox.')), JSON.stringify(kept))",
        {"undo": [], **kept},
    )


def burst(page: Page, keys: str, gap: int = 25) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(gap)


def alert(page: Page) -> Locator:
    return page.locator("#det [role=alert]").first


@pytest.mark.parametrize("gap", [25, 60, 150])
def test_twenty_keys_are_all_stored_on_the_right_case(
    lane: Lane, open_page: OpenPage, gap: int
) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="ana"))
    burst(page, "l" * 20, gap)
    saved(page)
    assert lane.moves() == to_backlog(before[:20])
    expect(page.locator("#count")).to_have_text("1 of 11")
    expect(page.locator("#marker")).to_have_text(before[20])


def test_moving_on_between_decisions_skips_exactly_what_was_skipped(
    lane: Lane, open_page: OpenPage
) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="ana"))
    burst(page, "jl" * 10)
    saved(page)
    assert lane.moves() == to_backlog(before[1:20:2])


def test_two_people_on_one_queue_learn_who_was_first(lane: Lane, open_page: OpenPage) -> None:
    before, url = lane.waiting(), lane.url
    ana, ben = ready(open_page(url, me="ana")), ready(open_page(url, me="ben"))
    burst(ana, "lll")
    saved(ana)
    burst(ben, "l")
    saved(ben)
    expect(alert(ben)).to_contain_text("ana moved it to backlog at")
    expect(alert(ben)).to_contain_text("The move to backlog was not done.")
    assert lane.moves() == to_backlog(before[:3])
    ben.get_by_role("button", name="Keep backlog").click()
    expect(alert(ben)).to_have_count(0)
    for _ in range(4):  # both at once
        ana.keyboard.press("l")
        ben.keyboard.press("l")
    saved(ana)
    saved(ben)
    found = [case for case, _, _ in lane.moves()]
    assert len(found) == len(set(found))
    assert set(found) == set(before[:7])


def test_a_reload_loses_nothing_that_was_decided(lane: Lane, open_page: OpenPage) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="ana"))
    burst(page, "l" * 12, gap=10)
    page.reload()
    ready(page)
    burst(page, "l" * 8)
    saved(page)
    assert lane.moves() == to_backlog(before[:20])


def test_a_server_that_is_killed_and_started_again_has_every_key_once(
    lane: Lane, tmp_path: Path, chromium: Browser
) -> None:
    before, port = lane.waiting(), free_port()
    app = start_app(lane.desk, tmp_path / "one", at=port)
    with closing(chromium.new_context(reduced_motion="reduce")) as window:
        page = window.new_page()
        page.goto(f"{app.url}/inbox?group={lane.group}&me=ana")
        ready(page)
        burst(page, "l" * 8)
        app.process.kill()
        app.process.wait(10)
        burst(page, "l" * 8)
        expect(page.locator("#saved")).to_contain_text("Saving")
        told = page.locator("#lost")
        expect(told).to_contain_text("Not saved yet:", timeout=PATIENCE)
        expect(told).to_contain_text("kept in this tab")
        again = start_app(lane.desk, tmp_path / "two", at=port)
        saved(page)
        expect(told).to_be_hidden()
        again.stop()
    assert lane.moves() == to_backlog(before[:16])


def become(page: Page, name: str) -> None:
    """Say under "You are" that it is `name` who decides now."""
    corner = page.locator(".st-key-ed-who")
    corner.get_by_test_id("stPopover").last.get_by_role("button").click()
    field = page.get_by_label("You are")
    field.fill(name)
    field.press("Enter")
    expect(corner).to_contain_text(name, timeout=PATIENCE)
    settled(page)
    page.keyboard.press("Escape")
    expect(field).to_be_hidden(timeout=PATIENCE)
    ready(page)
    page.locator("#list").focus()


def test_after_another_name_is_given_a_key_acts_on_the_case_that_is_shown(
    lane: Lane, open_page: OpenPage
) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="ana"))
    burst(page, "jjl")
    saved(page)
    become(page, "ben")
    marker = page.locator("#marker")
    shown = marker.inner_text()
    page.keyboard.press("l")
    expect(marker).not_to_have_text(shown)
    saved(page)
    become(page, "ana")
    saved(page)
    assert lane.moves() == [*to_backlog([before[2]]), (shown, "backlog", "ben")]


PEND = """async act => {
  const of = Object.keys(sessionStorage).find(key => key.startsWith('evaldesk.inbox.'))
  sessionStorage.setItem(of.replace(...act.place), JSON.stringify({pend: [act], undo: []}))
}"""


@pytest.mark.parametrize(
    "place", [(".ana", ".ben"), (r"inbox.", "inbox.another-desk")], ids=["person", "desk"]
)
def test_what_waits_for_another_person_or_desk_is_not_sent_here(
    lane: Lane, open_page: OpenPage, place: tuple[str, str]
) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="ana"))
    act: dict[str, Any] = {
        "act": "aaaaaaaaaaaa-1",
        "do": "move",
        "to": "monitoring",
        "at": 0,
        "rows": [],
    }
    page.evaluate(PEND, {**act, "cases": [[before[0], 0]], "place": place})
    page.reload()
    ready(page)
    page.keyboard.press("l")
    saved(page)
    assert lane.moves() == to_backlog(before[:1])


def test_whoever_leaves_at_once_for_another_page_loses_no_key(
    lane: Lane, open_page: OpenPage
) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="ana"))
    burst(page, "l" * 12)
    page.get_by_role("link", name="Sets").click()
    page.wait_for_url("**/sets**")
    settled(page)
    wait_for_moves(page, lane, 12)
    assert lane.moves() == to_backlog(before[:12])


def wait_for_moves(page: Page, lane: Lane, n: int) -> None:
    until = time.monotonic() + PATIENCE / 1000
    while len(lane.moves()) < n and time.monotonic() < until:
        page.wait_for_timeout(200)


def test_what_waits_for_one_desk_is_not_done_on_another_at_the_same_address(
    lane: Lane, tmp_path: Path, chromium: Browser
) -> None:
    before, port, folder = lane.waiting(), free_port(), tmp_path / "other"
    found_desk(folder)
    with closing(open_desk(folder)) as opened:
        events = lane.desk.parent / "events.jsonl"
        import_files(opened, [events], "events", actor="cron", source="app")
    app = start_app(lane.desk, tmp_path / "one", at=port)
    with closing(chromium.new_context(reduced_motion="reduce")) as window:
        page = window.new_page()
        page.goto(f"{app.url}/inbox?group={lane.group}&me=ana")
        ready(page)
        app.stop()
        burst(page, "lll")
        expect(page.locator("#saved")).to_contain_text("Saving")
        other = start_app(folder, tmp_path / "two", at=port)
        saved(page)
        page.reload()
        ready(page)
        burst(page, "jl")
        saved(page)
        other.stop()
        assert Lane(folder, app.url, lane.route).moves() == to_backlog(before[1:2])
        again = start_app(lane.desk, tmp_path / "three", at=port)
        wait_for_moves(page, lane, 3)
        again.stop()
    assert lane.moves() == to_backlog(before[:3])


def test_what_the_desk_cannot_read_is_told_and_work_goes_on(
    lane: Lane, open_page: OpenPage
) -> None:
    before, url = lane.waiting(), lane.url
    page = ready(open_page(url, me="ana"))
    odd: dict[str, Any] = {"act": "x", "do": "delete", "cases": [], "rows": []}
    keep(page, pend=[odd])
    page.reload()
    expect(alert(page)).to_contain_text("1 decision of this tab", timeout=PATIENCE)
    page.keyboard.press("l")
    saved(page)
    assert lane.moves() == to_backlog(before[:1])


def test_what_is_typed_is_no_decision(lane: Lane, open_page: OpenPage) -> None:
    page = ready(open_page(lane.url, me="ana"))
    page.keyboard.press("/")
    page.keyboard.type("question 7 blm")
    page.keyboard.press("Control+l")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.get_by_label("Why").type("lmbz")
    page.keyboard.press("Escape")
    saved(page)
    assert lane.moves() == []


def test_a_search_narrows_the_queue_and_stands_in_the_address(
    lane: Lane, open_page: OpenPage
) -> None:
    page = ready(open_page(lane.url, me="ana"))
    page.keyboard.press("/")
    page.keyboard.type('"question 7 "')
    page.keyboard.press("Enter")
    expect(page.locator("#list .row")).to_have_count(1, timeout=PATIENCE)
    page.wait_for_url("**q=%22question+7+%22**")
    page.reload()
    expect(page.locator("#list .row")).to_have_count(1, timeout=PATIENCE)
    expect(page.get_by_label("Search the waiting failures")).to_have_value('"question 7 "')


def test_a_refusal_brings_the_case_back_with_every_objection_and_the_way_out_works(
    lane: Lane, open_page: OpenPage
) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="carl"))
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
    page.get_by_label("Owner", exact=True).fill("carl")
    page.keyboard.press("Enter")
    page.keyboard.press("s")
    page.keyboard.press("3")
    page.keyboard.press("e")
    page.get_by_label("Expected answer").fill("We refund all of it")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("m")
    saved(page)
    assert lane.moves() == [(before[0], "monitoring", "carl")]
    case = lane.case(before[0])
    assert (case.owner, case.severity, case.expected) == (
        "carl",
        "high",
        "We refund all of it",
    )


def test_a_selection_moves_together_and_comes_back_together(
    lane: Lane, open_page: OpenPage
) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="ana"))
    burst(page, "xjxjx")
    expect(page.locator("#count")).to_have_text("3 selected")
    page.keyboard.press("d")
    page.get_by_label("Why").fill("they test us")
    page.get_by_role("button", name="Dismiss", exact=True).last.click()
    saved(page)
    assert {case for case, to, _ in lane.moves() if to == "dismissed"} == set(before[:3])
    expect(page.locator("#count")).to_have_text("1 of 28")
    page.keyboard.press("z")
    saved(page)
    expect(page.locator("#count")).to_have_text("1 of 31")
    assert {case for case, to, _ in lane.moves()[3:] if to == "inbox"} == set(before[:3])


def test_a_selection_that_a_search_hides_is_said_to_be_gone(
    lane: Lane, open_page: OpenPage
) -> None:
    page = ready(open_page(lane.url, me="ana"))
    choose_first(page, 3)
    page.keyboard.press("/")
    page.keyboard.type('"question 29 "')
    page.keyboard.press("Enter")
    expect(page.locator("#list .row")).to_have_count(1, timeout=PATIENCE)
    expect(alert(page)).to_contain_text("not in this list")


def test_an_answer_that_somebody_overtook_is_kept_and_can_be_stated_all_the_same(
    lane: Lane, open_page: OpenPage
) -> None:
    before, url = lane.waiting(), lane.url
    ana, ben = ready(open_page(url, me="ana")), ready(open_page(url, me="ben"))
    for page, answer in ((ana, "Ask for the receipt"), (ben, "We refund half of it")):
        page.keyboard.press("e")
        page.get_by_label("Expected answer").fill(answer)
        page.keyboard.press("Control+Enter")
        saved(page)
    assert lane.case(before[0]).expected == "Ask for the receipt"
    expect(alert(ben)).to_contain_text("ana")
    ben.get_by_role("button", name="State it all the same").click()
    saved(ben)
    assert lane.case(before[0]).expected == "We refund half of it"
    expect(ben.locator("#marker")).to_have_text(before[0])


def choose_first(page: Page, n: int) -> None:
    burst(page, "xj" * n)
    expect(page.locator("#count")).to_have_text(f"{n} selected")


def test_an_act_on_several_is_shown_before_it_is_sent(lane: Lane, open_page: OpenPage) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="carl"))
    dialog = page.get_by_role("dialog")
    choose_first(page, 3)
    page.keyboard.press("b")
    expect(dialog).to_contain_text("0 of 3 will change", timeout=PATIENCE)
    for told in ("3 × It has no owner.", "3 × Only ana or ben (deputy)", "stay selected"):
        expect(dialog).to_contain_text(told)
    expect(dialog.get_by_role("button", name="Nothing to move")).to_be_disabled()
    expect(dialog).to_contain_text("No release was judged yet")
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    expect(dialog).to_contain_text("3 of 3 will change: 3 from the inbox", timeout=PATIENCE)
    page.keyboard.press("Escape")
    saved(page)
    assert lane.moves() == []
    expect(page.locator("#count")).to_have_text("3 selected")
    page.keyboard.press("l")
    expect(dialog.get_by_role("button", name="Move 3 cases")).to_be_focused(timeout=PATIENCE)
    page.keyboard.press("Enter")
    saved(page)
    assert sorted(lane.moves()) == sorted(to_backlog(before[:3], "carl"))


def test_an_enter_that_comes_before_the_preview_moves_nothing_and_says_so(
    lane: Lane, open_page: OpenPage
) -> None:
    page = ready(open_page(lane.url, me="carl"))
    dialog = page.get_by_role("dialog")
    choose_first(page, 3)
    # Both keys in one turn of the browser: no answer of the desk comes between them.
    said = page.locator("#list").evaluate(
        """list => {
            const how = {bubbles: true, composed: true}
            const press = (at, key) =>
                at.dispatchEvent(new KeyboardEvent("keydown", {key, ...how}))
            press(list, "l")
            const form = list.getRootNode().querySelector("dialog form")
            press(form, "Enter")
            return form.textContent
        }"""
    )
    assert "press Enter again when it says what will change" in said
    expect(dialog).to_contain_text("3 of 3 will change", timeout=PATIENCE)
    assert lane.moves() == []
    page.keyboard.press("Enter")
    saved(page)
    assert len(lane.moves()) == 3


def test_only_those_that_nothing_keeps_are_moved_and_the_others_stay_selected(
    lane: Lane, open_page: OpenPage
) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="carl"))
    page.keyboard.press("Shift+A")
    choose_first(page, 2)
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Move 1 case")).to_be_enabled(timeout=PATIENCE)
    expect(dialog).to_contain_text("1 × It has no owner.")
    page.keyboard.press("Enter")
    saved(page)
    assert lane.moves() == [(before[0], "monitoring", "carl")]
    expect(page.locator("#count")).to_have_text("1 selected")
    expect(page.get_by_role("option", selected=True)).to_have_attribute("data-case", before[1])


def test_a_dismissal_says_what_would_wake_it_up(lane: Lane, open_page: OpenPage) -> None:
    page = ready(open_page(lane.url, me="ana"))
    page.keyboard.press("d")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("a week with more than", timeout=PATIENCE)
    dialog.locator("select").select_option("+10")
    expect(dialog).to_contain_text("failure number 41 (now 31)")
    dialog.locator("select").select_option("date")
    expect(dialog).to_contain_text("back on that day")


def test_a_failure_is_given_to_somebody_until_a_day(lane: Lane, open_page: OpenPage) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="ana ruiz"))
    row = page.locator("#list .row").first
    page.keyboard.press("Shift+A")
    expect(row.locator(".owner")).to_have_text("AR")
    page.keyboard.press("a")
    page.get_by_label("Owner", exact=True).fill("carl")
    page.get_by_role("button", name="Today").click()
    expect(page.get_by_role("button", name="Today")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Due day").fill("2026-01-05")
    page.keyboard.press("Enter")
    expect(row.locator(".owner")).to_have_text("CA")
    expect(row.locator(".due.late")).to_contain_text("▲ overdue")
    saved(page)
    case = lane.case(before[0])
    assert (case.state, case.owner, case.due) == ("inbox", "carl", "2026-01-05")


@pytest.mark.parametrize("forms", [KEYS_THAT_ACT, KEYS_THAT_DO_NOT], ids=["act", "do not"])
def test_a_key_acts_on_every_layout_and_never_by_accident(
    lane: Lane, open_page: OpenPage, forms: list[dict[str, object]]
) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="ana"))
    for form in forms:
        page.evaluate("form => window.dispatchEvent(new KeyboardEvent('keydown', form))", form)
    saved(page)
    acted = before[: len(forms)] if forms is KEYS_THAT_ACT else []
    assert lane.moves() == to_backlog(acted)


def test_a_digit_that_rates_a_case_opens_no_similar_one(
    lane: Lane, open_page: OpenPage
) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="ana"))
    expect(page.locator("#det .sim").nth(3)).to_be_visible(timeout=PATIENCE)
    burst(page, "s3")
    expect(page.locator("#marker")).to_have_text(before[0])
    saved(page)
    near = page.locator("#det .sim a").nth(2).get_attribute("data-alike")
    page.keyboard.press("3")
    expect(page.locator("#marker")).to_have_text(near or "")


def test_a_duplicated_tab_and_its_twin_lose_nothing(lane: Lane, open_page: OpenPage) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="ana"))
    burst(page, "lll", gap=5)
    with page.context.expect_page() as opened:
        page.evaluate("window.open(location.href)")  # takes the tab's memory along
    twin = ready(opened.value)
    burst(page, "ll")
    saved(page)
    saved(twin)
    twin.keyboard.press("z")
    saved(twin)
    moves = lane.moves()
    assert sorted(moves[:5]) == sorted(to_backlog(before[:5]))
    assert [to for _, to, _ in moves[5:]] == ["inbox"]


def test_a_decision_can_be_taken_back_after_a_reload(lane: Lane, open_page: OpenPage) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="ana"))
    burst(page, "ll")
    saved(page)
    page.reload()
    ready(page)
    burst(page, "zz")
    saved(page)
    assert [to for _, to, _ in lane.moves()] == ["backlog", "backlog", "inbox", "inbox"]
    assert lane.waiting() == before


def test_a_page_that_is_left_in_the_middle_loses_nothing(
    lane: Lane, open_page: OpenPage
) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="ana"))
    burst(page, "lllo", gap=5)
    page.wait_for_url("**/case?id=**")
    page.go_back()
    saved(ready(page))
    assert lane.moves() == to_backlog(before[:3])


def test_a_screen_reader_hears_the_act_and_the_next_case(
    lane: Lane, open_page: OpenPage
) -> None:
    before = lane.waiting()
    page = ready(open_page(lane.url, me="ana"))
    box = page.get_by_role("listbox", name="Failures that wait")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-activedescendant", f"o-{before[0]}")
    page.keyboard.press("l")
    status = page.locator("#live")
    expect(status).to_contain_text("Moved to Backlog. Z takes it back. Next: Question")
    expect(box).to_have_attribute("aria-activedescendant", f"o-{before[1]}")
    named = page.locator(f"#o-{before[1]}")
    expect(named).to_have_attribute("aria-selected", "true")
    expect(named).to_have_attribute("aria-label", re.compile("got refund.*unassigned, waits"))


def test_on_the_phone_back_leads_to_the_list(lane: Lane, open_page: OpenPage) -> None:
    page = ready(open_page(lane.url, me="ana", size=(390, 844)))
    rows = page.locator("#list .row")
    for back in (page.go_back, page.get_by_role("button", name="Back to the list").click):
        rows.nth(1).click()
        expect(rows.first).to_be_hidden()
        expect(page.get_by_role("button", name="Blocking")).to_be_in_viewport()
        back()
        expect(rows.first).to_be_visible(timeout=PATIENCE)
    assert f"group={lane.group}" in page.url


def test_a_trace_leads_where_the_settings_say(lane: Lane, open_page: OpenPage) -> None:
    page = ready(open_page(f"{lane.url}&q=%22question+7+%22", me="ana"))
    link = page.locator("#det .facts a")
    expect(link).to_have_attribute("href", "https://traces.example/t/t%2F8", timeout=PATIENCE)


SMALL = """() => {
  const seen = []
  const walk = root => { for (const one of root.querySelectorAll("*")) {
    if (one.shadowRoot) walk(one.shadowRoot)
    const text = [...one.childNodes].some(n => n.nodeType === 3 && n.data.trim())
    const size = parseFloat(getComputedStyle(one).fontSize)
    if (text && one.closest("#ix") && size < 11.5) seen.push(one.outerHTML.slice(0, 90))
  } }
  walk(document)
  return seen
}"""


def test_no_form_has_a_fault_and_nothing_is_too_small_for_a_projector(
    lane: Lane, open_page: OpenPage
) -> None:
    page = ready(open_page(lane.url, me="ana", size=(1920, 1080)))
    expect(page.locator("#det .sim").first).to_be_visible(timeout=PATIENCE)
    found: list[object] = []
    for keys in ("d", "e", "s", "a", "w", "?", "xjxb", "a", "d"):
        burst(page, keys)
        expect(page.get_by_role("dialog")).to_be_visible()
        expect(page.get_by_role("dialog")).not_to_contain_text("Asking", timeout=PATIENCE)
        found += [(keys, *fault) for fault in against(page)]
        found += page.evaluate(SMALL)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert found == []


def test_text_from_outside_stays_text(lane: Lane, open_page: OpenPage) -> None:
    page = open_page(f"{lane.url}&q=%22%3C%2Fscript%3E+for%22", me="ana")
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    ready(page)
    expect(page.locator("#det .input")).to_contain_text(HOSTILE)
    expect(page.locator("#det .out").last).to_contain_text(HOSTILE)
    assert page.locator("#ix img, #ix script, #ix strong").count() == 0
    page.keyboard.press("l")
    saved(page)
    assert asked == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_axe_finds_nothing_and_nothing_is_out_of_reach(
    lane: Lane, open_page: OpenPage, scheme: Scheme, size: tuple[int, int]
) -> None:
    url = lane.url
    page = ready(open_page(url, me="carl", scheme=scheme, size=size))
    page.locator("#list .row").nth(1).click()
    expect(page.get_by_role("button", name="Blocking")).to_be_in_viewport()
    page.get_by_role("button", name="Blocking").click()
    expect(alert(page)).to_be_visible(timeout=PATIENCE)
    no_exception(page)
    no_sideways_scroll(page)
    assert against(page) == []
