"""Commands about what a release is held to beyond its cases: critical cohorts, fairness."""

from typing import Annotated

import typer

from curation.limits import COHORT_METRICS, FAIRNESS_METRICS, cohort_limit, fairness_limit
from curation.percents import percent
from curation.scopes import told
from curation.thresholds import Threshold
from store.acts.limiting import hold_to
from store.acts.proposing import propose
from store.answers.critical import critical as asked_critical
from store.commands.cohorts import filters_of
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, table
from store.commands.proposals import tell

Owner = Annotated[str, typer.Option("--owner", help="Who may move it from now on.")]
Deputy = Annotated[str | None, typer.Option("--deputy", help="Who may as well.")]
group = typer.Typer(name="critical")


@group.callback(invoke_without_command=True)
def critical(
    context: typer.Context, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """The cohorts and protected columns that every release is held to."""
    if context.invoked_subcommand:
        return
    with desk_in(desk) as opened:
        found = asked_critical(opened)
    if as_json:
        say_json(found)
        return
    columns = ("about", "metric", "#limit", "owner", "deputy", "name")
    table(columns, [(told(c.where), c.metric.replace("_", " "),
                     f"{'at most' if c.fairness else 'at least'} {percent(c.value, 1)}",
                     c.owner, c.deputy, c.name) for c in found.critical])  # fmt: skip
    say(found.rule)


@group.command("cohort")
def hold_cohort(
    actor: Actor,
    at_least: Annotated[float, typer.Option(help="The share that is to pass, as 0.95.")],
    owner: Owner,
    where: Annotated[
        list[str] | None, typer.Option(help="Its cases: region=eu. May be repeated.")
    ] = None,
    metric: Annotated[str, typer.Option(help=", ".join(COHORT_METRICS))] = "pass_rate",
    label: Annotated[str | None, typer.Option(help="The label that recall is of.")] = None,
    deputy: Deputy = None,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Hold a cohort of cases to a threshold of its own, in every release from now on."""
    wanted = cohort_limit(
        filters_of(where), at_least, owner=owner, deputy=deputy, metric=metric, label=label
    )
    _hold(wanted, actor, reason, desk, as_json)


@group.command("fairness")
def hold_fairness(
    protected: Annotated[str, typer.Argument(help="The column whose groups are compared.")],
    actor: Actor,
    at_most: Annotated[float, typer.Option(help="How much groups may differ, as 0.1.")],
    positive: Annotated[str, typer.Option(help="The label that somebody hopes for.")],
    owner: Owner,
    metric: Annotated[
        str, typer.Option(help=", ".join(FAIRNESS_METRICS))
    ] = "demographic_parity_difference",
    deputy: Deputy = None,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Limit how much the groups of a protected column may differ in a release."""
    wanted = fairness_limit(
        protected, positive, at_most, metric=metric, owner=owner, deputy=deputy
    )
    _hold(wanted, actor, reason, desk, as_json)


def _hold(wanted: Threshold, actor: str, reason: str, desk: DeskFolder, as_json: bool) -> None:
    with desk_in(desk) as opened:
        act = hold_to(opened, wanted, actor=actor, reason=reason)
    if as_json:
        say_json({"name": wanted.name, "value": wanted.value, "owner": wanted.owner,
                  "act": act})  # fmt: skip
        return
    way = wanted.direction.replace("_", " ")
    say(f"{wanted.name} is in force: {way} {percent(wanted.value, 1)}; {wanted.owner} owns it.")
    say(f"Move or lift it: evaldesk propose {wanted.name} VALUE|none --reason …")


@group.command("drop")
def drop(
    name: Annotated[str, typer.Argument(help="As `evaldesk critical` lists it.")],
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Propose to hold no release to it any more; its owner or the deputy approves."""
    with desk_in(desk) as opened:
        done = propose(opened, name, None, actor=actor, reason=reason)
        tell(opened, done.id, as_json)


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
