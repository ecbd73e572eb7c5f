"""What tying failures to an incident would add, before anybody does it."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation.errors import Unknown
from curation.incidents import Incident, tied
from store.answers.grouping import known
from store.answers.incident_failures import cases_hit
from store.answers.incidents import Harm, harm_of, known_incident
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Failures:
    """What is to be tied: `whole` is all that failed in the window and cohort."""

    cases: Sequence[str] = ()
    groups: Sequence[str] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Tying:
    """How many cases and groups would be tied that are not yet; `harm` is of the whole."""

    incident: str
    added_cases: int
    added_groups: int
    harm: Harm


def tying(desk: Desk, incident_id: str, failures: Failures) -> Tying:
    """What tying `failures` would add; refused for what the desk does not know."""
    with desk.ledger.reading() as asked:
        found, _ = known_incident(asked, incident_id)
    new = with_failures(desk, found, failures)
    return Tying(
        found.id,
        len(new.cases) - len(found.cases),
        len(new.groups) - len(found.groups),
        harm_of(desk, found),
    )


def with_failures(desk: Desk, incident: Incident, failures: Failures) -> Incident:
    """`incident` with `failures` tied to it; Unknown for one that the desk does not know."""
    _refuse_unknown(desk, failures)
    whole = cases_hit(desk, incident) if failures.whole else []
    return tied(incident, [*failures.cases, *whole], failures.groups)


def _refuse_unknown(desk: Desk, failures: Failures) -> None:
    cases = list(dict.fromkeys(failures.cases))
    with desk.ledger.reading() as asked:
        there = set(asked.states_of(cases))
        grouping = asked.grouping()
    rest = [one for one in cases if one not in there]
    failed = desk.facts().ask("case_counts", case_ids=rest) if rest else []
    there |= {row["case_id"] for row in failed}
    for one in cases:
        if one not in there:
            way = "`evaldesk inbox` lists failures, `evaldesk sets` cases."
            raise Unknown("case or failure", one, way)
    known(desk, grouping, failures.groups)
