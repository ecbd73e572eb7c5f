"""What was decided on this desk: all of it, found again, told in words, taken along."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import Any, Literal

from curation import proposals
from curation.as_of import as_of
from curation.decision_words import Told, told
from curation.decisions import Entry, Kind
from curation.errors import BadRequest, Unknown
from store.answers.blind_labels import covered
from store.answers.plain import plain
from store.desk import Desk
from store.formats.csv_rows import guarded
from store.ledger.reading_log import Wanted

Form = Literal["csv", "jsonl"]
PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """Which decisions are asked for, as somebody said it; "" asks for any."""

    kind: str = ""
    actor: str = ""
    subject: str = ""
    text: str = ""
    since: str = ""
    until: str = ""

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return self != Asked()


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of decisions, newest first; `before` is where the next page goes on."""

    decisions: tuple[Entry, ...]
    total: int
    before: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The proposal that a decision is about or carries out, and the replay shown with it.

    `replayed_at`: the decision at which it was replayed; None where no replay is possible.
    """

    proposal: str
    name: str
    value: str
    replayed_at: int | None


@dataclass(frozen=True, slots=True)
class One:
    """One decision with its words, and what was decided in the same act."""

    entry: Entry
    told: Told
    act: tuple[Entry, ...]
    undone_by: int | None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the log can be filtered by, and how long it is."""

    kinds: tuple[Kind, ...]
    actors: tuple[str, ...]
    total: int
    first_at: datetime | None
    last_at: datetime | None


def decisions(
    desk: Desk,
    asked: Asked | None = None,
    *,
    limit: int | None = PAGE,
    before: int | None = None,
) -> Listed:
    """The decisions that are asked for, those before number `before`."""
    wanted = _wanted(asked or Asked())
    with desk.ledger.reading() as reading:
        total = reading.count_of(wanted)
        found = reading.found(wanted, before=before, limit=limit and limit + 1)
        found = covered(reading, found)
    more = limit is not None and len(found) > limit
    shown = tuple(found[:limit] if more else found)
    return Listed(shown, total, shown[-1].seq if more else None)


def decision(desk: Desk, seq: int) -> One:
    """One decision, or Unknown."""
    with desk.ledger.reading() as asked:
        found = asked.entry(seq)
        if found is None:
            raise Unknown("decision", str(seq), "`evaldesk decisions` lists them.")
        found = covered(asked, [found])[0]
        act = tuple(covered(asked, asked.act_entries(found.act)))
        undone = asked.undone_by(found.act)
    return One(found, told(found), act, undone, _evidence(act))


def _evidence(act: Sequence[Entry]) -> Evidence | None:
    asked = next((one for one in act if one.kind is Kind.PROPOSAL_SET), None)
    if asked is None:
        return None
    one = proposals.from_body(asked.after["body"])
    found = one.evidence or {}
    impossible = "cannot" in (found.get("replay") or {})
    seen = None if impossible else found.get("seq")
    return Evidence(one.id, one.name, proposals.written(one.to), seen)


def choices(desk: Desk) -> Choices:
    """What the log can be filtered by."""
    with desk.ledger.reading() as asked:
        kinds, actors = asked.kinds_and_actors()
        total, first, last = asked.span_of_log()
    return Choices(tuple(kinds), tuple(actors), total, first, last)


def exported(desk: Desk, asked: Asked, form: Form) -> str:
    """The decisions that are asked for as a file, oldest first; no cell is a formula."""
    found = reversed(decisions(desk, asked, limit=None).decisions)
    rows = (row_of(entry) for entry in found)
    return _FORMS[form](rows)


def row_of(entry: Entry) -> dict[str, Any]:
    """A decision as machines read it."""
    return {
        "seq": entry.seq,
        "at_utc": plain(entry.at),
        "kind": str(entry.kind),
        "subject": entry.subject,
        "before": entry.before,
        "after": entry.after,
        "actor": entry.actor,
        "reason": entry.reason,
        "did": told(entry).did,
        "act": entry.act,
        "undoes": entry.undoes,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def _jsonl(rows: Iterator[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _csv(rows: Iterator[dict[str, Any]]) -> str:
    whole = StringIO()
    writer = csv.writer(whole, lineterminator="\n")
    for n, row in enumerate(rows):
        if n == 0:
            writer.writerow(row)
        writer.writerow([_cell(value) for value in row.values()])
    return whole.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, Mapping):
        return guarded(json.dumps(value, ensure_ascii=False))
    return guarded(value) if isinstance(value, str) else value


_FORMS: Mapping[Form, Callable[[Iterator[dict[str, Any]]], str]] = {
    "csv": _csv,
    "jsonl": _jsonl,
}


def _wanted(asked: Asked) -> Wanted:
    return Wanted(
        kind=_kind(asked.kind) if asked.kind else None,
        actor=asked.actor.strip() or None,
        subject=asked.subject.strip() or None,
        text=asked.text.strip() or None,
        since=_since(asked.since),
        until=_moment(asked.until),
    )


def _moment(said: str) -> datetime | None:
    if not said.strip():
        return None
    moment = as_of(said).moment
    if moment is None:
        raise BadRequest(f"'{said}' is no day. Write it like 2026-11-01 or 2026-11-01T14:30.")
    return moment


def _since(said: str) -> datetime | None:
    """A day is meant from its beginning."""
    moment = _moment(said)
    if moment is None or len(said.strip()) > len("2026-11-01"):
        return moment
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


def _kind(word: str) -> Kind:
    try:
        return Kind(word.strip().lower().replace(" ", "_"))
    except ValueError:
        raise BadRequest(f"'{word}' is no kind of decision. Use: {', '.join(Kind)}.") from None
