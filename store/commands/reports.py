"""Commands that write a report for somebody who has no desk."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from curation.errors import BadRequest
from curation.figures import Period
from curation.signing import KEY
from store.answers.certificate import certificate_of
from store.answers.certificate_files import FORMATS
from store.answers.handed_out import hand_out
from store.answers.handover import handover
from store.answers.handover_report import FORMATS as HANDOVER
from store.answers.health_report import FORMATS as HEALTH_FORMATS
from store.answers.health_report import health_report
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, write_out
from store.commands.reviews import minutes

Write = Callable[[Any], str]

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
    write = _format(FORMATS, form)
    with desk_in(desk) as opened:
        found = certificate_of(opened, run, os.environ.get(KEY))
    text = write(found)
    if out is not None:
        write_out(out, text)
    if as_json:
        say_json(found)
    elif out is None:
        typer.echo(text, nl=False)
    else:
        unsigned = "" if found["signature"] else f" It is not signed: set {KEY} to sign it."
        say(f"{out} certifies {run}.{unsigned} Check it: evaldesk verify --certificate {out}")


@group.command("handover")
def handover_report(
    form: Annotated[str, typer.Option("--format", help=" or ".join(HANDOVER))] = "md",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write it here.")] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """The five answers and the checklists, for whoever takes over and has no desk."""
    write = _format(HANDOVER, form)
    with desk_in(desk) as opened:
        found = handover(opened)
        text = write(found)
        hand_out(opened, "report handover", text)
    if out is not None:
        write_out(out, text)
    if as_json:
        say_json(found)
    elif out is None:
        typer.echo(text, nl=False)
    else:
        say(f"{out} holds the handover as of {found.as_of:%Y-%m-%d}.")


@group.command("health")
def health(
    form: Annotated[str, typer.Option("--format", help=" or ".join(HEALTH_FORMATS))] = "md",
    period: Annotated[Period, typer.Option(help="How much of the past.")] = Period.WEEK,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write it here.")] = None,
    desk: DeskFolder = DEFAULT_DESK,
) -> None:
    """Whether we may ship, on one sheet: for a chat, a mail or a wall."""
    with desk_in(desk) as opened:
        found = health_report(opened, form, period)
    if out is None and form == "png":
        out = Path(found.name)  # a terminal can show no picture
    if out is None:
        typer.echo(found.content.decode(), nl=False)
        return
    write_out(out, found.content)
    say(f"{out}: {found.sentence}")


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


def _format(formats: Mapping[str, Write], form: str) -> Write:
    if form not in formats:
        raise BadRequest(
            f"'{form}' is no format of a report. Use one of: {', '.join(formats)}."
        )
    return formats[form]


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
