"""The command that runs the alarm rules over history, against the incidents on record."""

from typing import Annotated

import typer

from curation.backtest import Trial
from store.answers.alarm_rules import rule as known_rule
from store.answers.backtest import BacktestAnswer, Scope
from store.answers.backtest import backtest as asked_backtest
from store.answers.backtest import backtests as asked_all
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table
from store.desk import Desk

_TITLES = {"production": "Over all of production", "cohorts": "Over each incident's cohort"}


def backtest(
    rule: Annotated[
        str | None, typer.Argument(metavar="RULE", help="One rule, like error-rate; else all.")
    ] = None,
    limits: Annotated[
        str | None,
        typer.Option(help="Limits to try instead of the usual: 2,2.5 or minor,severe."),
    ] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Run the alarm rules over history: what they would have told of, and how late."""
    wanted = [one.strip() for one in (limits or "").split(",") if one.strip()]
    with desk_in(desk) as opened:
        found = (
            [asked_backtest(opened, rule, wanted)]
            if rule is not None
            else [asked_backtest(opened, one.rule, wanted) for one in asked_all(opened)]
        )
        if as_json:
            say_json({"rules": found})
            return
        for one in found:
            _tell(opened, one)


def _tell(desk: Desk, found: BacktestAnswer) -> None:
    say(f"{found.rule}: {found.title}. It looks at {found.looks_at}.")
    until = found.reference_until
    judged = f"The reference is {found.reference_since} to {until}. " if until else ""
    if found.calls:
        say(f"In force: {found.in_words}.")
    say(f"{judged}An alarm up to {found.lag_days:g} days after an incident is about it.")
    words = known_rule(desk, found.rule)
    for scope in found.scopes:
        say(f"\n{_TITLES[scope.scope]}: {scope.sentence}")
        rows = [_row(words.written(one.limit), one, found) for one in scope.trials]
        columns = (
            "limit",
            "#hits",
            "#missed",
            "#false alarms",
            "#median lag, days",
            "in force",
            "missed",
        )
        table(columns, rows)
        _tell_beyond(scope)


def _row(limit: str, one: Trial, found: BacktestAnswer) -> tuple[object, ...]:
    missed = "; ".join(f"{miss.incident}: {miss.reason}" for miss in one.misses)
    lag = None if one.median_lag_days is None else round(one.median_lag_days, 1)
    does = {call.limit: call.does for call in found.calls}
    force = does.get(one.limit, "in force" if one.limit == found.in_force else "")
    return (limit, len(one.hits), len(one.misses), one.false_alarms, lag, force, missed)


def _tell_beyond(scope: Scope) -> None:
    for one in scope.beyond:
        say(f"{one.incident} cannot be told about: {one.reason}.")


def register(app: typer.Typer) -> None:
    """Hang the command of this file under `app`."""
    app.command()(backtest)
