"""Gather what is known about cases before they are moved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from curation.attempts import UNSCORED, Stability, Tally, stability
from curation.cases import Case
from curation.leakage import NO_TWINS, TwinsOf
from curation.promotion import Evidence
from curation.runs import Run
from curation.versions import asked_sha256, line
from store.answers.twins import Looking
from store.desk import Desk
from store.ledger.reading import Reading

Scores = Mapping[tuple[str, str], Stability]  # by case and by what it asked at that time
_UNNAMED = ""  # runs that name no model count as one: what is not known is no fresh start


def scores(desk: Desk, case_ids: Sequence[str]) -> Scores:
    """How stably each case was scored, apart for everything that it has ever asked."""
    with desk.ledger.reading() as asked:
        runs = [run for run, _, _ in asked.runs()]
    return scored(runs, desk.facts().ask("case_attempts", case_ids=list(case_ids)))


def scored(runs: Iterable[Run], attempts: Iterable[Mapping[str, Any]]) -> Scores:
    """The same from the rows of `case_attempts`."""
    versions = {run.name: run.model_version or _UNNAMED for run in runs}
    tallies: dict[tuple[str, str], dict[str, list[Tally]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in attempts:
        tally = Tally(row["passed"], row["failed"], row["errored"])
        version = versions.get(row["run"], _UNNAMED)
        tallies[row["case_id"], row["asked_sha256"]][version].append(tally)
    return {key: stability(found) for key, found in tallies.items()}


def evidence(
    asked: Reading,
    cases: Sequence[Case],
    scored: Scores,
    looking: Looking | None = None,
    *,
    together: bool = False,
) -> dict[str, Evidence]:
    """Per case: the policy, who owns the blocking set, and the scores of what it asks now.

    With `looking` also its twins; those among `cases` too where one act moves them `together`.
    """
    policy, owner = asked.policy(), asked.ownership("blocking")
    twins: Mapping[str, TwinsOf] = {}
    if looking is not None:
        twins = looking.at(asked, cases, policy, together=together)
    return {
        case.id: Evidence(
            policy,
            scored.get((case.id, asked_sha256(line(case))), UNSCORED),
            owner,
            twins.get(case.id, NO_TWINS),
        )
        for case in cases
    }
