"""Every page, walked through in one visit: light on a screen, dark on a phone, and on paper."""

from typing import Any

import pytest
from playwright.sync_api import expect

from pages.shared.menu import HOME, PAGES
from tests.blocking_desk import blocking_desk
from tests.journeys.axe import against
from tests.journeys.browser import no_exception, turn_to
from tests.journeys.conftest import OpenPage, Scheme, Serve

ENTRIES = [entry for section in PAGES.values() for entry in section]
# What Streamlit itself draws.
NOT_OURS = ["svg-img-alt", "target-size"]
PRESSED = "[data-testid=stHeader], .stApp button, .stApp input, .stApp textarea"


@pytest.fixture(scope="module")
def app(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The app on a desk with two blocking cases and the run that passed them."""
    folder = tmp_path_factory.mktemp("walked")
    blocking_desk(folder)
    return serve(folder / "desk")


@pytest.mark.parametrize(
    ("scheme", "size"), [("light", (1440, 900)), ("dark", (390, 844))], ids=["light", "dark"]
)
def test_no_page_keeps_anybody_out_or_prints_its_buttons(
    app: str, open_page: OpenPage, scheme: Scheme, size: tuple[int, int]
) -> None:
    page = open_page(app, scheme=scheme, size=size)
    broken: dict[str, Any] = {}
    pressed: dict[str, int] = {}
    for entry in ENTRIES:
        turn_to(page, "/" if entry.url_path == HOME else f"/{entry.url_path}")
        expect(page).to_have_title(f"{entry.title} · Evaldesk")
        no_exception(page)
        broken[entry.url_path] = against(page, not_ours=NOT_OURS, serious=True)
        page.emulate_media(media="print")
        pressed[entry.url_path] = page.locator(PRESSED).filter(visible=True).count()
        page.emulate_media(media="screen")
    assert {path: said for path, said in broken.items() if said} == {}
    assert {path: left for path, left in pressed.items() if left} == {}
