"""Commands that look at failures and cases, and find whatever has a name."""

from collections.abc import Sequence
from typing import Annotated

import typer

from curation.percents import percent
from curation.saturation import said as said_use
from curation.trends import Way
from store.answers.case import CaseAnswer
from store.answers.case import case as asked_case
from store.answers.failure_groups import Group
from store.answers.finding import find as asked_find
from store.answers.inbox import GroupCase, group_cases
from store.answers.inbox import inbox as asked_inbox
from store.answers.plain import plain
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table
from store.commands.queueing import Listing, list_queue

EVERY = 1_000_000
Text = Annotated[str | None, typer.Option()]


def inbox(
    actor: Actor,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
    kind: Text = None,
    route: Text = None,
    text: Annotated[str | None, typer.Option(help="Words of a name or an input.")] = None,
    group: Annotated[
        str | None, typer.Option(help="Show the inputs of this group; all: one by one.")
    ] = None,
    version: Annotated[str | None, typer.Option(help="Of the model.")] = None,
    week: Annotated[str | None, typer.Option(help="Its Monday, as 2026-11-16.")] = None,
    cohort: Annotated[
        list[str] | None, typer.Option(help="As region=eu; say it again for more.")
    ] = None,
    owner: Annotated[str | None, typer.Option(help="A name, me, or unassigned.")] = None,
    due: Annotated[str | None, typer.Option(help="overdue, 'within a week', later")] = None,
    state: Annotated[str | None, typer.Option(help="waiting, backlog, blocking …")] = None,
    view: Annotated[str | None, typer.Option(help="The filters of a saved view.")] = None,
    after: Annotated[str | None, typer.Option(help="Go on after this `after`.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="So many inputs.")] = 100,
    save: Annotated[str | None, typer.Option(help="Save the filters as this view.")] = None,
    shared: Annotated[bool, typer.Option(help="The saved view is everybody's.")] = False,
) -> None:
    """Failures that nobody has sorted, in groups, dearest first; or inputs one by one."""
    said = {"group": group, "kind": kind, "route": route, "text": text, "version": version}
    said |= {"week": week, "owner": owner, "due": due, "state": state}
    listing = Listing({**said, "cohort": cohort}, view, after, limit, save, shared)
    with desk_in(desk) as opened:
        if listing.is_asked():
            list_queue(opened, listing, actor, as_json)
            return
        if group:
            rows = group_cases(opened, group)
            _show_group(rows, as_json)
            return
        found = asked_inbox(opened, kind=kind, route=route, text=text, closely=EVERY)
    if as_json:
        say_json(found)
        return
    say(f"{found.failures:,} failures wait in {len(found.groups)} groups.")
    columns = ("group", "name", "kind", "expected", "actual", "route", "#count", "#cases",
               "#USD", "began in", "trend", "last")  # fmt: skip
    rows = [(g.group, g.name, g.kind, g.expected, g.actual, g.route, g.count, g.cases, g.cost,
             g.began_in, _trend(g), g.last_seen) for g in found.groups]  # fmt: skip
    table(columns, rows)
    for group_back in found.back:
        say(f"{group_back.group} ({group_back.title}) is back: {_why(group_back)}.")
    for back in found.woken:
        say(f"{back.case} is back: {back.why}.")
    for one in found.asleep:
        say(f"{one.group.group} ({one.group.title}) sleeps {one.until}: {one.why}")


def _trend(group: Group) -> str | None:
    """The word of a trend with its n, where a test allows one."""
    trend = group.recurrence.trend if group.recurrence else None
    named = trend is not None and trend.way in (Way.RISING, Way.FALLING)
    return f"{trend.way} (n {trend.n})" if trend and named else None


def _show_group(rows: Sequence[GroupCase], as_json: bool) -> None:
    if as_json:
        say_json({"cases": rows})
        return
    columns = ("case", "title", "#count", "last seen", "stands in")
    table(columns, [(r.case, r.title, r.count, r.last_seen, r.state) for r in rows])


def _why(group: Group) -> str:
    assert group.back is not None, "only groups that are back are told so"
    return group.back.words


def case(
    case_id: Annotated[str, typer.Argument(help="The id of a case or failure.")],
    actor: Actor,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """One case: what is expected, where it stands, every run, every decision."""
    with desk_in(desk) as opened:
        found = asked_case(opened, case_id, actor=actor)
    if as_json:
        standing = plain(found.standing)
        for known in ("case", "woken"):  # the answer says both already
            del standing[known]
        say_json({**plain(found), "standing": standing})
    else:
        _tell(found)


def _tell(found: CaseAnswer) -> None:
    c = found.case
    place = c.state if found.opened else "the inbox (a failure, not a case yet)"
    say(f"{c.id} stands in {place}.")
    say(f"\n{c.input}\n")
    rows = [
        ("expected", c.expected or c.behaviour),
        ("model said", found.output),
        ("severity", c.severity),
        ("cost of failure, USD", c.cost_of_failure),
        ("owner", c.owner),
        ("days there", found.standing.days),
        ("last result", _last(found)),
        ("use", said_use(found.standing.saturation)),
        ("tags", ", ".join(c.tags)),
        ("source", f"{c.source} {c.source_ref or ''}".strip()),
        ("failures in production", found.failures),
        ("scored, flips", f"{found.scored}, {found.flips}"),
        ("sleeps", found.sleeps),
        ("in quarantine", _held(found)),
        ("is back because", found.woken),
    ]
    table(("", ""), rows)
    for to, objections in found.stands_in_the_way.items():
        for objection in objections:
            say(f"not into {to}: {objection.what}. Clear it: {objection.clear}")
    ticks = [
        (t.run, t.model_version, t.outcome, f"{t.passed}/{t.attempts}") for t in found.ticks
    ]
    table(("run", "model", "outcome", "passed"), ticks)
    history = [
        (e.seq, e.at, e.actor, e.kind, e.after.get("state"), e.reason) for e in found.history
    ]
    table(("#seq", "at (UTC)", "who", "what", "to", "why"), history)
    for near in found.alike:
        place = near.state or "no case yet"
        say(f"near: {near.case} ({percent(near.share)} of the words, {place}) {near.title}")


def _held(found: CaseAnswer) -> str | None:
    held = found.standing.quarantine
    return f"until {held.until}; {held.owner} mends it" if held else None


def _last(found: CaseAnswer) -> str:
    last = found.standing.last
    return f"{last.outcome} in {last.run}" if last else "never run"


def find(
    words: Annotated[list[str], typer.Argument(help="All of them, or how they begin.")],
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(min=1, max=100, help="So many of a kind.")] = 6,
) -> None:
    """Cases, failure groups, runs, thresholds, people, incidents, proposals and waivers."""
    with desk_in(desk) as opened:
        found = asked_find(opened, " ".join(words), limit)
    if as_json:
        say_json(found)
        return
    if not found.things:
        searched = ", ".join(found.searched)
        say(f"Nothing is called “{found.words}”. {searched.capitalize()} can be searched.")
        return
    columns = ("title", "what", "about", "address")
    table(columns, [(one.title, one.what, one.said, f"/{one.link}") for one in found.things])
    if found.more:
        left = ", ".join(f"{count:,} {what}" for what, count in found.more.items())
        say(f"Not listed: {left}. Say more words, or --limit.")


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    for command in (inbox, case, find):
        app.command()(command)
