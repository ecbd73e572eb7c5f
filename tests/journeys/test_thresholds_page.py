"""Thresholds in the browser: three people move a number, and nobody decides about their own."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import Evaldesk, terminal

RATE = "gate.pass_rate.blocking"
Served = tuple[Evaldesk, str]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Served:
    """A new desk: ana owns blocking, ben is her deputy, carl and others may propose."""
    place = tmp_path_factory.mktemp("thresholds")
    said = terminal(place / "desk")
    said("init", "--owner", "ana", "--deputy", "ben")
    return said, f"{serve(place / 'desk')}/thresholds"


def verdict(page: Page, words: str) -> None:
    """Wait until the page says `words` in a verdict."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def proposed(page: Page, value: str, why: str) -> None:
    """Propose `value` for the number that is shown."""
    page.get_by_role("button", name="Propose another value").click()
    _fill(page, "New value (in force", value)
    _fill(page, "Why", why)
    page.get_by_role("dialog").get_by_role("button", name="Propose", exact=True).click()
    verdict(page, "Proposed.")


def decided(page: Page, proposal: str, act: str, why: str) -> None:
    """Approve or reject `proposal` in its dialog."""
    _card(page, proposal).get_by_role("button", name=act).click()
    _fill(page, "Why", why)
    page.get_by_role("dialog").get_by_role("button", name=act).click()


def test_three_people_move_a_number_and_a_conflict_is_looked_at_again(
    served: Served, open_page: OpenPage
) -> None:
    said, url = served
    one = f"{url}?name={RATE}"
    carl = open_page(one, me="carl")
    proposed(carl, "95 %", "<b>one</b> flaky case")
    mine = _card(carl, "P-1")
    expect(mine.get_by_text("Nobody approves their own: ana or ben decides.")).to_be_visible()
    expect(mine.get_by_role("button", name="Approve")).to_be_disabled()
    assert said("approve", "P-1", "-m", "mine", actor="carl").code == 1
    said("propose", RATE, "90%", "-m", "two cases", actor="carl")

    ana = open_page(one, me="ana")
    expect(ana.get_by_text("<b>one</b> flaky case")).to_be_visible()  # text, not markup
    decided(ana, "P-1", "Approve", "agreed")
    verdict(ana, "In force.")
    expect(ana.get_by_text("set it to 95 %")).to_be_visible()
    stale = _card(ana, "P-2")
    expect(stale.get_by_text("95 % is in force: carl has to refresh it first")).to_be_visible()
    expect(stale.get_by_role("button", name="Approve")).to_be_disabled()

    carl.reload()
    _card(carl, "P-2").get_by_role("button", name="Refresh").click()
    verdict(carl, "Refreshed. P-2 stands for 95 % → 90 %.")
    ana.reload()
    decided(ana, "P-2", "Reject", "one is enough")
    verdict(ana, "Rejected.")
    assert against(ana) == []
    found = said("thresholds", "--json").json["thresholds"]
    assert next(t["value"] for t in found if t["name"] == RATE) == 0.95
    no_exception(carl)


def test_the_owners_own_proposal_waits_for_the_deputy_on_a_phone(
    served: Served, open_page: OpenPage
) -> None:
    said, url = served
    latency = said("propose", "latency.p95_ms", 3000, "-m", "users wait", "--json").json
    ana = open_page(url, me="ana")
    own = _card(ana, latency["proposal"])
    expect(own.get_by_text("Nobody approves their own: ben decides.")).to_be_visible()
    ben = open_page(url, me="ben", size=(390, 844), scheme="dark")
    verdict(ben, "1 proposal for you.")
    no_sideways_scroll(ben)
    decided(ben, latency["proposal"], "Approve", "they do")
    verdict(ben, "In force. Slowest answers (95th percentile): 3,000 ms, everywhere")
    no_exception(ben)


def _card(page: Page, proposal: str) -> Locator:
    found = page.locator(f".st-key-ed-card-proposal-{proposal}")
    expect(found).to_be_visible()
    return found


def _fill(page: Page, label: str, words: str) -> None:
    field = page.get_by_role("dialog").get_by_label(label)
    expect(field).to_be_visible()
    field.fill(words)
    field.press("Tab")
