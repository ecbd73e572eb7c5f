"""Commands about imports: list them, look at one, take one out, see what was kept out."""

from pathlib import Path
from typing import Annotated

import typer

from curation.errors import BadRequest
from store.acts.taking_out import undo_import as take_out
from store.answers import rejects as quarantine
from store.answers.handed_out import hand_out
from store.answers.imports import imports as asked_imports
from store.answers.one_import import OneImport, goes_out, one_import
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, shown, table
from store.desk import Desk

UNDO = "undo"
WHAT = "The ID of an import to look at; or `undo ID`."
LOOK = "With undo: only say what would go out of view."


def imports(
    actor: Actor,
    what: Annotated[str | None, typer.Argument(metavar="[ID|undo]", help=WHAT)] = None,
    import_id: Annotated[str | None, typer.Argument(metavar="[ID]")] = None,
    reason: Reason = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=LOOK)] = False,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """List every import, look at one, or `imports undo ID`: take its rows out of view."""
    if (what == UNDO) != (import_id is not None):
        raise BadRequest("Say `evaldesk imports`, `imports ID`, or `imports undo ID`.")
    with desk_in(desk) as opened:
        if what is None:
            _list(opened, as_json)
        elif import_id is None or dry_run:
            _tell(one_import(opened, import_id or what), as_json)
        else:
            _take_out(opened, import_id, actor, reason, as_json)


def _take_out(desk: Desk, import_id: str, actor: str, reason: str, as_json: bool) -> None:
    gone = one_import(desk, import_id).in_view
    done = take_out(desk, import_id, actor=actor, reason=reason)
    if as_json:
        say_json(done)
    else:
        say(f"{import_id} is undone. Out of view: {goes_out(gone)}.")


def _list(desk: Desk, as_json: bool) -> None:
    found = asked_imports(desk)
    if as_json:
        say_json({"imports": found})
        return
    columns = ("id", "as", "source", "at (UTC)", "who", "#added", "#known", "#kept out",
               "undone by")  # fmt: skip
    table(columns, [(i.import_id, i.kind, i.source, i.at, i.actor, i.rows_added, i.rows_known,
                     i.rows_rejected, i.undone_by) for i in found])  # fmt: skip


def _tell(found: OneImport, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    one = found.summary
    say(f"{one.import_id}: {one.kind} of {one.source} from {', '.join(one.files)},")
    say(f"by {one.actor} at {shown(one.at)} UTC. In view: {goes_out(found.in_view)}.")
    further = [("further", column, None) for column in found.further]
    not_kept = [("not kept", column, None) for column in found.not_kept]
    table(("field", "column", "unit"), [*found.fields, *further, *not_kept])
    for other in found.mended_by:
        say(f"Mended rows came with {other}.")
    if found.undone:
        said = f": {found.undone.reason}" if found.undone.reason else ""
        say(f"Undone by {found.undone.by} at {shown(found.undone.at)} UTC{said}")


def rejects(
    import_id: Annotated[str, typer.Argument(help="As `evaldesk imports` names it.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write .csv or .jsonl")
    ] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """The rows that were kept out of an import, each with file, row, field and reason."""
    with desk_in(desk) as opened:
        found = quarantine.rejects(opened, import_id)
        if out is not None:
            try:
                opened.facts().write_rejects(import_id, out)
            except OSError as trouble:
                raise BadRequest(f"{out} cannot be written: {trouble.strerror}.") from None
            hand_out(opened, f"rejects {import_id}", out.read_text(encoding="utf-8"))
            say(f"{len(found):,} rows in {out}. Mend them, then:")
            say(f"evaldesk import {out} --like {import_id}")
            return
    if as_json:
        say_json({"rejects": found})
        return
    cells = [(r.file, r.row, r.field, _short(r.value), r.reason) for r in found]
    table(("file", "#row", "field", "value", "reason"), cells)


def _short(value: object) -> str:
    text = shown(value)
    return text if len(text) <= 24 else text[:23] + "…"


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    for command in (imports, rejects):
        app.command()(command)
