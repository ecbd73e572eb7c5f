"""What can be asked of the ledger. Everything here only reads."""

from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import Session, SQLModel, col, select

from curation import cases
from curation.cases import Case, State
from curation.decisions import GENESIS, NOT_TAKEN_BACK, UNDOABLE, Entry, Kind
from curation.errors import Unknown
from curation.names import same_person
from curation.ownership import Ownership
from curation.runs import Run, SetVersion
from store.ledger.clock import now
from store.ledger.reading_changes import ChangeReading
from store.ledger.reading_cohorts import CohortReading
from store.ledger.reading_erasures import ErasureReading
from store.ledger.reading_groups import GroupReading
from store.ledger.reading_labels import LabelReading
from store.ledger.reading_log import LogReading
from store.ledger.reading_people import PeopleReading
from store.ledger.reading_quarantines import QuarantineReading
from store.ledger.reading_views import ViewReading
from store.ledger.rows import entry_of
from store.ledger.tables import (
    PROJECTIONS,
    BatchRow,
    CaseRow,
    DecisionRow,
    HeadRow,
    ImportRow,
    OwnerRow,
    RunRow,
    SetVersionRow,
)

_LINES: Any = SetVersionRow.lines  # SQLModel types a column as its value


class Reading(
    GroupReading,
    ChangeReading,
    CohortReading,
    ErasureReading,
    ViewReading,
    QuarantineReading,
    PeopleReading,
    LabelReading,
    LogReading,
):
    """One consistent view of the ledger, as of the moment that `clock` says."""

    def __init__(self, session: Session, clock: Callable[[], datetime] = now) -> None:
        self._session = session
        self.clock = clock

    def head(self) -> tuple[int, str]:
        """Sequence number and hash of the last decision."""
        row = self._session.get(HeadRow, 1)
        return (row.seq, row.hash) if row else (0, GENESIS)

    def origin(self) -> str:
        """What tells this desk from every other: the hash of its first decision."""
        row = self._session.get(DecisionRow, 1)
        return row.hash if row else GENESIS

    def has_head(self) -> bool:
        """Whether this ledger was ever founded."""
        return self._session.get(HeadRow, 1) is not None

    def entries(self, *, batch: int = 1000, until: int | None = None) -> Generator[Entry]:
        """The log (up to decision `until`), oldest first, fetched `batch` rows at a time."""
        query = select(DecisionRow).order_by(col(DecisionRow.seq))
        if until is not None:
            query = query.where(col(DecisionRow.seq) <= until)
        found = self._session.exec(query.execution_options(yield_per=batch))
        try:
            for row in found:
                yield entry_of(row)
        finally:  # also when nobody wants to hear the rest
            found.close()

    def decisions(
        self,
        *,
        subject: str | None = None,
        kinds: Iterable[Kind] = (),
        limit: int | None = None,
    ) -> list[Entry]:
        """Decisions, newest first."""
        query = select(DecisionRow).order_by(col(DecisionRow.seq).desc())
        if subject is not None:
            query = query.where(DecisionRow.subject == subject)
        if chosen := list(kinds):
            query = query.where(col(DecisionRow.kind).in_(chosen))
        return [entry_of(row) for row in self._session.exec(query.limit(limit))]

    def act_entries(self, act: str) -> list[Entry]:
        """What was decided in one act, oldest first."""
        query = select(DecisionRow).where(DecisionRow.act == act).order_by(col(DecisionRow.seq))
        return [entry_of(row) for row in self._session.exec(query)]

    def known_version(self, subject: str, seen: int, own: Callable[[str], bool]) -> int:
        """The version known to who saw `seen` and has since decided in the `own` acts."""
        query = select(DecisionRow.seq, DecisionRow.act).where(
            DecisionRow.subject == subject, col(DecisionRow.seq) > seen
        )
        for seq, act in self._session.exec(query.order_by(col(DecisionRow.seq))):
            if not own(act):
                break
            seen = seq
        return seen

    def case(self, case_id: str) -> Case | None:
        """One case as it stands."""
        row = self._session.get(CaseRow, case_id)
        return cases.from_body(row.body) if row else None

    def cases(self, *states: State, owner: str | None = None) -> list[Case]:
        """The cases in `states` (all states when none is given), by id."""
        query = select(CaseRow).order_by(CaseRow.id)
        if states:
            query = query.where(col(CaseRow.state).in_(states))
        if owner is not None:
            query = query.where(CaseRow.owner == owner)
        return [cases.from_body(row.body) for row in self._session.exec(query)]

    def states(self) -> dict[str, State]:
        """Where every opened case stands, by case id."""
        query = select(CaseRow.id, CaseRow.state)
        return {case_id: State(state) for case_id, state in self._session.exec(query)}

    def ids_in(self, state: State) -> list[str]:
        """The ids of the cases in `state`, in their order."""
        query = select(CaseRow.id).where(CaseRow.state == state).order_by(CaseRow.id)
        return list(self._session.exec(query))

    def owners(self) -> list[str]:
        """Everybody who owns a case, by name."""
        query = select(CaseRow.owner).where(col(CaseRow.owner).is_not(None)).distinct()
        return sorted(owner for owner in self._session.exec(query) if owner)

    def counts(self) -> dict[State, int]:
        """How many cases stand in each state; a state with none is 0."""
        query = select(CaseRow.state, func.count()).group_by(CaseRow.state)
        found = dict(self._session.exec(query).all())
        return {state: found.get(state, 0) for state in State}

    def reasons(self, case_ids: Sequence[str]) -> dict[str, str]:
        """The reason of the last move of each case."""
        query = (
            select(DecisionRow.subject, DecisionRow.reason)
            .where(DecisionRow.kind == Kind.MOVED, col(DecisionRow.subject).in_(case_ids))
            .order_by(col(DecisionRow.seq))
        )
        return dict(self._session.exec(query).all())

    def moves_since(self, moment: datetime) -> list[Entry]:
        """Every move from `moment` on, oldest first."""
        query = select(DecisionRow).where(
            DecisionRow.kind == Kind.MOVED, col(DecisionRow.at) >= moment
        )
        return [
            entry_of(row) for row in self._session.exec(query.order_by(col(DecisionRow.seq)))
        ]

    def ownership(self, scope: str) -> Ownership | None:
        """Who decides about `scope`."""
        row = self._session.get(OwnerRow, scope)
        return Ownership(row.scope, row.owner, row.deputy) if row else None

    def ownerships(self) -> dict[str, Ownership]:
        """Who decides about each scope that somebody owns."""
        rows = self._session.exec(select(OwnerRow).order_by(OwnerRow.scope))
        return {r.scope: Ownership(r.scope, r.owner, r.deputy) for r in rows}

    def set_version(self, name: str, version: int | None = None) -> SetVersion | None:
        """A frozen version; the newest one, which is in force, when no number is given."""
        row = self._version_row(name, version)
        return _set_version(row) if row else None

    def lines(self, name: str, version: int) -> list[dict[str, Any]]:
        """The manifest's lines of a version, in stable order."""
        row = self._version_row(name, version)
        if row is None:
            way = f"`evaldesk sets` lists the versions; `evaldesk freeze {name}` makes one."
            raise Unknown("set version", f"{name}@{version}", way)
        return row.lines

    def set_versions(self) -> list[SetVersion]:
        """Every frozen version, newest first."""
        query = select(SetVersionRow).options(defer(_LINES))
        query = query.order_by(SetVersionRow.set, col(SetVersionRow.version).desc())
        return [_set_version(row) for row in self._session.exec(query)]

    def runs(self) -> list[tuple[Run, dict[str, Any] | None, int]]:
        """Every run with the gate's last answer and its place in the log, newest first."""
        query = select(RunRow).order_by(col(RunRow.seq).desc())
        return [(Run(**row.body), row.verdict, row.seq) for row in self._session.exec(query)]

    def known_run(self, name: str) -> Run | None:
        """One run, or None."""
        row = self._session.get(RunRow, name)
        return Run(**row.body) if row else None

    def run(self, name: str) -> tuple[Run, dict[str, Any] | None]:
        """One run with the gate's last answer on it, or Unknown."""
        row = self._session.get(RunRow, name)
        if row is None:
            raise Unknown("run", name, "`evaldesk runs` lists them.")
        return Run(**row.body), row.verdict

    def imports(self) -> list[ImportRow]:
        """Every import, newest first."""
        query = select(ImportRow).order_by(col(ImportRow.seq).desc())
        return list(self._session.exec(query))

    def imports_of_run(self, name: str) -> list[ImportRow]:
        """The imports that brought results of the run `name`, undone ones too."""
        rows = self._session.exec(select(ImportRow).where(ImportRow.kind == "results"))
        return [row for row in rows if row.body["run"]["name"] == name]

    def batches(self) -> list[tuple[int, dict[str, Any]]]:
        """The Parquet batches in view, with the place of their import in the log."""
        query = (
            select(BatchRow)
            .where(col(BatchRow.shown))
            .order_by(col(BatchRow.seq), col(BatchRow.path))
        )
        return [(row.seq, row.body) for row in self._session.exec(query)]

    def batch_paths(self) -> list[str]:
        """Every Parquet batch that an import lists, in view or taken out of it."""
        return list(self._session.exec(select(BatchRow.path)))

    def last_of(self, *kinds: Kind) -> int:
        """The place in the log of the newest decision of `kinds`; 0 when there is none."""
        query = select(func.max(DecisionRow.seq)).where(col(DecisionRow.kind).in_(kinds))
        return self._session.exec(query).one() or 0

    def last_change_of_facts(self) -> int:
        """The last decision that brought facts in, took them out of view, or erased some."""
        return self.last_of(Kind.IMPORTED, Kind.IMPORT_UNDONE, Kind.ERASED)

    def last_act(self, actor: str) -> str | None:
        """The newest act of `actor` that can be undone and was not, however they were named."""
        everybody = self._session.exec(select(DecisionRow.actor).distinct())
        names = [one for one in everybody if same_person(one, actor)]
        undone = select(DecisionRow.undoes).where(col(DecisionRow.undoes).is_not(None))
        kept = select(DecisionRow.act).where(col(DecisionRow.kind).in_(NOT_TAKEN_BACK))
        query = (
            select(DecisionRow.act)
            .where(
                col(DecisionRow.actor).in_(names),
                col(DecisionRow.kind).in_(UNDOABLE),
                col(DecisionRow.undoes).is_(None),
                col(DecisionRow.act).not_in(undone),
                col(DecisionRow.act).not_in(kept),
            )
            .order_by(col(DecisionRow.seq).desc())
        )
        return self._session.exec(query).first()

    def projections(self) -> dict[str, list[dict[str, object]]]:
        """Every projected row, for the proof that they equal a replay."""
        return {table.__name__: self.projection(table) for table in PROJECTIONS}

    def projection(self, table: type[SQLModel]) -> list[dict[str, object]]:
        """The rows of one projection, in one order."""
        return sorted(map(_dumped, self._session.exec(select(table))), key=str)

    def _version_row(self, name: str, version: int | None) -> SetVersionRow | None:
        if version is not None:
            return self._session.get(SetVersionRow, (name, version))
        query = select(SetVersionRow).where(SetVersionRow.set == name)
        return self._session.exec(query.order_by(col(SetVersionRow.version).desc())).first()


def _dumped(row: SQLModel) -> dict[str, object]:
    found = row.model_dump(mode="json")
    if isinstance(row, CaseRow):  # desks differ in which version wrote the body
        found["body"] = dict(sorted(cases.without_blanks(row.body).items()))
    return found


def _set_version(row: SetVersionRow) -> SetVersion:
    at: datetime = row.frozen_at
    return SetVersion(
        row.set, row.version, row.sha256, row.hashes, at.isoformat(), row.frozen_by, row.reason
    )
