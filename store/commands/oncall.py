"""The command of whoever is on call."""

from typing import Annotated

import typer

from curation.percents import percent
from store.answers.oncall import HOURS
from store.answers.oncall import oncall as asked_oncall
from store.answers.oncall_first import spell
from store.answers.oncall_shapes import OnCall
from store.answers.oncall_slis import written
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table


def oncall(
    hours: Annotated[int, typer.Option(help="So many, up to the newest event.")] = HOURS,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """What is broken at this hour, what failed last, what came out, and what to do first."""
    with desk_in(desk) as opened:
        found = asked_oncall(opened, hours)
    if as_json:
        say_json(found)
        return
    say(found.sentence)
    if found.first:
        rows = [(one.what, one.why, one.owner or "nobody") for one in found.first]
        table(("do first", "why", "who has it"), rows)
    if found.until is None:
        return
    _numbers(found)
    _failing(found)
    _behind(found)


def _numbers(found: OnCall) -> None:
    say(f"The {found.hours} hours up to {found.until:%d %b %Y, %H:%M} UTC: "
        f"{found.events:,} events.")  # fmt: skip
    rows = [
        (one.title, one.route or "all", written(one.name, one.value),
         f"{written(one.name, one.low)} to {written(one.name, one.high)}", one.n,
         written(one.name, one.limit), one.state, one.course)
        for one in found.slis
        if one.route is None or one.state == "breach"
    ]  # fmt: skip
    table(("now", "of", "#value", "95 %", "#n", "#limit", "is", "against before"), rows)


def _failing(found: OnCall) -> None:
    if found.kinds:
        rows = [(k.kind, k.now.k, k.now.value, k.before.value, k.course) for k in found.kinds]
        told = [(kind, k, _share(now), _share(then), c) for kind, k, now, then, c in rows]
        table(("kind of failure", "#now", "#of events", "#before", "against before"), told)
    for one in found.spikes:
        say(f"Slow {spell(one.since, one.until)}: p95 "
            f"{written('latency_p95_ms', one.p95_ms)}, usually "
            f"{written('latency_p95_ms', one.usual_ms)} (n {one.n:,})")  # fmt: skip
    rows = [(f.case, f.last_seen, f.what, f.route, f.title) for f in found.failures]
    if rows:
        table(("failed last", "at", "what", "route", "input"), rows)


def _behind(found: OnCall) -> None:
    rows = [
        (r.name, r.what, r.first or "before", _share(r.share.value), r.run,
         r.verdict or ("ask again" if r.run else "not judged"))
        for r in found.releases
    ]  # fmt: skip
    if rows:
        table(("in production", "what", "since", "#of events", "run", "gate"), rows)
    alarms = [
        (a.id, a.severity, f"{a.hours:.0f} h", a.owner or "nobody", a.first_step)
        for a in found.alarms
    ]
    if alarms:
        table(("open alarm", "severity", "#age", "who has it", "do first"), alarms)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{percent(value, 2)}"


def register(app: typer.Typer) -> None:
    """Hang the command of this file under `app`."""
    app.command("oncall")(oncall)
