"""The command for CI: whether a release may ship."""

from pathlib import Path
from typing import Annotated

import typer

from store.acts.judging import judge_run
from store.answers.gate import GateAnswer
from store.answers.junit import junit as as_junit
from store.answers.markdown import markdown as as_markdown
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder
from store.commands.output import CANNOT_DECIDE, NO, desk_in, say, say_json, write_out

EXIT = {"PASS": 0, "BLOCKED": NO, "INCOMPLETE": CANNOT_DECIDE}


def gate(
    run: Annotated[str, typer.Argument(help="The run to judge, as it was imported.")],
    actor: Actor,
    on: Annotated[
        str | None, typer.Option("--set", help="Judge on this version by name: blocking@3.")
    ] = None,
    baseline: Annotated[str | None, typer.Option(help="Compare with this run.")] = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML here.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write Markdown here.")] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """May this release ship? Exit 0 PASS, 1 BLOCKED, 3 INCOMPLETE."""
    with desk_in(desk) as opened:
        answer = judge_run(opened, run, actor=actor, on=on, baseline=baseline)
        for path, text in ((junit, as_junit(opened, answer)), (markdown, as_markdown(answer))):
            if path is not None:
                write_out(path, text)
    if as_json:
        say_json(answer)
    else:
        _tell(answer)
    raise typer.Exit(EXIT[answer.verdict])


def _tell(answer: GateAnswer) -> None:
    say(f"{answer.verdict}: {answer.run} on {answer.set}@{answer.version}")
    say(answer.reason)
    for name in ("failed", "missing", "errored", "flaky"):
        for case_id in getattr(answer, name):
            say(f"  {name:<8} {case_id}")
    for check in answer.thresholds:
        word = {True: "met", False: "NOT MET", None: "undecided"}[check.met]
        say(f"  {word:<9} {check.name}: {check.why}")
    if answer.comparison is not None:
        c = answer.comparison
        moved = f"{len(c.broke)} broke, {len(c.fixed)} fixed of {c.n} common cases"
        say(f"  against {answer.baseline}: {c.outcome.replace('_', ' ')}, {moved}")


def register(app: typer.Typer) -> None:
    """Hang the command of this file under `app`."""
    app.command()(gate)
