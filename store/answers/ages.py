"""How old the model in production, the last run, the last set and the last label are."""

from datetime import UTC, date, datetime, timedelta

from curation.runs import Run
from curation.staleness import Age, age
from store.desk import Desk

WEEK = timedelta(weeks=1)


def ages(desk: Desk) -> tuple[Age, ...]:
    """The four, each against its governed limit."""
    now = desk.ledger.clock().astimezone(UTC)
    with desk.ledger.reading() as asked:
        policy, runs = asked.policy(), [run for run, _, _ in asked.runs()]
        frozen = asked.set_version("blocking")
    model, released = _model(desk)
    run = max((one for one in runs if one.at), key=_scored, default=None)
    at = datetime.fromisoformat(frozen.frozen_at) if frozen and frozen.frozen_at else None
    return (
        age("model", model, released, now, policy),
        age("run", run.name if run else None, _scored(run) if run else None, now, policy),
        age("set", frozen.name if frozen else None, at, now, policy),
        age("label", None, _labelled(desk), now, policy),
    )


def _scored(run: Run) -> datetime:
    found = datetime.fromisoformat(run.at)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _model(desk: Desk) -> tuple[str | None, datetime | None]:
    """The model version of most events of the last week, and its first event."""
    rows = [r for r in desk.facts().ask("event_weeks_by") if r["week"] and r["model_version"]]
    if not rows:
        return None, None
    last = max(row["week"] for row in rows)
    counts: dict[str, int] = {}
    for row in rows:
        if row["week"] == last:
            counts[row["model_version"]] = counts.get(row["model_version"], 0) + row["events"]
    version = max(counts, key=lambda name: (counts[name], name))
    first: date = min(row["week"] for row in rows if row["model_version"] == version)
    until = (first + WEEK).isoformat()
    [found] = desk.facts().ask(
        "first_seen", version=version, since=first.isoformat(), until=until
    )
    return version, found["first"]


def _labelled(desk: Desk) -> datetime | None:
    """When the last truth came, or the last event that brought one with it."""
    weeks = [r["week"] for r in desk.facts().ask("event_weeks") if r["week"] and r["labelled"]]
    if not weeks:
        return None
    [found] = desk.facts().ask("last_label", since=weeks[-1].isoformat())
    return max((at for at in found.values() if at is not None), default=None)
