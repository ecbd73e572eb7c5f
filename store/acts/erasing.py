"""Erase somebody's texts from facts, sets, frozen versions and the log, and prove it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from curation import erasures
from curation.cases import Case, State
from curation.decisions import Decision, Entry, Kind
from curation.erasing import Target
from curation.erasures import AGE, Erasure, Swap, Wanted, next_id
from curation.standing import saying
from curation.tombstones import SUBJECT, Tombstones
from store.answers.erasing import Plan, copies, plan, rows_of
from store.answers.handed_out import HandedOut
from store.desk import Desk
from store.facts.batches import Batch
from store.facts.erasing import delete_made, rewritten
from store.ledger import Transaction

_ASLEEP = (State.RETIRED, State.DISMISSED)
Pairs = list[tuple[Batch, Batch]]


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased, and what is left to do by hand.

    `purged`: no byte of it is left in the database's file. `next_steps` name the ways.
    """

    erasure: Erasure
    purged: bool
    exports: tuple[HandedOut, ...]
    next_steps: tuple[str, ...]


def erase(desk: Desk, wanted: Wanted, *, actor: str, reason: str) -> Erased:
    """Take every text of `wanted` off this desk. It cannot be undone; it is on record.

    Raises NotAllowed for who may not, BadRequest without a reason or with one that repeats
    what is to go, Unknown for an id that names nothing.
    """
    _require(desk, actor)
    holds = (
        Target("E-0", (wanted.what,)).holds(reason) if wanted.by == erasures.PERSON else False
    )
    reason = erasures.require_reason(reason, holds)
    finish(desk)  # what one that died has left undone
    while True:
        found = plan(desk, wanted)
        entry = carry_out(desk, found, wanted.by, actor=actor, reason=reason)
        if entry is not None:
            break
    done = told(entry)
    return Erased(done, finish(desk), copies(desk, found, done.versions), _next(desk, done))


def carry_out(
    desk: Desk, found: Plan, by: str, *, actor: str, reason: str,
    further: Mapping[str, Any] | None = None,
) -> Entry | None:  # fmt: skip
    """Write the files anew and record it, in one act; None: somebody came between."""
    with desk.facts().cursor() as cursor:
        pairs = rewritten(cursor, desk.folder / "facts", found.found, found.gone)
    entry: Entry | None = None
    try:
        entry = _recorded(desk, found, pairs, by, actor=actor, reason=reason, further=further)
    finally:
        if entry is None and not _is_recorded(desk, pairs):
            _unwrite(desk, [now for _, now in pairs])
    return entry


def finish(desk: Desk) -> bool:
    """Delete what recorded erasures took away; a rerun goes on where one died.

    Whether no byte of it is left in the database's file.
    """
    with desk.ledger.reading() as asked:
        done = asked.erasures()
    if not done:
        return True
    swaps = [swap for one in done for swap in one.after["body"]["batches"]]
    folder = desk.folder / "facts"
    left = [swap for swap in swaps if (folder / swap["was"]).exists()]
    desk.shown_facts()  # nobody here asks the old files any more
    delete_made(folder, {swap["now"]["import_id"] for swap in left})
    _unwrite(desk, [Batch.from_body({**swap["now"], "path": swap["was"]}) for swap in left])
    return desk.ledger.purge()


def told(entry: Entry) -> Erasure:
    """An erasure as the log holds it."""
    found = erasures.from_body(entry.subject, entry.after["body"])
    return replace(found, actor=entry.actor, reason=entry.reason, at=entry.at.isoformat())


def _require(desk: Desk, actor: str) -> None:
    with desk.ledger.reading() as asked:
        erasures.require_may_erase(asked.people(), asked.ownerships(), actor)


def _recorded(
    desk: Desk, found: Plan, pairs: Pairs, by: str, *, actor: str, reason: str,
    further: Mapping[str, Any] | None,
) -> Entry | None:  # fmt: skip
    swaps = [
        Swap(was.path, now.body(), one.rows)
        for (was, now), one in zip(pairs, found.found, strict=True)
    ]
    with desk.ledger.transaction() as tx:
        if tx.last_change_of_facts() != found.seen:
            return None
        if next_id(one.subject for one in tx.erasures()) != found.name:
            return None
        for case in found.cases:
            _retire(tx, case, found.name, actor)

        def said(stones: Tombstones) -> Decision:
            versions = _versions(tx, stones)
            one = Erasure(found.name, by, found.what, rows_of(found),
                          tuple(case.id for case in found.cases), versions,
                          len(stones), len(swaps))  # fmt: skip
            whole = erasures.body(one, swaps, stones, further)
            return saying(
                Kind.ERASED, f"{SUBJECT}{found.name}", whole, actor=actor, reason=reason
            )

        return tx.erase(found.target, said) if found.target.takes else tx.record(said({}))


def _versions(tx: Transaction, stones: Tombstones) -> tuple[str, ...]:
    frozen = [one for one in tx.decisions(kinds=[Kind.FROZE]) if one.seq in stones]
    return tuple(one.subject for one in reversed(frozen))


def _retire(tx: Transaction, case: Case, name: str, actor: str) -> None:
    """A case without its text can be asked of no model."""
    now = tx.known(case.id)
    if now.state in _ASLEEP:
        return
    before: dict[str, Any] = {"state": now.state, "dismissal": None}
    after: dict[str, Any] = {"state": State.RETIRED, "dismissal": None}
    if now.quarantine:
        before["quarantine"] = {"owner": now.quarantine.owner, "until": now.quarantine.until}
        after["quarantine"] = None
    tx.record(
        Decision(Kind.MOVED, case.id, after, actor, f"its text was erased ({name})", before)
    )


def _is_recorded(desk: Desk, pairs: Pairs) -> bool:
    """Whether the ledger lists them after all; it knows better than who was broken off."""
    with desk.ledger.reading() as asked:
        listed = set(asked.batch_paths())
    return any(now.path in listed for _, now in pairs)


def _unwrite(desk: Desk, batches: Sequence[Batch]) -> None:
    for batch in batches:
        with suppress(OSError):
            (desk.folder / "facts" / batch.path).unlink()


def _next(desk: Desk, done: Erasure) -> tuple[str, ...]:
    """What a person still has to do: a version in force that lost a line is to be made anew."""
    if not done.cases:  # a tag or a note went, and every case can still be asked
        return ()
    with desk.ledger.reading() as asked:
        in_force = {
            one.name for s in ("blocking", "monitoring") if (one := asked.set_version(s))
        }
    hit = sorted(set(done.versions) & in_force)
    return tuple(
        f"evaldesk freeze {name.partition('@')[0]} --reason …: {name} is in force and has lost "
        "a case, which no model can be asked any more"
        for name in hit
    )


__all__ = ["AGE", "Erased", "carry_out", "erase", "finish", "told"]
