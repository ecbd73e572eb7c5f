"""Commands about the baseline: what production is compared with, moving it, its history."""

from typing import Annotated

import typer

from store.acts.baselining import set_baseline
from store.answers.baseline import BaselineAnswer, Move, Said
from store.answers.baseline import baseline as asked_baseline
from store.answers.baseline_preview import preview as asked_preview
from store.answers.odd_weeks import leave_out
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, table

From = Annotated[str, typer.Option("--from", help="Its first day: 2026-05-04.")]
To = Annotated[str, typer.Option("--to", help="The day after its last one: 2026-06-29.")]
Run = Annotated[
    str | None, typer.Option(help="The run of it; else the newest that the gate let pass.")
]
Decision = Annotated[
    int | None, typer.Option(help="The one that was set in this decision (history).")
]
group = typer.Typer(name="baseline")


@group.callback(invoke_without_command=True)
def baseline(
    context: typer.Context, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """What production and releases are compared with."""
    if context.invoked_subcommand is None:
        _show(desk, None, as_json)


@group.command("show")
def show(
    decision: Decision = None, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """What stands, or what once stood, column by column."""
    _show(desk, decision, as_json)


def _show(desk: DeskFolder, decision: int | None, as_json: bool) -> None:
    with desk_in(desk) as opened:
        found = asked_baseline(opened, decision)
    if as_json:
        say_json(found)
        return
    say(found.sentence)
    if found.baseline is None:
        say("Set one: evaldesk baseline set --from DAY --to DAY --reason WHY")
        return
    _tell(found.baseline, found)


def _tell(said: Said, found: BaselineAnswer) -> None:
    pins = ", ".join(f"{name}@{version}" for name, version in (said.sets or {}).items())
    facts = (("run", said.run), ("sets", pins), ("model", said.model_version),
             ("commit", said.commit), ("environment", said.environment),
             ("sha256", said.sha256), ("owner", found.owner),
             ("deputy", found.deputy))  # fmt: skip
    table(("what", "value"), facts)
    columns = ("column", "kind", "role", "#n", "#missing", "#mean", "#std", "#weekly q99")
    table(columns, [(c.column, c.kind, c.role, c.n, c.missing, c.mean, c.std, c.weekly_q99)
                    for c in found.columns])  # fmt: skip
    if not said.intact:
        say("Its sha256 is not that of what stands here: the log was changed.")


@group.command("set")
def move(
    since: From,
    until: To,
    actor: Actor,
    run: Run = None,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Compare with this window and run from now on; for who owns the baseline."""
    with desk_in(desk) as opened:
        done = set_baseline(opened, since, until, run=run, actor=actor, reason=reason)
    if as_json:
        say_json(done)
        return
    said = done.baseline
    run_named = f", runs with {said.run}" if said.run else ", and no run"
    say(f"From now on production is compared with {said.since} to {said.until} ({said.n:,} "
        f"events){run_named}.")  # fmt: skip
    if done.odd_weeks:
        say(leave_out(done.odd_weeks))
    if done.before:
        say(f"Before: {done.before.since} to {done.before.until}, set by {done.before.by}.")


@group.command("preview")
def preview(
    since: From, until: To, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """How the newest weeks would be judged if the baseline were moved there."""
    with desk_in(desk) as opened:
        found = asked_preview(opened, since, until)
    if as_json:
        say_json(found)
        return
    say(found.sentence)
    columns = ("week", "#events", "severity", "now", "gravest")
    table(columns, [(w.since, w.n, w.severity, w.now, w.gravest) for w in found.weeks])


@group.command("history")
def history(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """Who moved it, when, why, from what to what; newest first."""
    with desk_in(desk) as opened:
        found = asked_baseline(opened).history
    if as_json:
        say_json({"history": found})
        return
    columns = ("#decision", "at (UTC)", "who", "from", "to", "run", "sha256", "reason")
    table(columns, [_row(one) for one in found])


def _row(one: Move) -> tuple[object, ...]:
    after = one.after
    return (one.decision, one.at, one.by, _window(one.before), _window(after),
            after.run if after else None, after.sha256[:12] if after else None,
            one.reason)  # fmt: skip


def _window(said: Said | None) -> str | None:
    return f"{said.since}..{said.until}" if said else None


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
