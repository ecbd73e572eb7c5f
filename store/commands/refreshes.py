"""Commands that keep the sets fresh: what would come and go; propose, apply, reject it."""

import re
from datetime import UTC, datetime
from typing import Annotated

import typer
from typer.core import TyperGroup

from curation.errors import BadRequest
from curation.percents import percent
from curation.refresh import Category, few
from store.actor import default_actor
from store.acts.refreshing import Refreshed, apply_refresh, propose_refresh, reject_refresh
from store.answers.refresh_draft import Draft, draft
from store.answers.refreshes import RefreshShown
from store.answers.refreshes import refresh as asked_refresh
from store.answers.refreshes import refreshes as asked_refreshes
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import NO, desk_in, say, say_json, table
from store.commands.proposals import refresh as refresh_proposal


class Refreshable(TyperGroup):
    """`refresh P-1` is about a proposal, everything else about the sets."""

    def parse_args(  # pyright: ignore[reportIncompatibleMethodOverride] (its name is private)
        self, ctx: typer.Context, args: list[str]
    ) -> list[str]:
        """The words as they are; before a proposal stands the command that it means."""
        named = args and re.fullmatch(r"P-\d+", args[0], re.IGNORECASE)
        return super().parse_args(ctx, ["proposal", *args] if named else args)


group = typer.Typer(name="refresh", cls=Refreshable)
group.command("proposal")(refresh_proposal)
Since = Annotated[
    str | None, typer.Option(help="Events from this day on (2026-11-01), not the last ones.")
]
RefreshId = Annotated[str, typer.Argument(metavar="REFRESH", help="As the list says: R-1.")]
Cases = Annotated[
    list[str] | None, typer.Argument(metavar="CASE…", help="Those alone; all, when not said.")
]


@group.callback(invoke_without_command=True)
def refresh(
    context: typer.Context,
    since: Since = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """What would keep the sets fresh: thin categories to fill, idle cases to let go."""
    if context.invoked_subcommand:
        return
    with desk_in(desk) as opened:
        found = draft(opened, since=_day(since))
    if as_json:
        say_json(found)
    else:
        _tell(found)


@group.command("list")
def list_(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """The refreshes that were proposed, the newest first."""
    with desk_in(desk) as opened:
        found = asked_refreshes(opened)
    if as_json:
        say_json({"refreshes": found})
        return
    columns = ("refresh", "stage", "by", "at (UTC)", "#accepted", "#rejected", "#waiting")
    table(columns, [(r.id, r.stage, r.by, r.at, r.accepted, r.rejected, r.waiting)
                    for r in found])  # fmt: skip


@group.command()
def show(
    refresh_id: RefreshId, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """One refresh, item by item, with what the promotion check says against each."""
    with desk_in(desk) as opened:
        found = asked_refresh(opened, refresh_id, actor=default_actor())
    if as_json:
        say_json(found)
    else:
        _tell_one(found)


@group.command()
def propose(
    actor: Actor,
    since: Since = None,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Put the refresh of this moment on record, to be accepted or rejected. Exit 1: none."""
    with desk_in(desk) as opened:
        done = propose_refresh(opened, actor=actor, since=_day(since), reason=reason)
    _say(done, as_json)
    raise typer.Exit(0 if done.refresh else NO)


@group.command()
def apply(
    refresh_id: RefreshId,
    actor: Actor,
    cases: Cases = None,
    owner: Annotated[str | None, typer.Option(help="Of cases that have none.")] = None,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Accept items: their cases move, in one act. Exit 1 when one of them was refused."""
    with desk_in(desk) as opened:
        done = apply_refresh(
            opened, refresh_id, cases or (), actor=actor, reason=reason, owner=owner
        )
    _say(done, as_json)
    raise typer.Exit(NO if done.refused else 0)


@group.command()
def reject(
    refresh_id: RefreshId,
    actor: Actor,
    cases: Cases = None,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Leave items undone, for a reason."""
    with desk_in(desk) as opened:
        done = reject_refresh(opened, refresh_id, cases or (), actor=actor, reason=reason)
    _say(done, as_json)


def _day(said: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(said) if said else None
    except ValueError:
        raise BadRequest(f"'{said}' is no day. Write it as 2026-11-01.") from None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def _say(done: Refreshed, as_json: bool) -> None:
    if as_json:
        say_json(done)
        return
    say(done.sentence)
    for one in done.refused:
        say(f"{one.case} stays:")
        for objection in one.objections:
            say(f"  - {objection.what}\n    clear it: {objection.clear}")
    if done.refresh and not done.moved and done.refresh.waiting:
        say(f"{done.refresh.id}: evaldesk refresh show {done.refresh.id}")
    if done.act:
        say("Take it back: evaldesk undo")


def _tell(found: Draft) -> None:
    say(found.sentence)
    w = found.window
    say(f"{w.judged:,} of {w.events:,} events are judged; {w.failures:,} failed.")
    rows = [
        (c.title, c.failures, c.rate.n, *_rate(c, found.min_support), c.covered,
         f"{percent(c.short.cost)}" if c.short else None, "yes" if c.proven else "not proven",
         "longer" if c.wider else "last events")
        for c in found.chosen
    ]  # fmt: skip
    if found.wider:
        say(f"Longer window: since {found.wider:%d %b %Y}, as coverage counts.")
    columns = ("thin category", "#failed", "#n", "#rate", "#low", "#high", "#cases",
               "#of the cost", "worse", "window")  # fmt: skip
    table(columns, rows)
    table(("case", "what", "from", "to", "severity", "#cost", "why"),
          [(i.case, i.act, i.frm or "failure", i.to, i.severity, i.cost, i.why)
           for i in found.items])  # fmt: skip
    for size in found.sizes:
        say(f"{size.set}: {size.now} now, {size.after} after.")
    say(f"{len(found.spared)} idle cases are spared; --json says why each.")
    say("What the sets lack against what failures cost: evaldesk coverage")
    if found.items:
        say("Put it on record: evaldesk refresh propose")


def _rate(one: Category, floor: float) -> tuple[float | str | None, ...]:
    """The rate with its limits, or that nobody can say."""
    if few(one, floor):
        return "too few to say", None, None
    return one.rate.value, one.rate.low, one.rate.high


def _tell_one(found: RefreshShown) -> None:
    say(f"{found.id} is {found.stage}: {found.accepted} accepted, {found.rejected} rejected, "
        f"{found.waiting} waiting. {found.by} proposed it.")  # fmt: skip
    rows = [
        (one.item.case, one.item.act, one.item.frm or "failure", one.item.to, one.severity,
         one.item.cost, one.item.said or "waits", one.item.why,
         "; ".join(o.what for o in one.objections))
        for one in found.items
    ]  # fmt: skip
    table(("case", "what", "from", "to", "severity", "#cost", "said", "why", "against it"),
          rows)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
