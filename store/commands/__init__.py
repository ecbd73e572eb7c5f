"""The terminal's front door: every page has a twin here, and CI asks the gate here."""

import sys

import typer

from curation.errors import CurationError
from store.commands import (
    adversarial,
    agreement,
    alarms,
    alignment,
    backtests,
    baselines,
    budgets,
    cohort_names,
    cohorts,
    comparing,
    contracts,
    coverage,
    critical,
    decisions,
    desks,
    drift,
    erasing,
    facts,
    flakes,
    gates,
    groups,
    imports,
    incidents,
    investigations,
    label_work,
    labelling,
    leakage,
    looking,
    moves,
    people,
    postmortems,
    privacy,
    proposals,
    queueing,
    refreshes,
    replays,
    reports,
    reviews,
    runs,
    screens,
    sets,
    slices,
    standards,
    topics,
    trends,
    triage,
    trust,
    waivers,
)
from store.commands.output import BROKEN, bug_report, refuse, wants_json
from store.commands.rewinding import rewindable

app = typer.Typer(
    name="evaldesk",
    help="Production failures become release gates, and everybody can see who decided what.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
PARTS = (
    screens,
    desks,
    decisions,
    proposals,
    facts,
    imports,
    looking,
    queueing,
    moves,
    triage,
    groups,
    sets,
    runs,
    gates,
    reports,
    reviews,
    contracts,
    cohorts,
    cohort_names,
    slices,
    comparing,
    critical,
    flakes,
    baselines,
    investigations,
    incidents,
    postmortems,
    backtests,
    replays,
    drift,
    budgets,
    trends,
    alarms,
    waivers,
    people,
    trust,
    erasing,
    privacy,
    agreement,
    standards,
    label_work,
    labelling,
    leakage,
    alignment,
    coverage,
    adversarial,
    refreshes,
    topics,
)
for part in PARTS:
    part.register(app)
rewindable(app)


def main() -> None:
    """Run one command; a refusal becomes a sentence and an exit code, never a traceback."""
    try:
        app()
    except CurationError as refusal:
        sys.exit(refuse(refusal, wants_json()))
    except Exception as bug:
        sys.stderr.write(bug_report(bug))
        sys.exit(BROKEN)
