"""The command for CI: whether a release may ship."""

from pathlib import Path
from typing import Annotated

import typer

from curation.scopes import told as told_where
from curation.waivers import told as told_waived
from store.acts.judging import judge_run
from store.answers.gate import GateAnswer
from store.answers.gate_flakes import told as told_flaky
from store.answers.gate_slices import ReleaseSlice, ReleaseSlices, gate_slices
from store.answers.junit import junit as as_junit
from store.answers.markdown import markdown as as_markdown
from store.answers.noise_words import noise_told
from store.answers.plain import plain
from store.commands.cohorts import told
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder
from store.commands.output import CANNOT_DECIDE, NO, desk_in, say, say_json, table, write_out

EXIT = {"PASS": 0, "BLOCKED": NO, "INCOMPLETE": CANNOT_DECIDE}


def gate(
    run: Annotated[str, typer.Argument(help="The run to judge, as it was imported.")],
    actor: Actor,
    on: Annotated[
        str | None, typer.Option("--set", help="Judge on this version by name: blocking@3.")
    ] = None,
    baseline: Annotated[str | None, typer.Option(help="Compare with this run.")] = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML here.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write Markdown here.")] = None,
    by: Annotated[
        str | None, typer.Option(help="Tell slices as well, of up to three columns: a,b,c.")
    ] = None,
    fix: Annotated[
        str | None, typer.Option(help="What it mends (INC-1, or why), if the gate is frozen.")
    ] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """May this release ship? Exit 0 PASS, 1 BLOCKED, 3 INCOMPLETE."""
    with desk_in(desk) as opened:
        answer = judge_run(opened, run, actor=actor, on=on, baseline=baseline, fix=fix)
        for path, text in ((junit, as_junit(opened, answer)), (markdown, as_markdown(answer))):
            if path is not None:
                write_out(path, text)
        slices = None
        if by:
            columns = [one.strip() for one in by.split(",") if one.strip()]
            slices = gate_slices(opened, run, columns, on=on, baseline=answer.baseline)
    if as_json:
        say_json({**plain(answer), "slices": slices} if slices else answer)
    else:
        _tell(answer)
        _tell_slices(slices)
    raise typer.Exit(EXIT[answer.verdict])


def _tell(answer: GateAnswer) -> None:
    say(f"{answer.verdict}: {answer.run} on {answer.set}@{answer.version}")
    say(answer.reason)
    for name in ("failed", "missing", "errored", "flaky", "undecided"):
        for case_id in getattr(answer, name):
            say(f"  {name:<8} {case_id}")
    for check in answer.thresholds:
        word = {True: "met", False: "NOT MET", None: "undecided"}[check.met]
        say(f"  {word:<9} {check.name}: {check.why}")
    for one in answer.waivers:
        say(f"  {one.waiver:<9} waives {one.what}: {told_waived(one)}")
    _tell_flakes(answer)
    if answer.comparison is not None:
        c = answer.comparison
        moved = f"{len(c.broke)} broke, {len(c.fixed)} fixed of {c.n} common cases"
        say(f"  against {answer.baseline}: {c.outcome.replace('_', ' ')}, {moved}")
    elif answer.baseline is None:
        say("  not held against a baseline: name one with --baseline RUN")


def _tell_slices(found: ReleaseSlices | None) -> None:
    if found is None:
        return
    d = found.difference
    if d.value is not None:
        said = d.note or f"{told(d, '+')}, {d.method}"
        say(f"  change {said}")
    columns = ("slice", "#n", "passed", "#change", "#broke", "#fixed", "#p95 ms", "#USD/1,000")
    rows = [(told_where(s.cohort) or "all", s.n, told(s.pass_rate), _change(s), s.broke,
             s.fixed, s.latency_p95_ms, None if s.cost_usd is None else 1000 * s.cost_usd)
            for s in found.slices]  # fmt: skip
    table(columns, rows)


def _change(one: ReleaseSlice) -> str | None:
    return None if one.difference.value is None else told(one.difference, "+")


def _tell_flakes(answer: GateAnswer) -> None:
    for one in answer.quarantined:
        said = f"{told_flaky(one)}; until {one.until}, {one.owner}"
        said += "" if one.flaky else "; not flaky under this version, so it can block"
        say(f"  in quarantine {one.case}: {said}")
    for one in answer.unsteady:
        say(f"  flaky {one.case}: {told_flaky(one)}; evaldesk flakes quarantine {one.case}")
    say(noise_told(answer.red_by_noise, answer.red_at_most))


def register(app: typer.Typer) -> None:
    """Hang the command of this file under `app`."""
    app.command()(gate)
