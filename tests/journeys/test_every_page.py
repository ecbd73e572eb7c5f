"""Every page, walked through in one visit in each appearance, on the screen and on paper."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pages.shared.menu import HOME, PAGES, Entry
from tests.blocking_desk import blocking_desk
from tests.journeys.browser import no_exception, settled
from tests.journeys.conftest import OpenPage, Scheme, Serve

ENTRIES = [entry for section in PAGES.values() for entry in section]
# What Streamlit itself draws: the list of pages of a phone, and its own drawings.
NOT_OURS = ["svg-img-alt", "target-size"]
FOLLOW = """path => {
  const link = Object.assign(document.createElement('a'), { href: path });
  link.dataset.edPage = '';
  document.querySelector('[data-testid=stMain] .ed').append(link);
  link.click();
  link.remove();
}"""
BROKEN = """async not_ours => {
  const said = await axe.run(document, { resultTypes: ['violations'], iframes: false });
  return said.violations
    .filter(one => ['serious', 'critical'].includes(one.impact) && !not_ours.includes(one.id))
    .map(one => [one.id, one.nodes[0].html]);
}"""
PRESSED = "[data-testid=stHeader], .stApp button, .stApp input, .stApp textarea"


@pytest.fixture(scope="module")
def app(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The app on a desk with two blocking cases and the run that passed them."""
    folder = tmp_path_factory.mktemp("walked")
    blocking_desk(folder)
    return serve(folder / "desk")


def follow(page: Page, entry: Entry) -> None:
    """Turn to a page as a link of ours does: in the same session."""
    page.evaluate(FOLLOW, "/" if entry.url_path == HOME else f"/{entry.url_path}")
    expect(page).to_have_title(f"{entry.title} · Evaldesk")
    settled(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_keeps_anybody_out_or_prints_its_buttons(
    app: str, open_page: OpenPage, scheme: Scheme
) -> None:
    axe: Any = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = open_page(app, scheme=scheme)
    page.evaluate(axe.Axe().axe_script)
    broken: dict[str, Any] = {}
    pressed: dict[str, int] = {}
    for entry in ENTRIES:
        follow(page, entry)
        no_exception(page)
        broken[entry.url_path] = page.evaluate(BROKEN, NOT_OURS)
        page.emulate_media(media="print")
        pressed[entry.url_path] = page.locator(PRESSED).filter(visible=True).count()
        page.emulate_media(media="screen")
    assert {path: said for path, said in broken.items() if said} == {}
    assert {path: left for path, left in pressed.items() if left} == {}
