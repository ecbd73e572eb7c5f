"""Commands about incidents: list, record, change, end, close, tie and untie failures."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from curation.incidents import Incident
from curation.saved_cohorts import where_of, written
from store.acts import recording_incidents as acts
from store.acts.recording_incidents import Recorded
from store.answers.incidents import Harm, IncidentSummary, listed
from store.answers.tying import Failures, Tying, tying
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, shown, table

Id = Annotated[str, typer.Argument(metavar="INC-N", help="As `evaldesk incidents` names it.")]
Name = Annotated[str | None, typer.Option(help="What it is called.")]
Start = Annotated[str | None, typer.Option(help="When it began: 2026-11-20T14:00 (UTC).")]
End = Annotated[str | None, typer.Option(help="When it ended; without, it goes on.")]
Cohort = Annotated[
    list[str] | None, typer.Option(help="Who was hurt: region=eu; again for a further column.")
]
Severity = Annotated[str | None, typer.Option(help="low, medium, high or critical.")]
Owner = Annotated[str | None, typer.Option(help="Who answers for it.")]
Release = Annotated[str | None, typer.Option(help="The release that brought it, if one did.")]
Link = Annotated[str | None, typer.Option(help="Where more is written: https://…")]
Summary = Annotated[str | None, typer.Option(help="What happened, in a few sentences.")]
Cases = Annotated[
    list[str] | None,
    typer.Option("--case", help="A case or failing input: c-…; again for more."),
]
Groups = Annotated[list[str] | None, typer.Option("--group", help="A failure group: g-….")]
Whole = Annotated[bool, typer.Option("--all", help="All that failed in its window and cohort.")]

group = typer.Typer(name="incidents")


@group.callback(invoke_without_command=True)
def incidents(
    context: typer.Context, actor: Actor,
    only_open: Annotated[bool, typer.Option("--open", help="Only those not closed.")] = False,
    desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Incidents on record, open ones first: who was hurt, how long, how many failures."""
    if context.invoked_subcommand:
        return
    with desk_in(desk) as opened:
        found = listed(opened, actor=actor, only_open=only_open)
    if as_json:
        say_json({"incidents": found})
        return
    columns = ("id", "severity", "what", "cohort", "start (UTC)", "end", "#days", "#failures",
               "#tied", "owner", "state")  # fmt: skip
    table(columns, [_row(one) for one in found])


def _row(one: IncidentSummary) -> Sequence[object]:
    found = one.incident
    tied = f"{len(found.cases)} cases, {len(found.groups)} groups"
    return (
        found.id, found.severity, found.name, _who(found), found.start,
        found.end or "goes on", f"{one.days:.1f}", one.harm.failures, tied, found.owner,
        found.state,
    )  # fmt: skip


def _who(found: Incident) -> str:
    return ", ".join(written(found.cohort)) or "everybody"


