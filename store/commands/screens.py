"""Commands that show the desk as a whole: health in words, and the app itself."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from curation.errors import BadRequest
from curation.figure_words import number
from curation.figures import CohortRow, Figure, Period, Unit
from curation.percents import between
from store.answers.health import health as asked_health
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table
from store.desk import found_desk

LEAD = "Ana Ruiz"  # whom the sample's story lets decide about blocking
Port = Annotated[int, typer.Option(help="Where to serve.")]
Address = Annotated[str, typer.Option(help="Which address to serve on.")]


def health(
    period: Annotated[Period, typer.Option(help="How much of the past.")] = Period.WEEK,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """May we ship, how is production, what needs a person now."""
    with desk_in(desk) as opened:
        found = asked_health(opened, period)
    if as_json:
        say_json(found)
        return
    say(found.sentence)
    say(f"Time to triage: {found.triage.said()}")
    rows = [(one.title, _shown(one), one.judgement, one.said) for one in found.figures]
    table(("figure", "#now", "judgement", "in words"), rows)
    if found.cohorts:
        _cohorts(found.cohorts)
    lost = [(_kind(one.kind), number(one.usd, Unit.MONEY), one.failures, one.judgement)
            for one in found.impact]  # fmt: skip
    if lost:
        table(("failures", "#cost", "#how many", "judgement"), lost)
    waits = [(a.what, a.why, a.owner, a.age_days) for a in found.asks]
    table(("waits for somebody", "why", "who", "#days"), waits)


def _cohorts(found: Sequence[CohortRow]) -> None:
    """The cohorts, the worst first."""
    rows = [(one.name, number(one.value, Unit.RATE),
             between(one.low, one.high, 1), one.n, one.status, one.judgement)
            for one in found]  # fmt: skip
    table(("cohort", "#good", "95 %", "#n", "status", "judgement"), rows)


def _shown(one: Figure) -> str:
    """The value of a figure."""
    return number(one.value, one.unit)


def _kind(name: str) -> str:
    """A kind of failure as people read it."""
    return name.replace("_", " ")


def serve(
    desk: DeskFolder = DEFAULT_DESK, port: Port = 8501, address: Address = "127.0.0.1"
) -> None:
    """Open the app on this desk."""
    found_desk(desk)
    say(f"Evaldesk on http://{address}:{port} (stop with Ctrl-C)")
    os.environ["EVALDESK_DESK"] = str(desk.resolve())
    os.execv(sys.executable, _server(port, address))


def demo(
    desk: Annotated[Path, typer.Option("--desk", help="Where to make it.")] = Path(
        "evaldesk-demo"
    ),
    serve_it: Annotated[bool, typer.Option("--serve/--no-serve", help="Open the app.")] = True,
    port: Port = 8501,
    address: Address = "127.0.0.1",
) -> None:
    """Make the sample workspace (26 weeks of a support assistant) and open the app on it."""
    from store.acts.demo import make_demo

    if (desk / "desk.toml").exists():
        say(f"The sample workspace in {desk} stands already.")
    else:
        make_demo(desk, say)
        say(f"The sample workspace stands in {desk}. Look: evaldesk serve --desk {desk}")
    if serve_it:
        os.environ.setdefault("EVALDESK_ACTOR", LEAD)
        say(f"You are {LEAD}, who owns the blocking set (change it at the top right).")
        serve(desk, port, address)


def _server(port: int, address: str) -> list[str]:
    script = Path(__file__).resolve().parents[2] / "app.py"
    if not script.is_file():
        raise BadRequest(
            f"The app is not where it should be: {script}. Install evaldesk again."
        )
    options = [f"--server.port={port}", f"--server.address={address}", "--server.headless=true",
               "--browser.gatherUsageStats=false"]  # fmt: skip
    return [sys.executable, "-m", "streamlit", "run", str(script), *options]


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    for command in (health, serve, demo):
        app.command()(command)
