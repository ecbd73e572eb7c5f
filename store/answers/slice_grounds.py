"""What is searched for slices: production events, or the cases of a run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from curation.attempts import Outcome
from curation.measures.cohort import Cohort
from curation.measures.pairs import SCORED
from curation.measures.slice_rows import RIGHT, UNKNOWN, Codes, Rows
from store.answers.case_cohorts import OWN, Line, cohorts_of, lines_of, tag_names
from store.answers.cohorts import Question, part_of, window_of
from store.answers.run_samples import Scored, scored_cases
from store.desk import Desk
from store.facts.coded import coded
from store.facts.sliced import Part
from store.facts.slicing import Slicing

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Example:
    """One that is wrong: an event, or a case of a run; `case` is where it is decided on."""

    id: str
    case: str
    title: str | None


class Ground(Protocol):
    """What is searched: events or the cases of a run."""

    def columns(self) -> dict[str, int]:
        """The columns that can be searched, with how many values each has."""
        ...

    def texts(self) -> list[str]:
        """The columns of texts: by these the inbox can be narrowed."""
        ...

    def rows(self, columns: Sequence[str]) -> Rows:
        """Every judged one by `columns`, and those of the reference."""
        ...

    def examples(self, cohort: Cohort, kind: str | None) -> tuple[Example, ...]:
        """Some wrong ones of a slice."""
        ...


def ground_of(desk: Desk, question: Question) -> Ground:
    """Where the question is asked."""
    if question.run is not None:
        return _OfRun(desk, question.run, question.reference)
    return _OfEvents(desk, question)


class _OfEvents:
    def __init__(self, desk: Desk, question: Question) -> None:
        self._slicing = Slicing(desk.facts())
        self._part = replace(part_of(question), sets=())
        self._reference = window_of(question)

    def columns(self) -> dict[str, int]:
        return self._slicing.kinds(self._slicing.columns())

    def texts(self) -> list[str]:
        return self._slicing.texts()

    def rows(self, columns: Sequence[str]) -> Rows:
        return coded(self._slicing, columns, self._part, self._reference)

    def examples(self, cohort: Cohort, kind: str | None) -> tuple[Example, ...]:
        part = Part((), {**self._part.where, **cohort}, self._part.since, self._part.until)
        rows = self._slicing.counts("slice_examples", part, limit=EXAMPLES, kind=kind)
        return tuple(
            Example(row.cells["id"], row.cells["case_id"], row.cells["title"]) for row in rows
        )


class _OfRun:
    """The cases that the run scored; of a reference run, those that both scored."""

    def __init__(self, desk: Desk, run: str, reference: str | None) -> None:
        lines = lines_of(desk, run)
        self._lines: Mapping[str, Line] = lines
        self._cases = _scored(desk, run, lines)
        self._before: dict[str, Scored] | None = None
        if reference is not None:
            then = _scored(desk, reference, lines_of(desk, reference))
            both = [c for c, s in self._cases.items() if _same(s, then.get(c))]
            self._cases, self._before = ({c: side[c] for c in both}
                                         for side in (self._cases, then))  # fmt: skip
        names = dict.fromkeys(
            [*OWN, *tag_names(lines.values()), *Slicing(desk.facts()).columns()]
        )
        self._names = list(names)
        self._places = cohorts_of(desk, lines, self._names)

    def columns(self) -> dict[str, int]:
        places = [self._places[case_id] for case_id in self._cases]
        return {c: len({of[c] for of in places} - {None}) for c in self._names}

    def texts(self) -> list[str]:
        return []  # the inbox holds failures of production, not of runs

    def rows(self, columns: Sequence[str]) -> Rows:
        cases = list(self._cases.values())
        values = {c: self._values(c) for c in columns}
        before = None if self._before is None else [self._before[c] for c in self._cases]
        every = (*cases, *(before or ()))
        kinds = sorted({c.outcome.value for c in every if c.outcome is not Outcome.PASSED})
        return Rows(
            values=values,
            codes={c: self._codes(c, values[c], cases) for c in columns},
            kinds=kinds,
            kind=_kinds(cases, kinds),
            then=None if before is None else _kinds(before, kinds),
        )

    def _values(self, column: str) -> list[str]:
        found = {self._places[case_id][column] for case_id in self._cases}
        return sorted(value for value in found if value is not None)

    def _codes(self, column: str, values: Sequence[str], cases: Sequence[Scored]) -> Codes:
        place = {value: i for i, value in enumerate(values)}
        found = [self._places[case.case_id][column] for case in cases]
        return np.array([place.get(v or "", UNKNOWN) for v in found], np.int16)

    def examples(self, cohort: Cohort, kind: str | None) -> tuple[Example, ...]:
        found = [
            Example(case_id, case_id, self._lines[case_id]["input"][:140])
            for case_id, case in sorted(self._cases.items())
            if case.outcome is not Outcome.PASSED
            and kind in (None, case.outcome.value)
            and all(self._places[case_id][c] == value for c, value in cohort.items())
        ]
        return tuple(found[:EXAMPLES])


def _kinds(cases: Sequence[Scored], kinds: Sequence[str]) -> Codes:
    """The place in `kinds` of how each case went wrong; RIGHT where it passed."""
    place = {kind: i for i, kind in enumerate(kinds)}
    return np.array([place.get(case.outcome.value, RIGHT) for case in cases], np.int16)


def _scored(desk: Desk, run: str, lines: Mapping[str, Line]) -> dict[str, Scored]:
    return {c: s for c, s in scored_cases(desk, run, lines).items() if s.outcome in SCORED}


def _same(one: Scored, other: Scored | None) -> bool:
    return other is not None and one.asked_sha256 == other.asked_sha256
