"""People in the browser: somebody leaves, what was theirs goes on, a viewer decides nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import against
from tests.journeys.browser import choose, no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import Evaldesk, terminal

ODD = "Gone <b>& away</b>"


def a_desk(place: Path) -> Evaldesk:
    """Ana owns blocking; who is about to leave owns monitoring and a case."""
    said = terminal(place / "desk")
    assert said("init", "--owner", "ana", "--deputy", "ben").code == 0
    assert said("own", "monitoring", "--owner", ODD, "--deputy", "ben").code == 0
    assert said("write", "Where is it?", "--route", "refunds", "--owner", ODD).code == 0
    assert said("people", "add", "eve", "--role", "viewer").code == 0
    return said


def verdict(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> tuple[str, Evaldesk]:
    """The app on that desk, and its terminal."""
    place = tmp_path_factory.mktemp("people")
    said = a_desk(place)
    return serve(place / "desk"), said


def test_a_viewer_sees_everything_on_a_phone_and_decides_nothing(
    served: tuple[str, Evaldesk], open_page: OpenPage
) -> None:
    page = open_page(f"{served[0]}/people", me="eve", size=(390, 844))
    expect(page.get_by_text("You are a viewer here")).to_be_visible()
    no_sideways_scroll(page)
    assert against(page) == []
    expect(page.get_by_text("Who is who is for ana to say.")).to_be_visible()
    for name in ("Name an owner", "Add a person", "Change that"):
        expect(page.get_by_role("button", name=name)).to_be_disabled()
    expect(page.get_by_role("button", name="Leaves")).to_have_count(0)
    no_exception(page)


def test_an_admin_lets_somebody_leave_and_what_was_theirs_goes_on(
    served: tuple[str, Evaldesk], open_page: OpenPage
) -> None:
    url, said = served
    page = open_page(f"{url}/people", me="ana", scheme="dark")
    verdict(page, "Everything has an owner.")
    expect(page.get_by_role("rowheader", name=ODD)).to_be_visible()
    choose(page, "Change somebody", ODD)
    page.get_by_role("button", name="Leaves").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_text("nobody yet").first).to_be_visible()
    form.get_by_label("Who takes over").fill("ben")
    form.get_by_label("Who takes over").press("Tab")
    expect(form.get_by_text("monitoring would have no deputy")).to_be_visible()
    form.get_by_label("Why").fill("moves on")
    form.get_by_label("Why").press("Tab")
    form.get_by_role("button", name="Let them leave").click()
    verdict(page, f"2 things of {ODD} went to ben. Without a deputy now: monitoring.")
    verdict(page, "A deputy is missing.")
    found = {one["name"]: one for one in said("people", "--json").json["people"]}
    assert (found[ODD]["successor"], found["ben"]["owns"]) == ("ben", ["monitoring"])
    no_exception(page)
