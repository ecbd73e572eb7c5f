"""What `evaldesk inbox` lists when it is asked for inputs one by one, and saved views."""

import json
from dataclasses import dataclass, replace
from typing import Annotated, Any

import typer

from curation.errors import BadRequest
from curation.filters import Filters, body, from_body
from store.acts.viewing import delete_view, save_view
from store.answers.queue import Key, Page, facets, queue
from store.answers.views import filters_of
from store.answers.views import views as asked_views
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table
from store.desk import Desk

EVERY = "all"


@dataclass(frozen=True, slots=True)
class Listing:
    """Which inputs are to be listed; `said` are the filters of the command line."""

    said: dict[str, Any]
    view: str | None = None
    after: str | None = None
    limit: int = 100
    save: str | None = None
    shared: bool = False

    def is_asked(self) -> bool:
        """Whether inputs were asked for one by one, and not groups or all of one group."""
        said = {name for name, value in self.said.items() if value}
        group = self.said["group"] == EVERY or ("group" in said and len(said) > 1)
        alone = said - {"group", "kind", "route", "text"}
        return bool(group or alone or self.view or self.after or self.save)

    def filters(self, desk: Desk, actor: str) -> Filters:
        """The filters of the view, narrowed further by what was said."""
        base = filters_of(desk, self.view, actor) if self.view else Filters()
        said = {name: value for name, value in self.said.items() if value}
        found = from_body(body(base) | said)
        return replace(found, group=None) if found.group == EVERY else found


def list_queue(desk: Desk, listing: Listing, actor: str, as_json: bool) -> None:
    """Print one page of the queue with its facets; save its filters where that was asked."""
    filters = listing.filters(desk, actor)
    if listing.save:
        act = save_view(desk, listing.save, filters, actor=actor, shared=listing.shared)
        if not as_json:
            say(f"Saved as the view {listing.save}. Take it back: evaldesk undo {act}")
    mine = filters.for_(actor)
    page = queue(desk, mine, _key(listing.after), listing.limit)
    if as_json:
        found = facets(desk, mine)
        after = None if page.after is None else json.dumps(page.after)
        say_json(
            {
                "waiting": page.waiting,
                "cases": page.rows,
                "after": after,
                "filters": body(filters),
                "facets": found,
            }
        )
        return
    _tell(page)


def _tell(page: Page) -> None:
    say(f"{page.waiting:,} inputs.")
    columns = (
        "case",
        "title",
        "kind",
        "#count",
        "#USD",
        "last seen",
        "stands in",
        "owner",
        "due",
    )
    rows = [(r.case, r.title, r.kind, r.count, r.cost, r.last_seen, r.state or "inbox", r.owner,
             r.due) for r in page.rows]  # fmt: skip
    table(columns, rows)
    if page.after is not None:
        say(f"More: --after '{json.dumps(page.after)}'")


def _key(said: str | None) -> Key | None:
    if said is None:
        return None
    try:
        cost, count, last, case = json.loads(said)
        return float(cost), int(count), int(last), str(case)
    except (TypeError, ValueError):
        raise BadRequest(f"'{said}' is no place in the queue. Take it from `after`.") from None


def views(
    actor: Actor,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
    delete: Annotated[str | None, typer.Option(help="Forget this view.")] = None,
) -> None:
    """Saved filters of the inbox, with how many inputs each shows."""
    with desk_in(desk) as opened:
        act = delete_view(opened, delete, actor=actor) if delete else None
        found = asked_views(opened, actor)
    if as_json:
        told = [{"view": v.name, "owner": v.owner, "saved_by": v.saved_by, "count": v.count,
                 "filters": body(v.filters)} for v in found]  # fmt: skip
        say_json({"views": told})
        return
    if act:
        say(f"The view {delete} is gone. Take it back: evaldesk undo {act}")
    rows = [
        (v.name, v.owner or "everybody", v.saved_by, v.count, _said(v.filters)) for v in found
    ]
    table(("view", "whose", "saved by", "#inputs", "filters"), rows)


def _said(filters: Filters) -> str:
    said = body(filters) | {"cohort": ", ".join(filters.cohort)}
    return ", ".join(f"{name} {value}" for name, value in said.items() if value)


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.command()(views)
