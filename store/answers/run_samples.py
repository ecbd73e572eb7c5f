"""What a run shows of each cohort: one vote per case, whatever the number of attempts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curation.attempts import Outcome, outcome, tallies
from curation.errors import BadRequest
from curation.identity import plain_label
from curation.measures.cohort import MOST_LABELS, Sample, label_list
from curation.measures.confusion import Cell
from curation.measures.meaning import Read, read, rows_of
from curation.measures.speed import latency_of, mean_cost_of
from curation.versions import asked_sha256
from store.answers.case_cohorts import Cohorts, cases_in, cohorts_of, lines_of
from store.desk import Desk
from store.facts.sliced import Part

LONGEST_LABEL = 80  # characters; what is longer is a text
_SCORED = (Outcome.PASSED, Outcome.FAILED, Outcome.FLAKY)
Row = Mapping[str, Any]
Pair = tuple[str, str | None]  # a column and its value


@dataclass(frozen=True, slots=True)
class Scored:
    """One case in the run: what it expected, what was said, and how it went."""

    case_id: str
    asked_sha256: str
    truth: str
    prediction: str | None
    outcome: Outcome
    score: float | None
    calls: tuple[tuple[float, bool | None], ...]  # ms, and whether it was a cold start
    costs_usd: tuple[float, ...]


def scored_cases(desk: Desk, run: str, lines: Mapping[str, Row]) -> dict[str, Scored]:
    """The cases of a run by id, as far as its results speak of what the case asks there.

    A case passes only when every attempt passed; its prediction is the one that was wrong.
    """
    attempts: dict[str, list[Row]] = defaultdict(list)
    asks = {case_id: asked_sha256(line) for case_id, line in lines.items()}
    for row in desk.facts().ask("run_results", run=run):
        if asks.get(row["case_id"]) == row["asked_sha256"]:
            attempts[row["case_id"]].append(row)
    known = _labels(lines.values(), attempts)
    return {c: _scored(lines[c], asks[c], rows, known) for c, rows in attempts.items()}


def asks_alike(before: Mapping[str, Scored], after: Mapping[str, Scored]) -> list[str]:
    """The cases of both runs that asked and expected the same thing, by id."""
    return sorted(
        c
        for c in before.keys() & after.keys()
        if before[c].asked_sha256 == after[c].asked_sha256
    )


def _labels(lines: Iterable[Row], attempts: Mapping[str, Sequence[Row]]) -> set[str]:
    """What counts as a label: what is expected or predicted, or said if short and rare."""
    wrong = [row for rows in attempts.values() for row in rows if row["passed"] is False]
    predicted = {row["prediction"] for row in wrong if row["prediction"]}
    known = {_truth(line) for line in lines} | predicted
    said = {plain_label(r["output"]) for r in wrong if r["output"] and not r["prediction"]}
    short = all(len(label) <= LONGEST_LABEL and "\n" not in label for label in said)
    return known | said if short and len(known | said) <= MOST_LABELS else known


def _truth(line: Row) -> str:
    return plain_label(line["expected"] or line["expected_behaviour"] or "answer")


def _said(row: Row) -> str | None:
    return row["prediction"] or (plain_label(row["output"]) if row["output"] else None)


def _scored(line: Row, asks: str, rows: Sequence[Row], known: set[str]) -> Scored:
    found = outcome(tallies((row["case_id"], row["passed"]) for row in rows)[line["case_id"]])
    wrong = next((row for row in rows if row["passed"] is False), None)
    truth, shown = _truth(line), wrong or rows[0]
    said = _said(wrong) if wrong else None
    if found is Outcome.PASSED:
        said = truth
    return Scored(
        line["case_id"],
        asks,
        truth,
        said if said in known else None,
        found,
        shown["score"],
        tuple((r["latency_ms"], r["cold"]) for r in rows if r["latency_ms"] is not None),
        tuple(row["cost_usd"] for row in rows if row["cost_usd"] is not None),
    )


class RunSamples:
    """The cases of one run in their cohorts."""

    def __init__(self, desk: Desk, run: str, part: Part) -> None:
        if part.since or part.until:
            raise BadRequest("A run has no window: leave out --from and --to, or the run.")
        lines = lines_of(desk, run)
        self._lines = lines
        self._cases = scored_cases(desk, run, lines)
        places = cohorts_of(desk, lines, part.columns)
        inside = set(cases_in(desk, lines, part.where))
        wanted = [c for c in self._cases if c in inside]
        self._groups: dict[Cohorts, list[Scored]] = {(): [self._cases[c] for c in wanted]}
        for by in part.sets:
            for case_id in wanted:
                key = tuple((column, places[case_id][column]) for column in by)
                if key:
                    self._groups.setdefault(key, []).append(self._cases[case_id])

    def pairs_with(self, before: "RunSamples") -> dict[frozenset[Pair], tuple[int, int, int]]:
        """By cohort: cases of both runs right only now, right only then, and all of them."""
        then = {case.case_id: case for case in before._groups[()]}
        return {frozenset(key): _paired(cases, then) for key, cases in self._groups.items()}

    @property
    def cohorts(self) -> int:
        """How many there are, besides the one of all cases."""
        return len(self._groups) - 1

    @property
    def cells(self) -> Sequence[Cell]:
        """The counts of (truth, prediction) of all cases together."""
        return _cells(self._groups[()])

    def meaning(self) -> Read | None:
        """What scores speak of, as all cases of the run tell it: no filter changes it."""
        every = [*self._cases.values()]
        labels = label_list(_cells(every))
        asked = labels[-1] if labels else ""
        return read(rows_of([_score(c, asked) for c in every if c.score is not None]), labels)

    def in_cell(self, truth: str, predicted: str | None) -> list[tuple[str, Row, float | None]]:
        """The cases of one cell, each with its line in the set version and its score."""
        return [
            (case.case_id, self._lines[case.case_id], case.score)
            for case in self._groups[()]
            if (case.truth, case.prediction) == (truth, predicted)
        ]

    def samples(self, asked: str) -> list[Sample]:
        """Every cohort, and all cases under {}; scores are counted for the label `asked`."""
        return [_sample(dict(key), found, asked) for key, found in self._groups.items()]


def _paired(cases: Iterable[Scored], then: Mapping[str, Scored]) -> tuple[int, int, int]:
    sides = [
        (case.prediction == case.truth, was.prediction == was.truth)
        for case in cases
        if (was := then.get(case.case_id)) and was.asked_sha256 == case.asked_sha256
    ]
    return sides.count((True, False)), sides.count((False, True)), len(sides)


def _cells(cases: Iterable[Scored]) -> list[Cell]:
    return [(case.truth, case.prediction, 1) for case in cases]


def _sample(cohort: Mapping[str, str | None], cases: Sequence[Scored], asked: str) -> Sample:
    judged = [case for case in cases if case.outcome in _SCORED]
    return Sample(
        cohort=cohort,
        cells=_cells(cases),
        scored=rows_of([_score(case, asked) for case in cases if case.score is not None]),
        events=len(cases),
        judged=len(judged),
        wrong=sum(case.outcome is not Outcome.PASSED for case in judged),
        latency=latency_of([ms for case in cases for ms, _ in case.calls]),
        cost_usd=mean_cost_of([usd for case in cases for usd in case.costs_usd]),
    )


def _score(case: Scored, asked: str) -> tuple[float, bool, bool | None, bool | None, int]:
    said = None if case.prediction is None else case.prediction == asked
    matches = None if case.prediction is None else case.prediction == case.truth
    return case.score or 0.0, case.truth == asked, said, matches, 1