@group.command()
def record(
    actor: Actor, name: Name = None, start: Start = None, end: End = None,
    cohort: Cohort = None, severity: Severity = None, owner: Owner = None,
    release: Release = None, link: Link = None, summary: Summary = None,
    cases: Cases = None, groups: Groups = None, whole: Whole = False,
    reason: Reason = "", desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Put an incident on record."""
    said = _said(name, start, end, cohort, severity, owner, release, link, summary)
    failures = Failures(cases or (), groups or (), whole)
    with desk_in(desk) as opened:
        done = acts.record_incident(opened, said, actor=actor, reason=reason, failures=failures)
    _tell(done, as_json, f"{done.incident.id} is on record: {done.incident.name}.")


@group.command()
def change(
    incident: Id, actor: Actor, name: Name = None, start: Start = None, end: End = None,
    cohort: Cohort = None, severity: Severity = None, owner: Owner = None,
    release: Release = None, link: Link = None, summary: Summary = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="Work on it goes on.")] = False,
    reason: Reason = "", desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Correct what is said about an incident; an empty --end "" lets it go on."""
    said = _said(name, start, end, cohort, severity, owner, release, link, summary)
    with desk_in(desk) as opened:
        done = acts.change_incident(
            opened, incident, said, actor=actor, reason=reason, reopen=reopen
        )
    _tell(done, as_json, f"{done.incident.id} was changed.")


@group.command()
def end(
    incident: Id, actor: Actor,
    at: Annotated[str | None, typer.Option(help="When (UTC); now if not said.")] = None,
    close: Annotated[bool, typer.Option("--close", help="And the work on it is done.")] = False,
    reason: Reason = "", desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Say that an incident is over."""
    with desk_in(desk) as opened:
        moment = at or opened.ledger.clock().isoformat(timespec="seconds")
        done = acts.end_incident(
            opened, incident, moment, actor=actor, reason=reason, close=close
        )
    ended = f"{done.incident.id} ended at {shown(done.incident.end)} UTC"
    _tell(done, as_json, f"{ended} and is closed." if close else f"{ended}.")


@group.command()
def close(
    incident: Id, actor: Actor,
    reason: Reason = "", desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Say that the work on an incident is done; it must have ended."""
    with desk_in(desk) as opened:
        done = acts.close_incident(opened, incident, actor=actor, reason=reason)
    _tell(done, as_json, f"{done.incident.id} is closed.")


@group.command()
def tie(
    incident: Id, actor: Actor, cases: Cases = None, groups: Groups = None,
    whole: Whole = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many, tie none.")] = False,
    reason: Reason = "", desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Tie cases and failure groups to an incident, or all that failed in it."""
    failures = Failures(cases or (), groups or (), whole)
    with desk_in(desk) as opened:
        would = tying(opened, incident, failures)
        if dry_run:
            _tell_would(would, as_json)
            return
        done = acts.tie(opened, incident, failures, actor=actor, reason=reason)
    _tell(done, as_json, _tied(done.incident))


@group.command()
def untie(
    incident: Id, actor: Actor, cases: Cases = None, groups: Groups = None,
    whole: Annotated[bool, typer.Option("--all", help="All that is tied to it.")] = False,
    reason: Reason = "", desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Take cases and failure groups off an incident."""
    failures = Failures(cases or (), groups or (), whole)
    with desk_in(desk) as opened:
        done = acts.untie(opened, incident, failures, actor=actor, reason=reason)
    _tell(done, as_json, _tied(done.incident))


def _said(
    name: str | None, start: str | None, end: str | None, cohort: list[str] | None,
    severity: str | None, owner: str | None, release: str | None, link: str | None,
    summary: str | None,
) -> Mapping[str, Any]:  # fmt: skip
    """What was said of an incident, by name; what was not said is left out."""
    said = {
        "name": name, "start": start, "end": end, "severity": severity, "owner": owner,
        "release": release, "link": link, "summary": summary,
        "cohort": None if cohort is None else where_of(one for one in cohort if one),
    }  # fmt: skip
    return {what: value for what, value in said.items() if value is not None}


def _tied(found: Incident) -> str:
    tied = f"{len(found.cases):,} cases and {len(found.groups):,} groups"
    return f"{tied} are tied to {found.id}."


def _tell_would(would: Tying, as_json: bool) -> None:
    if as_json:
        say_json(would)
        return
    say(f"{would.added_cases:,} cases and {would.added_groups:,} groups would be tied to "
        f"{would.incident}: {_harmed(would.harm)}")  # fmt: skip
    say("Nothing was changed.")


def _harmed(harm: Harm) -> str:
    return f"its window and cohort hold {harm.failures:,} failures of {harm.inputs:,} inputs."


def _tell(done: Recorded, as_json: bool, told: str) -> None:
    if as_json:
        say_json(done)
    else:
        say(f"{told}\nTake it back: evaldesk undo {done.act}")


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
