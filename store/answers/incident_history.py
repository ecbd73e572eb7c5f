"""What was said about an incident over time, in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from curation.decisions import Entry
from curation.saved_cohorts import written


@dataclass(frozen=True, slots=True)
class Word:
    """One decision about an incident."""

    actor: str
    what: str
    at: datetime
    reason: str


def told(history: Sequence[Entry]) -> list[Word]:
    """Every decision about it, newest first, by what it changed."""
    return [Word(e.actor, _did(e), e.at, e.reason) for e in history]


def _did(entry: Entry) -> str:
    after: Mapping[str, Any] | None = entry.after.get("body")
    before: Mapping[str, Any] | None = (entry.before or {}).get("body")
    if entry.undoes:
        return "took back what was said before"
    if after is None:
        return "took it off the record"
    if before is None:
        return "put it on record"
    changed = [name for name in _SAID if before.get(name) != after.get(name)]
    return "; ".join(_SAID[name](after.get(name)) for name in changed) or "changed it"


def _end(said: str | None) -> str:
    return f"says it ended {_moment(said)}" if said else "says it goes on"


def _cohort(said: Mapping[str, str | None]) -> str:
    return f"says it hurt {', '.join(written(said)) or 'everybody'}"


def _moment(said: str) -> str:
    return f"{said[:16].replace('T', ' ')} UTC"


_SAID: Mapping[str, Callable[[Any], str]] = {
    "name": lambda said: f"called it {said}",
    "start": lambda said: f"says it began {_moment(said)}",
    "end": _end,
    "cohort": _cohort,
    "severity": lambda said: f"rates it {said}",
    "owner": lambda said: f"names {said} its owner",
    "release": lambda said: f"names {said or 'no release'} as its cause",
    "link": lambda said: "links to more" if said else "took the link away",
    "summary": lambda _: "summed it up",
    "cases": lambda said: f"has {len(said):,} cases tied to it",
    "groups": lambda said: f"has {len(said):,} groups tied to it",
    "state": lambda said: "closed it" if said == "closed" else "reopened it",
}
