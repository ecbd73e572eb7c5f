"""Gather what is known about cases before they are moved."""

from collections import defaultdict
from collections.abc import Sequence

from curation.attempts import Stability, Tally, stability
from curation.promotion import Evidence
from store.desk import Desk


def evidence(
    desk: Desk, case_ids: Sequence[str], *, scored: bool = True
) -> dict[str, Evidence]:
    """Per case: the policy, how stably it was scored, and who owns the blocking set.

    Without `scored` no result is looked up: only blocking asks for them.
    """
    with desk.ledger.reading() as asked:
        policy, owner = asked.policy(), asked.ownership("blocking")
        versions = {run.name: run.model_version or run.name for run, _, _ in asked.runs()}
    found = _stability(desk, case_ids, versions) if scored else {}
    return {c: Evidence(policy, found.get(c, Stability(0, 0)), owner) for c in case_ids}


def _stability(
    desk: Desk, case_ids: Sequence[str], versions: dict[str, str]
) -> dict[str, Stability]:
    rows = desk.facts().ask("case_attempts", case_ids=list(case_ids))
    tallies: dict[str, dict[str, list[Tally]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        tally = Tally(row["passed"], row["failed"], row["errored"])
        run: str = row["run"]
        tallies[row["case_id"]][versions.get(run, run)].append(tally)
    return {case_id: stability(found) for case_id, found in tallies.items()}
