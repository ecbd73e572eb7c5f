"""Commands about maintenance: times in which alarms about a part of production wake nobody."""

from datetime import timedelta
from typing import Annotated

import typer

from curation.alarms import where as in_words
from curation.maintenance import Maintenance
from store.acts import maintaining
from store.answers.alarm_owners import unowned
from store.answers.alarms import alarms
from store.answers.muted_part import unseen
from store.answers.plain import plain
from store.commands.cohorts import Where, filters_of
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, table

HELP = "Times in which alarms about a part of production wake nobody: start, end, list."
group = typer.Typer(name="maintenance", help=HELP, no_args_is_help=True)


@group.command("start")
def start(
    actor: Actor,
    hours: Annotated[float, typer.Option(help="How long it lasts.")],
    starts_in: Annotated[float, typer.Option("--in", help="Hours until it begins.")] = 0.0,
    where: Where = None,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Record alarms about a part of production, but tell nobody of them for some hours."""
    with desk_in(desk) as opened:
        begin = opened.ledger.clock() + timedelta(hours=starts_in)
        until = begin + timedelta(hours=hours)
        filters = filters_of(where)
        done = maintaining.start(
            opened, until, filters, actor=actor, reason=reason, since=begin
        )
        notes = (*unseen(opened, done.where), *unowned(opened))
    _tell(done, notes, as_json)


@group.command("end")
def end(
    maintenance: Annotated[str, typer.Argument(help="As the list says: M-1.")],
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """End a maintenance now: what it muted and still holds is told."""
    with desk_in(desk) as opened:
        done = maintaining.end(opened, maintenance, actor=actor, reason=reason)
        notes = unowned(opened)
    _tell(done, notes, as_json)


@group.command("list")
def listed(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """The maintenances that are on, or still to come."""
    with desk_in(desk) as opened:
        found = alarms(opened).maintenances
    if as_json:
        say_json({"maintenances": found})
        return
    columns = ("maintenance", "where", "from", "until", "by", "reason")
    table(columns, [(m.id, in_words(m.where), m.start, m.end, m.by, m.reason) for m in found])


def _tell(done: Maintenance, notes: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        say_json({**plain(done), "notes": notes})
        return
    until = done.end[:16].replace("T", " ")
    say(f"{done.id}: alarms about {in_words(done.where)} are muted until {until} UTC.")
    for note in notes:
        say(note)
