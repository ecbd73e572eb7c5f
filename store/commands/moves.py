"""The command that moves cases, and the one that says before what it would do."""

from typing import Annotated

import typer

from curation.cases import State
from curation.errors import BadRequest
from curation.promotion import Objection
from store.acts.moving import Moved
from store.acts.moving import move as move_cases
from store.answers.foresight import Foresight, foresee
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import NO, desk_in, say, say_json, table

Cases = Annotated[list[str], typer.Argument(help="Case ids, as the inbox shows them.")]


def move(
    cases: Cases,
    to: Annotated[State, typer.Option("--to", help="Where to.")],
    actor: Actor,
    reason: Reason = "",
    until: Annotated[
        str | None, typer.Option(help="Dismissed until: a date, +N failures, or escalates.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say case by case what would change; do nothing.")
    ] = False,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Promote, demote, dismiss or retire cases; every objection is named at once."""
    if until and to is not State.DISMISSED:
        raise BadRequest("--until belongs to --to dismissed: it says when the case comes back.")
    ask = foresee if dry_run else move_cases
    with desk_in(desk) as opened:
        found = ask(opened, cases, to, actor=actor, reason=reason, until=until)
    if as_json:
        say_json(found)
    elif isinstance(found, Moved):
        _tell_moved(found)
    else:
        _tell_foreseen(found)
    raise typer.Exit(NO if found.refused else 0)


def _tell_moved(done: Moved) -> None:
    if done.moved:
        say(f"{len(done.moved)} moved to {done.to}. Take it back: evaldesk undo")
    for warning in done.warnings:
        say(f"note: {warning}")
    for refused in done.refused:
        _tell_stays(refused.case, refused.objections)


def _tell_foreseen(found: Foresight) -> None:
    say(f"{len(found.changes)} would move to {found.to}, {len(found.refused)} would stay.")
    columns = ("case", "from", "to", "what follows", "input")
    rows = [(c.case, c.before, c.after, c.effect, c.input[:60]) for c in found.changes]
    if rows:
        table(columns, rows)
    for sentence in found.looking_back:
        say(sentence)
    for stays in found.refused:
        _tell_stays(stays.case, stays.objections)


def _tell_stays(case_id: str, objections: tuple[Objection, ...]) -> None:
    say(f"{case_id} stays where it is:")
    for objection in objections:
        say(f"  - {objection.what}\n    clear it: {objection.clear}")


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.command()(move)
