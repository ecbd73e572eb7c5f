"""What is wrong with a chain of decisions that does not hold, told from what is left of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from curation.decisions import Entry, digest
from curation.tombstones import NONE, Tombstones, holds


class Wrong(StrEnum):
    """What was done to the log behind the back of the application."""

    CHANGED = "changed"
    GONE = "gone"
    REORDERED = "reordered"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Fault:
    """The decision `seq` at which the log stops being what was recorded, and why."""

    seq: int
    what: Wrong
    says: str


def fault(
    entries: Sequence[Entry],
    head: tuple[int, str],
    bad: int,
    *,
    cut: bool = False,
    erased: Tombstones = NONE,
) -> Fault:
    """What is wrong at `bad`, the first link that does not hold (tombstones.first_bad).

    `cut`: the log goes on behind `entries`, in a way that nobody can read. `erased`: what
    erasures say that they took away.
    """
    found = {entry.seq: entry for entry in entries}
    here = found.get(bad)
    if here is None:
        return _missing(found, head[0], bad, cut=cut)
    if bad > head[0]:
        said = f"Decision {bad} was put in behind the last one: {head[0]} were recorded."
        return Fault(bad, Wrong.INSERTED, said)
    if not holds(here, erased):
        return _unsealed(found, here)
    return _sealed_anew(found, here)


def _missing(found: Mapping[int, Entry], last: int, bad: int, *, cut: bool) -> Fault:
    if cut:
        said = f"Decision {bad} was changed: what stands there cannot even be read."
        return Fault(bad, Wrong.CHANGED, said)
    moved = _recorded_as(found, bad)
    if moved is not None:
        said = f"Decision {bad} is out of its place: it stands as number {moved.seq} now."
        return Fault(bad, Wrong.REORDERED, said)
    later = [seq for seq in found if seq > bad]
    until = min(later) - 1 if later else max(last, bad)
    gone = f"Decision {bad} is" if until == bad else f"Decisions {bad} to {until} are"
    end = "" if later else " The end of the log was cut off."
    return Fault(bad, Wrong.GONE, f"{gone} gone.{end}")


def _unsealed(found: Mapping[int, Entry], here: Entry) -> Fault:
    """Its content does not fit its hash: it was moved with its hash, or changed."""
    bad, was = here.seq, _number_of(here, max(found))
    if was is None:
        return Fault(bad, Wrong.CHANGED, f"Decision {bad} was changed after it was recorded.")
    if was < bad:
        said = (
            f"What stands as decision {bad - 1} was put in: {bad} was recorded as number {was}."
        )
        return Fault(bad - 1, Wrong.INSERTED, said)
    own = _recorded_as(found, bad)
    if own is not None:
        said = (
            f"Decision {bad} is out of its place: it stands as number {own.seq}, and what "
            f"stands here was recorded as number {was}."
        )
        return Fault(bad, Wrong.REORDERED, said)
    gone = f"Decision {bad} is" if was == bad + 1 else f"Decisions {bad} to {was - 1} are"
    return Fault(bad, Wrong.GONE, f"{gone} gone, and what follows was given new numbers.")


def _sealed_anew(found: Mapping[int, Entry], here: Entry) -> Fault:
    """It fits its own hash, and not its neighbours: who changed something made a new hash."""
    before, after = found.get(here.seq - 1), found.get(here.seq + 1)
    follows = here.previous == before.hash if before else True
    torn = after is not None and after.previous != here.hash
    if before is None or follows or torn:
        said = (
            f"Decision {here.seq} was changed and given a new hash: its neighbours, or the "
            "head, name another one."
        )
        return Fault(here.seq, Wrong.CHANGED, said)
    said = (
        f"Decision {before.seq} was changed and given a new hash: decision {here.seq} follows "
        "another one."
    )
    return Fault(before.seq, Wrong.CHANGED, said)


def _number_of(entry: Entry, most: int) -> int | None:
    """The other number under which the hash of `entry` holds."""
    numbers = (n for n in range(1, most + 2) if n != entry.seq)
    return next((n for n in numbers if digest(replace(entry, seq=n)) == entry.hash), None)


def _recorded_as(found: Mapping[int, Entry], number: int) -> Entry | None:
    """What was recorded under `number` and stands under another one now."""
    others = (entry for entry in found.values() if entry.seq != number)
    sealed = (one for one in others if digest(replace(one, seq=number)) == one.hash)
    return next(sealed, None)
