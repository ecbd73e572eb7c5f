"""Save filters of the queue under a name, or forget them, by decision."""

from curation.decisions import Decision, Kind
from curation.errors import BadRequest, Unknown
from curation.filters import Filters, body, view_name, view_subject
from store.desk import Desk
from store.ledger import Transaction


def save_view(
    desk: Desk, name: str, filters: Filters, *, actor: str, shared: bool = False
) -> str:
    """Save `filters` as the view `name` of `actor`, or of everybody; the act that did it.

    A view of the same name and person is replaced. Raises BadRequest for a name that is none,
    and where no filter is set.
    """
    name, said = view_name(name), body(filters)
    if not said:
        raise BadRequest("Choose a filter first: a view of everything needs no name.")
    with desk.ledger.transaction() as tx:
        return _set(tx, name, None if shared else actor, said, actor)


def delete_view(desk: Desk, name: str, *, actor: str) -> str:
    """Forget the view `name`: the actor's own, else everybody's; the act that did it."""
    with desk.ledger.transaction() as tx:
        found = tx.view(name, actor)
        if found is None:
            raise Unknown("view", name, "`evaldesk views` lists them.")
        return _set(tx, found.name, found.owner, None, actor)


def _set(
    tx: Transaction, name: str, owner: str | None, said: dict[str, object] | None, actor: str
) -> str:
    subject = view_subject(name, owner)
    known = next((v for v in tx.views(actor) if view_subject(v.name, v.owner) == subject), None)
    before = {"name": name, "owner": owner, "filters": body(known.filters) if known else None}
    after = {"name": name, "owner": owner, "filters": said}
    tx.record(Decision(Kind.VIEW_SET, subject, after, actor, before=before))
    return tx.act
