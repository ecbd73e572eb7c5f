"""Commands: does the gate predict production, and how fast do failures become cases."""

from typing import Annotated

import typer

from curation.measures.alignment import UNKNOWN
from store.answers.alignment import Alignment
from store.answers.alignment import alignment as asked_alignment
from store.answers.alignment_cases import OF_FAILURES, SETS
from store.answers.feedback_clock import FeedbackClock, feedback_clock
from store.commands.options import DEFAULT_DESK, AsJson, DeskFolder
from store.commands.output import desk_in, say, say_json, table

SHOWN = 15


def alignment(
    by: Annotated[
        str, typer.Option(help=f"{', '.join(OF_FAILURES)}, or a cohort column.")
    ] = "kind",
    named: Annotated[str, typer.Option("--set", help=", ".join(SETS))] = "blocking",
    since: Annotated[str | None, typer.Option("--from", help="2026-10-01")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Not part of the window.")] = None,
    weeks: Annotated[
        int | None, typer.Option(min=0, help="The last so many; 0 is all. Else 12.")
    ] = None,
    desk: DeskFolder = DEFAULT_DESK,
    as_json: AsJson = False,
) -> None:
    """Does the gate predict production: what it asks, what it misses, and its lag."""
    with desk_in(desk) as opened:
        found = asked_alignment(opened, by, named, since, until, weeks)
    if as_json:
        say_json(found)
    else:
        _tell(found)


def clock(desk: DeskFolder = DEFAULT_DESK, as_json: AsJson = False) -> None:
    """Hours from a failure in production to its case: the median, the target, what waits."""
    with desk_in(desk) as opened:
        found = feedback_clock(opened)
    if as_json:
        say_json(found)
    else:
        _tell_clock(found)


def _tell(found: Alignment) -> None:
    say(found.sentence)
    if found.unpriced:
        say(f"{found.unpriced:,} failures have no cost and are left out: evaldesk thresholds")
    ranks = ("spearman", "kendall_tau_b", "spearman_by_cost")
    rows = [
        (
            f"{name}, {found.ranked} parts" if name in ranks else name,
            one.value,
            one.low,
            one.high,
            one.n,
            one.note,
        )
        for name, one in found.measures.items()
    ]
    table(("measure", "#value", "#low", "#high", "#n", "note"), rows)
    say("n is rows of production: the limits are of the rows alone.")
    columns = (found.by, "#cost share", "#set share", "#gap", "#low", "#high", "#cases", "is")
    table(columns, [
        (found.names.get(g.kind, g.kind), g.production_share, g.set_share, g.gap, g.low, g.high,
         g.cases, "nobody can name it" if g.kind == UNKNOWN else g.lean)
        for g in found.gaps
    ])  # fmt: skip
    columns = ("missed by the gate", "#failures", "#cost", "#inputs", "#blocking",
               "#monitoring", "#no case", "group")  # fmt: skip
    table(columns, [
        (m.title, m.failures, m.cost, m.inputs, m.blocking, m.monitoring, m.no_case, m.group)
        for m in found.misses[:SHOWN]
    ])  # fmt: skip
    if found.missed.not_passed:
        names = ", ".join(found.missed.not_passed_releases)
        say(f"{found.missed.not_passed:,} more in releases the gate never passed: {names}.")
    for one in found.moves:
        say(one.sentence)


def _tell_clock(found: FeedbackClock) -> None:
    say(found.sentence)
    table(
        ("of", "hours since", "#n", "#waiting", "#median", "#p90", "#within", "course", "why"),
        [
            (
                c.since,
                c.n,
                c.waiting,
                c.median.value,
                c.p90.value,
                c.within.value,
                c.course,
                c.why,
            )
            for c in (found.occurrence, found.imported)
        ],
    )
    table(
        ("week of import", "#n", "#within the target", "#low", "#high", "#pending"),
        [
            (w.week, w.within.n, w.within.value, w.within.low, w.within.high, w.pending)
            for w in found.imported.weeks
        ],
    )
    if found.oldest is not None:
        say(f"Look at the oldest: evaldesk inbox --group {found.oldest.group}")


def register(app: typer.Typer) -> None:
    """Hang the commands of this file under `app`."""
    app.command("alignment")(alignment)
    app.command("clock")(clock)
