"""The frame every page stands in: offline, in both appearances, on a phone, by deep link."""

import json
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pages.shared.menu import HOME, PAGES, Entry
from pages.shared.tokens import DARK, LIGHT
from tests.conftest import ROOT
from tests.journeys.browser import (
    no_exception,
    no_sideways_scroll,
    settled,
    streamlit_run,
    turn_to,
)
from tests.journeys.conftest import OpenPage, Scheme, Serve

BACKGROUND = (
    "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
)
FONTS = (
    "() => document.fonts.ready"
    ".then(all => [...all].filter(f => f.status === 'loaded').map(f => f.family))"
)


@pytest.fixture(scope="module")
def app(serve: Serve, empty_desk: Path) -> str:
    """The app on an empty desk."""
    return serve(empty_desk)


def address(entry: Entry) -> str:
    """Where a page answers; home does so at the root."""
    return "/" if entry.url_path == HOME else f"/{entry.url_path}"


def rgb(colour: str) -> str:
    """`#RRGGBB` as the browser says it."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


def heading(page: Page) -> str:
    """The title of the page that is shown."""
    title = page.get_by_role("heading").first
    expect(title).to_be_visible(timeout=20_000)
    return title.inner_text()


@pytest.mark.parametrize("section", PAGES, ids=lambda name: name or "daily")
def test_every_page_opens_on_a_screen_and_on_a_phone(
    app: str, open_page: OpenPage, section: str
) -> None:
    page = open_page(app + address(PAGES[section][0]))  # afresh; the others by a link
    for entry in PAGES[section]:
        turn_to(page, address(entry))
        expect(page).to_have_title(f"{entry.title} · Evaldesk")
        assert heading(page)
        no_exception(page)
        page.set_viewport_size({"width": 390, "height": 844})
        settled(page)
        no_sideways_scroll(page)
        page.set_viewport_size({"width": 1440, "height": 900})


IN_PYTHON = (
    "-c",
    "import app; app.app.run(config={'server.port': {port}, 'server.address': '127.0.0.1',"
    " 'server.headless': True})",
)


@pytest.mark.parametrize(
    "command", [streamlit_run(ROOT / "app.py"), IN_PYTHON], ids=["streamlit run", "app.run"]
)
def test_the_theme_applies_however_the_app_was_started(
    serve: Serve, empty_desk: Path, open_page: OpenPage, command: tuple[str, ...]
) -> None:
    address = serve(empty_desk, command)
    looks: tuple[tuple[Scheme, str], ...] = (("light", LIGHT.page), ("dark", DARK.page))
    for scheme, paper in looks:
        page = open_page(address, scheme=scheme)
        heading(page)
        assert page.evaluate(BACKGROUND) == rgb(paper)
        assert "Inter" in page.evaluate(FONTS)


def test_a_deep_link_is_answered_by_a_fresh_server(
    serve: Serve, empty_desk: Path, open_page: OpenPage
) -> None:
    address = serve(empty_desk, streamlit_run(ROOT / "app.py"))
    page = open_page(f"{address}/case?id=c-0123456789abcdef")
    expect(page.get_by_text("c-0123456789abcdef").first).to_be_visible(timeout=20_000)
    expect(page).to_have_title("Case · Evaldesk")
    no_exception(page)


def test_a_folder_without_a_desk_says_how_to_make_one(
    serve: Serve, tmp_path: Path, open_page: OpenPage
) -> None:
    page = open_page(serve(tmp_path))
    expect(page.get_by_role("heading", name="There is no desk here yet")).to_be_visible()
    expect(page.get_by_text("evaldesk demo").first).to_be_visible()


def test_a_chosen_name_stays_through_pages_reloads_and_history(
    app: str, open_page: OpenPage
) -> None:
    page = open_page(app)
    corner = page.locator(".st-key-ed-who")
    corner.get_by_test_id("stPopover").last.get_by_role("button").click()
    page.get_by_label("You are", exact=True).fill("ana")
    page.keyboard.press("Enter")
    expect(corner).to_contain_text("ana")
    page.keyboard.press("Escape")
    page.get_by_test_id("stTopNav").get_by_role("link", name="Sets").click()
    expect(page).to_have_title("Sets · Evaldesk")
    expect(corner).to_contain_text("ana")
    page.reload()
    expect(corner).to_contain_text("ana", timeout=20_000)
    page.go_back()
    expect(page).to_have_title("Health · Evaldesk")
    expect(corner).to_contain_text("ana")


def test_a_name_in_the_address_is_taken(app: str, open_page: OpenPage) -> None:
    page = open_page(f"{app}/sets", me="ben")
    expect(page.locator(".st-key-ed-who")).to_contain_text("ben")


def test_the_server_is_well(app: str) -> None:
    with urllib.request.urlopen(f"{app}/healthz", timeout=5) as answer:
        said = json.load(answer)
        headers = answer.headers
    assert said["status"] == "ok"
    assert said["version"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
