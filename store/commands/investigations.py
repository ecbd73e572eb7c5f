"""Commands about deviations: look for them, and what people found out about them."""

from typing import Annotated

import typer

from curation.investigations import Investigation
from curation.telling import What
from curation.told import SAID
from store.acts.investigating import (
    close_investigation,
    give_investigation,
    reopen_investigation,
)
from store.acts.looking_after import look_after
from store.acts.watching import Watched
from store.answers.investigations import Listed
from store.answers.investigations import investigations as asked_investigations
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import (
    BROKEN,
    NO,
    WRONG_USE,
    desk_in,
    say,
    say_json,
    table,
    warn,
)

Id = Annotated[str, typer.Argument(metavar="ID", help="As `evaldesk investigations` names it.")]
group = typer.Typer(name="investigations")


def watch(actor: Actor, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """Judge the newest week, run and budgets, tell people. Exit 1: something severe is new.

    Exit 2 when one of these was refused and 70 when one broke; the others were done.
    """
    with desk_in(desk) as opened:
        found = look_after(opened, actor)
    if as_json:
        say_json(found)
    else:
        _tell_watched(found)
    for trouble in found.troubles:
        warn(trouble.sentence)
    if found.troubles:
        raise typer.Exit(WRONG_USE if all(one.refused for one in found.troubles) else BROKEN)
    raise typer.Exit(NO if found.alarming or found.alarms_raised else 0)


def _tell_watched(found: Watched) -> None:
    say(found.sentence)
    for one in found.deviations:
        say(f"  {one.severity:<9} {one.sentence}")
    for one in found.budgets:
        say(f"  budget    {one.sentence}")
    for one in found.known:
        say(f"  known: {one.subject} goes on, and its investigation was closed")
    for why in found.not_judged:
        say(f"  not judged: {why}")
    for attempt in found.delivered.tried if found.delivered else ():
        said = attempt.problem or SAID[What(attempt.what)]
        say(f"  {attempt.alarm} to {attempt.channel}: {said}")


@group.callback(invoke_without_command=True)
def investigations(
    context: typer.Context, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """What is looked into, by whom, since when, and what was found."""
    if context.invoked_subcommand:
        return
    with desk_in(desk) as opened:
        found = asked_investigations(opened)
    if as_json:
        say_json(found)
        return
    say(found.sentence)
    columns = ("id", "status", "severity", "what", "owner", "#days", "seen last", "finding")
    table(columns, [_row(one) for one in (*found.waiting, *found.closed)])


def _row(one: Listed) -> tuple[object, ...]:
    said = one.investigation
    return (said.id, said.status, said.severity, said.title, said.owner, one.days,
            max(s.since for s in said.sightings)[:10], said.finding)  # fmt: skip


@group.command("close")
def close(
    id_: Id,
    actor: Actor,
    finding: Annotated[str, typer.Option(help="What it was; it stays in the log.")],
    incident: Annotated[
        str | None, typer.Option(help="The incident that it belongs to: INC-1.")
    ] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Say what was found."""
    with desk_in(desk) as opened:
        done = close_investigation(opened, id_, finding, actor=actor, incident=incident)
    _tell(done, f"{id_} is closed: {finding.strip()}", as_json)


@group.command("own")
def give(
    id_: Id,
    actor: Actor,
    owner: Annotated[str, typer.Option(help="Who looks into it from now on.")],
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Take an investigation over, or give it to somebody."""
    with desk_in(desk) as opened:
        done = give_investigation(opened, id_, owner, actor=actor, reason=reason)
    _tell(done, f"{done[0].owner} looks into {id_} from now on.", as_json)


@group.command("reopen")
def reopen(
    id_: Id,
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """The finding did not hold: look into it again."""
    with desk_in(desk) as opened:
        done = reopen_investigation(opened, id_, actor=actor, reason=reason)
    _tell(done, f"{id_} is open again; {done[0].owner} looks into it.", as_json)


def _tell(done: tuple[Investigation, str], sentence: str, as_json: bool) -> None:
    investigation, act = done
    if as_json:
        say_json({"investigation": investigation, "act": act})
        return
    say(sentence)
    say(f"Take it back: evaldesk undo {act}")


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.command()(watch)
    app.add_typer(group)
