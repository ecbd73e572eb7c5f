"""Where it hurts: slices of one or two columns that err more than the rest, or than before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from curation.errors import BadRequest
from curation.measures.cohort import Cohort
from curation.measures.measure import Measure
from curation.measures.slice_rows import (
    RIGHT,
    Codes,
    Rows,
    Told,
    counted,
    distinct,
    rate,
    whole,
)
from curation.measures.slices import (
    ALPHA,
    Search,
    fallen_slices,
    regressed_slices,
    worse_slices,
)
from curation.thresholds import MIN_SUPPORT
from store.answers.cohorts import Question
from store.answers.last_answers import LastAnswers
from store.answers.slice_grounds import Example, ground_of
from store.desk import Desk

MOST_NAMED = 1000  # values of a column that somebody names
MOST_VALUES = 50  # a column of more values makes no slices that a person would act on
WITH_EXAMPLES = 12  # slices: as many as a person looks at
_NOT_SOUGHT = ("week", "month", "feedback", "tags", "owner")  # when and who, not where


@dataclass(frozen=True, slots=True)
class Before:
    """The same slice in the reference."""

    n: int
    wrong: int


@dataclass(frozen=True, slots=True)
class WorseSlice:
    """`effect`: its share of wrong ones minus that of all others, or of the reference.

    `kinds` tells what went wrong in it; `also` are the slices that only say the same again.
    """

    cohort: Cohort
    n: int
    wrong: int
    effect: Measure
    p_value: float
    p_adjusted: float
    before: Before | None
    kinds: Mapping[str, int]
    also: tuple[Cohort, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class SlicesAnswer:
    """`tried` slices were tested, and every p is corrected for that many.

    `overall` is the share of wrong ones, or its change against the reference; `remaining` is
    the same when the rows of all slices that are told are taken out.
    """

    n: int
    wrong: int
    before: Before | None
    overall: Measure
    remaining: Measure
    tried: int
    too_small: int
    columns: tuple[str, ...]
    skipped: tuple[str, ...]
    in_inbox: tuple[str, ...]  # columns by which the inbox can be narrowed
    alpha: float
    method: str
    min_support: float
    since: str | None
    until: str | None
    run: str | None
    reference: str | None
    kind: str | None
    kinds: tuple[str, ...]
    slices: tuple[WorseSlice, ...]


def slices(desk: Desk, question: Question, kind: str | None = None) -> SlicesAnswer:
    """Search every column and every pair of columns; `question.by` names the ones to search.

    With `kind`, only what went wrong in that way counts as wrong. Kept until facts change.
    """
    shown = desk.shown_facts()
    with desk.ledger.reading() as asked:
        floor = asked.policy().value(MIN_SUPPORT)
        rests_on = asked.head() if question.run else shown
    key = (repr(question), kind, floor, rests_on)
    return desk.kept(_memory).get(key, lambda: _searched(desk, question, kind, floor))


def _searched(desk: Desk, question: Question, kind: str | None, floor: float) -> SlicesAnswer:
    ground = ground_of(desk, question)
    known = ground.columns()
    named = list(dict.fromkeys(column for by in question.by for column in by))
    sought = [c for c in known if 2 <= known[c] <= MOST_VALUES and c not in _NOT_SOUGHT]
    _refuse_wide(named, known)
    columns = named or sought
    every = ground.rows(columns)
    rows = _only(every, kind)
    search = _found(rows, columns, floor)
    told, rest = distinct(search.findings, rows, search.tried, floor)
    everything = whole(rows)
    return SlicesAnswer(
        n=everything.n,
        wrong=everything.wrong,
        before=_before(everything.before),
        overall=rate(everything),
        remaining=rate(rest),
        tried=search.tried,
        too_small=search.too_small,
        columns=tuple(columns),
        skipped=tuple(sorted(known.keys() - set(columns))),
        in_inbox=tuple(ground.texts()),
        alpha=ALPHA,
        method=search.method,
        min_support=floor,
        since=question.since,
        until=question.until,
        run=question.run,
        reference=question.reference,
        kind=kind,
        kinds=tuple(every.kinds),
        slices=tuple(
            _told(one, ground.examples(one.finding.cohort, kind) if i < WITH_EXAMPLES else ())
            for i, one in enumerate(told)
        ),
    )


def _refuse_wide(named: Sequence[str], known: Mapping[str, int]) -> None:
    for column in named:
        if known.get(column, 0) > MOST_NAMED:
            raise BadRequest(
                f"'{column}' has about {known[column]:,} values, more than the {MOST_NAMED:,} "
                "that can be searched. Leave it out of --by, or bring it in with fewer values."
            )


def _found(rows: Rows, columns: Sequence[str], floor: float) -> Search:
    found, all_of_it = counted(rows, columns), whole(rows)
    if rows.then is not None:
        return regressed_slices(found, floor)
    if rows.current is not None:
        return fallen_slices(found, floor)
    return worse_slices(found, all_of_it.wrong, all_of_it.n, floor)


def _memory(desk: Desk) -> LastAnswers[SlicesAnswer]:  # noqa: ARG001 (one for each desk)
    return LastAnswers()


def _only(rows: Rows, kind: str | None) -> Rows:
    if kind is None:
        return rows
    if kind not in rows.kinds:
        known = ", ".join(rows.kinds) or "none"
        raise BadRequest(f"Nothing went wrong as '{kind}' here. Kinds there are: {known}.")
    place = list(rows.kinds).index(kind)

    def that_kind(codes: Codes) -> Codes:
        return np.where(codes == place, place, RIGHT).astype(np.int16)

    then = None if rows.then is None else that_kind(rows.then)
    return replace(rows, kind=that_kind(rows.kind), then=then)


def _before(found: tuple[int, int] | None) -> Before | None:
    return None if found is None else Before(n=found[1], wrong=found[0])


def _told(told: Told, examples: tuple[Example, ...]) -> WorseSlice:
    found = told.finding
    return WorseSlice(
        cohort=found.cohort,
        n=found.n,
        wrong=found.wrong,
        effect=found.effect,
        p_value=found.p_value,
        p_adjusted=found.p_adjusted,
        before=_before(found.before),
        kinds=dict(told.kinds),
        also=told.also,
        examples=examples,
    )
