"""Commands about the desk itself: make one, name owners, prove that the log is whole."""

from typing import Annotated

import typer

from curation.thresholds import FOUNDING
from store.acts.owning import SCOPES, name_owner, set_thresholds
from store.answers import decisions as log
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder, Reason
from store.commands.output import NO, desk_in, say, say_json, shown, table
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
    """Name who decides about one of these. Only who decides now can hand it over."""
    with desk_in(desk) as opened:
        found = name_owner(opened, scope, owner, deputy or None, actor=actor, reason=reason)
    say(f"{scope} belongs to {found.people}.")


def decisions(
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
    subject: Annotated[str, typer.Option(help="Only about this case, set, run …")] = "",
    kind: Annotated[str, typer.Option(help="Only this kind.")] = "",
    limit: Annotated[int, typer.Option(help="How many, newest first; 0 for all.")] = 50,
) -> None:
    """What was decided, by whom and why, newest first."""
    with desk_in(desk) as opened:
        found = log.decisions(
            opened, subject=subject or None, kind=kind or None, limit=limit or None
        )
    if as_json:
        rows = [{"seq": e.seq, "at_utc": e.at, "kind": e.kind, "subject": e.subject,
                 "before": e.before, "after": e.after, "actor": e.actor, "reason": e.reason,
                 "hash": e.hash} for e in found]  # fmt: skip
        say_json({"decisions": rows})
        return
    columns = ("#seq", "at (UTC)", "who", "kind", "subject", "reason")
    table(columns, [(e.seq, e.at, e.actor, e.kind, e.subject, e.reason) for e in found])


def verify(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """Prove that the log is whole, what is shown follows from it, and no fact was changed."""
    with desk_in(desk) as opened:
        proof = log.verify(opened)
    if as_json:
        say_json(proof)
    else:
        _tell(proof)
    raise typer.Exit(0 if proof.ok else NO)


def _tell(proof: log.Proof) -> None:
    if proof.first_bad is not None:
        say(f"Decision {proof.first_bad} is not what was recorded: the log was changed.")
    elif not proof.projections_agree:
        say("The log is whole, but what is shown does not follow from it: evaldesk rebuild.")
    else:
        say(f"All {shown(proof.decisions)} decisions hold, head {proof.head[:16]}.")
    for path in proof.spoiled:
        say(f"{path} is gone or was changed: restore it from a backup, or undo its import.")
    if not proof.spoiled:
        say(f"All {shown(proof.batches)} files of facts are as they were imported.")


def rebuild(desk: DeskFolder = DEFAULT_DESK) -> None:
    """Make everything that follows from the log anew."""
    with desk_in(desk) as opened:
        opened.ledger.rebuild()
    say("Rebuilt from the log.")


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    for command in (init, own, decisions, verify, rebuild):
        app.command()(command)
