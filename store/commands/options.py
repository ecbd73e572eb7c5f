"""The options that many commands share, spelled once."""

from pathlib import Path
from typing import Annotated

import typer

from store.actor import default_actor

DEFAULT_DESK = Path("evaldesk")


DeskFolder = Annotated[
    Path,
    typer.Option("--desk", envvar="EVALDESK_DESK", help="The folder of the desk."),
]
Actor = Annotated[
    str,
    typer.Option("--actor", default_factory=default_actor, help="Who acts (EVALDESK_ACTOR)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON (docs/json.md).")]
Reason = Annotated[str, typer.Option("--reason", "-m", help="Why; it stays in the log.")]
