"""Say a command as a person would, and read its answer."""

import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from curation.errors import CurationError
from store.commands import app
from store.commands.output import refuse


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
        said = [str(word) for word in words]
        options = {"EVALDESK_DESK": str(desk), "EVALDESK_ACTOR": actor, "COLUMNS": "200"}
        done = CliRunner(env=options).invoke(app, said)
        if isinstance(done.exception, CurationError):
            with redirect_stdout(StringIO()) as out, redirect_stderr(out):
                code = refuse(done.exception, "--json" in said)
            return Said(code, done.stdout + out.getvalue())
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Said(done.exit_code, done.stdout)

    return evaldesk
