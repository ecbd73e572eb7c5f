"""Commands about alarms: see them, take one, resolve one, say what to do first in one."""

from typing import Annotated

import typer

from curation.alarms import Alarm, AlarmState, where
from store.acts.alarming import acknowledge, resolve, write_runbook
from store.answers.alarm_owners import unowned
from store.answers.alarms import AlarmLine, AlarmsAnswer
from store.answers.alarms import alarms as asked_alarms
from store.commands import alarm_delivery, maintenances
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import NO, desk_in, say, say_json, table

AlarmId = Annotated[str, typer.Argument(metavar="ALARM", help="As the list says: A-1.")]
group = typer.Typer(name="alarms")
group.command("deliver")(alarm_delivery.deliver_alarms)
group.command("test")(alarm_delivery.try_one)
group.add_typer(maintenances.group)


@group.callback(invoke_without_command=True)
def alarms(
    context: typer.Context,
    only_open: Annotated[
        bool, typer.Option("--open", help="Only those that are not resolved.")
    ] = False,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Alarms, who has taken them, and who was told. Exit 1 when one waits or is not told."""
    if context.invoked_subcommand:
        return
    with desk_in(desk) as opened:
        found = asked_alarms(opened)
    shown = [a for a in found.alarms if not only_open or a.state is not AlarmState.RESOLVED]
    if as_json:
        say_json({"alarms": shown, **{k: getattr(found, k) for k in _REST}})
    else:
        _tell(found, shown)
    waits = any(a.state is AlarmState.OPEN and a.muted_until is None for a in found.alarms)
    raise typer.Exit(NO if waits or found.undelivered or found.untold else 0)


_REST = ("sentence", "tone", "open", "acknowledged", "muted", "resolved", "undelivered",
         "untold", "maintenances", "channels", "rules", "max_maintenance_hours")  # fmt: skip


def _tell(found: AlarmsAnswer, shown: list[AlarmLine]) -> None:
    say(found.sentence)
    columns = ("alarm", "state", "severity", "where", "since", "noticed", "#times", "#n",
               "value", "limit", "what", "told")  # fmt: skip
    table(columns, [(a.id, _state(a), a.severity, where(a.cohort), a.began[:10], a.first_seen,
                     a.times, a.n, a.value, a.limit, a.sentence, _told(a))
                    for a in shown])  # fmt: skip
    for one in found.maintenances:
        say(f"{one.id}: alarms about {where(one.where)} are muted until {one.end[:16]} UTC, "
            f"says {one.by}: {one.reason}")  # fmt: skip


def _state(one: AlarmLine) -> str:
    if one.state is AlarmState.ACKNOWLEDGED:
        return f"taken by {one.acknowledged_by}"
    if one.still:
        return f"{one.state}, still deviates"
    return f"{one.state}, muted" if one.muted_until else one.state


def _told(one: AlarmLine) -> str:
    return "; ".join(f"{t.channel}: {t.words}" for t in one.told) or "nobody"


@group.command("ack")
def ack(
    alarm: AlarmId,
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Take an alarm under your name: it is repeated to nobody, unless it gets worse."""
    with desk_in(desk) as opened:
        done = acknowledge(opened, alarm, actor=actor, reason=reason)
    _say_done(done, f"{done.id} is taken by {done.acknowledged_by}.", as_json)


@group.command("resolve")
def resolve_alarm(
    alarm: AlarmId,
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Say that an alarm is over, and why. It comes back with a later period that deviates."""
    with desk_in(desk) as opened:
        done = resolve(opened, alarm, actor=actor, reason=reason)
    _say_done(done, f"{done.id} is resolved: {done.resolved_because}", as_json)


def _say_done(done: Alarm, told: str, as_json: bool) -> None:
    if as_json:
        say_json({"id": done.id, "state": done.state, "severity": done.severity,
                  "acknowledged_by": done.acknowledged_by,
                  "resolved_because": done.resolved_because})  # fmt: skip
    else:
        say(told)


@group.command("runbook")
def runbook(
    rule: Annotated[str, typer.Argument(help="As the list of rules says: drift, budget …")],
    actor: Actor,
    text: Annotated[str, typer.Option(help="What to do first; empty: the product's words.")],
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
) -> None:
    """Say what to do first when a rule raises an alarm; it stands in every message."""
    with desk_in(desk) as opened:
        write_runbook(opened, rule, text, actor=actor, reason=reason)
        notes = unowned(opened)
    said = "has its own runbook from now on" if text.strip() else "has the product's runbook"
    for told in (f"{rule} {said}.", *notes):
        say(told)


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
