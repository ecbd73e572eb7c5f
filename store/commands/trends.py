"""The command about what grows old, slow or dear."""

from typing import Annotated

import typer

from store.answers.trends import COLUMNS, Line
from store.answers.trends import trends as asked_trends
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table


def trends(
    by: Annotated[str | None, typer.Option(help=", ".join(COLUMNS))] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """How old the model is, how slow answers are, what they cost: better, worse or noise."""
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


def _row(line: Line) -> tuple[object, ...]:
    now = line.now
    known = now.low is not None and now.high is not None
    limits = f"{now.low:,.2f} to {now.high:,.2f}" if known else None
    return (line.measure, line.group or "all", now.value, limits, now.n, line.before.value,
            line.course, line.limit, line.met)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Hang the command of this file under `app`."""
    app.command()(trends)
