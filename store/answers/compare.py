"""What a candidate changed: the same cases under two runs, and who is better or worse off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from curation.attempts import Outcome
from curation.comparison import NonInferiority
from curation.comparison import compare as compared
from curation.errors import BadRequest
from curation.measures.measure import TOO_FEW
from curation.measures.paired_cohorts import (
    ComparedCohort,
    PairedDifference,
    compared_cohorts,
)
from curation.measures.pairs import TEST, mcnemar, pairs_of
from curation.runs import Run
from curation.thresholds import MARGIN, MIN_SUPPORT
from curation.versions import asked_sha256
from store.answers.case_cohorts import Line, cohorts_of, lines_of
from store.answers.run_samples import Scored, asks_alike, scored_cases
from store.answers.side import Side, side_of
from store.answers.what_changed import Changed, what_changed
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class CompareAnswer:
    """`pairs` cases were scored by both; `only_baseline` of them passed only there.

    Case lists: `broke` passed before and fail now, `flaky` contradict themselves now.
    """

    baseline: str
    candidate: str
    pairs: int
    unmatched: int
    only_baseline: int
    only_candidate: int
    both: int
    neither: int
    difference: PairedDifference
    p_value: float
    test: str
    margin: float
    verdict: str
    warnings: tuple[str, ...]
    broke: tuple[str, ...]
    fixed: tuple[str, ...]
    still_failing: tuple[str, ...]
    flaky: tuple[str, ...]
    unscored: tuple[str, ...]
    unmatched_cases: tuple[str, ...]
    sides: tuple[Side, Side]
    changed: Changed
    cohorts: tuple[ComparedCohort, ...]


def compare(
    desk: Desk, baseline: str, candidate: str, by: Sequence[str] = ("route",)
) -> CompareAnswer:
    """`candidate` against `baseline`, on the cases that ask the same thing in both."""
    if baseline == candidate:
        raise BadRequest(f"{baseline} is one run: name two different ones to compare.")
    with desk.ledger.reading() as asked:
        runs = asked.run(baseline)[0], asked.run(candidate)[0]
        policy = asked.policy()
    lines = {run.name: lines_of(desk, run.name) for run in runs}
    before, after = (scored_cases(desk, run.name, lines[run.name]) for run in runs)
    common = asks_alike(before, after)
    skipped = _not_run(before, after, lines[candidate])
    unmatched = tuple(sorted((before.keys() | after.keys()) - {*common, *skipped}))
    then = {c: before[c].outcome for c in (*common, *skipped)}
    now = {c: after[c].outcome for c in common} | dict.fromkeys(skipped, Outcome.MISSING)
    found, pairs = compared(now, then, policy.value(MARGIN)), pairs_of(now, then)
    floor = policy.value(MIN_SUPPORT)
    if pairs.n < floor:
        found = replace(found, outcome=NonInferiority.UNDECIDED)
    groups = _groups(desk, lines[candidate], [*common, *skipped], by)
    return CompareAnswer(
        baseline=baseline,
        candidate=candidate,
        pairs=pairs.n,
        unmatched=len(unmatched),
        only_baseline=pairs.only_baseline,
        only_candidate=pairs.only_candidate,
        both=pairs.both,
        neither=pairs.neither,
        difference=PairedDifference(found.value, found.low, found.high, found.method),
        p_value=mcnemar(pairs.only_baseline, pairs.only_candidate),
        test=TEST,
        margin=policy.value(MARGIN),
        verdict=found.outcome,
        warnings=(*_warnings(runs, len(common), skipped, unmatched), *_few(pairs.n, floor)),
        broke=found.broke,
        fixed=found.fixed,
        still_failing=tuple(c for c in common if then[c] in _FAILING and now[c] in _FAILING),
        flaky=tuple(c for c in common if now[c] is Outcome.FLAKY),
        unscored=found.unscored,
        unmatched_cases=unmatched,
        sides=(side_of(runs[0], before, common), side_of(runs[1], after, common)),
        changed=what_changed(desk, runs, found, now),
        cohorts=compared_cohorts(groups, now, then, policy.value(MARGIN), floor),
    )


_FAILING = (Outcome.FAILED, Outcome.FLAKY)


def _few(n: int, floor: float) -> tuple[str, ...]:
    return (f"{TOO_FEW.capitalize()}: {n} pairs, {floor:.0f} needed.",) if 0 < n < floor else ()


def _not_run(
    before: Mapping[str, Scored], after: Mapping[str, Scored], lines: Mapping[str, Line]
) -> list[str]:
    """Cases that the candidate was to score, that ask the same, and that it never ran."""
    return sorted(
        case_id
        for case_id, one in before.items()
        if case_id not in after
        and case_id in lines
        and asked_sha256(lines[case_id]) == one.asked_sha256
    )


def _warnings(
    runs: tuple[Run, Run], common: int, skipped: Sequence[str], unmatched: Sequence[str]
) -> tuple[str, ...]:
    """The loud words: what makes the two runs less alike than they look."""
    said: list[str] = []
    before, after = (", ".join(f"{s}@{v}" for s, v in sorted(r.sets.items())) for r in runs)
    if before != after:
        said.append(
            f"DIFFERENT SET VERSIONS: {runs[0].name} was scored on {before}, {runs[1].name} on "
            f"{after}. Only the {common:,} cases that ask the same in both are compared."
        )
    if skipped:
        said.append(
            f"{runs[1].name} did not run {len(skipped):,} of the cases that it was to score: "
            "each of them may have failed."
        )
    if unmatched:
        cases = "case counts" if len(unmatched) == 1 else "cases count"
        said.append(
            f"{len(unmatched):,} {cases} for nothing: scored in one run only, or changed since."
        )
    if not common:
        said.append("The runs have no case in common: nothing can be said.")
    return tuple(said)


def _groups(
    desk: Desk,
    lines: Mapping[str, Mapping[str, object]],
    common: Sequence[str],
    by: Sequence[str],
) -> list[tuple[Mapping[str, str | None], list[str]]]:
    """The common cases by cohort."""
    if not by:
        return []
    places = cohorts_of(desk, {c: lines[c] for c in common}, by)
    groups: dict[tuple[str | None, ...], list[str]] = {}
    for case_id in common:
        groups.setdefault(tuple(places[case_id][c] for c in by), []).append(case_id)
    return [(dict(zip(by, key, strict=True)), cases) for key, cases in groups.items()]
