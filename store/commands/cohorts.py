"""Commands that measure: cohorts of production events or of a run."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from curation.errors import BadRequest
from curation.measures.cohort import CohortMeasures
from curation.measures.measure import Measure
from curation.measures.paired_cohorts import ComparedCohort
from curation.percents import percent, signed
from curation.saved_cohorts import where_of
from store.acts.saving_cohorts import save_cohort
from store.answers.cell import CellAnswer
from store.answers.cell import cell as asked_cell
from store.answers.cohorts import CohortsAnswer, Question
from store.answers.cohorts import cohorts as asked_cohorts
from store.answers.saved_cohorts import within
from store.answers.slices import WorseSlice
from store.commands.options import DEFAULT_DESK, Actor, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table

By = Annotated[
    list[str] | None,
    typer.Option(help="Columns that make cohorts: region, or region,channel. May be repeated."),
]
Where = Annotated[
    list[str] | None, typer.Option(help="Only these: region=eu. May be repeated.")
]
Since = Annotated[
    str | None, typer.Option("--from", help="The first day of the window, in UTC.")
]
Until = Annotated[
    str | None, typer.Option("--to", help="The day after the last one of the window.")
]
SHOWN = 12


def cohorts(
    actor: Actor,
    by: By = None,
    where: Where = None,
    cohort: Annotated[
        str | None, typer.Option(help="Only this saved cohort (evaldesk saved-cohorts).")
    ] = None,
    save: Annotated[
        str | None, typer.Option(help="Save what --where says as the cohort of this name.")
    ] = None,
    since: Since = None,
    until: Until = None,
    run: Annotated[str | None, typer.Option(help="Measure this run, not production.")] = None,
    reference: Annotated[
        str | None, typer.Option(help="Compare with a window FROM..TO, or with a run.")
    ] = None,
    positive: Annotated[
        str | None, typer.Option(help="The label whose probability the scores are.")
    ] = None,
    truth: Annotated[
        str | None, typer.Option(help="List one cell of the matrix: what was true …")
    ] = None,
    predicted: Annotated[
        str | None, typer.Option(help="… and what was said (left out: nothing).")
    ] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Confusion, accuracy, calibration, latency and cost by cohort, worst first."""
    question = Question(
        by=sets_of(by),
        since=since,
        until=until,
        run=run,
        reference=reference,
        positive=positive,
    )
    with desk_in(desk) as opened:
        question = replace(question, where=within(opened, cohort, filters_of(where)))
        if save:
            act = save_cohort(opened, save, question.where, actor=actor)
            if not as_json:
                say(f"Saved as the cohort {save}. Take it back: evaldesk undo {act}")
        if truth is not None:
            _tell_cell(asked_cell(opened, question, truth, predicted or None), as_json)
            return
        found = asked_cohorts(opened, question)
    if as_json:
        say_json(found)
    else:
        _tell(found)


def _tell_cell(found: CellAnswer, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    say(f"{found.n:,} are {found.truth} and were called {found.predicted or 'nothing'}.")
    columns = ("id", "case", "stands in", "#score", "at (UTC)", "input")
    rows = [(r.id, r.case, r.state, r.score, r.occurred_at, r.title) for r in found.rows]
    table(columns, rows)


def sets_of(by: Sequence[str] | None) -> tuple[tuple[str, ...], ...]:
    """`region,channel` as (region, channel), for each time it was said, once."""
    said = [tuple(c.strip() for c in one.split(",") if c.strip()) for one in by or ()]
    if any(len(set(columns)) < len(columns) for columns in said):
        raise BadRequest("A cohort names each column once, like --by region,channel.")
    return tuple(dict.fromkeys(columns for columns in said if columns))


def filters_of(where: Sequence[str] | None) -> dict[str, str | None]:
    """`region=eu` as region -> eu; nothing after the sign means: where it is not known."""
    return where_of(where or ())


def named(found: CohortMeasures | ComparedCohort | WorseSlice) -> str:
    """A cohort as people write it."""
    words = (f"{c}={'–' if v is None else v}" for c, v in found.cohort.items())
    return ", ".join(words) or "all"


def _tell(found: CohortsAnswer) -> None:
    whole = found.overall
    say(f"{whole.n:,} judged by label of {whole.events:,}; accuracy {told(whole.accuracy)}.")
    if found.columns and whole.top_confusions:
        mistakes = ((t, p, n) for t, p, n in whole.top_confusions[:SHOWN])
        table(("truth", "predicted", "#count"), mistakes)
    for one in (whole.reference.moved if whole.reference else ())[:SHOWN]:
        said = f"{one.truth} called {one.predicted or 'nothing'}: {told(one.change, '+')}"
        say(f"Moved since {found.reference}: {said}, {one.count:,} of {one.of:,}")
    if found.cohorts:
        columns = ("cohort", "#n", "accuracy", "#macro-F1", "#MCC", "#p95 ms", "#q", "change")
        table(columns, [_row(cohort) for cohort in found.cohorts[:SHOWN]])
    if len(found.cohorts) > SHOWN:
        say(f"{len(found.cohorts) - SHOWN} more with --json. Worst first.")


def _row(found: CohortMeasures) -> tuple[object, ...]:
    change = found.reference.change if found.reference else None
    return (
        named(found),
        found.n,
        told(found.accuracy),
        found.macro_f1.value,
        found.mcc.value,
        found.latency_ms.p95.value,
        found.rank.q_value if found.rank else None,
        told(change, sign="+") if change else None,
    )


def told(found: Measure, sign: str = "") -> str | None:
    """A share with its interval, or what is to be said instead."""
    if found.value is None or (found.note or "").startswith("too few"):
        return found.note
    limits, said = "", signed if sign else percent
    if found.low is not None and found.high is not None:
        limits = f" ({said(found.low, 1)} to {said(found.high, 1)})"
    return f"{said(found.value, 1)}{limits}"


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.command()(cohorts)
