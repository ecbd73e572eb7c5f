"""May this run's release ship? The measures that the gate holds against its thresholds."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from curation.attempts import Outcome, tallies
from curation.budgets import within_budget
from curation.comparison import Difference, NonInferiority, compare
from curation.errors import BadRequest, NothingToJudge, StaleRun
from curation.gate import Check, Scored, Verdict, judge, outcomes, share_passed
from curation.runs import Run, SetVersion, parse_set
from curation.thresholds import MARGIN, MIN_SUPPORT, Policy, Threshold
from curation.versions import asked_sha256
from store.desk import Desk
from store.ledger.reading import Reading

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """The gate's answer as it is shown, printed and recorded. Case lists are ids."""

    run: str
    set: str
    version: int
    verdict: str
    reason: str
    cases: int
    passed: int
    failed: tuple[str, ...]
    missing: tuple[str, ...]
    errored: tuple[str, ...]
    flaky: tuple[str, ...]
    thresholds: tuple[Check, ...]
    baseline: str | None
    comparison: Difference | None
    bound: Mapping[str, Any]  # what the verdict holds for: hashes, commit, decisions in force


@dataclass(frozen=True, slots=True)
class _Asked:
    run: Run
    blocking: SetVersion
    lines: Mapping[str, Sequence[Mapping[str, Any]]]  # set -> the lines it is judged on
    policy: Policy
    imports: Sequence[str]  # whose results stand
    undone: Sequence[str]  # whose results were taken out


def gate(
    desk: Desk, run: str, *, on: str | None = None, baseline: str | None = None
) -> GateAnswer:
    """Judge `run` on the blocking version in force, or on the version named by `on`.

    Raises StaleRun when the run was scored on another version than the one in force and
    `on` does not ask for it by name; NothingToJudge when no blocking set was ever frozen.
    """
    return gate_without(desk, run, (), on=on, baseline=baseline)


def gate_without(
    desk: Desk,
    run: str,
    left_out: Collection[str],
    *,
    on: str | None = None,
    baseline: str | None = None,
) -> GateAnswer:
    """Judge `run` as if the cases `left_out` had not been in the sets."""
    with desk.ledger.reading() as asked:
        found = _less(_asked(asked, run, on), left_out)
        against = asked.run(baseline)[0] if baseline else None
    rows = desk.facts().ask("run_results", run=run)
    scored = _scored(run, rows, found)
    cases = {name: [line["case_id"] for line in lines] for name, lines in found.lines.items()}
    everything = sorted({c for ids in cases.values() for c in ids})
    outcome = outcomes(everything, scored)
    checks = [_check(t, found, outcome, scored) for t in found.policy.gate()]
    comparison = _comparison(desk, against, outcome, found) if against else None
    blocking = (found.blocking.set, found.blocking.version, cases["blocking"])
    unsettled = _unsettled(desk, found)
    verdict = judge(scored, blocking, checks, comparison, baseline, unsettled)
    return _answer(verdict, found)


def recorded(desk: Desk, run: str) -> GateAnswer | None:
    """The gate's last recorded answer on `run`, as it was given then."""
    with desk.ledger.reading() as asked:
        _, said = asked.run(run)
    if said is None:
        return None
    comparison = said["comparison"]
    checks = tuple(Check(**check) for check in said["thresholds"])
    lists = {name: tuple(said[name]) for name in ("failed", "missing", "errored", "flaky")}
    difference = _difference(comparison) if comparison else None
    values: dict[str, Any] = {**said, **lists, "thresholds": checks, "comparison": difference}
    return GateAnswer(**values)


def _difference(said: Mapping[str, Any]) -> Difference:
    lists = {name: tuple(said[name]) for name in ("broke", "fixed", "unscored")}
    values: dict[str, Any] = {**said, **lists, "outcome": NonInferiority(said["outcome"])}
    return Difference(**values)


def _asked(asked: Reading, name: str, on: str | None) -> _Asked:
    run, _ = asked.run(name)
    blocking = _blocking(asked, run, on)
    lines = {"blocking": asked.lines("blocking", blocking.version)}
    held = set(blocking.cases)  # a case of both sets is judged as blocking says it
    for other, version in run.sets.items():
        if other != "blocking":
            found = asked.lines(other, version)
            lines[other] = [line for line in found if line["case_id"] not in held]
    brought = asked.imports_of_run(name)
    return _Asked(
        run,
        blocking,
        lines,
        asked.policy(),
        [i.id for i in brought if i.undone_by is None],
        [i.id for i in brought if i.undone_by is not None],
    )


def _less(found: _Asked, left_out: Collection[str]) -> _Asked:
    lines = {
        name: [line for line in of_set if line["case_id"] not in left_out]
        for name, of_set in found.lines.items()
    }
    return replace(found, lines=lines)


