"""Commands that bring facts in: import files, and make cases for recurring edge cases."""

import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from curation.errors import BadRequest
from curation.fixtures import CaseDraft
from store.acts.importing import Imported, RunWords, import_files, look
from store.acts.mending import import_mended
from store.answers.columns import columns_of
from store.answers.plain import plain
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder
from store.commands.output import WRONG_USE, desk_in, say, say_json, shown, table, write_out
from store.commands.run_facts import environment_of, time_of
from store.desk import Desk
from store.facts.preview import Preview

READS = "CSV, JSONL, JSON or Parquet, also .gz"
SOURCE = "Whose files these are; their mapping is remembered under this name."
MAP = "FIELD=COLUMN, again for more; FIELD=COLUMN:s for a unit; ignore=COLUMN."
LIKE = "Mended rows of the import ID: the same kind, source, mapping and run."
SCORED = "Results: the version that was scored, blocking@7; again for more."
ENVIRONMENT = "Results: KEY=VALUE, again for more; or a file of them (pip freeze)."
STARTED = "Results: when the run began, 2026-11-21T09:30:00Z."
KINDS = ("events", "results", "cases", "labels", "training")
Text = Annotated[str | None, typer.Option()]


def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=READS)],
    actor: Actor,
    kind: Annotated[
        str, typer.Option("--as", help="events, results, cases, labels or training")
    ] = "events",
    source: Annotated[str | None, typer.Option(help=SOURCE)] = None,
    mapping: Annotated[list[str] | None, typer.Option("--map", help=MAP)] = None,
    run: Annotated[str | None, typer.Option(help="Results: the run's name.")] = None,
    model: Annotated[str | None, typer.Option(help="Results: the model version.")] = None,
    on: Annotated[list[str] | None, typer.Option("--set", help=SCORED)] = None,
    commit: Annotated[str | None, typer.Option(help="Results: the code commit.")] = None,
    environment: Annotated[list[str] | None, typer.Option(help=ENVIRONMENT)] = None,
    seed: Annotated[int | None, typer.Option(help="Results: the random seed.")] = None,
    tier: Annotated[str | None, typer.Option(help="Results: quick or nightly.")] = None,
    started: Annotated[str | None, typer.Option(help=STARTED)] = None,
    finished: Annotated[str | None, typer.Option(help="Results: when it ended.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing.")] = False,
    like: Annotated[str | None, typer.Option(help=LIKE)] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Bring files in. Good rows are kept, bad ones wait in quarantine with their reason."""
    if kind not in KINDS:
        raise BadRequest(f"'{kind}' cannot be imported. Say --as {', '.join(KINDS)}.")
    where = environment_of(environment or ())
    begun, ended = (time_of(said) for said in (started, finished))
    words = RunWords(run, model, tuple(on or ()), commit, where, seed, tier, begun, ended)
    said = mapping or []
    with desk_in(desk) as opened:
        if not as_json and not like:
            _show(opened, files, kind, source, said, ask=not yes and not dry_run)
        with _bar(not as_json) as progress:
            if like:
                done = import_mended(
                    opened, like, files, actor=actor, dry_run=dry_run, progress=progress
                )
            else:
                done = import_files(opened, files, kind, actor=actor, source=source,
                                    corrections=said, run=words, dry_run=dry_run,
                                    progress=progress)  # fmt: skip
        if as_json:
            say_json(_with_look(opened, done, files, said) if dry_run and not like else done)
        else:
            _tell(done)
    raise typer.Exit(
        WRONG_USE if done.rows_read and done.rows_rejected == done.rows_read else 0
    )


def _with_look(
    desk: Desk, done: Imported, files: list[Path], said: list[str]
) -> dict[str, object]:
    """What would happen, and what every column was taken for."""
    first, *others = [
        look(desk, file, done.kind, source=done.source, corrections=said) for file in files
    ]
    return {**plain(done), "look": columns_of(first, others)}


def _show(
    desk: Desk, files: list[Path], kind: str, source: str | None, mapping: list[str], ask: bool
) -> None:
    found = look(desk, files[0], kind, source=source, corrections=mapping)
    _tell_mapping(found)
    if ask and not found.remembered and not mapping and sys.stdin.isatty():
        typer.confirm("Is that right? (correct it with --map FIELD=COLUMN)", abort=True)


def _tell_mapping(found: Preview) -> None:
    how = "remembered" if found.remembered else "guessed"
    say(f"{found.source} ({found.kind}), mapping {how}:")
    samples = found.sample_rows[
        : 0 if found.kind == "training" else 5
    ]  # of that no word is kept
    head = ("field", "column", "unit", *(f"row {n + 1}" for n in range(len(samples))))
    rows = [(*said, *(row.get(said[0]) for row in samples)) for said in found.described()]
    table(head, [[_short(value) for value in row] for row in rows])
    for note in found.notes:
        say(f"note: {note}")


def _short(value: object) -> str:
    text = shown(value)
    return text if len(text) <= 24 else text[:23] + "…"


@contextmanager
def _bar(visible: bool) -> Generator[Callable[[float], None]]:
    columns = (TextColumn("importing"), BarColumn(), TaskProgressColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not visible) as bar:
        task = bar.add_task("importing", total=1.0)
        yield lambda share: bar.update(task, completed=share)


def _tell(done: Imported) -> None:
    would = "would be " if done.dry_run else ""
    added, known = f"{done.rows_added:,} {would}added", f"{done.rows_known:,} known already"
    if done.rows_completed:
        known += f", {done.rows_completed:,} {would}completed"
    kept_out = f"{done.rows_rejected:,} {would}kept out"
    say(f"{done.rows_read:,} rows read: {added}, {known}, {kept_out}.")
    if done.kind in ("events", "labels"):
        noun = "failure" if done.failures == 1 else "failures"
        say(f"{done.failures:,} {noun} among them. See them: evaldesk inbox")
    if done.kind == "training":
        say("Only hashes were kept, no text. See what leaks: evaldesk leakage")
    for reason, count in done.reasons:
        say(f"  {count:,} × {reason}")
    if done.rows_rejected and not done.dry_run:
        say(f"Mend them: evaldesk rejects {done.import_id} -o rejects.csv, then import it.")
    for refused in done.refused:
        why = "; ".join(objection.what for objection in refused.objections)
        say(f"{refused.case} went to the backlog: {why}")
    if done.watched:
        say(done.watched)


def fixtures(
    kind: Annotated[str, typer.Option(help="Which recurring edge case.")],
    n: Annotated[int, typer.Option("--n", help="How many.")] = 20,
    seed: Annotated[int, typer.Option(help="The same seed gives the same cases.")] = 1,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write JSON lines here.")
    ] = None,
) -> None:
    """Make cases for recurring edge cases, marked source: synthetic, ready for --as cases."""
    from curation.fixtures import generate

    text = "".join(_case_line(draft) for draft in generate(kind, n, seed))
    if out is None:
        typer.echo(text, nl=False)
        return
    write_out(out, text)
    say(f"{n} cases in {out}. Next: evaldesk import {out} --as cases")


def _case_line(draft: CaseDraft) -> str:
    """One case as `import --as cases` reads it."""
    values = {
        ("expected_behaviour" if k == "behaviour" else k): v for k, v in plain(draft).items()
    }
    return json.dumps(values, ensure_ascii=False) + "\n"


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.command("import")(import_)
    app.command()(fixtures)
