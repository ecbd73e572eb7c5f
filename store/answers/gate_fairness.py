"""The cases that the gate judges a run on, as a limit on how groups differ sees them."""

from collections.abc import Mapping

from curation.attempts import Outcome
from curation.errors import BadRequest
from curation.fair_groups import Judged
from curation.identity import plain_label
from curation.scopes import where_of
from curation.thresholds import Threshold
from store.answers.case_cohorts import cohorts_of
from store.answers.gate_basis import Basis
from store.answers.run_samples import Scored, scored_cases, truth_of
from store.desk import Desk


def judged_cases(desk: Desk, found: Basis, threshold: Threshold) -> Mapping[str, Judged]:
    """The group of each case, what is true of it, and what it was called.

    Raises BadRequest when no case tells of the column or of the label.
    """
    where = where_of(threshold.scope)
    protected, positive = where["protected"] or "", plain_label(where["positive"] or "")
    lines = found.by_case
    places = cohorts_of(desk, lines, [protected])
    scored = scored_cases(desk, found.run.name, lines)
    truths = {case_id: truth_of(line) for case_id, line in lines.items()}
    if positive not in {*truths.values(), *(one.prediction for one in scored.values())}:
        raise BadRequest(f"No case of the run expects '{positive}' or was called so.")
    return {
        c: Judged(places[c][protected], truth == positive, _called(scored.get(c), positive))
        for c, truth in truths.items()
    }


def _called(one: Scored | None, positive: str) -> bool | None:
    """Whether the label was given; None when the case was not run or errored."""
    if one is None or one.outcome in (Outcome.MISSING, Outcome.ERRORED):
        return None
    return one.prediction == positive
