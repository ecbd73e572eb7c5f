"""The commands about what grows old, slow or dear."""

from typing import Annotated

import typer

from curation.thresholds import AGES, NOW
from store.acts.objectives import set_budget
from store.answers.trends import COLUMNS, LIMITS, Line
from store.answers.trends import trends as asked_trends
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, table

group = typer.Typer(name="trends")


@group.callback(invoke_without_command=True)
def trends(
    context: typer.Context,
    by: Annotated[str | None, typer.Option(help=", ".join(COLUMNS))] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """How old the model is, how slow answers are, what they cost: better, worse or noise."""
    if context.invoked_subcommand:
        return
    with desk_in(desk) as opened:
        found = asked_trends(opened, by)
    if as_json:
        say_json(found)
        return
    say(found.sentence)
    rows = [(a.what, a.name, a.since, a.days, a.limit, a.met) for a in found.ages]
    table(("what", "name", "since", "#days", "#limit", "kept"), rows)
    columns = ("measure", "of", "#now", "95 %", "#n", "#before", "course", "#limit", "kept")
    table(columns, [_row(line) for line in found.lines])


@group.command("budget")
def budget(
    measure: Annotated[str, typer.Argument(help=", ".join((*LIMITS, *NOW, *AGES)))],
    value: Annotated[float, typer.Argument(help="Milliseconds, USD, days, or a share: 0.02.")],
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
) -> None:
    """Say how slow, dear or old things may be; the owner of objective or blocking may."""
    with desk_in(desk) as opened:
        done = set_budget(opened, measure, value, actor=actor, reason=reason)
    say(f"In force: {measure} is at most {done.value:,g}. Look: evaldesk trends")


def _row(line: Line) -> tuple[object, ...]:
    now = line.now
    known = now.low is not None and now.high is not None
    limits = f"{now.low:,.2f} to {now.high:,.2f}" if known else None
    return (line.measure, line.group or "all", now.value, limits, now.n, line.before.value,
            line.course, _limit(line), line.met)  # fmt: skip


def _limit(line: Line) -> object:
    return "no budget is set" if line.threshold and line.limit is None else line.limit


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
