"""Pictures of every page, at three sizes in both appearances, and what is wrong with them.

`python docs/screens.py` looks at the sample workspace (or at `--desk`), writes docs/screens/
and says what is cut, covered, too wide, too small, slow or against the accessibility rules.
"""

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pages.shared.menu import HOME, PAGES  # noqa: E402 the project is not installed here
from store.acts.demo import make_demo  # noqa: E402
from tests.journeys.axe import against  # noqa: E402
from tests.journeys.browser import (  # noqa: E402
    FLAGS,
    Witness,
    browser_path,
    settled,
    start_app,
)

SIZES = {"screen": (1440, 900), "projector": (1920, 1080), "phone": (390, 844)}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LOOKED_AT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
SLOW_MS = 1500
TALLEST = 6000
NOT_OURS = frozenset({"svg-img-alt", "target-size"})  # Streamlit's own
ERRORS = "[data-testid=stException], [data-ed-bug]"
LINKS = (
    "() => [...document.querySelectorAll('a[data-ed-page]')].map(a => a.getAttribute('href'))"
    ".filter(href => href.includes('?'))"
)
STILL = """() => new Promise(done => {
  let before = '', same = 0;
  const look = () => {
    const now = [...document.querySelectorAll('svg.main-svg, [data-testid=stMain]')]
      .map(e => `${e.clientWidth}x${e.scrollHeight}`).join();
    same = now === before ? same + 1 : 0;
    before = now;
    if (same > 5) done(); else setTimeout(look, 60);
  };
  look();
})"""


@dataclass(frozen=True, slots=True)
class View:
    """One thing to look at: the name of its pictures, and its address."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for."""

    only: frozenset[str]
    into: Path
    sizes: tuple[str, ...]
    schemes: tuple[Scheme, ...]
    whole: bool
    pictures: bool
    rules: bool


def main(words: Sequence[str] | None = None) -> int:
    """Look at every page; 1 when something is wrong with one."""
    said = _parser().parse_args(words)
    only = frozenset(said.only.split(",")) - {""}
    sizes, schemes = tuple(said.sizes or SIZES), tuple(said.schemes or SCHEMES)
    asked = Asked(only, said.into, sizes, schemes, said.whole, said.pictures, said.rules)
    with tempfile.TemporaryDirectory() as place:
        desk = said.desk or Path(place) / "sample"
        if said.desk is None:
            make_demo(desk, _say)
        app = start_app(desk, Path(place) / "app")
        try:
            found = _look(app.url, asked)
        finally:
            app.stop()
    _say(f"{found} findings.")
    return 1 if found else 0


def _look(url: str, asked: Asked) -> int:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
        linked: dict[str, str] = {}
        windows: dict[Scheme, BrowserContext] = {
            scheme: browser.new_context(color_scheme=scheme, reduced_motion="reduce")
            for scheme in asked.schemes
        }
        found = 0
        for view in _views(linked, asked):
            faults: list[tuple[str, str]] = []
            for scheme, window in windows.items():
                page = window.new_page()
                faults += _seen(page, url, view, linked, asked, scheme)
                page.close()
            found += _told(view, faults)
        browser.close()
    return found


def _told(view: View, faults: Iterable[tuple[str, str]]) -> int:
    """Say each fault of one page once, and where it is seen; how many there are."""
    where: dict[str, list[str]] = {}
    for place, fault in faults:
        where.setdefault(fault, [])
        where[fault] += [place] if place not in where[fault] else []
    for fault, places in where.items():
        _say(f"{view.name}: {fault} ({', '.join(places)})")
    return len(where)


def _views(linked: Mapping[str, str], asked: Asked) -> Iterator[View]:
    """Every page of the menu; a hidden one comes last, at an address that another led to."""
    entries = [entry for section in PAGES.values() for entry in section]
    for entry in sorted(entries, key=lambda one: one.visibility == "hidden"):
        plain = "/" if entry.url_path == HOME else f"/{entry.url_path}"
        if not asked.only or entry.url_path in asked.only:
            hidden = entry.visibility == "hidden"
            yield View(entry.url_path, linked.get(plain, plain) if hidden else plain)


def _seen(
    page: Page,
    url: str,
    view: View,
    linked: dict[str, str],
    asked: Asked,
    scheme: Scheme,
) -> Iterator[tuple[str, str]]:
    """Show one page in one appearance at every size: where something is wrong, and what."""
    witness = Witness(url)
    witness.watch(page)
    took = _opened(page, url + view.path)
    if took > SLOW_MS:
        yield scheme, f"its title took longer than {SLOW_MS} ms"
    _rests(page)
    for href in page.evaluate(LINKS):
        linked.setdefault(href.split("?")[0], href)
    for size in asked.sizes:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        _rests(page)
        yield from ((f"{size} {scheme}", fault) for fault in _faults(page, size, asked))
        if asked.pictures:
            _shoot(page, asked, f"{view.name}_{size}_{scheme}")
    yield from ((scheme, f"console: {line}") for line in witness.complaints)
    yield from ((scheme, f"asks the world outside: {line}") for line in witness.external)
    yield from ((scheme, "an error box") for _ in page.locator(ERRORS).all())


def _opened(page: Page, address: str) -> float:
    width, height = SIZES["screen"]
    page.set_viewport_size({"width": width, "height": height})
    began = time.monotonic()
    page.goto(address)
    page.locator("h1").first.wait_for()
    return (time.monotonic() - began) * 1000


def _faults(page: Page, size: str, asked: Asked) -> list[str]:
    found: list[str] = page.evaluate(LOOKED_AT)
    if (
        size == "projector" or not asked.rules
    ):  # the rules say nothing that they did not say on the screen
        return found
    broken = against(page, not_ours=NOT_OURS, serious=True)
    return found + [f"{rule}: {html[:160]}" for rule, html in broken]


def _rests(page: Page) -> None:
    """Wait until the charts have their new width and nothing moves any more."""
    with suppress(AssertionError):  # a busy machine: what is there by now is looked at
        settled(page)
    page.evaluate(STILL)


def _shoot(page: Page, asked: Asked, name: str) -> None:
    if asked.whole:
        tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        size = page.viewport_size or {"width": 1440, "height": 900}
        whole = max(size["height"], min(TALLEST, int(tall) + 60))
        page.set_viewport_size({"width": size["width"], "height": whole})
        _rests(page)
    asked.into.mkdir(parents=True, exist_ok=True)
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").save(asked.into / f"{name}.webp", quality=45, method=4)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desk", type=Path, help="look at this desk, not at a new sample")
    parser.add_argument("--only", default="", help="these pages: health,inbox")
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "screens")
    parser.add_argument("--sizes", nargs="+", choices=SIZES)
    parser.add_argument("--schemes", nargs="+", choices=SCHEMES)
    parser.add_argument("--whole", action="store_true", help="pages as tall as they are")
    parser.add_argument("--no-pictures", dest="pictures", action="store_false")
    parser.add_argument("--no-rules", dest="rules", action="store_false")
    return parser


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
