"""Commands about the desk itself: make one, name owners, prove that the log is whole."""

from typing import Annotated

import typer

from curation.owned import SCOPES
from curation.thresholds import FOUNDING
from store.acts.owning import name_owner, set_thresholds
from store.commands.options import DEFAULT_DESK, Actor, DeskFolder, Reason
from store.commands.output import desk_in, say
from store.desk import SETTINGS, found_desk
from store.ledger.address import VARIABLE, has_secrets

Owner = Annotated[str, typer.Option("--owner", help="Who decides.")]
LedgerUrl = Annotated[
    str,
    typer.Option("--ledger", envvar=VARIABLE, help="postgresql://USER@HOST/DATABASE, empty."),
]
Deputy = Annotated[str, typer.Option("--deputy", help="Who decides on the owner's proposals.")]


def init(
    actor: Actor,
    desk: DeskFolder = DEFAULT_DESK,
    owner: Owner = "",
    deputy: Deputy = "",
    ledger: LedgerUrl = "",
) -> None:
    """Make an empty desk; you own the blocking set unless --owner says who does."""
    found_desk(desk, ledger=ledger)
    if ledger and has_secrets(ledger):
        say(
            f"The password was not written to {desk / SETTINGS}: say it in PGPASSWORD, in "
            f"~/.pgpass or in the whole URL in {VARIABLE}."
        )
    with desk_in(desk, ledger=ledger) as opened:
        with opened.ledger.reading() as asked:
            founded = asked.ownership("blocking") is not None
        if founded:
            say(f"{desk} is a desk already; it was left as it is.")
            return
        who, reason = owner or actor, "founding the desk"
        for name in ("blocking", "monitoring"):
            name_owner(opened, name, who, deputy or None, actor=actor, reason=reason)
        set_thresholds(opened, FOUNDING, actor=actor, reason=reason)
    say(f"An empty desk stands in {desk}; {who} owns blocking and monitoring.")
    say("Next: evaldesk import FILE --as events")


def own(
    scope: Annotated[str, typer.Argument(help=", ".join(SCOPES))],
    actor: Actor,
    owner: Owner = "",
    deputy: Deputy = "",
    desk: DeskFolder = DEFAULT_DESK,
    reason: Reason = "",
) -> None:
    """Name who decides about one of these. Who decides now can hand it over, or an admin."""
    with desk_in(desk) as opened:
        found = name_owner(opened, scope, owner, deputy or None, actor=actor, reason=reason)
    say(f"{found.scope} belongs to {found.people}.")


def rebuild(desk: DeskFolder = DEFAULT_DESK) -> None:
    """Make everything that follows from the log anew."""
    with desk_in(desk) as opened:
        opened.ledger.rebuild()
    say("Rebuilt from the log.")


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    for command in (init, own, rebuild):
        app.command()(command)
