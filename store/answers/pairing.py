"""Which runs can be compared, and which two a person most likely wants to."""

from dataclasses import dataclass

from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Pairing:
    """`names` newest first; `baseline` and `candidate` are a suggestion, None without two."""

    names: tuple[str, ...]
    baseline: str | None = None
    candidate: str | None = None


def pairing(desk: Desk, candidate: str | None = None) -> Pairing:
    """The runs, and what `candidate` (else the newest) is to be compared with.

    That is what the gate compared it with, else the newest one before it.
    """
    with desk.ledger.reading() as asked:
        found = sorted(asked.runs(), key=lambda row: (row[0].at, row[2]), reverse=True)
    names = tuple(run.name for run, _, _ in found)
    if len(names) < 2:
        return Pairing(names)
    place = names.index(candidate) if candidate in names else 0
    verdict = found[place][1] or {}
    before = names[place + 1 :] or names[:place]
    return Pairing(names, verdict.get("baseline") or before[0], names[place])
