"""Look at production, and tell people: what cron does, and every import."""

from dataclasses import replace

from store.acts.apart import Apart
from store.acts.delivering import deliver
from store.acts.gate_mode import follow_ladder
from store.acts.letting_go import let_go
from store.acts.patience import Patience
from store.acts.watching import WATCH, Watched, watch
from store.answers.baseline import standing_baseline
from store.answers.budget import objectives
from store.answers.over_budget import budgets_set
from store.desk import Desk

AT_AN_IMPORT = 5.0  # seconds that an import may spend on telling people; cron tells the rest
_BLANK = Watched(
    sentence="Production was not looked at.",
    baseline=None,
    week=None,
    run=None,
    notes=(),
    known=(),
    deviations=(),
    alarming=(),
    investigations_opened=(),
    investigations_added=(),
    investigations_ended=(),
    alarms_raised=(),
    not_judged=(),
)


def look_after(desk: Desk, actor: str, patience: Patience | None = None) -> Watched:
    """Judge what came in, raise alarms and let them go, follow the ladder, tell people.

    What one of these fails at is told in `troubles`, and keeps no other from being done.
    """
    parts = Apart()
    parts.tried(
        "Alarms about rows that were taken out could not be ended",
        lambda: let_go(desk, actor=actor),
        (),
    )
    found = parts.tried(
        "Production could not be looked at", lambda: watch(desk, actor, parts), _BLANK
    )
    parts.tried(
        "The ladder of the error budget could not be followed",
        lambda: follow_ladder(desk),
        None,
    )
    told = parts.tried(
        "Nobody could be told of alarms",
        lambda: deliver(desk, actor=actor, patience=patience),
        None,
    )
    return replace(found, delivered=told, troubles=tuple(parts.troubles))


def watched(desk: Desk) -> str | None:
    """What production looks like now, in a sentence; None where nothing is held to anything."""
    try:
        with desk.ledger.reading() as asked:
            held = standing_baseline(asked) is not None or budgets_set(asked.policy())
        if not held and not objectives(desk):
            return None
        found = look_after(desk, WATCH, Patience(within=AT_AN_IMPORT))
    except Exception as trouble:  # facts that came in are never lost by a look
        why = f"{type(trouble).__name__}: {trouble}"
        return f"Production could not be looked at ({why}). Try: evaldesk watch."
    troubles = [one.sentence for one in found.troubles]
    return " ".join(
        (found.sentence, *troubles, *(["Try: evaldesk watch."] if troubles else []))
    )
