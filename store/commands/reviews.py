"""Commands about the weekly review: its agenda, the meeting, what was promised, the minutes."""

from datetime import UTC
from pathlib import Path
from typing import Annotated

import typer

from curation.actions import Promised, Standing
from curation.review import week_of
from store.acts import promising, reviewing
from store.acts.reviewing import Met
from store.answers.minutes import minutes as asked_minutes
from store.answers.minutes import written
from store.answers.review import Review
from store.answers.review import review as asked_review
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, table, visible, warn, write_out

group = typer.Typer(name="review")
Week = Annotated[str | None, typer.Option("--week", help="As 2026-W47; else this week.")]
Key = Annotated[str, typer.Argument(metavar="ITEM", help="As the agenda says: proposal:P-3.")]
ActionId = Annotated[str, typer.Argument(metavar="ACTION", help="As the review says: R-1.")]
Form = Annotated[str, typer.Option("--format", help="md or html")]
Out = Annotated[Path | None, typer.Option("-o", "--out", help="Write it here.")]


@group.callback(invoke_without_command=True)
def review(
    context: typer.Context,
    week: Week = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """What the weekly review goes through, what was promised, and how far the meeting is."""
    if context.invoked_subcommand:
        return
    with desk_in(desk) as opened:
        found = asked_review(opened, week)
    if as_json:
        say_json(found)
        return
    _tell(found)


@group.command("start")
def start(
    actor: Actor,
    chair: Annotated[str | None, typer.Option(help="Who leads it; else who starts it.")] = None,
    present: Annotated[
        list[str] | None, typer.Option("--present", help="Who is there; repeat it.")
    ] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Start this week's review: it keeps the agenda of this moment."""
    with desk_in(desk) as opened:
        done = reviewing.start(opened, chair=chair or actor, present=present or [], actor=actor)
    _tell_met(done, as_json)


@group.command("join")
def join(
    name: Annotated[str, typer.Argument(help="Who is there as well.")],
    actor: Actor,
    gone: Annotated[
        bool, typer.Option("--gone", help="They were not there after all.")
    ] = False,
    week: Week = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Say that somebody is at the review as well, or was not."""
    act = reviewing.leave if gone else reviewing.join
    with desk_in(desk) as opened:
        done = act(opened, name, actor=actor, week=week)
    _tell_met(done, as_json)


@group.command("settle")
def settle(
    item: Key,
    actor: Actor,
    outcome: Annotated[
        str, typer.Option(help="decided, discussed, deferred or no-action.")
    ] = "discussed",
    note: Annotated[str | None, typer.Option(help="What was said.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Say another word than somebody else has said.")
    ] = False,
    week: Week = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Say what came of an item of the agenda."""
    said = outcome.replace("-", " ")
    with desk_in(desk) as opened:
        done = reviewing.settle(opened, item, said, actor=actor, note=note, week=week,
                                again=again)  # fmt: skip
    _tell_met(done, as_json)


@group.command("promise")
def promise(
    what: Annotated[str, typer.Argument(help="What is done, in one sentence.")],
    actor: Actor,
    owner: Annotated[str, typer.Option(help="Who does it.")],
    due: Annotated[str, typer.Option(help="Until this day: 2026-12-31.")],
    item: Annotated[str | None, typer.Option(help="The item that it is for.")] = None,
    check: Annotated[
        str | None, typer.Option(help="What the desk can tell by itself: 'group sorted' …")
    ] = None,
    about: Annotated[str | None, typer.Option(help="Of which one: g-…, P-3, A-2.")] = None,
    week: Week = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Write down what somebody promises; the next review asks whether it held."""
    with desk_in(desk) as opened:
        made = promising.promise(opened, what, owner=owner, due=due, actor=actor, item=item,
                                 check=check, about=about, week=week)  # fmt: skip
    _tell_promised(made, as_json)


@group.command("done")
def done(
    action: ActionId,
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Say that a promise was kept. Exit 1 where the data say otherwise."""
    with desk_in(desk) as opened:
        found = promising.done(opened, action, actor=actor, reason=reason)
    _tell_promised(found, as_json)
    raise typer.Exit(int(found.standing is Standing.NOT_HELD))


@group.command("drop")
def drop(
    action: ActionId,
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Say that nobody keeps a promise any more, and why."""
    with desk_in(desk) as opened:
        found = promising.drop(opened, action, actor=actor, reason=reason)
    _tell_promised(found, as_json)


@group.command("close")
def close(
    actor: Actor,
    reason: Reason = "",
    week: Week = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Close the review; what is not settled stays unfinished."""
    with desk_in(desk) as opened:
        found = reviewing.close(opened, actor=actor, reason=reason, week=week)
    _tell_met(found, as_json)


@group.command("reopen")
def reopen(
    actor: Actor,
    reason: Reason = "",
    week: Week = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Go on with a review that was closed today."""
    with desk_in(desk) as opened:
        found = reviewing.reopen(opened, actor=actor, reason=reason, week=week)
    _tell_met(found, as_json)


@group.command("minutes")
def minutes(
    week: Week = None,
    form: Form = "md",
    out: Out = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """The minutes of a review, to be pasted anywhere: who was there, and what came of it."""
    with desk_in(desk) as opened:
        found = asked_minutes(opened, week)
        this_week = week_of(opened.ledger.clock().astimezone(UTC))
    if week is None and found.week != this_week:
        warn(f"No review of {this_week} was started: these are the minutes of {found.week}.")
    text = written(found, form)
    if out is not None:
        write_out(out, text)
    if as_json:
        say_json(found)
    elif out is None:
        typer.echo(visible(text), nl=False)
    else:
        say(f"{out} holds the minutes of {found.week}.")


def _tell(found: Review) -> None:
    say(found.sentence)
    if found.promises:
        rows = [(p.id, p.standing, p.what, p.owner, p.due, p.why) for p in found.promises]
        table(("promise", "state", "what", "owner", "due", "why"), rows)
    if found.agenda:
        rows = [(one.key, one.why, one.owner) for one in found.agenda]
        table(("item", "why", "owner"), rows)
    if found.meeting is None and found.week == week_of(found.as_of):
        say("Start it: evaldesk review start --present NAME")
    elif found.meeting and found.meeting.open:
        say(f"On the table: {found.meeting.on or 'nothing'}. Present: "
            f"{', '.join(found.meeting.present)}.")  # fmt: skip
    if found.past:
        held = ", ".join(one.week for one in found.past[:8])
        say(f"Other reviews: {held}. evaldesk review minutes --week WEEK")


def _tell_met(done: Met, as_json: bool) -> None:
    if as_json:
        say_json(done)
        return
    found = done.meeting
    settled = len(found.agenda) - len(found.left)
    how = f"{settled} of {len(found.agenda)} items are settled"
    if found.open:
        following = f"next: {found.on}" if found.on else "evaldesk review close"
        say(f"The review of {found.week} is open: {how}; {following}.")
    else:
        say(f"The review of {found.week} is closed: {how}. evaldesk review minutes")
    if done.note:
        say(done.note)


def _tell_promised(found: Promised, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    say(f"{found.id}, {found.standing}: {found.what} ({found.owner}, until {found.due}).")
    say(found.why)


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
