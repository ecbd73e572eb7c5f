"""Commands that tell people of alarms: what cron calls, and a test of one channel."""

from typing import Annotated

import typer

from store.acts.delivering import Attempt, deliver, try_channel
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder
from store.commands.output import NO, desk_in, say, say_json


def deliver_alarms(
    actor: Actor, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """Tell every channel what it must be told now. Exit 1 when somebody could not be told."""
    with desk_in(desk) as opened:
        done = deliver(opened, actor=actor)
    if as_json:
        say_json(done)
    else:
        for one in done.tried:
            say(f"{one.alarm} to {one.channel}, {one.what}: {_outcome(one)}")
        for waits in done.put_off:
            say(f"{waits} was not tried: the channel had just not answered in time.")
        if not done.tried:
            say("Nothing is to be told now.")
        for given_up in done.given_up:
            say(f"{given_up} could not be delivered.")
        for alarm in done.untold:
            say(f"Nobody is told of {alarm}: no channel of desk.toml takes it.")
    raise typer.Exit(0 if done.fine else NO)


def _outcome(one: Attempt) -> str:
    if one.problem is None:
        return "sent."
    if one.next_at is None:
        return f"given up after {one.attempts} attempts: {one.problem}."
    return f"{one.problem}; attempt {one.attempts}, tried again at {one.next_at[:16]} UTC."


def try_one(
    channel: Annotated[str, typer.Argument(help="As desk.toml names it.")],
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Send a test message to one channel. Exit 1 when it did not arrive."""
    with desk_in(desk) as opened:
        problem = try_channel(opened, channel)
    if as_json:
        say_json({"channel": channel, "problem": problem})
    else:
        say(f"{channel}: {problem}." if problem else f"{channel} has taken the test message.")
    raise typer.Exit(NO if problem else 0)
