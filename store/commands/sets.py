"""Commands about the three sets and their frozen versions."""

import json
from pathlib import Path
from typing import Annotated

import typer

from curation.cases import State
from curation.errors import BadRequest
from curation.runs import parse_set
from store.acts.freezing import freeze as freeze_set
from store.answers.sets import difference, members
from store.answers.sets import sets as asked_sets
from store.answers.versions import export as exported
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, table, write_out

SetName = Annotated[str, typer.Argument(metavar="SET", help="backlog, monitoring or blocking")]
SetVersion = Annotated[str, typer.Argument(metavar="SET@N", help="A frozen version.")]


def sets(
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
    of: Annotated[
        State | None, typer.Option("--of", help="List the cases of this set.")
    ] = None,
    owner: Annotated[str | None, typer.Option(help="Only this owner's.")] = None,
) -> None:
    """The three sets: size, owner, version in force, what changed since."""
    with desk_in(desk) as opened:
        if of is not None:
            found = members(opened, of, owner)
            if as_json:
                say_json({"cases": found})
            else:
                columns = ("case", "severity", "#USD", "owner", "route", "input")
                table(columns, [(c.id, c.severity, c.cost_of_failure, c.owner, c.route,
                                 c.input[:80]) for c in found])  # fmt: skip
            return
        summary = asked_sets(opened)
    if as_json:
        say_json(summary)
        return
    columns = ("set", "#cases", "owner", "in force", "#frozen", "frozen at", "#changes since")
    table(columns, [(s.set, s.cases, s.owner, s.in_force, s.frozen_cases, s.frozen_at,
                     s.unfrozen_changes) for s in summary.sets])  # fmt: skip
    say(f"Beside them: {summary.dismissed} dismissed, {summary.retired} retired.")


def freeze(
    name: SetName,
    actor: Actor,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Make the next numbered version of a set; it is in force from now on."""
    with desk_in(desk) as opened:
        found = freeze_set(opened, name, actor=actor, reason=reason)
    if as_json:
        say_json({"set": found.set, "version": found.version, "cases": len(found.cases),
                  "sha256": found.sha256})  # fmt: skip
    else:
        say(f"{found.name} is in force: {len(found.cases)} cases, sha256 {found.sha256}.")
        say(f"Next: evaldesk export {found.name} -o {found.set}.jsonl")


def diff(
    before: SetVersion,
    after: Annotated[str, typer.Argument(metavar="SET[@N]", help="Without N: the set now.")],
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """What changed between two versions, case by case."""
    old, new = _numbered(before), parse_set(after)
    with desk_in(desk) as opened:
        found = difference(opened, old, new)
    if as_json:
        say_json(found)
        return
    rows = [("added", c, "") for c in found.added] + [("removed", c, "") for c in found.removed]
    for changed in found.changed:
        words = "; ".join(f"{k}: {a} → {b}" for k, (a, b) in changed.fields.items())
        rows.append(("changed", changed.case, words))
    table(("what", "case", "fields"), rows)
    counts = (len(found.added), len(found.removed), len(found.changed), found.same)
    say("{} added, {} removed, {} changed, {} the same.".format(*counts))


def export(
    name: SetVersion,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Where to write it.")] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Write a frozen version as JSON lines, one case each, and its manifest beside it."""
    set_name, version = parse_set(name)
    with desk_in(desk) as opened:
        found = exported(opened, set_name, version)
    if out is None:
        typer.echo(found.text, nl=False)
        return
    manifest = _write(out, found.text, found.manifest)
    if as_json:
        say_json({"file": str(out), "manifest_file": str(manifest), **found.manifest})
    else:
        say(f"{found.name}: {found.manifest['cases']} cases in {out}, manifest in {manifest}.")


def _write(out: Path, text: str, manifest: dict[str, object]) -> Path:
    beside = out.with_name(out.name + ".manifest.json")
    write_out(out, text)
    write_out(beside, json.dumps(manifest, indent=2) + "\n")
    return beside


def _numbered(words: str) -> tuple[str, int]:
    name, version = parse_set(words)
    if version is None:
        raise BadRequest(f"Name the version to compare from: {name}@1, {name}@2, …")
    return name, version


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    for command in (sets, freeze, diff, export):
        app.command()(command)
