"""The contract and the certificate in the browser: agreed, refused, proved, tampered with."""

from pathlib import Path

from playwright.sync_api import Page, expect

from store.answers.certificate import certificate_of
from store.answers.certificate_files import as_html
from tests.certified import certified
from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Serve
from tests.terminal import terminal

PATIENCE = 60_000


def verdict(page: Page, words: str) -> None:
    """Wait until the page says `words` in its verdict."""
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_visible(
        timeout=PATIENCE
    )


def write(page: Page, label: str, words: str) -> None:
    """Fill a field and leave it."""
    field = page.get_by_label(label, exact=True)
    field.fill(words)
    field.press("Tab")


def test_who_owns_blocking_agrees_on_a_contract_and_a_number_waits_for_the_deputy(
    tmp_path: Path, serve: Serve, open_page: OpenPage
) -> None:
    certified(tmp_path / "desk").close()
    said = terminal(tmp_path / "desk")
    url = serve(tmp_path / "desk")
    page = open_page(f"{url}/contract", me="ana")
    verdict(page, "No contract.")
    write(page, "The decision it supports", "May it <b>ship</b>?")
    write(page, "Which outputs it covers", "every answer")
    write(page, "Why", "agreed")
    write(page, "Unsafe", "700")
    expect(page.get_by_text("cost_of_failure.unsafe to 700")).to_be_visible()
    page.get_by_text("As TOML: also routes").click()
    numbers = page.get_by_role("textbox", name="Numbers and owners, as TOML")
    numbers.fill(numbers.input_value().replace("unsafe = 500", "unsafe = -5"))
    numbers.press("Tab")
    verdict(page, "errors.cost_usd.unsafe cannot be -5")
    numbers.fill(numbers.input_value().replace("unsafe = -5", "unsafe = 600"))
    numbers.press("Tab")
    expect(page.get_by_text("Would be proposed, for their owners to approve")).to_be_visible()
    page.get_by_role("button", name="Set the contract").click()
    verdict(page, "Version 1 is in force.")
    verdict(page, "1 number not in force as agreed, 1 of them proposed")
    expect(page.get_by_role("heading", name="May it <b>ship</b>?")).to_be_visible()
    expect(page.get_by_text("P-1 waits")).to_be_visible()
    assert said("contract", "--json").json["by"] == "ana"
    assert against(page, serious=True) == []

    other = open_page(f"{url}/contract", size=(390, 844), scheme="dark", me="carl")
    expect(other.get_by_text("For ana or ben (deputy) to set")).to_be_visible()
    expect(other.get_by_label("Change the contract")).to_be_disabled()
    no_sideways_scroll(other)
    no_exception(other)


def test_a_certificate_is_proved_on_its_page_and_a_tampered_one_is_refused(
    tmp_path: Path, serve: Serve, open_page: OpenPage
) -> None:
    desk = certified(tmp_path / "desk", ("v1-rc", "PASS"), ("v2-rc", "BLOCKED"))
    genuine = as_html(certificate_of(desk, "v2-rc", None))
    desk.close()
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    good.write_text(genuine)
    bad.write_text(genuine.replace('"verdict":"BLOCKED"', '"verdict":"PASS"'))
    page = open_page(f"{serve(tmp_path / 'desk')}/certificate?run=v2-rc", me="ana")
    verdict(page, "BLOCKED: may not ship.")
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="To print, HTML").click()
    assert "may not ship" in Path(downloaded.value.path()).read_text()
    assert against(page, serious=True) == []
    page.locator("input[type=file]").set_input_files(good)
    verdict(page, "It holds.")
    page.locator("input[type=file]").set_input_files(bad)
    verdict(page, "Refused: it is not what was issued.")
    no_exception(page)
