"""The proof that the log is whole, and that everything shown follows from it."""

from collections.abc import Generator, Iterable

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, SQLModel, delete, select

from curation.decisions import Entry
from curation.tombstones import NONE, Tombstones, first_bad
from store.ledger.engine import open_engine
from store.ledger.projections import project, swapped
from store.ledger.reading import Reading
from store.ledger.tables import PROJECTIONS, HeadRow, name_of

Rows = list[dict[str, object]]
# What the database, or the words of a kind, may answer to a row that somebody spoiled.
_UNREADABLE = (ValueError, TypeError, SQLAlchemyError)


def first_bad_link(asked: Reading) -> int | None:
    """The first decision that is not what was recorded; None when the chain is whole."""
    try:
        return first_bad(asked.entries(), asked.head(), asked.tombstones())
    except _UNREADABLE:
        readable = list(_readable(asked))
        return first_bad(readable, erased=_tombstones(asked)) or len(readable) + 1


def strays(asked: Reading) -> list[str]:
    """The rows that do not follow from a replay of the log, both as of one moment, by name.

    A table that cannot even be read is named without a row.
    """
    should = _replayed(asked.entries(), asked.later)
    found: list[str] = []
    for table in PROJECTIONS:
        name = name_of(table)
        try:
            kept = asked.projection(table)
        except _UNREADABLE:
            found.append(name)
            continue
        found += [f"{name} {key}" for key in _differing(kept, should[name], table)]
    return found


def replay_into(session: Session, entries: Iterable[Entry]) -> None:
    """Let the projections of `session` follow `entries`."""
    for entry in entries:
        project(session, entry)
        session.flush()


def rebuild(session: Session) -> None:
    """Make the projections anew from the log; nobody decides meanwhile."""
    session.exec(select(HeadRow).with_for_update()).one_or_none()
    for table in PROJECTIONS:
        session.exec(delete(table))
    replay_into(session, list(Reading(session).entries()))


def _differing(kept: Rows, should: Rows, table: type[SQLModel]) -> list[str]:
    """The keys of the rows that are in only one of both, or not the same in both."""
    if kept == should:
        return []
    keys = [column.name for column in SQLModel.metadata.tables[name_of(table)].primary_key]
    named = {
        " ".join(str(row[key]) for key in keys)
        for row in (*kept, *should)
        if row not in kept or row not in should
    }
    return sorted(named)


def _readable(asked: Reading) -> Generator[Entry]:
    try:
        yield from asked.entries(batch=1)  # one by one: all before the spoiled row are good
    except _UNREADABLE:
        return


def _tombstones(asked: Reading) -> Tombstones:
    try:
        return asked.tombstones()
    except _UNREADABLE:  # what an erasure said is what somebody spoiled
        return NONE


def _replayed(entries: Iterable[Entry], later: Iterable[Entry]) -> dict[str, Rows]:
    scratch = open_engine("sqlite://")
    SQLModel.metadata.create_all(scratch)
    with Session(scratch) as session:
        replay_into(session, entries)
        for erasure in later:  # of another day: the files of then were rewritten since
            swapped(session, erasure)
        session.flush()
        session.expire_all()  # compare what a database gives back, not what was put in
        read = Reading(session)
        found = {name_of(table): read.projection(table) for table in PROJECTIONS}
    scratch.dispose()
    return found
