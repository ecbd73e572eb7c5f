"""The command that lists runs, shows one, and holds those of one set version side by side."""

from typing import Annotated

import typer

from curation.errors import BadRequest
from curation.measures.measure import Measure
from store.answers.one_run import OneRun, one_run
from store.answers.runs import NOT_JUDGED, Runs, RunSummary, Wanted
from store.answers.runs import runs as asked_runs
from store.answers.tradeoffs import Tradeoffs, tradeoffs
from store.commands.cohorts import told
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table

UNSAID = "not stated"
ON = "Cost against quality of the runs that scored this version: blocking@3."


def runs(
    run: Annotated[str | None, typer.Argument(metavar="[RUN]", help="One run.")] = None,
    model: Annotated[str | None, typer.Option(help="Only this model version.")] = None,
    tier: Annotated[str | None, typer.Option(help="Only quick or nightly.")] = None,
    verdict: Annotated[
        str | None, typer.Option(help="Only pass, blocked, incomplete or 'not judged'.")
    ] = None,
    of: Annotated[str | None, typer.Option("--set", help="Only this set, or version.")] = None,
    text: Annotated[str | None, typer.Option(help="Only those that say this.")] = None,
    on: Annotated[str | None, typer.Option(help=ON)] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Every run, newest first, with the gate's last answer; one run; or cost and quality."""
    wanted = Wanted(model, tier, verdict, of, text)
    if (run or on) and (wanted != Wanted() or (run and on)):
        raise BadRequest("Say one run, or --on, or what to list: not several of them.")
    with desk_in(desk) as opened:
        found = (
            one_run(opened, run)
            if run
            else tradeoffs(opened, on)
            if on
            else asked_runs(opened, wanted)
        )
    if as_json:
        say_json(found)
    else:
        _tell(found)


def _tell(found: OneRun | Tradeoffs | Runs) -> None:
    if isinstance(found, OneRun):
        _tell_one(found)
    elif isinstance(found, Tradeoffs):
        _tell_traded(found)
    else:
        columns = ("run", "model", "sets", "started", "tier", "verdict", "passed", "reason")
        table(columns, [_row(run) for run in found.runs])


def _row(run: RunSummary) -> tuple[object, ...]:
    pins = ", ".join(f"{name}@{version}" for name, version in run.sets.items())
    verdict = _verdict(run) + (" (stale)" if run.stale else "")
    rate = _rate(run.pass_rate)
    if rate and run.errored:
        rate += f", {run.errored:,} errored"
    return run.run, run.model_version, pins, run.started_at, run.tier, verdict, rate, run.reason


def _verdict(run: RunSummary) -> str:
    """What holds now, and what was recorded where that is something else."""
    if run.outdated:
        return f"ask again (was {run.recorded_verdict})"
    was = (
        "" if run.verdict == run.recorded_verdict else f" (frozen; was {run.recorded_verdict})"
    )
    return (run.verdict or NOT_JUDGED) + was


def _rate(found: Measure) -> str | None:
    return told(found) if found.value is None else f"{told(found)}, n {found.n:,}"


def _tell_one(found: OneRun) -> None:
    run = found.summary
    cost = found.cost_usd.value
    lasted = None if run.duration_s is None else f"{run.duration_s:,.0f} s"
    facts = (
        ("model", run.model_version),
        ("sets", ", ".join(f"{name}@{version}" for name, version in run.sets.items())),
        ("commit", run.commit),
        ("environment", run.environment),
        ("seed", run.seed),
        ("tier", run.tier),
        ("started", run.started_at),
        ("duration", lasted and f"{lasted} ({run.duration_from})"),
        ("verdict", _verdict(run)),
        ("passed", _rate(run.pass_rate)),
        ("cost of 1,000", cost and f"${1000 * cost:,.2f}"),
    )
    table((run.run, ""), [(name, UNSAID if said is None else said) for name, said in facts])
    speeds = [("all", found.latency_ms), ("cold", found.cold_latency_ms),
              ("warm", found.warm_latency_ms)]  # fmt: skip
    rows = [(name, s.p50.n, s.p50.value, s.p95.value, s.p95.low, s.p95.high)
            for name, s in speeds if s is not None]  # fmt: skip
    table(("latency", "#n", "#p50 ms", "#p95 ms", "#low", "#high"), rows)
    if found.cold_latency_ms is None:
        say("The results do not mark cold and warm calls.")


def _tell_traded(found: Tradeoffs) -> None:
    say(found.summary)
    for left in found.left_out:
        say(f"Left out: {left.run} {left.why}.")
    meets = {True: "met", False: "not met", None: "undecided"}
    rows = [
        (c.run, c.model_version, _rate(c.pass_rate), c.latency_ms.p95.value,
         c.cost_per_1000_usd.value, "not beaten" if not c.beaten_by else
         f"beaten by {', '.join(c.beaten_by)}", meets[c.meets])
        for c in found.candidates
    ]  # fmt: skip
    table(("run", "model", "passed", "#p95 ms", "#USD per 1,000", "front", "thresholds"), rows)


def register(app: typer.Typer) -> None:
    """Hang the command of this file under `app`."""
    app.command()(runs)
