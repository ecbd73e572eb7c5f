"""Commands about adversarial cases: make a suite, see how runs fared, inject failures."""

from typing import Annotated, Any

import typer

from curation.cases import State
from curation.errors import BadRequest
from curation.fixtures.attacks import ATTACKS, KINDS
from curation.injections import Detected
from curation.intervals import Rate
from curation.percents import between, percent
from store.acts.injecting import detect as run_detect
from store.acts.suites import make_suite
from store.answers.detection import Detection, detection
from store.answers.plain import plain
from store.answers.suites import SuiteShown, suite, suites
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, table

group = typer.Typer(name="adversarial", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="SUITE", help="The name of the suite.")]
WHICH = f"Again for more; all by default: {', '.join(KINDS)}."


@group.command("make")
def make(
    name: Name,
    actor: Actor,
    kind: Annotated[list[str] | None, typer.Option(help=WHICH)] = None,
    n: Annotated[int, typer.Option("-n", "--n", help="How many of each kind.")] = 5,
    seed: Annotated[int, typer.Option(help="The same seed gives the same cases.")] = 1,
    owner: Annotated[str | None, typer.Option(help="Who answers for the cases.")] = None,
    to: Annotated[str, typer.Option(help="backlog or monitoring")] = "backlog",
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Make adversarial cases and open them as one suite; the same name again adds to it."""
    if to not in (State.BACKLOG, State.MONITORING):
        raise BadRequest(f"A suite begins in backlog or monitoring, not in '{to}'.")
    with desk_in(desk) as opened:
        done = make_suite(
            opened, name, kind or (), n, actor=actor, seed=seed, owner=owner, to=State(to),
            reason=reason,
        )  # fmt: skip
    if as_json:
        said = plain(done)
        say_json({**said, "suite": _named(said["suite"])})
        return
    say(f"{done.suite.name}: {len(done.opened)} cases opened, {len(done.known)} known before.")
    if done.moved:
        say(f"{len(done.moved)} stand in {to}. Next: evaldesk freeze monitoring, and score it.")
    for refused in done.refused[:3]:
        say(f"{refused.case} stays in the backlog: {refused.objections[0].what}")


def _named(said: dict[str, Any]) -> dict[str, Any]:
    """A suite without what is known only once it is read from the log."""
    return {key: value for key, value in said.items() if key not in ("by", "at")}


@group.command("list")
def list_suites(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """The suites, with the last run's pass rate; and what was found of injected failures."""
    with desk_in(desk) as opened:
        found, tried = suites(opened), detection(opened)
    if as_json:
        say_json({"suites": [as_said(one) for one in found], "detection": tried})
        return
    if not found:
        say("No suite yet: evaldesk adversarial make red-team --owner NAME --to monitoring")
    else:
        table(("suite", "#cases", "in monitoring", "in blocking", "last run", "passed"), [
            (one.suite.name, len(one.suite.cases), one.places.get("monitoring", 0),
             one.places.get("blocking", 0), one.runs[0].run if one.runs else None,
             told(one.last)) for one in found
        ])  # fmt: skip
    say(
        tried.sentence if tried else "Nobody has injected failures: evaldesk adversarial detect"
    )


@group.command("show")
def show_suite(name: Name, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """One suite: its cases by attack, and how each run fared on them."""
    with desk_in(desk) as opened:
        found = suite(opened, name)
    if as_json:
        say_json(as_said(found))
        return
    say(f"{found.suite.name}: {len(found.suite.cases)} cases, seed {found.suite.seed}.")
    newest = {one.attack: one for one in found.runs[0].by} if found.runs else {}
    table(("attack", "#cases", "what it is", "passed in the last run"), [
        (kind, n, ATTACKS[kind].shown if kind in ATTACKS else None,
         told(newest[kind].passed) if kind in newest else None)
        for kind, n in found.attacks.items()
    ])  # fmt: skip
    if found.runs:
        table(("run", "model", "passed", "#errored", "#not run"), [
            (one.run, one.model, told(one.all.passed), one.all.errored, one.all.missing)
            for one in found.runs
        ])  # fmt: skip
    else:
        say("No run has met it. Freeze the set it stands in, score it, import the results.")


@group.command("detect")
def detect(
    actor: Actor,
    n: Annotated[int, typer.Option("-n", "--n", help="Failures of each kind.")] = 20,
    seed: Annotated[int, typer.Option(help="The same seed injects the same.")] = 1,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Inject known failures into a copy of the desk, and count how many it finds."""
    with desk_in(desk) as opened:
        found = run_detect(opened, n, seed, actor=actor)
    if as_json:
        say_json(found)
        return
    tell_detection(found)


def tell_detection(found: Detection) -> None:
    """The trial as a table."""
    say(found.sentence)
    table(("injected", "where", "found", "missed"), [
        (one.kind, one.where, _found(one), ", ".join(one.missed[:3]))
        for one in found.kinds
    ])  # fmt: skip


def _found(one: Detected) -> str | None:
    return "; ".join(part for part in (told(one.rate), one.why) if part) or None


def as_said(one: SuiteShown) -> dict[str, Any]:
    """A suite as JSON."""
    said = plain(one)
    return {**said.pop("suite"), **said}


def told(found: Rate | None) -> str | None:
    """A rate with its n and interval."""
    if found is None or found.value is None:
        return None
    return f"{found.k} of {found.n}, {percent(found.value)} ({between(found.low, found.high)})"


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
