"""What the last judged releases would have met, had cases stood in the blocking set."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from curation.attempts import Outcome, Tally, outcome
from curation.cases import Case
from curation.effect import LOOKED_BACK, Effect, effect, met
from curation.versions import asked_sha256, line
from store.ledger.reading import Reading

Outcomes = Mapping[str, Mapping[str, Outcome]]  # by case, then by run
Judged = list[tuple[str, str]]  # runs and the gate's answers, newest first


def judged(asked: Reading) -> Judged:
    """The last releases that the gate was asked about; other runs were no candidates."""
    found = [(run.name, said["verdict"]) for run, said, _ in asked.runs() if said]
    return found[:LOOKED_BACK]


def tallied(
    attempts: Iterable[Mapping[str, Any]], cases: Iterable[Case]
) -> dict[str, dict[str, Tally]]:
    """Tallies by case and run from the rows of `case_attempts`, on what `cases` ask now."""
    asks = {case.id: asked_sha256(line(case)) for case in cases}
    found: dict[str, dict[str, Tally]] = defaultdict(dict)
    for row in attempts:
        case_id = row["case_id"]
        if asks.get(case_id) == row["asked_sha256"]:
            tally = Tally(row["passed"], row["failed"], row["errored"])
            found[case_id][row["run"]] = tally
    return found


def effect_of(
    case_ids: Collection[str], runs: Judged, tallies: Mapping[str, Mapping[str, Tally]]
) -> Effect:
    """What `runs` would have met, with all of `case_ids` in the set together."""
    return effect(
        met(run, answer, [outcome(tallies.get(c, {}).get(run)) for c in case_ids])
        for run, answer in runs
    )
