"""The command that tells what other numbers, moves and waivers would have made of the past."""

from typing import Annotated

import typer

from curation.cases import State
from curation.effect import LOOKED_BACK
from curation.errors import BadRequest
from curation.replay_words import written
from curation.replays import Caught, Replay
from curation.threshold_values import value_said
from store.answers.replay import replay as asked_replay
from store.answers.replay_moves import replay_move, replay_waiver
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table, warn


def replay(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A number, as `evaldesk thresholds` says."),
    ] = None,
    value: Annotated[
        str | None,
        typer.Argument(metavar="VALUE", help="What it would be; none drops a limit."),
    ] = None,
    promote: Annotated[
        list[str] | None, typer.Option(help="Replay that these cases had been blocking.")
    ] = None,
    demote: Annotated[
        list[str] | None, typer.Option(help="Replay that these cases had not been blocking.")
    ] = None,
    waive: Annotated[
        list[str] | None, typer.Option(help="Replay a waiver of a case, or of a threshold.")
    ] = None,
    last: Annotated[
        int, typer.Option(min=1, max=200, help="So many judged runs.")
    ] = LOOKED_BACK,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """What another number, a move or a waiver would have made of the past."""
    moves = {State.BLOCKING: promote, State.MONITORING: demote}
    wanted = [(to, ids) for to, ids in moves.items() if ids]
    numbers = int(name is not None) + len(wanted) + int(bool(waive))
    if numbers != 1 or (name is not None and value is None):
        raise BadRequest(
            "Say one thing to replay: evaldesk replay NAME VALUE, or --promote, --demote or "
            "--waive with a case."
        )
    if not as_json:
        warn(f"Replaying the last {last} judged runs and the weeks on record …")
    with desk_in(desk) as opened:
        if name is not None:
            found = asked_replay(opened, name, value_said(value or ""), last=last)
        elif waive:
            found = replay_waiver(opened, waive, last=last)
        else:
            (to, ids) = wanted[0]
            found = replay_move(opened, ids, to, last=last)
    if as_json:
        say_json(found)
        return
    _tell(found)


def _tell(found: Replay) -> None:
    say(found.sentence)
    if found.runs:
        columns = ("run", "when", "now", "then", "decided by", "why")
        rows = [
            (r.run, r.at, r.verdict_now, r.verdict_then, ", ".join((*r.cohorts, *r.cases)),
             r.why if r.flips else "")
            for r in found.runs
        ]  # fmt: skip
        table(columns, rows)
    if found.things:
        flips = [one for one in found.things if one.flips]
        table(
            (found.things[0].what, "now", "then", "why"),
            [(one.subject, one.now, one.then, one.why) for one in flips],
        )
    _tell_incidents(found.incidents)
    if len(found.points) > 1:
        names = list(found.points[0].counts)
        columns = ("value", *(f"#{n}" for n in names), "#caught", "#missed", "#false")
        rows = [
            (written(found.unit, p.value), *p.counts.values(), p.caught, p.missed,
             p.false_alarms)
            for p in found.points
        ]  # fmt: skip
        table(columns, rows)


def _tell_incidents(found: Caught | None) -> None:
    if found is None or not found.incidents:
        return
    rows = [(one.incident, one.name, one.told, one.why) for one in found.incidents]
    table(("incident", "what it is", "then", "why"), rows)


def register(app: typer.Typer) -> None:
    """Hang the command of this file under `app`."""
    app.command()(replay)
