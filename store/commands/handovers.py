"""Commands of who hands over and who takes over: five answers, checklists, a tick."""

from typing import Annotated

import typer

from curation.checklist_items import CHECKLISTS
from curation.checklists import named
from store.acts.ticking import tick, untick
from store.answers.handover import ChecklistShown, Handover
from store.answers.handover import checklist as of_desk
from store.answers.handover import handover as answered
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table

_HOW = {True: "by hand", False: "by itself"}
_NAMES = ", ".join(one.name for one in CHECKLISTS)


def handover(
    checklist: Annotated[str | None, typer.Option(help=f"Only this one: {_NAMES}.")] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """The five questions of whoever takes over, answered from the desk; the checklists."""
    only = named(CHECKLISTS, checklist).name if checklist else None
    with desk_in(desk) as opened:
        found = of_desk(opened, only) if only else answered(opened)
    if as_json:
        say_json(found)
    elif isinstance(found, Handover):
        _tell(found)
    else:
        _tell_checklist(found)


def check(
    checklist: Annotated[str, typer.Argument(metavar="LIST", help=_NAMES)],
    item: Annotated[str, typer.Argument(help="As the checklist says: rollback.")],
    actor: Actor,
    note: Annotated[str, typer.Option("--note", "-m", help="What was seen; it stays.")] = "",
    away: Annotated[bool, typer.Option("--untick", help="It no longer holds.")] = False,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Tick an item of a checklist that the desk cannot see, in your own name."""
    with desk_in(desk) as opened:
        act = untick if away else tick
        done = act(opened, checklist, item, actor=actor, note=note)
    if as_json:
        say_json(done)
    elif done.ticked:
        say(f"{done.by} ticked {done.checklist}/{done.item}: {done.text}")
    else:
        say(f"{done.checklist}/{done.item} is not ticked any more: {done.text}")


def _tell(found: Handover) -> None:
    say(found.sentence)
    for one in found.questions:
        say()
        say(one.question)
        say(one.answer)
        table(("what", "as it is", "link"), [(e.what, e.said, e.link) for e in one.evidence])
        for lack in one.missing:
            say(f"missing: {lack.what}. {lack.who}: {lack.clear}")
    for one in found.checklists:
        say()
        say(f"{one.title}: {one.sentence}")
    say(f"`evaldesk handover --checklist NAME` shows one of them: {_NAMES}.")


def _tell_checklist(found: ChecklistShown) -> None:
    say(f"{found.title}. {found.when} {found.sentence}")
    rows = [
        (
            c.item,
            c.state,
            "by hand" if c.by_hand else "by itself",
            c.text,
            _known(c.said, c.note),
        )
        for c in found.checks
    ]
    table(("item", "state", "checked", "what has to hold", "what is known"), rows)
    for one in found.open:
        say(f"{one.item}: {one.clear}")
    say(f"Tick what is by hand: evaldesk check {found.name} ITEM --note …")


def _known(said: str, note: str | None) -> str:
    return f"{said}: {note}" if note else said


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.command("handover")(handover)
    app.command("check")(check)
