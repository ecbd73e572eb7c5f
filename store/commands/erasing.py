"""Commands about erasure: take somebody's texts off the desk, and prove that it was done."""

from typing import Annotated

import typer

from curation.erasures import wanted
from curation.retention import LOSES, TEXTS
from store.acts.erasing import Erased, finish
from store.acts.erasing import erase as erase_texts
from store.acts.retaining import retain as retain_texts
from store.acts.retaining import set_retention
from store.answers.erasing import Preview, preview
from store.answers.erasures import erasures as asked_erasures
from store.answers.handed_out import HandedOut
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import NO, desk_in, say, say_json, table


def erase(
    actor: Actor,
    person: Annotated[
        str | None, typer.Option(help="A name, e-mail address or phone number.")
    ] = None,
    event: Annotated[str | None, typer.Option(help="The id of an event.")] = None,
    case: Annotated[str | None, typer.Option(help="The id of a case.")] = None,
    look: Annotated[
        bool, typer.Option("--preview", help="Only say what would go, and where it stands.")
    ] = False,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Take all texts of a person, an event or a case off this desk, for ever."""
    asked = wanted(person, event, case)
    with desk_in(desk) as opened:
        if look:
            _tell_preview(preview(opened, asked), as_json)
            return
        done = erase_texts(opened, asked, actor=actor, reason=reason)
    _tell(done, as_json)
    raise typer.Exit(0 if done.purged else NO)


def _tell_preview(found: Preview, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    say(found.sentence)
    rows = [(f"rows of {view}", n) for view, n in found.rows.items()]
    rows += [(f"decisions: {kind}", n) for kind, n in found.decisions.items()]
    table(("where", "#how many"), rows)
    for text in found.examples:
        say(f"  {text}")
    for version in found.versions:
        say(f"{version} keeps its sha256: its line becomes a tombstone.")
    _tell_exports(found.exports, found.outside)
    for one in found.remains:
        say(f"It leaves {one}.")
    if found.anything:
        say("Nothing was touched. To do it: --reason instead of --preview; nobody undoes it.")


def _tell(done: Erased, as_json: bool) -> None:
    if as_json:
        say_json({"sentence": done.erasure.sentence, **vars_of(done)})
        return
    say(done.erasure.sentence)
    if not done.purged:
        say("Somebody reads the ledger, so its file still holds old bytes. When they are done:"
            " evaldesk privacy finish")  # fmt: skip
    _tell_exports(done.exports, "These copies are outside: ask who took them.")
    for step in done.next_steps:
        say(f"Next: {step}.")
    say("To prove that nothing else was changed: evaldesk verify")


def vars_of(done: Erased) -> dict[str, object]:
    """The answer in the keys of `--json`."""
    return {"erasure": done.erasure, "purged": done.purged, "exports": done.exports,
            "next_steps": done.next_steps}  # fmt: skip


def _tell_exports(exports: tuple[HandedOut, ...], outside: str) -> None:
    if exports:
        columns = ("export", "at (UTC)", "who", "sha256")
        table(columns, [(o.what, o.at, o.actor, o.sha256[:12]) for o in exports])
        say(outside)


def erasures(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """What was erased, with the proof that nothing else was changed."""
    with desk_in(desk) as opened:
        found = asked_erasures(opened)
    if as_json:
        say_json(found)
        return
    say(found.sentence)
    columns = ("erasure", "at (UTC)", "who", "of", "took", "proved", "reason")
    rows = [(one.id, one.at, one.actor, f"{one.by}: {one.what}", one.sentence, one.proved,
             one.reason) for one in found.erasures]  # fmt: skip
    if rows:
        table(columns, rows)
    for one in found.erasures:
        if one.left:
            say(f"{one.id} was broken off: {len(one.left)} files are still there. "
                "Delete them: evaldesk privacy finish")  # fmt: skip
        _tell_exports(one.exports, f"{one.id}: {found.outside}")


def finish_erasures(actor: Actor, desk: DeskFolder = DEFAULT_DESK) -> None:
    """Delete what erasures that were broken off have left on the disk."""
    with desk_in(desk) as opened:
        done = finish(opened)
    say("Nothing of what was erased is left on this disk." if done else
        f"{actor}, somebody still reads the ledger: close it and repeat.")  # fmt: skip
    raise typer.Exit(0 if done else NO)


def retain(
    actor: Actor,
    days: Annotated[
        int | None, typer.Option(min=0, help="Events lose it after so many days; 0: never.")
    ] = None,
    lose: Annotated[str, typer.Option(help=" or ".join(LOSES))] = TEXTS,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Let old events lose their texts, as the policy says; counts and trends stay."""
    with desk_in(desk) as opened:
        if days is None:
            done = retain_texts(opened, actor=actor)
        else:
            done = set_retention(opened, days, lose, actor=actor, reason=reason)
    if as_json:
        say_json({"sentence": done.sentence, "rule": done.rule, "before": done.before,
                  "erasure": done.erasure})  # fmt: skip
    else:
        say(done.sentence)


def join(group: typer.Typer) -> None:
    """Hang what is about erasures under `evaldesk privacy`."""
    group.command("erasures")(erasures)
    group.command("finish")(finish_erasures)
    group.command("retain")(retain)


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.command()(erase)
