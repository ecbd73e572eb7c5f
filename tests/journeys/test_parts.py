"""The shared parts in a browser: hostile text stays text, nothing is out of reach."""

import shutil

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.conftest import ROOT
from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll, settled, streamlit_run
from tests.journeys.conftest import OpenPage, Scheme, Serve
from tests.journeys.gallery.page import HOSTILE

SERVER = """
from pathlib import Path
import streamlit as st
from starlette.middleware import Middleware
from pages.shared import settings
from pages.shared.wire import CompressOnce, SafetyHeaders
settings.apply()
page = Path(__file__).parent / "page.py"
app = st.App(page, middleware=[Middleware(SafetyHeaders), Middleware(CompressOnce)])
"""


@pytest.fixture(scope="module")
def gallery(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page that shows every part, served with the product's own settings and headers."""
    place = tmp_path_factory.mktemp("gallery")
    shutil.copytree(ROOT / "pages" / "static", place / "static")
    shutil.copy(ROOT / "tests" / "journeys" / "gallery" / "page.py", place / "page.py")
    (place / "app.py").write_text(SERVER, encoding="utf-8")
    return serve(place, streamlit_run(place / "app.py"))


def looked_at(page: Page) -> Page:
    """`page` when its last chart is drawn."""
    expect(page.locator(".js-plotly-plot")).to_have_count(3, timeout=30_000)
    settled(page)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_part_is_drawn_in_both_appearances(
    gallery: str, open_page: OpenPage, scheme: Scheme
) -> None:
    page = looked_at(open_page(gallery, scheme=scheme))
    no_exception(page)
    no_sideways_scroll(page)
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page)
    no_sideways_scroll(page)


def test_text_from_outside_is_shown_as_it_was_written(
    gallery: str, open_page: OpenPage
) -> None:
    page = open_page(gallery)
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    looked_at(page)
    shown = page.get_by_text(HOSTILE, exact=False)
    assert shown.count() >= 6
    assert page.locator("img[src=x], .ed script, .ed strong").count() == 0
    assert asked == []


def test_a_link_opens_inside_the_session(gallery: str, open_page: OpenPage) -> None:
    page = looked_at(open_page(gallery))
    page.evaluate("() => { window.sameDocument = true }")
    page.get_by_role("link", name="Android app", exact=True).click()
    page.wait_for_url("**/inbox?app=android")
    settled(page)
    assert page.evaluate("() => window.sameDocument === true")
    page.go_back()
    page.wait_for_url(f"{gallery}/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_against_us(
    gallery: str, open_page: OpenPage, scheme: Scheme
) -> None:
    page = looked_at(open_page(gallery, scheme=scheme))
    assert against(page) == []
