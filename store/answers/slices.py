"""Where it hurts: slices of one or two columns that err more often than all the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

from curation.attempts import Outcome
from curation.measures.cohort import Cohort
from curation.measures.measure import Measure
from curation.measures.pairs import SCORED
from curation.measures.slices import ALPHA, Finding, Slice, worse_slices
from curation.thresholds import MIN_SUPPORT
from store.answers.case_cohorts import OWN, Line, cohorts_of, lines_of, tag_names
from store.answers.cohorts import Question, part_of
from store.answers.run_samples import Scored, scored_cases
from store.desk import Desk
from store.facts.slicing import Part, Slicing

MOST_VALUES = 50  # a column of more values makes no slices that a person would act on
EXAMPLES, WITH_EXAMPLES = 5, 12  # of each slice, for as many as a person looks at
_NOT_SOUGHT = ("week", "month", "feedback", "tags", "owner")  # when and who, not where


@dataclass(frozen=True, slots=True)
class Example:
    """One that is wrong: an event, or a case of a run."""

    id: str
    title: str | None


@dataclass(frozen=True, slots=True)
class WorseSlice:
    """`effect`: its share of wrong ones minus that of all others."""

    cohort: Cohort
    n: int
    wrong: int
    effect: Measure
    p_value: float
    p_adjusted: float
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class SlicesAnswer:
    """`tried` slices were tested, and every p is corrected for that many."""

    n: int
    wrong: int
    tried: int
    too_small: int
    columns: tuple[str, ...]
    skipped: tuple[str, ...]
    alpha: float
    method: str
    min_support: float
    slices: tuple[WorseSlice, ...]


class Ground(Protocol):
    """What is searched: events or the cases of a run."""

    def columns(self) -> dict[str, int]:
        """The columns that can be searched, with how many values each has."""
        ...

    def counted(self, sets: Sequence[tuple[str, ...]]) -> Iterable[Slice]:
        """Every slice by each set of columns, and all under {}."""
        ...

    def examples(self, cohort: Cohort) -> tuple[Example, ...]:
        """Some wrong ones of a slice."""
        ...


def slices(desk: Desk, question: Question) -> SlicesAnswer:
    """Search every column and every pair of columns; `question.by` names the ones to search."""
    with desk.ledger.reading() as asked:
        floor = asked.policy().value(MIN_SUPPORT)
    ground: Ground = _OfEvents(desk, part_of(question))
    if question.run is not None:
        ground = _OfRun(desk, question.run)
    kinds = ground.columns()
    named = [column for by in question.by for column in by]
    sought = [c for c in kinds if 2 <= kinds[c] <= MOST_VALUES and c not in _NOT_SOUGHT]
    columns = named or sought
    sets = [(c,) for c in columns] + list(combinations(columns, 2))
    counted = list(ground.counted(sets))
    whole = next(one for one in counted if not one.cohort)
    known = [s for s in counted if s.cohort and None not in s.cohort.values()]
    found = worse_slices(known, whole.wrong, whole.n, floor)
    return SlicesAnswer(
        n=whole.n,
        wrong=whole.wrong,
        tried=found.tried,
        too_small=found.too_small,
        columns=tuple(columns),
        skipped=tuple(sorted(kinds.keys() - set(columns))),
        alpha=ALPHA,
        method=found.method,
        min_support=floor,
        slices=tuple(
            _told(one, ground.examples(one.cohort) if place < WITH_EXAMPLES else ())
            for place, one in enumerate(found.findings)
        ),
    )


def _told(found: Finding, examples: tuple[Example, ...]) -> WorseSlice:
    return WorseSlice(
        found.cohort,
        found.n,
        found.wrong,
        found.effect,
        found.p_value,
        found.p_adjusted,
        examples,
    )


class _OfEvents:
    def __init__(self, desk: Desk, part: Part) -> None:
        self._slicing = Slicing(desk.facts())
        self._part = part

    def columns(self) -> dict[str, int]:
        return self._slicing.kinds(self._slicing.columns())

    def counted(self, sets: Sequence[tuple[str, ...]]) -> Iterable[Slice]:
        rows = self._slicing.counts("slice_counts", self._among(sets, self._part.where))
        return [Slice(row.cohort, row.cells["wrong"], row.cells["n"]) for row in rows]

    def examples(self, cohort: Cohort) -> tuple[Example, ...]:
        part = self._among((), {**self._part.where, **cohort})
        rows = self._slicing.counts("slice_examples", part, limit=EXAMPLES)
        return tuple(Example(row.cells["id"], row.cells["title"]) for row in rows)

    def _among(self, sets: Sequence[tuple[str, ...]], where: Cohort) -> Part:
        return Part(sets, where, self._part.since, self._part.until)


class _OfRun:
    def __init__(self, desk: Desk, run: str) -> None:
        lines = lines_of(desk, run)
        scored = scored_cases(desk, run, lines)
        self._cases = {c: s for c, s in scored.items() if s.outcome in SCORED}
        self._lines: Mapping[str, Line] = lines
        names = dict.fromkeys(
            [*OWN, *tag_names(lines.values()), *Slicing(desk.facts()).columns()]
        )
        self._names = list(names)
        self._places = cohorts_of(desk, lines, self._names)

    def columns(self) -> dict[str, int]:
        places = [self._places[case_id] for case_id in self._cases]
        return {c: len({of[c] for of in places} - {None}) for c in self._names}

    def counted(self, sets: Sequence[tuple[str, ...]]) -> Iterable[Slice]:
        found: list[Slice] = []
        for by in [(), *sets]:
            groups: dict[tuple[str | None, ...], list[Scored]] = {(): []} if not by else {}
            for case_id, case in self._cases.items():
                key = tuple(self._places[case_id][column] for column in by)
                groups.setdefault(key, []).append(case)
            for key, cases in groups.items():
                wrong = sum(case.outcome is not Outcome.PASSED for case in cases)
                found.append(Slice(dict(zip(by, key, strict=True)), wrong, len(cases)))
        return found

    def examples(self, cohort: Cohort) -> tuple[Example, ...]:
        found = [
            Example(case_id, self._lines[case_id]["input"][:140])
            for case_id, case in sorted(self._cases.items())
            if case.outcome is not Outcome.PASSED
            and all(self._places[case_id][c] == value for c, value in cohort.items())
        ]
        return tuple(found[:EXAMPLES])
