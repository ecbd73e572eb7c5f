"""Commands that write a report for somebody who has no desk."""

import os
from pathlib import Path
from typing import Annotated

import typer

from curation.errors import BadRequest
from curation.signing import KEY
from store.answers.certificate import certificate_of
from store.answers.certificate_files import FORMATS
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, write_out
from store.commands.reviews import minutes

group = typer.Typer(name="report", no_args_is_help=True)


@group.callback()
def report() -> None:
    """Write down what stands, for somebody who has no desk."""


@group.command("release")
def release(
    run: Annotated[str, typer.Argument(help="The run of the release, as it was imported.")],
    form: Annotated[str, typer.Option("--format", help=" or ".join(FORMATS))] = "md",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write it here.")] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Certify why a release may ship, or not, with what proves it."""
    if form not in FORMATS:
        raise BadRequest(
            f"'{form}' is no format of a report. Use one of: {', '.join(FORMATS)}."
        )
    with desk_in(desk) as opened:
        found = certificate_of(opened, run, os.environ.get(KEY))
    text = FORMATS[form](found)
    if out is not None:
        write_out(out, text)
    if as_json:
        say_json(found)
    elif out is None:
        typer.echo(text, nl=False)
    else:
        unsigned = "" if found["signature"] else f" It is not signed: set {KEY} to sign it."
        say(f"{out} certifies {run}.{unsigned} Check it: evaldesk verify --certificate {out}")


@group.command("review")
def review(
    week: Annotated[
        str | None, typer.Option("--week", help="As 2026-W47; else the last.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="md or html")] = "md",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write it here.")] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """The minutes of a weekly review, for somebody who has no desk."""
    minutes(week, form, out, desk, as_json)


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
