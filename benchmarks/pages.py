"""Every page on the sample: how soon it says something, and how long a click on it takes.

    python -m benchmarks.pages [--desk FOLDER] [--rounds 3] [--only health,inbox]

A real browser whose cache is warm, as somebody's who uses the desk each day. First content is
from the address until the page's title and what stands under it are drawn; told beside it is a
page that holds a title and a sentence. A click is Streamlit's own key for a run of the whole
script (R), which is the most that a click can cost, until the page is at rest. Exit code 1 when
a page breaks a limit in the median of its rounds.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pages.shared.menu import HOME, PAGES, Entry
from store.acts.demo import make_demo
from tests.journeys.browser import (
    FLAGS,
    App,
    browser_path,
    settled,
    start_app,
    streamlit_run,
)

CONTENT_MS, CLICK_MS = 1500.0, 300.0
FLOOR = "import streamlit as st\nst.title('Bare')\nst.write('A sentence.')\n"
# Milliseconds from now until a run has begun and ended, and the frame after it.
WATCHED = """() => {
  const app = document.querySelector('[data-testid=stApp]'), began = performance.now();
  let ran = false;
  window.edRun = new Promise(done => new MutationObserver(() => {
    ran ||= app.dataset.testScriptState !== 'notRunning';
    if (ran && app.dataset.testScriptState === 'notRunning')
      requestAnimationFrame(() => done(performance.now() - began));
  }).observe(app, { attributes: true }));
}"""


def main() -> int:
    """Measure every page in turn and print them, slowest first."""
    asked = _words()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        place = Path(folder)
        browser = play.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
        with _served(_desk(asked.desk, place), place / "app") as app, _bare(place) as bare:
            floor = _measured(browser, bare.url, asked.rounds)
            print(f"A bare page: {floor[0]:.0f} ms to its title, {floor[1]:.0f} ms for a click")
            pages = [e for some in PAGES.values() for e in some if _wanted(e, asked.only)]
            found = {e.title: _measured(browser, app.url + _at(e), asked.rounds) for e in pages}
        browser.close()
    _tell(found, floor)
    late = [p for p, (seen, again) in found.items() if seen > CONTENT_MS or again > CLICK_MS]
    print(f"{len(late)} of {len(found)} pages break a limit: {', '.join(late) or 'none'}")
    return 1 if late else 0


def _tell(found: dict[str, tuple[float, float]], floor: tuple[float, float]) -> None:
    print(f"{'page':<16}{'content ms':>12}{'x bare':>8}{'click ms':>10}{'x bare':>8}")
    for title, (seen, again) in sorted(found.items(), key=lambda one: -one[1][0]):
        times = seen / floor[0], again / floor[1]
        print(f"{title:<16}{seen:>12.0f}{times[0]:>8.1f}{again:>10.0f}{times[1]:>8.1f}")
    clicks = [again for _, again in found.values()]
    seen = [seen for seen, _ in found.values()]
    for what, some, most in (("content", seen, CONTENT_MS), ("click", clicks, CLICK_MS)):
        print(f"{what}: median {np.median(some):.0f} ms, p95 {np.quantile(some, 0.95):.0f} ms"
              f" (limit {most:.0f})")  # fmt: skip


def _measured(browser: Browser, url: str, rounds: int) -> tuple[float, float]:
    """Medians in milliseconds: until there is content, and of a run for a click."""
    window = browser.new_context(
        viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    page = window.new_page()
    page.goto(url)  # the browser's cache and the desk's answers are those of a day's work
    settled(page)
    seen: list[float] = []
    again: list[float] = []
    for _ in range(rounds):
        seen.append(_timed(lambda: _content(page, url)))
        settled(page)
        again.append(_run(page))
    window.close()
    return float(np.median(seen)), float(np.median(again))


def _content(page: Page, url: str) -> None:
    page.goto(url, wait_until="commit")
    page.locator("[data-testid=stMain] :is(h1, h2)").first.wait_for()
    under = page.locator("[data-testid=stMain] [data-testid=stElementContainer]")
    expect(under.nth(1)).to_be_attached()


def _run(page: Page) -> float:
    page.evaluate(WATCHED)
    page.keyboard.press("r")
    return float(page.evaluate("() => window.edRun"))


def _timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _at(entry: Entry) -> str:
    return "/" if entry.url_path == HOME else f"/{entry.url_path}"


def _wanted(entry: Entry, only: Sequence[str]) -> bool:
    return entry.url_path in only if only else entry.visibility == "visible"


def _desk(given: Path | None, place: Path) -> Path:
    if given is None:
        make_demo(place / "desk", lambda _: None)
    else:
        shutil.copytree(given, place / "desk")
    return place / "desk"


@contextmanager
def _served(desk: Path, home: Path, script: Path | None = None) -> Generator[App]:
    app = start_app(desk, home, streamlit_run(script) if script else ())
    try:
        yield app
    finally:
        app.stop()


@contextmanager
def _bare(place: Path) -> Generator[App]:
    script = place / "bare.py"
    script.write_text(FLOOR, encoding="utf-8")
    with _served(place, place / "bare", script) as app:
        yield app


def _words() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--desk", type=Path)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--only", type=lambda said: said.split(","), default=())
    return words.parse_args()


if __name__ == "__main__":
    sys.exit(main())
