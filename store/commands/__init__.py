"""The terminal's front door: every page has a twin here, and CI asks the gate here."""

import sys
from typing import Annotated

import typer

from curation.errors import CurationError
from store.commands.lazily import Lazily

app = typer.Typer(
    name="evaldesk",
    cls=Lazily,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"evaldesk {version('evaldesk')}")
        except PackageNotFoundError:
            typer.echo("evaldesk, from its source")
        raise typer.Exit


@app.callback()
def evaldesk(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Which it is.")
    ] = False,
) -> None:
    """Production failures become release gates, and everybody can see who decided what."""


def main() -> None:
    """Run one command; a refusal becomes a sentence and an exit code, never a traceback."""
    try:
        app()
    except CurationError as refusal:
        from store.commands.output import refuse, wants_json

        sys.exit(refuse(refusal, wants_json()))
    except Exception as bug:
        from store.commands.output import BROKEN, bug_report

        sys.stderr.write(bug_report(bug))
        sys.exit(BROKEN)
