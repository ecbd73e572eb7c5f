"""What stands where something was erased, and the proof that nothing else was changed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from curation.decisions import GENESIS, Entry, Kind, digest

SUBJECT = "erasure:"
_MARK = re.compile(r"\[erased E-\d+\]")


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What an erasure said of an earlier decision: its hash, and the digest of what is left."""

    hash: str
    digest: str
    fields: tuple[str, ...] = ()  # where something was erased, as after.input


Tombstones = Mapping[int, Tombstone]
NONE: Tombstones = {}


def mark(name: str) -> str:
    """What stands where the erasure `name` took a text away."""
    return f"[erased {name}]"


def is_erased(text: object) -> bool:
    """Whether a text is no more, and only the mark of its erasure stands there."""
    return isinstance(text, str) and _MARK.fullmatch(text) is not None


def tombstones(entries: Iterable[Entry]) -> dict[int, Tombstone]:
    """What the erasures among `entries` say of earlier decisions; the last word holds."""
    found: dict[int, Tombstone] = {}
    for entry in sorted(entries, key=lambda one: one.seq):
        if entry.kind is Kind.ERASED:
            said: Mapping[str, Any] = entry.after["body"]["decisions"]
            found |= {int(seq): _read(one) for seq, one in said.items()}
    return found


def holds(entry: Entry, erased: Tombstones) -> bool:
    """Whether `entry` is what was recorded, but for what an erasure says it took away."""
    stone = erased.get(entry.seq)
    if stone is None:
        return entry.hash == digest(entry)
    return entry.hash == stone.hash and digest(entry) == stone.digest


def written(stones: Tombstones) -> dict[str, dict[str, Any]]:
    """`stones` as the ledger keeps them."""
    return {
        str(seq): {"hash": one.hash, "digest": one.digest, "fields": list(one.fields)}
        for seq, one in sorted(stones.items())
    }


def _read(said: Mapping[str, Any]) -> Tombstone:
    return Tombstone(said["hash"], said["digest"], tuple(said["fields"]))


def first_bad(
    entries: Iterable[Entry],
    head: tuple[int, str] | None = None,
    erased: Tombstones = NONE,
) -> int | None:
    """The sequence number of the first link that does not hold; None when all do.

    `head`: number and hash of the link that was recorded last. Without it nobody can tell
    that links were cut off at the end, or forged onto it. `erased`: what erasures say that
    they took away; without it, such a link does not hold.
    """
    last, previous = 0, GENESIS
    for entry in entries:
        if entry.seq != last + 1:
            return last + 1
        if entry.previous != previous or not holds(entry, erased):
            return entry.seq
        last, previous = entry.seq, entry.hash
    if head is None or head == (last, previous):
        return None
    return last if head[0] == last else min(last, head[0]) + 1
