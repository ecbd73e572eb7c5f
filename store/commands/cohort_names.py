"""The command for saved cohorts: list them, give one another name, or forget one."""

from typing import Annotated

import typer

from curation.errors import BadRequest
from curation.saved_cohorts import written
from store.acts.saving_cohorts import remove_cohort, rename_cohort
from store.answers.saved_cohorts import saved_cohorts as asked_cohorts
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table
from store.desk import Desk


def saved_cohorts(
    actor: Actor,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
    rename: Annotated[str | None, typer.Option(help="Give this cohort …")] = None,
    to: Annotated[str | None, typer.Option(help="… this name.")] = None,
    remove: Annotated[str | None, typer.Option(help="Forget this cohort.")] = None,
) -> None:
    """Cohorts with a name: what each of them filters by, and who saved it."""
    with desk_in(desk) as opened:
        act, done = _done(opened, rename, to, remove, actor)
        found = asked_cohorts(opened)
    if as_json:
        told = [{"name": c.name, "where": c.where, "saved_by": c.saved_by} for c in found]
        say_json({"cohorts": told, "act": act})
        return
    if act:
        say(f"{done} Take it back: evaldesk undo {act}")
    rows = [(c.name, ", ".join(written(c.where)), c.saved_by) for c in found]
    table(("cohort", "where", "saved by"), rows)


def _done(
    desk: Desk, rename: str | None, to: str | None, remove: str | None, actor: str
) -> tuple[str | None, str]:
    """The act, if anything was done, and what it did."""
    if (rename is None) != (to is None) or (rename is not None and remove is not None):
        raise BadRequest("Say --rename OLD --to NEW, or --remove NAME.")
    if rename is not None and to is not None:
        return rename_cohort(desk, rename, to, actor=actor), f"{rename} is called {to}."
    if remove is not None:
        return remove_cohort(desk, remove, actor=actor), f"The cohort {remove} is gone."
    return None, ""


def register(app: typer.Typer) -> None:
    """Hang the command of this file under `app`."""
    app.command("saved-cohorts")(saved_cohorts)
