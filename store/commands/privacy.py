"""Commands about personal data: the policy, a text to try it on, a file to check."""

from pathlib import Path
from typing import Annotated

import typer

from curation.errors import BadRequest
from curation.masked_places import MaskedPlaces
from curation.personal_kinds import spoken
from store.acts.privacy import PolicyChange, set_policy
from store.answers.privacy import checked, privacy, tried
from store.commands import erasing
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, table

HELP = "Personal data: what is masked and how much, try a text, check a file, erasures."
KIND = "What is done with a kind: phone=keep, name=synthesise, email=mask."
COLUMN = "What is done with a column: note=drop, output=keep, output/card=mask."
PATTERN = r"A kind of your own: loyalty_id='LC-[0-9]{6}'; loyalty_id= takes it back."
REGIONS = "Whose phone numbers are known without a country code: US,GB,DE."
group = typer.Typer(name="privacy", help=HELP, no_args_is_help=True)


@group.command("show")
def show(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """The policy in force, and what was masked so far."""
    with desk_in(desk) as opened:
        found = privacy(opened)
    if as_json:
        say_json(found)
        return
    say(found.sentence)
    if found.decided:
        say(f"Set by {found.by} at {(found.at or '')[:16]} UTC: {found.reason}")
    rows = [(kind, said, found.by_kind.get(kind, 0)) for kind, said in found.kinds.items()]
    table(("kind", "treatment", "#replaced"), rows)
    for column, said in found.columns.items():
        say(f"{column}: {said}")
    for name, pattern in found.patterns.items():
        say(f"{name} is {pattern}")
    say(f"Phone numbers without a country code: of {', '.join(found.regions)}.")
    if found.imports:
        table(("import", "source", "at (UTC)", "#rows", "#replaced", "where"),
              [(i.import_id, i.source, i.at[:16], i.rows, sum(m.places for m in i.masked),
                _where(i.masked)) for i in found.imports])  # fmt: skip


@group.command("set")
def set_(
    actor: Actor,
    kind: Annotated[list[str] | None, typer.Option("--kind", help=KIND)] = None,
    column: Annotated[list[str] | None, typer.Option("--column", help=COLUMN)] = None,
    pattern: Annotated[list[str] | None, typer.Option("--pattern", help=PATTERN)] = None,
    regions: Annotated[str | None, typer.Option(help=REGIONS)] = None,
    reason: Reason = "",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Say what is done with personal data that is imported from now on."""
    change = PolicyChange(
        _pairs(kind), _pairs(column), tuple(regions.split(",")) if regions else None,
        _pairs(pattern),
    )  # fmt: skip
    with desk_in(desk) as opened:
        set_policy(opened, change, actor=actor, reason=reason)
        found = privacy(opened)
    if as_json:
        say_json(found)
    else:
        say(f"It holds for what is imported from now on. {found.sentence}")


@group.command("try")
def try_(
    text: Annotated[str, typer.Argument(help="A text; it is not kept.")],
    column: Annotated[str, typer.Option(help="The column it would be kept in.")] = "input",
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Show what would be kept of a text."""
    with desk_in(desk) as opened:
        found = tried(opened, text, column)
    if as_json:
        say_json(found)
        return
    say(found.masked)
    say(found.sentence)
    rows = [(p.kind, p.said, f"{p.certainty:.2f}", p.treatment) for p in found.places]
    table(("kind", "text", "certainty", "treatment"), rows)
    say(found.limits)


@group.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="A file of events, results or cases.")],
    kind: Annotated[str, typer.Option("--as", help="events, results, labels or cases.")] = (
        "events"
    ),
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Say what an import of a file would mask; nothing of it is kept."""
    with desk_in(desk) as opened:
        found = checked(opened, file, kind)
    if as_json:
        say_json(found)
        return
    say(f"{found.file}: {found.sentence}")
    table(("column", "kind", "#places"), [(m.column, m.kind, m.places) for m in found.masked])


def _where(masked: tuple[MaskedPlaces, ...]) -> str:
    return ", ".join(f"{m.column}: {m.places:,} {spoken(m.kind)}" for m in masked[:3])


def _pairs(words: list[str] | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words or ():
        name, sign, value = word.partition("=")
        if not sign:
            raise BadRequest(f"'{word}' says nothing: write it like phone=keep.")
        found[name.strip()] = value.strip()
    return found


erasing.join(group)


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
