"""Commands about the gate itself: how far to trust it, and the proof that it stops releases."""

import secrets
from typing import Annotated

import typer

from curation.percents import percent
from store.acts.self_testing import run_self_test
from store.answers.noise_words import noise_told
from store.answers.self_test import SelfTest
from store.answers.trust import Trust
from store.answers.trust import trust as asked_trust
from store.commands.cohorts import told
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder
from store.commands.output import NO, desk_in, say, say_json, table


def trust(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """How far to trust the gate: what came after its reds and greens, and what it can see."""
    with desk_in(desk) as opened:
        found = asked_trust(opened)
    if as_json:
        say_json(found)
    else:
        _tell(found)


def self_test(
    actor: Actor,
    seed: Annotated[
        int | None, typer.Option(help="Make the same runs as a test before.", min=0)
    ] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Show the gate bad releases, which it has to stop, and a clean one. Exit 1 if not."""
    chosen = secrets.randbelow(2**31) if seed is None else seed
    typer.echo("Showing the gate made-up runs in a copy of the desk …", err=True)
    with desk_in(desk) as opened:
        found = run_self_test(opened, chosen, actor=actor)
    if as_json:
        say_json(found)
    else:
        _tell_test(found)
    raise typer.Exit(0 if found.ok else NO)


def _tell(found: Trust) -> None:
    say(found.sentence)
    settled = f"{found.confirmed} confirmed, {found.overturned} overturned"
    say(f"Red was right: {told(found.right)} ({settled}, {found.not_settled} not settled).")
    hurt = sum(one.incident is not None for one in found.green)
    young = f"{hurt} of {found.hurt.n}, {found.young} more too young to say"
    say(f"Green, and an incident within {found.days:.0f} days: {told(found.hurt)} ({young}).")
    if found.judged:
        say(noise_told(found.red_by_noise, found.red_at_most))
    columns = ("red run", "model", "became", "how")
    table(columns, [(one.run, one.model, one.ending, one.how) for one in found.red])
    columns = ("green release", "model", "at", "incident")
    table(columns, [(one.run, one.model, one.at[:10], _after(one.incident, young=one.young))
                    for one in found.green])  # fmt: skip
    columns = (
        "what it sees",
        "#cases",
        "#must break",
        f"#share seen at {percent(found.power)}",
    )
    table(columns, [(one.title, one.n, one.failures, _percent(one.drop))
                    for one in found.sight])  # fmt: skip


def _after(incident: str | None, *, young: bool) -> str:
    return incident or ("too young to say" if young else "none")


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{percent(share, 1)}"


def _tell_test(found: SelfTest) -> None:
    say(f"{'OK' if found.ok else 'NOT OK'}: {found.sentence} (seed {found.seed}, {found.set})")
    columns = ("made-up run", "shown", "has to be", "was", "right")
    table(columns, [(one.name, one.shown, one.expected, one.answer, one.held)
                    for one in found.probes])  # fmt: skip
    for one in found.probes:
        if one.held is not True:
            say(f"  {one.name}: {one.why}")


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.command("trust")(trust)
    app.command("self-test")(self_test)
