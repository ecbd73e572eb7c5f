"""Which cases contradict themselves, and how often a gate goes red by that alone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from curation.attempts import Tally
from curation.errors import NothingToJudge, Unknown
from curation.measures.measure import Measure
from curation.measures.steadiness import (
    FEWEST,
    Steadiness,
    pass_share,
    red_by_noise,
    steadiness,
)
from curation.runs import Run, SetVersion, parse_set
from curation.versions import asked_sha256
from store.desk import Desk
from store.ledger.reading import Reading

Row = Mapping[str, Any]
_ORDER = (
    Steadiness.FLAKY,
    Steadiness.STABLE_FAIL,
    Steadiness.TOO_FEW,
    Steadiness.STABLE_PASS,
)


@dataclass(frozen=True, slots=True)
class CaseSteadiness:
    """One case under one model version: what its attempts, in all runs together, show."""

    case: str
    title: str
    route: str
    steadiness: Steadiness
    passed: int
    scored: int
    errored: int
    pass_share: Measure


@dataclass(frozen=True, slots=True)
class FlakesAnswer:
    """`red_by_noise`: the chance that a run of `attempts` each goes red though nothing changed.

    Null when nothing was scored. Cases that never passed are red for a reason and do not count.
    """

    set: str
    version: int
    model_version: str | None
    runs: tuple[str, ...]
    attempts: int
    red_by_noise: float | None
    flaky: int
    stable_pass: int
    stable_fail: int
    too_few: int
    fewest: int
    cases: tuple[CaseSteadiness, ...]


def flakes(desk: Desk, on: str = "blocking", model: str | None = None) -> FlakesAnswer:
    """The cases of a set under one model version: that of the newest run, unless named."""
    with desk.ledger.reading() as asked:
        version = _version(asked, on)
        lines = {line["case_id"]: line for line in asked.lines(version.set, version.version)}
        runs = _runs(asked, version.set, model)
    tallies, newest = _tallies(desk, lines, {run.name for run in runs})
    found = [_case(lines[c], tallies.get(c, Tally())) for c in lines]
    found.sort(key=lambda c: (_ORDER.index(c.steadiness), c.pass_share.value or 0, c.case))
    count = Counter(case.steadiness for case in found)
    attempts = round(median(newest[runs[0].name])) if runs and newest.get(runs[0].name) else 1
    return FlakesAnswer(
        set=version.set,
        version=version.version,
        model_version=runs[0].model_version if runs else model,
        runs=tuple(run.name for run in runs),
        attempts=attempts,
        red_by_noise=red_by_noise([(c.passed, c.scored) for c in found], attempts),
        flaky=count[Steadiness.FLAKY],
        stable_pass=count[Steadiness.STABLE_PASS],
        stable_fail=count[Steadiness.STABLE_FAIL],
        too_few=count[Steadiness.TOO_FEW],
        fewest=FEWEST,
        cases=tuple(found),
    )


def _version(asked: Reading, on: str) -> SetVersion:
    name, number = parse_set(on)
    found = asked.set_version(name, number)
    if found is not None:
        return found
    if number is not None:
        asked.lines(name, number)  # Unknown, with the way out
    raise NothingToJudge(
        f"No {name} set was ever frozen, so no case of it was scored. Run `evaldesk freeze "
        f"{name}`, or name another set with --set."
    )


def _runs(asked: Reading, name: str, model: str | None) -> list[Run]:
    """The runs of one model version that were scored on the set, newest first."""
    runs = [run for run, _, _ in asked.runs() if name in run.sets]
    runs.sort(key=lambda run: run.at, reverse=True)
    if model is not None and all(run.model_version != model for run in runs):
        raise Unknown("model version", model, "`evaldesk runs` lists what was scored.")
    wanted = model if model is not None else next((r.model_version for r in runs), None)
    return [run for run in runs if run.model_version == wanted]


def _tallies(
    desk: Desk, lines: Mapping[str, Row], runs: set[str]
) -> tuple[dict[str, Tally], dict[str, list[int]]]:
    """Attempts by case at what it asks now, and how many each run made at a case."""
    asks = {case_id: asked_sha256(line) for case_id, line in lines.items()}
    sums: dict[str, list[int]] = {}
    made: dict[str, list[int]] = {}
    for row in desk.facts().ask("case_attempts", case_ids=list(lines)):
        if row["run"] not in runs or asks[row["case_id"]] != row["asked_sha256"]:
            continue
        made.setdefault(row["run"], []).append(row["attempts"])
        total = sums.setdefault(row["case_id"], [0, 0, 0])
        for place, name in enumerate(("passed", "failed", "errored")):
            total[place] += row[name]
    return {case_id: Tally(*counts) for case_id, counts in sums.items()}, made


def _case(line: Row, tally: Tally) -> CaseSteadiness:
    return CaseSteadiness(
        case=line["case_id"],
        title=line["input"][:140],
        route=line["route"],
        steadiness=steadiness(tally.passed, tally.scored),
        passed=tally.passed,
        scored=tally.scored,
        errored=tally.errored,
        pass_share=pass_share(tally.passed, tally.scored),
    )
