"""Give a part of production or of a run a name, another name, or none, by decision."""

from curation.decisions import Decision, Kind
from curation.errors import BadRequest, Unknown
from curation.saved_cohorts import SavedCohort, Where, cohort_body, cohort_name, cohort_subject
from store.answers.saved_cohorts import LIST_THEM, cohort_columns
from store.desk import Desk
from store.ledger import Transaction


def save_cohort(desk: Desk, name: str, where: Where, *, actor: str) -> str:
    """Let `where` be the cohort `name` for everybody; the act that did it.

    A cohort of that name is replaced. Raises BadRequest for a name that is none, for no filter
    at all, and for a column that nothing has.
    """
    name = cohort_name(name)
    if not where:
        raise BadRequest("Choose a filter first, like region=eu: everything needs no name.")
    known = cohort_columns(desk)
    for column in where:
        if column not in known:
            raise BadRequest(f"'{column}' makes no cohorts. What can: {', '.join(known)}.")
    with desk.ledger.transaction() as tx:
        before = tx.cohort(name)
        _set(tx, before.name if before else name, before, where, actor)
        return tx.act


def rename_cohort(desk: Desk, name: str, to: str, *, actor: str) -> str:
    """Call the cohort `name` what `to` says; the act that did it. Refuses a name in use."""
    to = cohort_name(to)
    with desk.ledger.transaction() as tx:
        found = _found(tx, name)
        if cohort_subject(found.name) == cohort_subject(to):
            _set(tx, to, found, found.where, actor)
            return tx.act
        if (there := tx.cohort(to)) is not None:
            raise BadRequest(f"There is a cohort {there.name} already: choose another name.")
        _set(tx, found.name, found, None, actor)
        _set(tx, to, None, found.where, actor)
        return tx.act


def remove_cohort(desk: Desk, name: str, *, actor: str) -> str:
    """Forget the cohort `name`; the act that did it. No event or case changes."""
    with desk.ledger.transaction() as tx:
        found = _found(tx, name)
        _set(tx, found.name, found, None, actor)
        return tx.act


def _found(tx: Transaction, name: str) -> SavedCohort:
    found = tx.cohort(name)
    if found is None:
        raise Unknown("cohort", name, LIST_THEM)
    return found


def _set(
    tx: Transaction, name: str, before: SavedCohort | None, where: Where | None, actor: str
) -> None:
    was = cohort_body(before.name, before.where) if before else cohort_body(name, None)
    after = cohort_body(name, where)
    tx.record(Decision(Kind.COHORT_SET, cohort_subject(name), after, actor, before=was))
