"""Whether the built wheel works where nothing else is: sample workspace, app and a page."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from desk import CI, ROOT, locked_uv
from playwright.sync_api import expect, sync_playwright

UV = locked_uv() or "uv"
DESK = ("--desk", "sample")
PATIENCE = 60.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """0 when an installed wheel makes the sample workspace and serves a page of it."""
    with tempfile.TemporaryDirectory() as place:
        evaldesk = _installed(_built(Path(place)), Path(place) / "empty")
        _run(evaldesk, "demo", "--no-serve", *DESK, cwd=place)
        with _served(evaldesk, place) as address:
            print(f"healthz: {_fetched(f'{address}/healthz')}")
            _looked_at(address)
    return 0


def _built(place: Path) -> Path:
    how = ["--wheel", "--no-build-isolation", "--python", sys.executable, "--quiet"]
    _run(UV, "build", *how, "--out-dir", str(place), str(ROOT))
    return next(place.glob("*.whl"))


def _installed(wheel: Path, environment: Path) -> str:
    """The installed `evaldesk` of a new environment that holds the locked dependencies."""
    _run(UV, "venv", "--quiet", "--python", sys.executable, str(environment))
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    into = ["--quiet", "--python", str(programs / "python")]
    _run(UV, "pip", "install", *into, "--constraints", str(CI / "requirements.txt"), str(wheel))
    return str(programs / "evaldesk")


@contextmanager
def _served(evaldesk: str, place: str) -> Generator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = [evaldesk, "serve", *DESK, "--port", str(port)]
    with subprocess.Popen(serve, cwd=place) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/_stcore/health", server)
            yield address
        finally:
            server.terminate()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            _fetched(address)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    sys.exit(f"The installed app ended or did not answer within {PATIENCE:.0f} s.")


def _fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read().decode().strip()


def _looked_at(address: str) -> None:
    """Open a page by its own link, as a person would, where there is a browser."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        if os.environ.get("EVALDESK_REQUIRE_BROWSER"):
            sys.exit(f"No page was looked at: none of {', '.join(BROWSERS)} is here.")
        return print("No browser here: the page was fetched, not looked at.")
    with sync_playwright() as play:
        window = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = window.new_page()
        page.goto(f"{address}/sets")
        expect(page.get_by_role("heading", name="Sets").first).to_be_visible(timeout=30_000)
        expect(page.get_by_text("Something broke")).to_have_count(0)
        print(f"Sets: {page.title()}")
        return window.close()


def _run(*command: str, cwd: str | None = None) -> None:
    if subprocess.call(command, cwd=cwd) != 0:
        sys.exit(f"This did not work: {' '.join(command)}")


if __name__ == "__main__":
    sys.exit(main())
