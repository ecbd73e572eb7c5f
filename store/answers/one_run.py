"""One run by name, with how fast it was and what it cost."""

from dataclasses import dataclass

from curation.errors import Unknown
from curation.measures.measure import Measure
from curation.measures.speed import Latency
from store.answers.case_cohorts import lines_of
from store.answers.run_samples import scored_cases
from store.answers.runs import RunSummary, runs
from store.answers.side import cost_of, speed_of
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class OneRun:
    """`summary` as the list has it; the rest of the cases that it is pinned to."""

    summary: RunSummary
    latency_ms: Latency
    cold_latency_ms: Latency | None
    warm_latency_ms: Latency | None
    unmarked: int
    cost_usd: Measure


def one_run(desk: Desk, name: str) -> OneRun:
    """The run called `name`, or Unknown."""
    found = next((run for run in runs(desk).runs if run.run == name), None)
    if found is None:
        raise Unknown("run", name, "`evaldesk runs` lists them.")
    cases = list(scored_cases(desk, name, lines_of(desk, name)).values())
    speed = speed_of(cases)
    return OneRun(
        found,
        speed.latency_ms,
        speed.cold_latency_ms,
        speed.warm_latency_ms,
        speed.unmarked,
        cost_of(cases),
    )
