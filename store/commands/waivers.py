"""Commands about waivers: let a release ship in spite of a named failure, until a day."""

from typing import Annotated

import typer

from store.acts.waiving import Waived, end_waiver, waive
from store.answers.waivers import WaiverShown
from store.answers.waivers import waivers as asked_waivers
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import NO, desk_in, say, say_json, table

group = typer.Typer(name="waivers")


def waive_failure(
    what: Annotated[
        str, typer.Argument(metavar="WHAT", help="A blocking case, or a threshold.")
    ],
    actor: Actor,
    owner: Annotated[str, typer.Option(help="Who is to mend it by then.")],
    until: Annotated[str, typer.Option(help="From this day on it blocks again: 2026-12-31.")],
    run: Annotated[str | None, typer.Option(help="Only for this run.")] = None,
    model: Annotated[str | None, typer.Option(help="Only for this model version.")] = None,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Let a release ship in spite of a failure, until a day. Exit 1 when it may not."""
    with desk_in(desk) as opened:
        done = waive(opened, what, owner=owner, until=until, actor=actor, reason=reason,
                     run=run, model=model)  # fmt: skip
    _tell_done(done, as_json)
    raise typer.Exit(NO if done.refused else 0)


@group.callback(invoke_without_command=True)
def waivers(
    context: typer.Context,
    all_: Annotated[bool, typer.Option("--all", help="Those that have ended as well.")] = False,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Failures that a release may ship in spite of, until when, and who mends them."""
    if context.invoked_subcommand:
        return
    with desk_in(desk) as opened:
        found = asked_waivers(opened)
    if as_json:
        say_json(found)
        return
    say(f"{len(found.waivers)} in force, {len(found.ended)} ended.")
    if found.ended and not all_:
        say("`evaldesk waivers --all` shows those that have ended as well.")
    columns = ("waiver", "what", "for", "state", "until", "mends it", "granted by", "reason")
    shown = (*found.waivers, *(found.ended if all_ else ()))
    if shown:
        table(columns, [_row(one) for one in shown])


@group.command("end")
def end(
    waiver: Annotated[str, typer.Argument(help="As the list says: W-1.")],
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """End a waiver now: what it let through blocks again."""
    with desk_in(desk) as opened:
        done = end_waiver(opened, waiver, actor=actor, reason=reason)
    _tell_done(done, as_json)


def _row(one: WaiverShown) -> tuple[object, ...]:
    what = f"{one.what} {one.title}" if one.case else one.title
    return (one.id, what, one.scope, one.state, one.until, one.owner, one.by, one.reason)


def _tell_done(done: Waived, as_json: bool) -> None:
    if as_json:
        say_json(done)
        return
    one = done.waiver
    if one is None:
        say("Nothing was waived:")
        for objection in done.refused:
            say(f"  - {objection.what}\n    clear it: {objection.clear}")
    elif one.ended_by:
        say(f"{one.id} has ended: {one.what} blocks again.")
    else:
        say(f"{one.id}: {one.what} does not block {one.scope} before {one.until}; {one.owner} "
            f"mends it. End it before: evaldesk waivers end {one.id}")  # fmt: skip
    if done.note:
        say(done.note)


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.command("waive")(waive_failure)
    app.add_typer(group)
