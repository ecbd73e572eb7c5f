"""Commands about cases that contradict themselves, and their quarantine."""

from typing import Annotated

import typer

from curation.measures.steadiness import Steadiness
from store.acts.quarantining import Quarantined, lift, quarantine
from store.answers.flakes import FlakesAnswer
from store.answers.flakes import flakes as asked_flakes
from store.answers.noise_words import goes_red, noise, noise_told
from store.commands.cohorts import told
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import NO, desk_in, say, say_json, table

Cases = Annotated[list[str], typer.Argument(metavar="CASE…", help="Ids of blocking cases.")]
group = typer.Typer(name="flakes")


@group.callback(invoke_without_command=True)
def flakes(
    context: typer.Context,
    on: Annotated[str, typer.Option("--set", help="blocking, or a version: blocking@3.")] = (
        "blocking"
    ),
    model: Annotated[
        str | None, typer.Option(help="This model version instead of the newest run's.")
    ] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Cases that contradict themselves, and how often that alone turns the gate red."""
    if context.invoked_subcommand:
        return
    with desk_in(desk) as opened:
        found = asked_flakes(opened, on, model)
    if as_json:
        say_json(found)
    else:
        _tell(found)


def _tell(found: FlakesAnswer) -> None:
    of = f"{found.set}@{found.version} under {found.model_version or 'a model without a name'}"
    say(f"{found.flaky} of {len(found.cases)} cases of {of} are flaky, {found.stable_pass} "
        f"pass and {found.stable_fail} fail steadily; {found.too_few} have fewer than "
        f"{found.fewest} attempts. {found.quarantined} are in quarantine.")  # fmt: skip
    if found.set != "blocking":
        say("None of them can block.")
    elif found.red_by_noise is None:
        say(noise_told(None, None))
    else:
        without = noise(found.red_without_quarantine, None)
        run = f"a run of {found.attempts} attempts each"
        told_red = goes_red(run, found.red_by_noise, found.red_at_most)
        say(f"{told_red}; without quarantine {without}.")
    shown = [c for c in found.cases if c.steadiness is Steadiness.FLAKY or c.until]
    columns = ("case", "#passed", "share", "flips", "quarantine until", "owner", "input")
    table(columns, [(c.case, f"{c.passed}/{c.scored}", told(c.pass_share), told(c.flip_rate),
                     c.until, c.owner, c.title) for c in shown])  # fmt: skip


@group.command("quarantine")
def quarantine_cases(
    cases: Cases,
    actor: Actor,
    owner: Annotated[str, typer.Option(help="Who is to mend it by then.")],
    until: Annotated[str, typer.Option(help="From this day on it blocks again: 2026-12-31.")],
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Let flaky cases block no release until a day. Exit 1 when one of them may not."""
    with desk_in(desk) as opened:
        done = quarantine(opened, cases, owner, until, actor=actor, reason=reason)
    _tell_done(done, as_json)
    raise typer.Exit(NO if done.refused else 0)


@group.command("lift")
def lift_quarantine(
    cases: Cases,
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Let cases in quarantine block again, at once."""
    with desk_in(desk) as opened:
        done = lift(opened, cases, actor=actor, reason=reason)
    _tell_done(done, as_json)


def _tell_done(done: Quarantined, as_json: bool) -> None:
    if as_json:
        say_json(done)
        return
    for case_id in done.cases:
        until = f"cannot block before {done.until}; {done.owner} mends it"
        say(f"{case_id} {until if done.until else 'blocks again'}.")
    if done.act:
        say(f"Take it back: evaldesk undo {done.act}")
    for refused in done.refused:
        say(f"{refused.case} stays as it is:")
        for objection in refused.objections:
            say(f"  - {objection.what}\n    clear it: {objection.clear}")


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
