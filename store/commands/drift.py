"""The command that compares production with its reference."""

from typing import Annotated

import typer

from curation.drift import ColumnDrift, Severity
from curation.text_drift import TextDrift
from store.answers.drift import DriftAnswer, DriftQuestion
from store.answers.drift import drift as asked_drift
from store.answers.drift_distribution import text_drift
from store.answers.plain import plain
from store.commands.cohorts import Since, Until, Where, filters_of
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import CANNOT_DECIDE, NO, desk_in, say, say_json, table


def drift(
    where: Where = None,
    since: Since = None,
    until: Until = None,
    reference: Annotated[
        str | None, typer.Option(help="Compare with this window FROM..TO, not the baseline.")
    ] = None,
    every: Annotated[str, typer.Option(help="Periods: day, week or month.")] = "week",
    column: Annotated[
        list[str] | None, typer.Option(help="Only this column. May be repeated.")
    ] = None,
    exact: Annotated[
        bool, typer.Option(help="Work KS out from all rows, not from bins (slower).")
    ] = False,
    text: Annotated[
        bool, typer.Option(help="Also ask whether the words tell the windows apart (slow).")
    ] = False,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """What has drifted away from the reference; exit 1: moderately or worse, 3: too few."""
    question = DriftQuestion(
        filters_of(where), since, until, reference, every, tuple(column or ()), exact
    )
    with desk_in(desk) as opened:
        found = asked_drift(opened, question)
        texts = text_drift(opened, question) if text else None
    if as_json:
        say_json({**plain(found), "text": plain(texts)})
    else:
        _tell(found)
        if texts:
            say(f"Words: {texts.severity}: {texts.reason}.")
    raise typer.Exit(_code(found, texts))


def _code(found: DriftAnswer, texts: TextDrift | None) -> int:
    grave = {Severity.MODERATE, Severity.SEVERE}
    judged = [one.severity for one in (*found.columns, found.concept, texts) if one]
    if grave & set(judged):
        return NO
    return CANNOT_DECIDE if set(judged) == {Severity.UNKNOWN} else 0


def _tell(found: DriftAnswer) -> None:
    say(found.sentence)
    of = found.reference
    say(f"Reference: {of.since} to before {of.until}, {of.n:,} events. {of.reason}")
    columns = ("column", "role", "severity", "why", "#n", "#PSI", "#JS")
    table(columns, [_row(column) for column in found.columns])
    if found.not_watched:
        say("Not watched:")
        table(("column", "why"), [(one.column, one.reason) for one in found.not_watched])


def _row(column: ColumnDrift) -> tuple[object, ...]:
    return (
        column.column,
        column.role.value,
        column.severity.value,
        column.reason,
        column.n_current,
        column.psi,
        column.js,
    )


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.command()(drift)
