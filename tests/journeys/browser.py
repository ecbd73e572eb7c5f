"""The browser's side of a journey: start the app, open a page, know that it has settled."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Error, Page, Request, TimeoutError, expect

from tests.conftest import ROOT
from tests.journeys.nursery import Newborn

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 20_000
DRAWN = "[data-testid=stMain] [data-testid=stElementContainer]"
FOLLOW = """address => {
  const link = Object.assign(document.createElement('a'), { href: address });
  link.dataset.edPage = '';
  document.body.append(link);
  link.click();
  link.remove();
}"""
QUIET = "[data-testid=stApp][data-test-script-state=notRunning]"


def browser_path() -> str | None:
    """The browser that is installed, CHROMIUM first; None when there is none."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in BROWSERS if (found := shutil.which(name))), None)


@dataclass
class App:
    """The real app on one desk, in a process of its own."""

    url: str
    log: Path
    process: subprocess.Popen[bytes] | Newborn

    def stop(self) -> None:
        """End the process, hard if it does not listen."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)


def start_app(
    desk: Path, place: Path, command: Sequence[str] = (), *, at: int | None = None
) -> App:
    """Serve the app on `desk` at a free port or `at` one; `place` is its home, with its log.

    In `command`, `{port}` stands for the port; without one the app is forked off, see nursery.
    """
    port = at or free_port()
    place.mkdir(parents=True, exist_ok=True)
    log = place / "server.log"
    own = {"EVALDESK_DESK": str(desk), "HOME": str(place), "PYTHONPATH": str(ROOT)}
    environment = {**os.environ, **own}
    process = (
        _started(command, port, log, environment)
        if command
        else Newborn(port, log, environment)
    )
    app = App(f"http://127.0.0.1:{port}", log, process)
    _wait_until_it_answers(app)
    return app


def _started(
    command: Sequence[str], port: int, log: Path, environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    words = [word.replace("{port}", str(port)) for word in command]
    with log.open("wb") as written:
        return subprocess.Popen(
            [sys.executable, *words],
            cwd=log.parent,
            env=environment,
            stdout=written,
            stderr=subprocess.STDOUT,
        )


def streamlit_run(script: Path) -> tuple[str, ...]:
    """The words after `python` that serve `script` as `evaldesk serve` does."""
    options = ("--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true")
    return ("-m", "streamlit", "run", str(script), *options)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(app: App) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and app.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{app.url}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    app.stop()
    told = app.log.read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"The app did not start:\n{told}")


@dataclass
class Witness:
    """What a page asked of the world outside, and what it complained about."""

    origin: str
    external: list[str] = field(default_factory=list[str])
    complaints: list[str] = field(default_factory=list[str])

    def watch(self, page: Page) -> None:
        """Listen to `page` from now on."""
        page.on("request", self._requested)
        page.on("console", self._said)
        page.on("pageerror", self._broke)

    def _requested(self, request: Request) -> None:
        own = (self.origin, self.origin.replace("http", "ws", 1), "data:", "blob:")
        if not request.url.startswith(own):
            self.external.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        # On a deep link Streamlit first looks for its server under the page's own path.
        expected = "/_stcore/" in message.location.get("url", "") and "404" in message.text
        if message.type == "error" and not expected:
            self.complaints.append(message.text)

    def _broke(self, error: Error) -> None:
        self.complaints.append(str(error))


def settled(page: Page) -> None:
    """Wait until the app has run the script for what was done last."""
    # Before the first run the app is quiet as well, but empty.
    expect(page.locator(DRAWN).first).to_be_attached(timeout=PATIENCE_MS)
    page.wait_for_timeout(60)
    expect(page.locator(QUIET)).to_be_attached(timeout=PATIENCE_MS)
    expect(page.locator("[data-stale=true]")).to_have_count(0, timeout=PATIENCE_MS)


def turn_to(page: Page, address: str) -> None:
    """Turn to another page as a link of ours does: in the same session, without a load."""
    page.evaluate(FOLLOW, address)
    settled(page)


def choose(page: Page, label: str, option: str, *, exact: bool = False) -> None:
    """Choose `option` in the select box `label`; `exact`: another label has it within."""
    wanted = page.get_by_role("option", name=option, exact=True)
    until = time.monotonic() + PATIENCE_MS / 1000
    while not wanted.is_visible() and time.monotonic() < until:
        # A page that is drawn anew just then swallows the key: press it again.
        page.get_by_role("combobox", name=label, exact=exact).press("ArrowDown")
        with suppress(TimeoutError):
            wanted.wait_for(timeout=2_000)
    # An option that is drawn anew under the hand takes no click, and the list stays open.
    while wanted.is_visible() and time.monotonic() < until:
        with suppress(TimeoutError):
            wanted.click(timeout=2_000)
        settled(page)
    expect(wanted).to_have_count(0)


def no_exception(page: Page) -> None:
    """Nothing on the page is an error box: neither Streamlit's nor ours for a bug."""
    expect(page.locator("[data-testid=stException], [data-ed-bug]")).to_have_count(0)


def no_sideways_scroll(page: Page) -> None:
    """Nothing is wider than the window."""
    too_wide = page.evaluate(
        "() => [...document.querySelectorAll('html, [data-testid=stMain]')]"
        ".map(e => e.scrollWidth - e.clientWidth)"
    )
    assert max(too_wide) <= 0, f"{max(too_wide)} px too wide at {page.url}"
