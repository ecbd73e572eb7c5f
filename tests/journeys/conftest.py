"""A browser, the running app, and pages whose manners are checked when the test ends."""

import os
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    expect,
    sync_playwright,
)

from store.desk import found_desk
from tests.journeys.browser import (
    FLAGS,
    PATIENCE_MS,
    App,
    Witness,
    browser_path,
    settled,
    start_app,
)

Scheme = Literal["light", "dark"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def chromium() -> Generator[Browser]:
    """The installed Chromium; a machine without one skips, CI fails."""
    path = browser_path()
    if path is None:
        missing = "needs Chromium (apt-get install chromium, or CHROMIUM=/path/to/it)"
        if os.environ.get("EVALDESK_REQUIRE_BROWSER") == "1":
            pytest.fail(f"This journey {missing}.")
        pytest.skip(missing)
    # A busy machine needs longer than the five seconds that are the default.
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


class Serve(Protocol):
    """`serve(folder)` starts the real app on the desk in `folder` and says its address."""

    def __call__(self, desk: Path, command: Sequence[str] = ...) -> str: ...


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Generator[Serve]:
    """Start apps; a file's are stopped at its end, and none may have logged a traceback."""
    started: list[App] = []

    def start(desk: Path, command: Sequence[str] = ()) -> str:
        started.append(start_app(desk, tmp_path_factory.mktemp("app"), command))
        return started[-1].url

    yield start
    for app in started:
        app.stop()
    logs = [app.log.read_text(encoding="utf-8", errors="replace") for app in started]
    assert [log for log in logs if "Traceback" in log] == []


@pytest.fixture(scope="session")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that nothing has come to yet; only for looking."""
    folder = tmp_path_factory.mktemp("desk")
    found_desk(folder)
    return folder


class OpenPage(Protocol):
    """`open_page(url)` opens a window of its own, as a person with a fresh browser would."""

    def __call__(
        self,
        url: str,
        *,
        size: tuple[int, int] = ...,
        scheme: Scheme = ...,
        me: str | None = ...,
    ) -> Page: ...


@dataclass
class Windows:
    """Windows that are used again: a new one compiles the whole app's script once more.

    What a person left in one (cookies, storage, tabs) is gone before the next one gets it. One
    tab stays open on a page of the app that costs nothing, because the compiled script lives in
    the process of its site, and that ends with the last tab.
    """

    browser: Browser
    free: list[BrowserContext] = field(default_factory=list[BrowserContext])

    def take(self) -> BrowserContext:
        """A window in which nobody was."""
        return self.free.pop() if self.free else self.browser.new_context()

    def give_back(self, page: Page) -> None:
        """Forget who was in the window of `page`."""
        window, origin = page.context, "/".join(page.url.split("/")[:3])
        page.goto(f"{origin}/_stcore/health")
        session = window.new_cdp_session(page)
        kept = {"origin": origin, "storageTypes": "local_storage,indexeddb"}
        session.send("Storage.clearDataForOrigin", kept)  # pyright: ignore[reportUnknownMemberType]
        session.detach()
        window.clear_cookies()
        for tab in window.pages:
            if tab != page:
                tab.close()
        self.free.append(window)


@pytest.fixture(scope="session")
def windows(chromium: Browser) -> Windows:
    """The windows of this run."""
    return Windows(chromium)


@pytest.fixture
def open_page(windows: Windows) -> Generator[OpenPage]:
    """Open pages; at the end none may have asked the outside world or complained."""
    witnesses: list[Witness] = []
    pages: list[Page] = []

    def opened(
        url: str,
        *,
        size: tuple[int, int] = (1440, 900),
        scheme: Scheme = "light",
        me: str | None = None,
    ) -> Page:
        page = windows.take().new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        origin = "/".join(url.split("/")[:3])
        witnesses.append(Witness(origin))
        witnesses[-1].watch(page)
        pages.append(page)
        page.goto(url if me is None else f"{url}{'&' if '?' in url else '?'}me={me}")
        settled(page)
        return page

    yield opened
    for page in reversed(pages):  # the first window comes back last, and is taken first
        windows.give_back(page)
    assert [url for witness in witnesses for url in witness.external] == []
    assert [said for witness in witnesses for said in witness.complaints] == []