def _blocking(asked: Reading, run: Run, on: str | None) -> SetVersion:
    in_force = asked.set_version("blocking")
    if in_force is None:
        raise NothingToJudge(
            "No blocking set was ever frozen, so there is nothing to judge a release on. "
            "Promote cases and run `evaldesk freeze blocking`."
        )
    named = _named(on)
    scored_on = run.sets.get("blocking")
    if named is not None:
        asked.lines("blocking", named)  # Unknown when there is no such version
        found = asked.set_version("blocking", named)
        assert found is not None
        return found
    if scored_on != in_force.version:
        pins = " and ".join(f"{name}@{version}" for name, version in run.sets.items())
        raise StaleRun(run.name, f"blocking@{scored_on}" if scored_on else pins, in_force.name)
    return in_force


def _named(on: str | None) -> int | None:
    name, version = parse_set(on) if on else ("blocking", None)
    if name != "blocking" or (on and version is None):
        raise BadRequest(f"'{on}' is no version to judge on. Name one like blocking@3.")
    return version


def _scored(run: str, rows: Sequence[Row], found: _Asked) -> Scored:
    """The results that prove something: those judged on what their case asks here."""
    lines = {ln["case_id"]: ln for of_set in found.lines.values() for ln in of_set}
    latencies: dict[str, list[float | None]] = defaultdict(list)
    costs: dict[str, list[float | None]] = defaultdict(list)
    proofs = _proofs(rows, found)
    for row in proofs:
        route = lines[row["case_id"]]["route"]
        latencies[route].append(row["latency_ms"])
        costs[route].append(row["cost_usd"])
    counts = tallies((row["case_id"], row["passed"]) for row in proofs)
    return Scored(run, counts, latencies, costs)


def _proofs(rows: Sequence[Row], found: _Asked) -> list[Row]:
    lines = [line for of_set in found.lines.values() for line in of_set]
    asks = {line["case_id"]: asked_sha256(line) for line in lines}
    return [row for row in rows if asks.get(row["case_id"]) == row["asked_sha256"]]


def _unsettled(desk: Desk, found: _Asked) -> list[str]:
    """What keeps the results from being a proof: some of them are in quarantine."""
    rows = desk.facts().ask("run_rejects", import_ids=list(found.imports))
    count = rows[0]["count"]
    if not count:
        return []
    kept = "result is" if count == 1 else "results are"
    return [f"{count} {kept} in quarantine (undo the import, mend the file, import it again)"]


def _check(
    threshold: Threshold, found: _Asked, outcome: Mapping[str, Outcome], scored: Scored
) -> Check:
    floor = found.policy.value(MIN_SUPPORT)
    if threshold.metric == "pass_rate":
        chosen = _in_scope(threshold.scope, found)
        if chosen is None:
            why = f"the run was not scored on {threshold.scope}"
            return Check(threshold.name, None, threshold.value, None, 0, why=why)
        return share_passed(threshold, {c: outcome[c] for c in chosen}, floor)
    values = {"latency_p95_ms": scored.latencies_ms, "cost_per_1000_usd": scored.costs_usd}
    return within_budget(threshold, _of_route(values[threshold.metric], threshold.scope), floor)


def _in_scope(scope: str, found: _Asked) -> list[str] | None:
    if scope in ("backlog", "monitoring", "blocking"):
        lines = found.lines.get(scope)
        return None if lines is None else [line["case_id"] for line in lines]
    route = scope.removeprefix("route=")
    everything = {ln["case_id"]: ln["route"] for lines in found.lines.values() for ln in lines}
    return [c for c, r in everything.items() if not scope or r == route]


def _of_route(values: Mapping[str, Sequence[float | None]], scope: str) -> list[float | None]:
    route = scope.removeprefix("route=")
    return [v for r, found in values.items() if not scope or r == route for v in found]


def _comparison(
    desk: Desk, baseline: Run, outcome: Mapping[str, Outcome], found: _Asked
) -> Difference:
    rows = _proofs(desk.facts().ask("run_results", run=baseline.name), found)
    before = Scored(baseline.name, tallies((r["case_id"], r["passed"]) for r in rows))
    return compare(outcome, outcomes(list(outcome), before), found.policy.value(MARGIN))


def _answer(verdict: Verdict, found: _Asked) -> GateAnswer:
    decisions = {t.name: t.decision for t in found.policy.gate()}
    bound = {
        "set_sha256": found.blocking.sha256,
        "sets": dict(found.run.sets),
        "model_version": found.run.model_version,
        "commit": found.run.commit,
        "environment": found.run.environment,
        "thresholds": decisions,
        "undone_imports": list(found.undone),
    }
    return GateAnswer(
        run=verdict.run,
        set=verdict.set,
        version=verdict.version,
        verdict=verdict.answer,
        reason=verdict.reason,
        cases=verdict.cases,
        passed=verdict.passed,
        failed=verdict.failed,
        missing=verdict.missing,
        errored=verdict.errored,
        flaky=verdict.flaky,
        thresholds=verdict.checks,
        baseline=verdict.baseline,
        comparison=verdict.comparison,
        bound=bound,
    )
