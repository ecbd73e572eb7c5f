"""Commands about the error budget: what is left, the objective, and what the gate lets by."""

from typing import Annotated

import typer

from curation.budget import objective as wanted_objective
from curation.burn import FIRING, WEEKS, Action, Left
from curation.errors import BadRequest
from curation.gate_mode import GateMode, Mode
from curation.ladder import ladder_of
from curation.percents import between, percent
from store.acts.gate_mode import set_mode
from store.acts.objectives import drop_objective, set_objective, weighed
from store.answers.budget import BudgetAnswer
from store.answers.budget import budget as asked_budget
from store.answers.gate_mode import gate_mode as asked_mode
from store.answers.objectives import looked
from store.answers.objectives import objectives as asked_objectives
from store.commands.cohorts import filters_of
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import CANNOT_DECIDE, NO, desk_in, say, say_json, table

Wheres = Annotated[
    list[str] | None, typer.Option("--where", help="A part of it: region=eu. Repeatable.")
]
Route = Annotated[str | None, typer.Option(help="The same as --where route=NAME.")]
objective_group = typer.Typer(name="objective")
mode_group = typer.Typer(name="gate-mode")


def budget(
    where: Wheres = None,
    route: Route = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """What is left of the error budget, and how fast it burns. Exit 1: act; 3: unknown."""
    with desk_in(desk) as opened:
        found = asked_budget(opened, _where(where, route))
    if as_json:
        say_json(found)
    else:
        _tell(found)
    raise typer.Exit(_exit(found.action))


def _exit(action: Action) -> int:
    if action is Action.UNKNOWN:
        return CANNOT_DECIDE
    return NO if action in FIRING else 0


def _tell(found: BudgetAnswer) -> None:
    say(f"{found.about[0].upper()}{found.about[1:]}: {found.sentence}")
    if found.target is None:
        return
    if found.borrowed:
        say("It has no objective of its own: it is held to production's.")
    said = f"{found.set_by}: {found.reason_set}"
    target = percent(found.target, 2)
    say(f"Objective: {target} good over {found.period} ({said}). {_left(found.left)}")
    if found.silent:
        say(
            f"{found.silent:,} of {found.events:,} events have no verdict: not counted as good."
        )
    if found.weights:
        say(f"Weighted by route: worth {found.n_effective:,.0f} events of equal weight.")
    columns = ("over", "and", "#burn", "#short", "#limit", "#proven", "#bad", "#n", "says")
    table(columns, [(w.long, w.short, w.burn, w.short_burn, w.limit, w.proven, w.bad, w.n,
                     w.action) for w in found.windows])  # fmt: skip
    rows = [
        (s.when, s.words, _freezes(s.freeze, s.automatic), s.in_force) for s in found.ladder
    ]
    table(("when", "agreed", "gate", "in force"), rows)
    eaten = [(e.column, e.value, e.bad, e.n, f"{percent(e.of_bad)}") for e in found.eaters[:12]]
    table(("who ate it", "value", "#bad", "#n", "#of all bad"), eaten)
    _tell_mode(found.mode)
    if found.proposal:
        say("The ladder asks for a freeze: evaldesk gate-mode freeze --reason …")


def _left(left: Left | None) -> str:
    if left is None or left.value is None or left.low is None or left.high is None:
        return "Nobody can say what is left."
    return f"Left: {percent(left.value)} ({between(left.low, left.high)})."


def _freezes(freeze: bool, automatic: bool) -> str | None:
    if not freeze:
        return None
    return "freezes by itself" if automatic else "asks for a freeze"


def _where(where: list[str] | None, route: str | None) -> dict[str, str | None]:
    return filters_of([*(where or []), *([f"route={route}"] if route else [])])


@objective_group.callback(invoke_without_command=True)
def objective(
    context: typer.Context, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """How good production has to be, and what is agreed to do when it is not."""
    if not context.invoked_subcommand:
        show_objective(desk, as_json)


@objective_group.command("show")
def show_objective(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """Every objective in force, with its ladder."""
    with desk_in(desk) as opened:
        found = asked_objectives(opened)
    if as_json:
        say_json(found)
        return
    for one in found.objectives:
        target = percent(one.target, 2)
        say(f"{one.about}: {target} good over {one.period} ({one.by}: {one.reason})")
        for line in one.ladder:
            say(f"  {line}")
    if not found.objectives:
        say("No objective is set: evaldesk objective set 0.95 --reason …")
    say(f"For {found.owners} to say." if found.owners else "Nobody may set one: name an owner.")


@objective_group.command("set")
def set_it(
    target: Annotated[float, typer.Argument(help="The share that is to be good, like 0.95.")],
    actor: Actor,
    period: Annotated[str, typer.Option(help="12 weeks, or 30 days.")] = WEEKS,
    where: Wheres = None,
    route: Route = None,
    weight: Annotated[
        list[str] | None, typer.Option(help="What an event of a route weighs: refunds=3.")
    ] = None,
    by_cost: Annotated[
        bool, typer.Option("--by-cost", help="Weigh routes by what a failure costs there.")
    ] = False,
    step: Annotated[
        list[str] | None, typer.Option(help="A step of the ladder: '0 % freeze: only fixes'.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only how the last 12 weeks would have looked.")
    ] = False,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Set an objective; its owner, or that of blocking, may."""
    about = _where(where, route)
    with desk_in(desk) as opened:
        weights = weighed(opened, about) if by_cost else _weights(weight)
        ladder = ladder_of(step) if step else None
        wanted = wanted_objective(target, period, about, weights, ladder)
        past = looked(opened, target, about, weights)
        act = None
        if not dry_run:
            act = set_objective(opened, wanted, actor=actor, reason=reason)
    if as_json:
        say_json({"objective": wanted, "weeks": past, "act": act})
        return
    rows = [(w.week, _share(w.bad_share), _share(w.left), w.action) for w in past]
    table(("week from", "#bad", "#budget left", "would have called for"), rows)
    if act:
        say(f"In force: {percent(target, 2)} of {wanted.period} good. Look: evaldesk budget")


@objective_group.command("drop")
def drop_it(
    actor: Actor,
    where: Wheres = None,
    route: Route = None,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Hold production, or a part of it, to no objective any more."""
    with desk_in(desk) as opened:
        act = drop_objective(opened, _where(where, route), actor=actor, reason=reason)
    if as_json:
        say_json({"act": act})
    else:
        say("Nothing is held to it any more.")


@mode_group.callback(invoke_without_command=True)
def gate_mode(
    context: typer.Context, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """What the gate lets by: everything that passes, or only fixes."""
    if context.invoked_subcommand:
        return
    with desk_in(desk) as opened:
        found = asked_mode(opened)
    if as_json:
        say_json(found)
    else:
        _tell_mode(found)


@mode_group.command("freeze")
def freeze_gate(
    actor: Actor, reason: Reason = "", desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """Let only runs through that are stated as a fix."""
    _set(Mode.FREEZE, actor, reason, desk, as_json)


@mode_group.command("normal")
def open_gate(
    actor: Actor, reason: Reason = "", desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """Let everything through again that passes."""
    _set(Mode.NORMAL, actor, reason, desk, as_json)


def _set(mode: Mode, actor: str, reason: str, desk: DeskFolder, as_json: bool) -> None:
    with desk_in(desk) as opened:
        found = set_mode(opened, mode, actor=actor, reason=reason)
    if as_json:
        say_json(found)
    else:
        _tell_mode(found)


def _tell_mode(mode: GateMode) -> None:
    if mode.frozen:
        say(f"The gate is frozen: {mode.told()}. A fix ships: evaldesk gate RUN --fix INC-1")
        return
    until = f" Until {mode.until} the ladder does not freeze it." if mode.until else ""
    say(f"The gate lets everything through that passes.{until}")


def _weights(said: list[str] | None) -> dict[str, float] | None:
    pairs = [one.partition("=") for one in said or []]
    try:
        return {route: float(value) for route, _, value in pairs} or None
    except ValueError:
        raise BadRequest("Write a weight like --weight refunds=3.") from None


def _share(value: float | None) -> str | None:
    return None if value is None else f"{percent(value, 1)}"


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.command()(budget)
    app.add_typer(objective_group)
    app.add_typer(mode_group)
