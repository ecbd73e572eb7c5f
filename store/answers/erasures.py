"""What was erased from this desk, when, by whom, and the proof that nothing else was."""

from dataclasses import dataclass

from curation import erasures as rules
from curation.decisions import Entry
from curation.erasures import Erasure
from curation.tombstones import holds, tombstones
from store.answers.handed_out import COPIES, HandedOut, handed_out
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Shown:
    """One erasure. `proved`: what it left of each decision is still exactly that.

    `left`: files that it took and that are there again; `evaldesk privacy finish` deletes them.
    """

    id: str
    at: str
    actor: str
    reason: str
    by: str
    what: str
    sentence: str
    rows: dict[str, int]
    cases: tuple[str, ...]
    versions: tuple[str, ...]
    decisions: int
    files: int
    proved: bool
    left: tuple[str, ...]
    exports: tuple[HandedOut, ...]


@dataclass(frozen=True, slots=True)
class Erasures:
    """Every erasure, the newest first, and what to know about copies outside."""

    sentence: str
    erasures: tuple[Shown, ...]
    exports: int
    outside: str


def erasures(desk: Desk) -> Erasures:
    """Every erasure with its proof."""
    with desk.ledger.reading() as asked:
        found = asked.erasures()
        stones = tombstones(found)
        left = asked.entries_at(stones)
    exports = handed_out(desk)
    bad = {one.seq for one in left if not holds(one, stones)}
    shown = tuple(_shown(desk, one, bad, exports) for one in reversed(found))
    return Erasures(_sentence(shown), shown, len(exports), COPIES)


def told(entry: Entry) -> Erasure:
    """An erasure as the log holds it."""
    return rules.from_body(entry.subject, entry.after["body"])


def _shown(desk: Desk, entry: Entry, bad: set[int], exports: tuple[HandedOut, ...]) -> Shown:
    one, said = told(entry), entry.after["body"]
    at = entry.at.isoformat()
    left = [b["was"] for b in said["batches"] if (desk.folder / "facts" / b["was"]).exists()]
    hit = {*one.versions, *(f"rejects {b['now']['import_id']}" for b in said["batches"]
                            if b["now"]["view"] == "rejects")}  # fmt: skip
    return Shown(
        id=one.id, at=at, actor=entry.actor, reason=entry.reason, by=one.by, what=one.what,
        sentence=one.sentence, rows=dict(one.rows), cases=one.cases, versions=one.versions,
        decisions=one.decisions, files=one.files,
        proved=not bad & {int(seq) for seq in said["decisions"]}, left=tuple(left),
        exports=tuple(out for out in exports if out.what in hit and out.at <= at),
    )  # fmt: skip


def _sentence(shown: tuple[Shown, ...]) -> str:
    if not shown:
        return "Nothing was ever erased from this desk."
    spoiled = [one.id for one in shown if not one.proved]
    number = f"{len(shown)} erasure{'' if len(shown) == 1 else 's'}"
    if spoiled:
        return f"{number}; what {', '.join(spoiled)} left was changed since: evaldesk verify."
    return f"{number}, each proved: the log was changed in what they list, and nowhere else."
