"""The saved cohorts of a desk, and what a name stands for."""

from collections.abc import Mapping

from curation.errors import BadRequest, Unknown
from curation.saved_cohorts import SavedCohort, Where
from store.answers.case_cohorts import OWN, tag_names
from store.desk import Desk
from store.facts.slicing import Slicing

LIST_THEM = "`evaldesk saved-cohorts` lists them."


def saved_cohorts(desk: Desk) -> list[SavedCohort]:
    """Every saved cohort, by name. `where` of each is what `cohorts` and the gate filter by."""
    with desk.ledger.reading() as asked:
        return asked.cohorts()


def saved_cohort(desk: Desk, name: str) -> SavedCohort:
    """The cohort that `name` stands for, however it is spelled, or Unknown."""
    with desk.ledger.reading() as asked:
        found = asked.cohort(name)
    if found is None:
        raise Unknown("cohort", name, LIST_THEM)
    return found


def within(desk: Desk, name: str | None, where: Where) -> Mapping[str, str | None]:
    """The filters of the cohort `name` and `where` together; they must not contradict."""
    if not name:
        return where
    found = saved_cohort(desk, name)
    for column, value in where.items():
        if column in found.where and found.where[column] != value:
            said = f"{column}={found.where[column] or ''}"
            raise BadRequest(
                f"The cohort {found.name} is where {said}, which leaves nothing of "
                f"{column}={value or ''}. Leave out one of the two."
            )
    return {**found.where, **where}


def cohort_columns(desk: Desk) -> list[str]:
    """What can make a cohort of events or of cases, each once."""
    with desk.ledger.reading() as asked:
        tags = [{"tags": list(case.tags)} for case in asked.cases()]
    return list(dict.fromkeys([*Slicing(desk.facts()).columns(), *OWN, *tag_names(tags)]))
