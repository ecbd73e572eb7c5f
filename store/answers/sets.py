"""The three sets: how large, who owns them, what is frozen, what changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from curation import versions
from curation.cases import SETS, State
from curation.ownership import Ownership
from curation.runs import SetVersion
from curation.versions import Changed, diff
from store.answers.label_findings import told
from store.answers.not_today import leaking
from store.desk import Desk
from store.ledger.reading import Reading


@dataclass(frozen=True, slots=True)
class SetSummary:
    """One set: its size now, the version in force, and what has changed since."""

    set: State
    cases: int
    owner: str | None
    deputy: str | None
    in_force: str | None
    sha256: str | None
    frozen_at: str | None
    frozen_by: str | None
    frozen_cases: int
    unfrozen_changes: int


@dataclass(frozen=True, slots=True)
class Sets:
    """All three sets, and what stands beside them."""

    sets: tuple[SetSummary, ...]
    dismissed: int
    retired: int
    versions: tuple[SetVersion, ...]
    labels: str  # what people's labels say of blocking, as a sentence
    leaks: str  # how many blocking cases are training texts; empty where none is


def sets(desk: Desk) -> Sets:
    """The sets as they stand."""
    with desk.ledger.reading() as asked:
        counts = asked.counts()
        found = [_summary(asked, name, counts[name]) for name in SETS]
        frozen = asked.set_versions()
        labels = told(asked, counts[State.BLOCKING])
    beside = (counts[State.DISMISSED], counts[State.RETIRED])
    return Sets(tuple(found), *beside, tuple(frozen), labels, leaking(desk))


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions side by side; `lines` holds every case named here, as it is after."""

    before: str
    after: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Changed, ...]
    same: int
    lines: Mapping[str, Mapping[str, Any]]


def difference(
    desk: Desk, before: tuple[str, int], after: tuple[str, int | None]
) -> Difference:
    """What changed between two versions; `after` without a number is the set now."""
    with desk.ledger.reading() as asked:
        old = asked.lines(*before)
        new = asked.lines(after[0], after[1]) if after[1] else _now(asked, after[0])
    found = diff(old, new)
    named = {*found.added, *found.removed, *(changed.case for changed in found.changed)}
    lines = {line["case_id"]: line for line in (*old, *new) if line["case_id"] in named}
    return Difference(
        before=f"{before[0]}@{before[1]}",
        after=f"{after[0]}@{after[1]}" if after[1] else f"{after[0]} now",
        added=found.added,
        removed=found.removed,
        changed=found.changed,
        same=found.same,
        lines=lines,
    )


def _now(asked: Reading, name: str) -> list[dict[str, Any]]:
    return versions.frozen(asked.cases(State(name)))


def _summary(asked: Reading, name: State, cases: int) -> SetSummary:
    latest = asked.set_version(name)
    owner = asked.ownership(name) or Ownership(name, "", None)
    changed = diff(asked.lines(name, latest.version), _now(asked, name)) if latest else None
    moves = len(changed.added) + len(changed.removed) + len(changed.changed) if changed else 0
    return SetSummary(
        set=name,
        cases=cases,
        owner=owner.owner or None,
        deputy=owner.deputy,
        in_force=latest.name if latest else None,
        sha256=latest.sha256 if latest else None,
        frozen_at=latest.frozen_at if latest else None,
        frozen_by=latest.frozen_by if latest else None,
        frozen_cases=len(latest.cases) if latest else 0,
        unfrozen_changes=moves if latest else cases,
    )
