"""Commands that hold runs against each other, and cases against themselves."""

from typing import Annotated

import typer

from curation.errors import BadRequest
from curation.percents import percent, signed
from store.answers.compare import CompareAnswer
from store.answers.compare import compare as asked_compare
from store.commands.cohorts import SHOWN, By, named, sets_of
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table
from store.commands.runs import UNSAID


def compare(
    baseline: Annotated[str, typer.Argument(help="The run to compare with.")],
    candidate: Annotated[str, typer.Argument(help="The run that may be better or worse.")],
    by: By = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """What a candidate broke and fixed: the same cases under two runs, paired."""
    sets = sets_of(by)
    if len(sets) > 1:
        raise BadRequest("Compare by one set of columns at a time, like --by region,channel.")
    with desk_in(desk) as opened:
        found = asked_compare(opened, baseline, candidate, sets[0] if sets else ("route",))
    if as_json:
        say_json(found)
    else:
        _tell_compared(found)


def _tell_compared(found: CompareAnswer) -> None:
    for warning in found.warnings:
        say(warning)
    for name in ("broke", "fixed", "still_failing", "flaky", "unscored"):
        ids: tuple[str, ...] = getattr(found, name)
        say(f"{len(ids):>6,} {name.replace('_', ' ')}")
        for case_id in ids[:SHOWN]:
            say(f"         {case_id}")
    d = found.difference
    word = found.verdict.replace("_", " ")
    if d.value is not None:
        between = f"{signed(d.low, 1)} to {signed(d.high, 1)}"
        limits = f"({between}, margin {percent(found.margin, 1)})"
        say(f"{found.candidate} against {found.baseline}: {word}, "
            f"{signed(d.value, 1)} {limits}, "
            f"p {found.p_value:.2g} on {found.pairs:,} pairs.")  # fmt: skip
    columns = ("cohort", "#pairs", "#broke", "#fixed", "#change", "#p (holm)", "verdict")
    rows = [
        (named(c), c.n, c.only_baseline, c.only_candidate, _percent(c.difference.value),
         f"{c.p_holm:.2g}", c.note or c.verdict.replace("_", " "))
        for c in found.cohorts
    ]  # fmt: skip
    table(columns, rows)
    _tell_changed(found)


def _tell_changed(found: CompareAnswer) -> None:
    say(f"What changed: {found.changed.summary}")
    rows = [
        (
            one.fact,
            *(UNSAID if v is None else v for v in (one.baseline, one.candidate)),
            one.why,
        )
        for one in found.changed.facts
    ]
    table(("what", found.baseline, found.candidate, "could it be the reason?"), rows)


def _percent(value: float | None) -> str | None:
    return None if value is None else signed(value, 1)


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.command()(compare)
