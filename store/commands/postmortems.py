"""The command for the postmortem of an incident."""

from typing import Annotated

import typer

from curation.saved_cohorts import written
from store.answers.postmortem import Postmortem, postmortem_of
from store.answers.postmortem_text import markdown
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, shown, visible


def postmortem(
    incident: Annotated[
        str, typer.Argument(metavar="INC-N", help="As `evaldesk incidents` names it.")
    ],
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="As Markdown, for a wiki.")
    ] = False,
) -> None:
    """The questions of a postmortem, answered from the data, each with its n."""
    with desk_in(desk) as opened:
        found = postmortem_of(opened, incident)
    if as_json:
        say_json(found)
    elif as_markdown:
        typer.echo(visible(markdown(found)), nl=False)
    else:
        _tell_postmortem(found)


def _tell_postmortem(found: Postmortem) -> None:
    one = found.incident
    who = ", ".join(written(one.cohort)) or "everybody"
    until = shown(one.end) if one.end else "now: it goes on"
    say(f"{one.id}: {one.name}")
    say(f"{one.severity}, {who}, from {shown(one.start)} to {until} (UTC). {one.owner}.")
    for finding in found.findings:
        n = "" if finding.n is None else f" (n {finding.n:,})"
        say(f"\n{finding.question} {finding.answer.upper()}{n}")
        say(f"  {finding.sentence}")
        if finding.evidence:
            say(f"  see {', '.join(link.label for link in finding.evidence)}")


def register(app: typer.Typer) -> None:
    """Hang the command of this file under `app`."""
    app.command()(postmortem)
