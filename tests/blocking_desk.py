"""A desk with two blocking cases, made once for all tests and copied for each."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import EVENTS, into_blocking, lines


def blocking_desk(folder: Path, *, deputy: str | None = None) -> tuple[Evaldesk, str, str]:
    """`evaldesk(...)` on folder/desk, and its two blocking cases; ana owns them."""
    made, first, second = _made(deputy)
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return terminal(folder / "desk"), first, second


@cache
def _made(deputy: str | None) -> tuple[Path, str, str]:
    folder = Path(mkdtemp(prefix="blocking-desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    said = terminal(folder / "desk")
    said("init", "--owner", "ana", *(("--deputy", deputy) if deputy else ()))
    said("import", lines(folder / "events.jsonl", EVENTS))
    first, second = into_blocking(said, folder)
    return folder, first, second
