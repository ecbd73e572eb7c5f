"""Commands about people: who is who, who answers for what, and passing it on."""

from typing import Annotated

import typer

from curation.errors import BadRequest
from curation.owned import called
from curation.people import Person, Role, a, role_of
from curation.unowned import LACKING
from store.acts.handing_over import HandedOver
from store.acts.handing_over import hand_over as pass_on
from store.acts.listing_people import add_person, give_role, set_strangers
from store.answers.passing_on import Heirs, Plan, preview
from store.answers.people import OnePerson, PeopleAnswer
from store.answers.people import people as asked_people
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import desk_in, say, say_json, table

group = typer.Typer(name="people")
Name = Annotated[str, typer.Argument(help="As it stands under decisions.")]
Given = Annotated[str, typer.Argument(metavar="ROLE", help="viewer, reviewer, admin, job")]
To = Annotated[str, typer.Option("--to", help="Who takes over.")]
Second = Annotated[
    str, typer.Option("--deputy", help="Deputy of what a deputy becomes the owner of.")
]
Others = Annotated[
    list[str] | None,
    typer.Option("--give", help="Something else to somebody else: blocking=ana, case=ben."),
]
Preview = Annotated[bool, typer.Option("--preview", help="Say it, and do nothing.")]


@group.callback(invoke_without_command=True)
def people(
    context: typer.Context, desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False
) -> None:
    """Who is who, what everybody answers for, and what nobody does."""
    if context.invoked_subcommand:
        return
    with desk_in(desk) as opened:
        found = asked_people(opened)
    say_json(found) if as_json else _tell(found)


@group.command("add")
def add(
    name: Name,
    actor: Actor,
    role: Annotated[str, typer.Option(help="viewer, reviewer, admin, job")] = "reviewer",
    desk: DeskFolder = DEFAULT_DESK,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """List somebody, or let them be back after they had left."""
    with desk_in(desk) as opened:
        done = add_person(opened, name, role_of(role), actor=actor, reason=reason)
    _tell_person(done, as_json)


@group.command("role")
def role(
    name: Name,
    role: Given,
    actor: Actor,
    desk: DeskFolder = DEFAULT_DESK,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Let somebody be a viewer, a reviewer, an admin or a job from now on."""
    with desk_in(desk) as opened:
        done = give_role(opened, name, role_of(role), actor=actor, reason=reason)
    _tell_person(done, as_json)


@group.command("strangers")
def strangers(
    role: Annotated[str, typer.Argument(metavar="ROLE", help="reviewer or viewer")],
    actor: Actor,
    keep: Annotated[
        bool, typer.Option("--keep", help="List everybody who has acted here before.")
    ] = False,
    desk: DeskFolder = DEFAULT_DESK,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Say what somebody is whom nobody has listed."""
    wanted = role_of(role)
    with desk_in(desk) as opened:
        kept = set_strangers(opened, wanted, keep=keep, actor=actor, reason=reason)
    if as_json:
        say_json({"strangers": wanted, "listed": kept})
        return
    say(f"Who is not listed is {a(wanted)} from now on.")
    if kept:
        say(f"Listed, since they were here before: {', '.join(kept)}.")


@group.command("hand-over")
def hand_over(
    name: Name,
    actor: Actor,
    to: To = "",
    deputy: Second = "",
    give: Others = None,
    only_preview: Preview = False,
    desk: DeskFolder = DEFAULT_DESK,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Pass on all that somebody answers for, in one act; they stay."""
    heirs = _heirs(to, deputy, give)
    with desk_in(desk) as opened:
        if only_preview:
            found = preview(opened, name, heirs)
        else:
            found = pass_on(opened, name, heirs, actor=actor, reason=reason)
    _tell_passed(found, as_json)


@group.command("leave")
def leave(
    name: Name,
    actor: Actor,
    to: To = "",
    deputy: Second = "",
    give: Others = None,
    only_preview: Preview = False,
    desk: DeskFolder = DEFAULT_DESK,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Somebody leaves: pass on all that they answer for, and let them decide no more."""
    heirs = _heirs(to, deputy, give)
    with desk_in(desk) as opened:
        if only_preview:
            found = preview(opened, name, heirs)
        else:
            found = pass_on(opened, name, heirs, actor=actor, reason=reason, leaves=True)
    _tell_passed(found, as_json)


def _heirs(to: str, deputy: str, give: list[str] | None) -> Heirs:
    others: dict[str, str] = {}
    for one in give or []:
        what, sign, name = one.rpartition("=")
        if not (sign and what and name.strip()):
            raise BadRequest(f"'{one}' says not what goes to whom. Write --give blocking=ana.")
        others[what] = name.strip()
    return Heirs(to.strip() or None, deputy.strip() or None, others)


def _tell(found: PeopleAnswer) -> None:
    say(found.sentence)
    columns = ("name", "role", "owns", "deputy of", "work", "#decisions", "last (UTC)")
    table(columns, [_row(one) for one in found.people])
    say(f"Who is not listed is {a(found.strangers)}.")
    if found.without_owner:
        columns = ("lacks", "what", "why", "answers meanwhile", "to do")
        rows = [
            (LACKING[o.lack], o.title, o.why, o.falls_to, o.clear) for o in found.without_owner
        ]
        table(columns, rows)


def _row(one: OnePerson) -> tuple[object, ...]:
    role = f"left {one.left}" if one.left else one.role.value
    role += "" if one.listed else " (not listed)"
    work = ", ".join(_many(n, what) for what, n in one.work.items())
    owns, deputy = (", ".join(map(called, scopes)) for scopes in (one.owns, one.deputy_of))
    return one.name, role, owns, deputy, work, one.decisions, one.last_at


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _tell_person(done: Person, as_json: bool) -> None:
    if as_json:
        say_json({"person": done})
        return
    extra = " who also says who is who" if done.role is Role.ADMIN else ""
    say(f"{done.name} is {a(done.role)}{extra} from now on.")


def _tell_passed(found: Plan | HandedOver, as_json: bool) -> None:
    done = isinstance(found, HandedOver)
    passed = found.passed if done else found.passing
    if as_json:
        say_json({
            "name": found.name,
            "left": found.left if done else None,
            "passed": passed,
            "without_deputy": found.without_deputy,
            "proposals": found.proposals,
            "contract": found.contract,
            "act": found.act if done else None,
        })  # fmt: skip
        return
    table(("what", "which", "as", "to"), [(p.what, p.title, p.post, p.to) for p in passed])
    verb = "were" if done else "would be"
    if len(passed) == 1:
        verb = "was" if done else "would be"
    say(f"{_many(len(passed), 'thing')} {verb} passed on by {found.name}.")
    for one in found.without_deputy:
        say(f"{one} has no deputy then: evaldesk own {one} --owner NAME --deputy NAME")
    for note in found.notes:
        say(note)
    if done and found.left:
        say(f"{found.name} has left, and decides nothing any more.")


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.add_typer(group)
