"""Say a command as a person would, and read its answer."""

import json
import os
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import typer

from curation.errors import CurationError
from store.commands import app
from store.commands.output import refuse

_COMMANDS = typer.main.get_command(app)  # once: a tenth of a second, as long as many a command


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    text: str

    @property
    def json(self) -> Any:
        """The answer as JSON."""
        return json.loads(self.text)


Evaldesk = Callable[..., Said]


def terminal(desk: Path) -> Evaldesk:
    """`evaldesk(...)` on `desk`, as ana unless `actor=` says otherwise."""

    def evaldesk(*words: object, actor: str = "ana") -> Said:
        options = {"EVALDESK_DESK": str(desk), "EVALDESK_ACTOR": actor, "COLUMNS": "200"}
        with (
            patch.dict(os.environ, options),
            redirect_stderr(StringIO()),
            redirect_stdout(StringIO()) as out,
        ):
            code = _code([str(word) for word in words], out)
        return Said(code, out.getvalue())

    return evaldesk


def _code(words: Sequence[str], out: StringIO) -> int:
    """The exit code of a command; what it refuses stands in `out` too."""
    try:
        _COMMANDS.main(list(words), prog_name="evaldesk")
    except CurationError as refusal:
        with redirect_stderr(out):
            return refuse(refusal, "--json" in words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
