"""May this run's release ship? The measures that the gate holds against its thresholds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from curation.attempts import Outcome
from curation.comparison import Difference, NonInferiority, compare
from curation.gate import Answer, Check, Scored, Verdict, judge, outcomes
from curation.gate_mode import SUBJECT, Mode, mode_of, under
from curation.overtaken import numbers_of
from curation.thresholds import MARGIN, Policy
from curation.waivers import Spared, Waiver, spared
from store.answers.gate_basis import Basis, basis, tallied, today
from store.answers.gate_checks import checks as held_against
from store.answers.gate_flakes import (
    FlakyCase,
    GateFlakes,
    attempts_at,
    from_body,
    gate_flakes,
)
from store.answers.gate_measures import Measures
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """The gate's answer as it is shown, printed and recorded. Case lists are ids.

    `set_aside` failed or contradicted themselves and do not count: they are in quarantine.
    `unsteady` cases are flaky and in no quarantine. `red_by_noise` is the chance that a run
    like this one goes red though nothing changed; None when there are too few attempts to say.
    `undecided` failed in quarantine, too few times under this version to tell why.
    """

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
    bound: Mapping[str, Any]  # what the verdict holds for: hashes, commit, numbers in force
    set_aside: tuple[str, ...] = ()
    quarantined: tuple[FlakyCase, ...] = ()
    unsteady: tuple[FlakyCase, ...] = ()
    red_by_noise: float | None = None
    red_at_most: float | None = None
    undecided: tuple[str, ...] = ()
    mode: str = Mode.NORMAL  # of the gate: frozen, only a fix may ship
    fix: str | None = None  # what the run mends, as it was stated
    waivers: tuple[Spared, ...] = ()  # in force for this run
    label_agreement: Mapping[str, Any] | None = None  # None: by no labelling standard


def gate(
    desk: Desk,
    run: str,
    *,
    on: str | None = None,
    baseline: str | None = None,
    fix: str | None = None,
) -> GateAnswer:
    """Judge `run` on the blocking version in force, or on the version named by `on`.

    While the gate is frozen a run is blocked unless it is stated as a `fix`. Raises StaleRun
    when the run was scored on another version than the one in force and `on` does not ask for
    it by name; NothingToJudge when no blocking set was ever frozen.
    """
    with desk.ledger.reading() as asked:
        mode = mode_of(asked.standing_of(SUBJECT))
    found = gate_without(desk, run, (), on=on, baseline=baseline)
    answer, reason = under(mode, (Answer(found.verdict), found.reason), run, fix)
    return replace(found, verdict=answer, reason=reason, mode=mode.mode, fix=fix)


def gate_without(
    desk: Desk,
    run: str,
    left_out: Collection[str],
    *,
    on: str | None = None,
    baseline: str | None = None,
) -> GateAnswer:
    """Judge `run` as if the cases `left_out` had not been in the sets, nor the gate frozen."""
    return Hearing(desk, run, on=on, baseline=baseline, left_out=left_out).judged()


class Hearing:
    """One run before the gate: asked about once, judged under as many policies as wanted.

    Nothing is recorded, and no freeze counts.
    """

    def __init__(
        self,
        desk: Desk,
        run: str,
        *,
        on: str | None = None,
        baseline: str | None = None,
        left_out: Collection[str] = (),
    ) -> None:
        with desk.ledger.reading() as asked:
            found = basis(asked, run, on, today(desk)).less(left_out)
            against = asked.run(baseline)[0] if baseline else None
        self.basis, self._against = found, against.name if against else None
        self.tallies = tallied(desk, run, found)
        self._before = tallied(desk, against.name, found) if against else {}
        self._attempts = attempts_at(desk, found)
        self._unsettled = _unsettled(desk, found)
        self.measures = Measures(desk, found)

    def judged(
        self, policy: Policy | None = None, waivers: Sequence[Waiver] | None = None
    ) -> GateAnswer:
        """The answer by what is in force, or by `policy` and with `waivers` instead."""
        found = self.basis
        if policy is not None or waivers is not None:
            granted = found.waivers if waivers is None else waivers
            found = replace(found, policy=policy or found.policy, waivers=granted)
        flakes = gate_flakes(found, self._attempts, self.tallies)
        scored = Scored(found.run.name, self.tallies)
        outcome = outcomes(sorted(found.by_case), scored)
        # Too few attempts to tell a failure from a wobble: no proof of either.
        few = {c for c in flakes.undecided if outcome[c] is Outcome.FAILED}
        outcome |= dict.fromkeys(few, Outcome.ERRORED)
        held = {c: o for c, o in outcome.items() if c not in flakes.excused}
        waived = found.waived(held)
        checks = held_against(found.policy, self.measures, held, waived)
        comparison = self._comparison(held, found.policy) if self._against else None
        blocking = (found.blocking.set, found.blocking.version, found.blocking_ids)
        aside = (flakes.excused, flakes.undecided, {one.what for one in found.waivers})
        verdict = judge(
            scored, blocking, checks, comparison, self._against, self._unsettled, *aside
        )
        return _answer(verdict, found, flakes)

    def _comparison(self, outcome: Mapping[str, Outcome], policy: Policy) -> Difference:
        before = Scored(self._against or "", self._before)
        return compare(outcome, outcomes(list(outcome), before), policy.value(MARGIN))


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
    # Answers of before there were quarantines say nothing of them.
    lists |= {name: tuple(said.get(name, ())) for name in ("set_aside", "undecided")}
    flaky = {name: from_body(said.get(name, ())) for name in ("quarantined", "unsteady")}
    values: dict[str, Any] = {**said, **lists, **flaky, "thresholds": checks}
    values["comparison"] = difference
    values["waivers"] = tuple(Spared(**one) for one in said.get("waivers", ()))
    return GateAnswer(**values)


def _difference(said: Mapping[str, Any]) -> Difference:
    lists = {name: tuple(said[name]) for name in ("broke", "fixed", "unscored")}
    values: dict[str, Any] = {**said, **lists, "outcome": NonInferiority(said["outcome"])}
    return Difference(**values)


def _unsettled(desk: Desk, found: Basis) -> list[str]:
    """What keeps the results from being a proof: some of them are in quarantine."""
    rows = desk.facts().ask("run_rejects", import_ids=list(found.imports))
    count = rows[0]["count"]
    if not count:
        return []
    kept = "result is" if count == 1 else "results are"
    return [f"{count} {kept} in quarantine (undo the import, mend the file, import it again)"]


def _answer(verdict: Verdict, found: Basis, flakes: GateFlakes) -> GateAnswer:
    decisions = {t.name: t.decision for t in found.policy.gate()}
    bound = {
        "set_sha256": found.blocking.sha256,
        "sets": dict(found.run.sets),
        "model_version": found.run.model_version,
        "commit": found.run.commit,
        "environment": found.run.environment,
        "thresholds": decisions,
        "numbers": numbers_of(found.policy, compared=verdict.comparison is not None),
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
        set_aside=verdict.quarantined,
        quarantined=flakes.quarantined,
        unsteady=flakes.unsteady,
        red_by_noise=flakes.red_by_noise,
        red_at_most=flakes.red_at_most,
        undecided=verdict.undecided,
        waivers=spared(found.waivers, verdict.waived),
    )
