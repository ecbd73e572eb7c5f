"""Commands about the three sets and their frozen versions."""

from pathlib import Path
from typing import Annotated

import typer

from curation.cases import State
from curation.errors import BadRequest
from curation.runs import parse_set
from store.acts.freezing import freeze as freeze_set
from store.answers.handed_out import hand_out
from store.answers.listing import SORTS, Filters, Listing, listing
from store.answers.members import result as result_of
from store.answers.not_today import named, not_today, sentence
from store.answers.plain import plain
from store.answers.sets import difference
from store.answers.sets import sets as asked_sets
from store.answers.versions import FORMATS, written
from store.answers.versions import export as exported
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, table, warn, write_out

Only = Annotated[str | None, typer.Option(help="Only these; none: where it is not said.")]
SetName = Annotated[str, typer.Argument(metavar="SET", help="backlog, monitoring or blocking")]
SetVersion = Annotated[str, typer.Argument(metavar="SET@N", help="A frozen version.")]


def sets(
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
    of: Annotated[
        State | None, typer.Option("--of", help="List the cases of this set.")
    ] = None,
    owner: Annotated[
        str | None, typer.Option(help="Only this owner's; none: nobody's.")
    ] = None,
    severity: Only = None,
    route: Only = None,
    tag: Only = None,
    source: Only = None,
    kind: Only = None,
    age: Annotated[str | None, typer.Option(help="week, month, quarter, older")] = None,
    result: Annotated[str | None, typer.Option(help="passed, failed, …, never")] = None,
    use: Annotated[str | None, typer.Option(help="saturated, telling, too_few")] = None,
    text: Annotated[str | None, typer.Option(help="Words of the input or the answer.")] = None,
    sort: Annotated[str, typer.Option(help=", ".join(SORTS))] = "severity",
    after: Annotated[str | None, typer.Option(help="The page after this key.")] = None,
    limit: Annotated[int | None, typer.Option(help="So many at most.", min=1)] = None,
) -> None:
    """The three sets: size, owner, version in force, what changed since."""
    filters = Filters(severity, owner, route, tag, source, kind, age, result, use, text)
    with desk_in(desk) as opened:
        if of is not None:
            found = listing(opened, of, filters, sort=sort, after=after, limit=limit)
            _tell_listing(found, as_json)
            return
        summary = asked_sets(opened)
    if as_json:
        say_json(summary)
        return
    columns = ("set", "#cases", "owner", "in force", "#frozen", "frozen at", "#changes since")
    table(columns, [(s.set, s.cases, s.owner, s.in_force, s.frozen_cases, s.frozen_at,
                     s.unfrozen_changes) for s in summary.sets])  # fmt: skip
    say(f"Beside them: {summary.dismissed} dismissed, {summary.retired} retired.")
    say(summary.labels)
    if summary.leaks:
        say(f"{summary.leaks} Which: evaldesk leakage --set blocking")


def _tell_listing(found: Listing, as_json: bool) -> None:
    if as_json:
        rows = [{**plain(m.case), **plain(m)} for m in found.rows]
        for row in rows:
            del row["case"]
        said = plain(found)
        del said["rows"]
        say_json({**said, "cases": rows})
        return
    columns = ("case", "#days", "severity", "#USD", "owner", "last", "in run", "use", "input")
    table(columns, [(m.case.id, m.days, m.case.severity, m.case.cost_of_failure, m.case.owner,
                     result_of(m), m.last and m.last.run, m.saturation.telling,
                     m.case.input[:60]) for m in found.rows])  # fmt: skip
    say(f"{len(found.rows)} of {found.found} that fit, {found.in_set} in {found.set}; "
        f"{found.saturated} are saturated.")  # fmt: skip
    if found.after:
        say(f"Go on: --after '{found.after}'")


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
        amiss = not_today(opened) if name == State.BLOCKING else ()
    if as_json:
        say_json({"set": found.set, "version": found.version, "cases": len(found.cases),
                  "sha256": found.sha256, "not_today": amiss})  # fmt: skip
    else:
        say(f"{found.name} is in force: {len(found.cases)} cases, sha256 {found.sha256}.")
        if amiss:
            say(f"note: {sentence(amiss)}")
        for line in named(amiss):
            say(f"  - {line}")
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
    rows = [("added", c, "", found.lines[c]["input"][:60]) for c in found.added]
    rows += [("removed", c, "", found.lines[c]["input"][:60]) for c in found.removed]
    for changed in found.changed:
        words = "; ".join(f"{k}: {a} → {b}" for k, (a, b) in changed.fields.items())
        rows.append(("changed", changed.case, words, found.lines[changed.case]["input"][:60]))
    table(("what", "case", "fields", "input"), rows)
    counts = (len(found.added), len(found.removed), len(found.changed), found.same)
    say("{} added, {} removed, {} changed, {} the same.".format(*counts))


def export(
    name: SetVersion,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Where to write it.")] = None,
    form: Annotated[str, typer.Option("--format", help=" or ".join(FORMATS))] = "jsonl",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Write a frozen version, one case a line, and its manifest beside it."""
    set_name, version = parse_set(name)
    with desk_in(desk) as opened:
        found = exported(opened, set_name, version, form)
        hand_out(opened, found.name, found.text)
    if out is None:
        typer.echo(found.text, nl=False)
        return
    manifest = _write(out, found.text, found.manifest)
    if found.masked:
        warn(found.masked)
    if as_json:
        say_json({"file": str(out), "manifest_file": str(manifest), **found.manifest})
    else:
        say(f"{found.name}: {found.manifest['cases']} cases in {out}, manifest in {manifest}.")


def _write(out: Path, text: str, manifest: dict[str, object]) -> Path:
    beside = out.with_name(out.name + ".manifest.json")
    write_out(out, text)
    write_out(beside, written(manifest))
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
