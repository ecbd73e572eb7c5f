"""Commands about coverage: cases against what failures cost, and the cases that are wanted."""

from typing import Annotated, Any

import typer

from curation.attributes import parsed
from curation.percents import percent
from store.acts.wanting import close_wanted, want
from store.answers.coverage import Coverage
from store.answers.coverage import coverage as asked_coverage
from store.answers.plain import plain
from store.answers.wanted import WantedShown, wanted_cases
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, table
from store.desk import Desk

group = typer.Typer(name="coverage")
SHOWN = 20
OF = "all (monitoring and blocking), monitoring or blocking."


@group.callback(invoke_without_command=True)
def coverage(
    context: typer.Context,
    by: Annotated[
        str, typer.Option(help="One to three dimensions: category,complexity.")
    ] = "kind,route",
    of: Annotated[str, typer.Option("--set", help=OF)] = "all",
    since: Annotated[str | None, typer.Option("--from", help="Failures from this day.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="And before this one.")] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Where we would lose most and test least: cases against the cost of failure."""
    if context.invoked_subcommand:
        return
    with desk_in(desk) as opened:
        found = asked_coverage(opened, by.split(","), of=of, since=since, until=until)
        notes = wanted_cases(opened) if as_json else ()
    if as_json:
        say_json(as_said(found) | {"wanted": [note(one) for one in notes]})
        return
    _tell(found)


def as_said(found: Coverage) -> dict[str, Any]:
    """The answer as JSON: a cell says its values under the names of the dimensions."""
    cells = [
        {
            **dict(zip(found.dimensions, one.cell.values, strict=True)),
            "target": one.cell.target,
            "actual": one.cell.actual,
            "cost_weight": one.cell.cost_weight,
            "gap": one.cell.gap,
            "failures": one.cell.failures,
            "cost": one.cell.cost,
            "unpriced": one.cell.unpriced,
            "waiting": one.cell.waiting,
            "inbox": one.inbox,
        }
        for one in found.cells
    ]
    said = plain(found)
    seen = said.pop("sight")
    return {**said, "cells": cells, "smallest_detectable_change": seen}


def note(one: WantedShown) -> dict[str, Any]:
    """A note of cases wanted as JSON."""
    said = plain(one)
    return {**said.pop("wanted"), **said}


def _tell(found: Coverage) -> None:
    say(found.sentence)
    columns = (*found.dimensions, "#failures", "#USD", "#weight", "#target", "#actual", "#gap")
    shown = [one.cell for one in found.cells[:SHOWN]]
    table(columns, [
        (*(v or "unknown" for v in c.values), c.failures, c.cost, _percent(c.cost_weight),
         c.target, c.actual, c.gap) for c in shown
    ])  # fmt: skip
    if more := len(found.cells) - len(shown):
        say(f"and {more} more: --json names them all.")
    comp, seen = found.composition, found.sight
    say(f"{found.summary.cases} cases, {comp.stage} ({comp.size}): {comp.tells}")
    rows = [(p.source, p.share.k, _percent(p.share.value), _percent(p.guide), p.stands)
            for p in comp.parts]  # fmt: skip
    table(("source", "#cases", "#share", "#guide", "stands"), rows)
    drop = "none"
    if seen.drop is not None:
        drop = f"a drop of {percent(seen.drop, 1)} where no case gets better"
    say(f"Smallest change seen 8 times in 10 against a baseline: {drop} ({seen.method}).")
    say("Ask for cases: evaldesk coverage want --what kind=unsafe -n 5 --owner NAME -m WHY")


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{percent(share, 1)}"


@group.command("wanted")
def wanted(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """The cases that somebody asked for, and whether they are there."""
    with desk_in(desk) as opened:
        found = wanted_cases(opened)
    if as_json:
        say_json({"wanted": [note(one) for one in found]})
        return
    say(f"{sum(one.state == 'open' for one in found)} open of {len(found)}.")
    if found:
        table(("note", "what", "set", "#missing", "state", "owner", "due", "why"), [
            (one.wanted.id, one.wanted.title, one.wanted.set, one.missing,
             "overdue" if one.overdue else one.state, one.wanted.owner, one.wanted.due,
             one.wanted.why) for one in found
        ])  # fmt: skip


@group.command("want")
def want_cases(
    actor: Actor,
    what: Annotated[list[str], typer.Option(help="kind=unsafe, again for more.")],
    owner: Annotated[str, typer.Option(help="Who finds the cases.")],
    n: Annotated[int, typer.Option("-n", "--n", help="How many more.")] = 1,
    due: Annotated[str | None, typer.Option(help="By which day, as 2026-12-31.")] = None,
    of: Annotated[str, typer.Option("--set", help=OF)] = "all",
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Ask for cases that the sets lack; the note is met by itself when they are there."""
    with desk_in(desk) as opened:
        done = want(opened, parsed(what), n, owner=owner, actor=actor, reason=reason, due=due,
                    of=of)  # fmt: skip
        shown = _one(opened, done.wanted.id)
    if as_json:
        say_json({"wanted": note(shown), "note": done.note})
        return
    one = shown.wanted
    say(f"{one.id}: {one.owner} finds {shown.missing} of {one.title}.")
    if done.note:
        say(done.note)


@group.command("close")
def close(
    wanted_id: Annotated[str, typer.Argument(metavar="NOTE", help="As the list says: N-1.")],
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Close a note before its cases are there."""
    with desk_in(desk) as opened:
        done = close_wanted(opened, wanted_id, actor=actor, reason=reason)
        shown = _one(opened, done.id)
    if as_json:
        say_json({"wanted": note(shown), "note": None})
    else:
        say(f"{done.id} is closed: {done.title} is asked for no longer.")


def _one(desk: Desk, wanted_id: str) -> WantedShown:
    return next(one for one in wanted_cases(desk) if one.wanted.id == wanted_id)


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
