"""How a command speaks: JSON for machines, tables for people, errors with the way out."""

import json
import re
import sys
import traceback
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from curation.errors import (
    BadRequest,
    CurationError,
    LedgerUnavailable,
    NothingToJudge,
    StaleRun,
)
from store.answers.plain import plain
from store.commands.rewinding import as_wanted
from store.desk import Desk, open_desk

NO, WRONG_USE, CANNOT_DECIDE = 1, 2, 3
BROKEN = 70  # a bug of ours; never 1, which CI reads as "blocked"
PIPE = 200  # columns
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\S+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def say(text: str = "") -> None:
    """One line for people; never read as markup, since it may quote a model."""
    _console().print(Text(visible(text)))


def warn(text: str) -> None:
    """One line for people beside what was asked for: what went wrong."""
    _console(stderr=True).print(Text(visible(text)))


def _console(*, stderr: bool = False) -> Console:
    """A terminal as wide as it is; a pipe or a log is wide enough for any row."""
    found = Console(highlight=False, stderr=stderr)
    return found if found.is_terminal else Console(highlight=False, stderr=stderr, width=PIPE)


def say_json(answer: object) -> None:
    """`answer` as one JSON document."""
    typer.echo(json.dumps(plain(answer), indent=2, ensure_ascii=False))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows under `columns`, the first of which is never cut; '#' before a name: a number."""
    found = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for place, name in enumerate(columns):
        number = name.startswith("#")
        found.add_column(
            name.lstrip("#"),
            justify="right" if number else "left",
            no_wrap=number or place == 0,
            overflow="fold",
        )
    for row in rows:
        found.add_row(*(Text(visible(shown(value))) for value in row))
    _console().print(found)


def visible(text: str) -> str:
    """`text` without control characters: a model's output must not steer the terminal."""
    return _CONTROL.sub("\ufffd", text)


def shown(value: object) -> str:
    """A value as people read it; what is not known is a dash, never a zero."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    if isinstance(value, int):
        return f"{value:,}"
    text = str(value)
    return text[:16].replace("T", " ") if _MOMENT.fullmatch(text) else text


@contextmanager
def desk_in(folder: Path, *, ledger: str = "") -> Generator[Desk]:
    """The desk in `folder`, as it was where --as-of says so; closed again afterwards.

    `ledger` is the whole URL of its log, where it is not the one that the desk names.
    """
    with closing(open_desk(folder, ledger=ledger, tell=warn)) as desk:
        shown = as_wanted(desk)
        try:
            yield shown
        finally:
            if shown is not desk:
                shown.close()


def read_in(file: Path) -> str:
    """The text of `file`; BadRequest where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        why = getattr(trouble, "strerror", None) or "it is no text"
        raise BadRequest(f"{file} cannot be read: {why}.") from None


def write_out(path: Path, text: str | bytes) -> None:
    """Write `text` to `path`, or BadRequest when it cannot be written."""
    try:
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    except OSError as trouble:
        raise BadRequest(f"{path} cannot be written: {trouble.strerror}.") from None


def refuse(error: CurationError, as_json: bool) -> int:
    """Say why nothing was done, and answer with the exit code."""
    if as_json:
        kind = type(error).__name__
        say_json({"error": {"kind": kind, "message": str(error), **_details(error)}})
    else:
        warn(str(error))
    if isinstance(error, (NothingToJudge, LedgerUnavailable)):
        return CANNOT_DECIDE
    return WRONG_USE if isinstance(error, (BadRequest, StaleRun)) else NO


def bug_report(bug: BaseException) -> str:
    """Where `bug` came about; what a database says of a row stays out, since it quotes it."""
    frames = "".join(traceback.format_tb(bug.__traceback__))
    words = traceback.format_exception_only(bug)
    if type(bug).__module__.endswith("duckdb"):
        words = [f"{type(bug).__name__} (its words are left out: they can quote data)\n"]
    return f"Traceback (most recent call last):\n{frames}{''.join(words)}"


def wants_json() -> bool:
    """Whether this call asked for JSON, also where its words could not be parsed."""
    return "--json" in sys.argv


def _details(error: CurationError) -> dict[str, Any]:
    return {k: plain(v) for k, v in vars(error).items() if not k.startswith("_")}
