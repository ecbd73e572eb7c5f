"""Commands that search where it hurts: slices of the data, and groups treated unlike."""

from typing import Annotated

import typer

from store.answers.cohort_words import name
from store.answers.cohorts import Question
from store.answers.fairness import fairness as asked_fairness
from store.answers.slice_words import said
from store.answers.slices import SlicesAnswer, WorseSlice
from store.answers.slices import slices as asked_slices
from store.commands.cohorts import (
    SHOWN,
    Since,
    Until,
    Where,
    filters_of,
    named,
    sets_of,
    told,
)
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table


def slices(
    by: Annotated[
        list[str] | None, typer.Option(help="Search only these columns: region,channel.")
    ] = None,
    where: Where = None,
    since: Since = None,
    until: Until = None,
    run: Annotated[str | None, typer.Option(help="Search this run, not production.")] = None,
    reference: Annotated[
        str | None,
        typer.Option(help="Worse than in a window FROM..TO, or in a run, not than the rest."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="Only what went wrong in this way: wrong_answer.")
    ] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Where it hurts: slices of one or two columns that err more than the rest."""
    wanted = Question(sets_of(by), filters_of(where), since, until, run, reference)
    with desk_in(desk) as opened:
        found = asked_slices(opened, wanted, kind)
    if as_json:
        say_json(found)
    else:
        _tell(found)


def _tell(found: SlicesAnswer) -> None:
    words = said(found)
    say(f"{words.word} {words.sentence}")
    than = "the rest" if found.before is None else "before"
    columns = ("slice", "#n", "#wrong", f"more than {than}", "#p (holm)", "also seen as")
    table(columns, [_row(s) for s in found.slices[:SHOWN]])
    if len(found.slices) > SHOWN:
        say(f"{len(found.slices) - SHOWN} more with --json.")


def _row(one: WorseSlice) -> tuple[object, ...]:
    more = f" and {len(one.also) - 1} more" if len(one.also) > 1 else ""
    also = f"{name(one.also[0])}{more}" if one.also else None
    effect = told(one.effect, "+")
    return named(one), one.n, one.wrong, effect, f"{one.p_adjusted:.2g}", also


def fairness(
    protected: Annotated[str, typer.Argument(help="The column whose groups are compared.")],
    positive: Annotated[
        str | None, typer.Option(help="The label that somebody hopes for.")
    ] = None,
    where: Where = None,
    since: Since = None,
    until: Until = None,
    run: Annotated[str | None, typer.Option(help="Measure this run, not production.")] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Whether groups are treated alike: parity, odds and opportunity, with intervals."""
    wanted = Question((), filters_of(where), since, until, run, positive=positive)
    with desk_in(desk) as opened:
        found = asked_fairness(opened, wanted, protected)
    if as_json:
        say_json(found)
        return
    rows = [
        ("demographic parity", found.demographic_parity_difference),
        ("equalised odds", found.equalised_odds_difference),
        ("equal opportunity", found.equal_opportunity_difference),
    ]
    table(("difference in", "between groups", "which"), [(n, told(m), m.note) for n, m in rows])
    columns = (protected, "#n", f"called {found.positive}", "rightly", "unduly")
    table(columns, [(g.group, g.n, told(g.selection_rate), told(g.true_positive_rate),
                     told(g.false_positive_rate)) for g in found.groups])  # fmt: skip


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    for command in (slices, fairness):
        app.command()(command)
