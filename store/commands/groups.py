"""Commands about failure groups: look at one, rename, merge, split, archive, reopen."""

from typing import Annotated

import typer

from curation.percents import percent
from store.acts import regrouping as acts
from store.acts.regrouping import Regrouped
from store.answers import regrouping as previews
from store.answers.failure_groups import signature
from store.answers.group import GroupAnswer
from store.answers.group import group as asked_group
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import NO, desk_in, say, say_json, shown, table

GroupId = Annotated[str, typer.Argument(metavar="GROUP", help="As the inbox names it.")]
GroupIds = Annotated[list[str], typer.Argument(metavar="GROUP…", help="One or more.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="What its failures have in common.")]
Until = Annotated[
    str | None, typer.Option(help="A date, +N failures, or escalates (so when not said).")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Change nothing: say what would.")]

group = typer.Typer(
    name="group", help="Failure groups: look, rename, merge, split, archive, reopen.",
    no_args_is_help=True,
)  # fmt: skip


@group.command()
def show(group_id: GroupId, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """One group: what is in it, how often it comes, what was decided about it."""
    with desk_in(desk) as opened:
        found = asked_group(opened, group_id)
    if as_json:
        say_json(found)
    else:
        _tell(found)


@group.command()
def rename(
    group_id: GroupId, name: Name, actor: Actor,
    reason: Reason = "", desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Call a group by a name."""
    with desk_in(desk) as opened:
        done = acts.rename(opened, group_id, name, actor=actor, reason=reason)
    _say(done, as_json, f"{group_id} is called {name}.")


@group.command()
def merge(
    group_ids: GroupIds, actor: Actor,
    into: Annotated[str, typer.Option(help="The group that the others are shown in.")],
    name: Annotated[str | None, typer.Option(help="What the whole is called.")] = None,
    reason: Reason = "", dry_run: DryRun = False,
    desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Show groups as one; the signature of each failure stays what it is."""
    with desk_in(desk) as opened:
        would = previews.merging(opened, group_ids, into, actor=actor)
        if dry_run:
            _say_would(would, as_json, _merged(would, "would be"))
            return
        done = acts.merge(opened, group_ids, into, actor=actor, reason=reason, name=name)
    _say(done, as_json, _merged(would, "are"))


@group.command()
def split(
    group_id: GroupId, name: Name,
    cases: Annotated[list[str], typer.Argument(metavar="CASE…", help="The cases that leave.")],
    actor: Actor, reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Bring cases out of a group into a new one of their own."""
    with desk_in(desk) as opened:
        done = acts.split(opened, group_id, cases, name, actor=actor, reason=reason)
    new = done.groups[0] if done.groups else ""
    _say(done, as_json, f"{shown(len(set(cases)))} cases left {group_id} for {new}, {name}.")


@group.command()
def archive(
    group_ids: GroupIds, actor: Actor, until: Until = None,
    reason: Reason = "", dry_run: DryRun = False,
    desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Let groups sleep until a date, +N more failures, or until they escalate."""
    with desk_in(desk) as opened:
        would = previews.archiving(opened, group_ids, until, actor=actor)
        told = "\n".join(f"{one.group}: {one.rest.words}" for one in would)
        if dry_run:
            _say_would({"groups": would}, as_json, told)
            return
        done = acts.archive(opened, group_ids, until, actor=actor, reason=reason)
    _say(done, as_json, told)


@group.command()
def reopen(
    group_ids: GroupIds, actor: Actor,
    reason: Reason = "", desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Let archived groups wait again."""
    with desk_in(desk) as opened:
        done = acts.reopen(opened, group_ids, actor=actor, reason=reason)
    _say(done, as_json, f"{', '.join(done.groups)} waits in the inbox again.")


def _merged(would: previews.Merging, are: str) -> str:
    size = f"{would.failures:,} failures of {would.cases:,} inputs"
    return f"{', '.join(would.parts)} {are} part of {would.into}: {size}."


def _say(done: Regrouped, as_json: bool, told: str) -> None:
    if as_json:
        say_json(done)
    elif done.refused:
        for refused in done.refused:
            say(f"{refused.group} stays as it is:")
            for objection in refused.objections:
                say(f"  - {objection.what}\n    clear it: {objection.clear}")
    else:
        say(f"{told}\nTake it back: evaldesk undo")
    raise typer.Exit(NO if done.refused else 0)


def _say_would(would: object, as_json: bool, told: str) -> None:
    if as_json:
        say_json(would)
    else:
        say(f"{told}\nNothing was changed.")


def _tell(found: GroupAnswer) -> None:
    g = found.group
    say(f"{g.group}: {g.title}")
    back = g.back.words if g.back else None
    trend = g.recurrence.trend if g.recurrence else None
    hits = found.cohorts.hits
    many = [
        f"{h.cohort} {percent(h.share)} of {h.n:,} here, {percent(h.usual)} of all"
        for h in hits or ()
    ]
    table(("", ""), [
        ("failures, waiting", f"{shown(g.total)}, {shown(g.count)}"),
        ("inputs that wait", g.cases),
        ("cost of what waits, USD", g.cost),
        ("first, last seen", f"{shown(g.first_seen)}, {shown(g.last_seen)}"),
        ("began in", g.began_in),
        ("trend", f"{trend.way} (n {trend.n})" if trend else None),
        ("cohorts hit", "too few to say" if hits is None else "; ".join(many)),
        ("merged into it", ", ".join(found.merged)),
        ("split off from it", ", ".join(found.split_off)),
        ("sleeps", found.sleeps),
        ("is back because", back),
        ("if archived", found.would_sleep),
    ])  # fmt: skip
    signatures = [(s.id, signature(s.kind, s.expected, s.actual), s.route)
                  for s in found.signatures]  # fmt: skip
    table(("signature", "what", "route"), signatures)
    history = [(e.seq, e.at, e.actor, e.kind, e.subject, e.reason) for e in found.history]
    table(("#seq", "at (UTC)", "who", "what", "group", "why"), history)


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
