"""Look at production, and tell people: what cron does, and every import."""

from dataclasses import replace

from store.acts.delivering import deliver
from store.acts.gate_mode import follow_ladder
from store.acts.watching import WATCH, Watched, watch
from store.answers.baseline import standing_baseline
from store.answers.budget import objectives
from store.answers.over_budget import budgets_set
from store.desk import Desk


def look_after(desk: Desk, actor: str) -> Watched:
    """Judge what came in, raise alarms and let them go, follow the ladder, tell people."""
    found = watch(desk, actor)
    follow_ladder(desk)
    return replace(found, delivered=deliver(desk, actor=actor))


def watched(desk: Desk) -> str | None:
    """What production looks like now, in a sentence; None where nothing is held to anything."""
    with desk.ledger.reading() as asked:
        held = standing_baseline(asked) is not None or budgets_set(asked.policy())
    if not held and not objectives(desk):
        return None
    try:
        return look_after(desk, WATCH).sentence
    except Exception as trouble:  # facts that came in are never lost by a look
        why = f"{type(trouble).__name__}: {trouble}"
        return f"It could not be held against the baseline ({why}). Try: evaldesk watch."
