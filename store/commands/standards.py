"""Commands about the labelling standard: read it, review it as a file, set it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from curation.contract import Change
from curation.labelling_standard import Question, Scale
from store.acts.setting_standard import StandardSet, set_standard
from store.answers import standard as answers
from store.answers.standard import StandardAnswer
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, read_in, say, say_json, table, write_out

group = typer.Typer(name="standard")
Version = Annotated[int | None, typer.Argument(help="Another than the one in force.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]


@group.callback(invoke_without_command=True)
def standard(
    context: typer.Context, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """How cases are labelled: what reviewers are asked, and by which words they answer."""
    if not context.invoked_subcommand:
        show(None, desk, as_json)


@group.command()
def show(
    version: Version = None, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """The standard in force, or an earlier version of it."""
    with desk_in(desk) as opened:
        found = answers.standard(opened, version)
    if as_json:
        say_json(found)
    else:
        _tell(found)


@group.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to; without it, here.")] = None,
    desk: DeskFolder = DEFAULT_DESK,
) -> None:
    """Write the standard as TOML, to be changed and set; a first one begins with a draft."""
    from store.formats.standard_toml import written

    with desk_in(desk) as opened:
        found = answers.draft(opened)
    if file is None:
        typer.echo(written(found), nl=False)
        return
    write_out(file, written(found))
    what = f"version {found.version}" if found.version else "a draft: put your words into it"
    say(f"{file} holds {what}. Then: evaldesk standard set {file} --reason …")


@group.command("set")
def set_it(
    file: Annotated[Path, typer.Argument(help="A file of `evaldesk standard export`.")],
    actor: Actor,
    reason: Reason = "",
    dry_run: DryRun = False,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Put what a file says in force as the next version."""
    from store.formats.standard_toml import read

    wanted, based_on = read(read_in(file))
    with desk_in(desk) as opened:
        done = set_standard(
            opened, wanted, actor=actor, reason=reason, based_on=based_on, dry_run=dry_run
        )
    _tell_set(done, as_json, dry_run)


@group.command()
def history(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """Every version, newest first, with what it changed."""
    with desk_in(desk) as opened:
        found = answers.versions(opened)
    if as_json:
        say_json({"versions": found})
        return
    rows = [(v.version, v.at, v.by, len(v.changes), v.reason) for v in found]
    table(("#version", "at (UTC)", "who", "#changes", "why"), rows)


@group.command()
def diff(
    before: Annotated[int, typer.Argument(help="A version.")],
    after: Annotated[int, typer.Argument(help="A later one.")],
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """What one version says otherwise than another."""
    with desk_in(desk) as opened:
        found = answers.between(opened, before, after)
    if as_json:
        say_json({"before": before, "after": after, "changes": found})
    else:
        _tell_changes(found)


def _tell(found: StandardAnswer) -> None:
    one = found.standard
    if one is None:
        say("No labelling standard is set. Begin with: evaldesk standard export standard.toml")
        return
    state = "in force" if found.in_force else "not in force any more"
    say(f"Version {found.version}, {state}, {found.by}: {found.reason}")
    say(f"{one.title}. {found.labels} labels follow it.\n")
    for name, said in (("Definitions", one.definitions), ("Criteria", one.criteria)):
        if said:
            say(f"{name}: {said}")
    for name, listed in (
        ("Boundary cases", one.boundary_cases),
        ("Counter-examples", one.counter_examples),
        ("Edge rules", one.edge_rules),
    ):
        for line in listed:
            say(f"{name}: {line}")
    for question in one.questions:
        say(f"\n{question.name} ({_form(question)}): {question.text}")
        rows = [(n, o.value, o.meaning) for n, o in enumerate(question.options, start=1)]
        if rows:
            table(("#key", "answer", "when"), rows)


def _form(one: Question) -> str:
    decides = ", decides" if one.decides else ""
    if one.scale is not Scale.INTERVAL:
        return f"{one.scale}, about the {one.about}{decides}"
    ends = [f"{end:g}" for end in (one.low, one.high) if end is not None]
    return f"a number {' to '.join(ends)}, about the {one.about}{decides}"


def _tell_set(done: StandardSet, as_json: bool, dry_run: bool) -> None:
    if as_json:
        say_json(done)
        return
    _tell_changes(done.changes)
    say(f"Version {done.version} {'would be' if dry_run else 'is'} in force.")


def _tell_changes(found: Sequence[Change]) -> None:
    if not found:
        say("They say the same.")
        return
    table(("field", "before", "after"), [(c.field, c.before, c.after) for c in found])


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
