"""Keep counts in the bins of a profile, a file for each import: a new week costs a week."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from threading import Lock

from duckdb import Error

from curation import profile as profiles
from curation.drift import Role
from curation.profile import Profile
from store.facts.batches import Batch
from store.facts.connection import DuckDBPyConnection, step
from store.facts.counting import ALL, Cohort, Rows, counted, nothing
from store.facts.days import day_of
from store.facts.drift_counts import Counts, added
from store.facts.drift_files import read, read_cohorts, write
from store.facts.profiling import profiled
from store.facts.rollup_files import RollupFile, listed, sweep, written
from store.facts.thin import is_short
from store.facts.views import Views
from store.facts.watched import Column, Plan
from store.formats.relation import name

FOLDER = "drift"
MOST_VALUES = 60  # of a column in one import; of what has more no cohort is told
LEFT_BEHIND = timedelta(days=30)  # a baseline is asked for seldom
_STEPS = ("macros", "stored_events", "late_events", "drift_cells")
_CODE = (
    *("binning", "counting", "drift_files", "profiling", "tallies", "texts", "thin"),
    "watched",
)


def _rules() -> str:
    """What tells files that were counted by other rules apart."""
    code = [(files("store.facts") / f"{one}.py").read_text(encoding="utf-8") for one in _CODE]
    return sha256("".join([*map(step, _STEPS), *code]).encode()).hexdigest()


_RULES = _rules()


class DriftRollups:
    """The counts of one facts folder. They are no facts: whoever deletes them loses time."""

    def __init__(self, folder: Path, views: Views, *, sweeping: bool = True) -> None:
        self._folder = folder / FOLDER
        self._views = views
        self._sweeping = sweeping
        self._lock = Lock()

    def counts(
        self,
        cursor: DuckDBPyConnection,
        batches: Sequence[Batch],
        plan: Plan,
        cohort: Cohort = ALL,
    ) -> Counts | None:
        """All events by day, or those of a cohort by week.

        None: rollups do not know, somebody else is making them, or they cannot be made here.
        """
        if not self._lock.acquire(blocking=False):
            return None
        try:
            paths = [one.path for one in self._made(cursor, batches, plan)]
            found = read(cursor, paths, cohort) if paths else []
            return None if found is None else added([nothing(plan), *found])
        except (
            OSError,
            Error,
        ):  # a full disk, a folder that must not be written to, a bad file
            return None
        finally:
            self._lock.release()

    def cohorts(
        self, cursor: DuckDBPyConnection, batches: Sequence[Batch], plan: Plan
    ) -> dict[Cohort, Counts] | None:
        """Every cohort that is counted by itself, by week; None where rollups do not know."""
        if not self._lock.acquire(blocking=False):
            return None
        try:
            paths = [one.path for one in self._made(cursor, batches, plan)]
            found = read_cohorts(cursor, paths) if paths else {}
            return {key: added([nothing(plan), told]) for key, told in found.items()}
        except (OSError, Error):
            return None
        finally:
            self._lock.release()

    def profile(
        self, cursor: DuckDBPyConnection, batches: Sequence[Batch], since: str, until: str
    ) -> Profile:
        """How the columns lay from `since` to before `until`; looked at once."""
        told = listed(cursor, self._views, batches, self._folder, _RULES).every
        whole = is_short(since, until)  # then other weeks are looked at as well
        met = sorted(one.path.name for one in told if whole or one.span.meets(since, until))
        digest = sha256(json.dumps([_RULES, since, until, met]).encode()).hexdigest()[:24]
        path = self._folder / f"profile-{digest}.json"
        with suppress(OSError, ValueError, KeyError, TypeError):
            return profiles.from_body(json.loads(path.read_text(encoding="utf-8")))
        found = profiled(cursor, since, until)
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            said = json.dumps(profiles.body(found))
            written(path, lambda unfinished: _put(unfinished, said))
        return found

    def _made(
        self, cursor: DuckDBPyConnection, batches: Sequence[Batch], plan: Plan
    ) -> list[RollupFile]:
        """The files that tell of all events; those that are lacking are made."""
        folder = self._folder / plan.digest()[:24]
        every = listed(cursor, self._views, batches, folder, _RULES).every
        lacking = [one for one in every if not one.path.is_file()]
        if lacking:
            folder.mkdir(parents=True, exist_ok=True)
        for one in lacking:
            self._make(cursor, one, plan)
        if lacking and self._sweeping:
            sweep(folder, {one.path for one in every}, LEFT_BEHIND)
        return every

    def _make(self, cursor: DuckDBPyConnection, one: RollupFile, plan: Plan) -> None:
        rows = self._rows(cursor, one)
        columns = _changed_by_truths(plan) if one.labels else list(plan.columns)
        told: Mapping[Cohort, Counts] = {}
        cut: list[str] = []
        if rows:
            values = _values(cursor, rows, plan.cohorts)
            cohorts = {c: found for c, found in values.items() if len(found) <= MOST_VALUES}
            told = counted(cursor, rows, plan, columns, cohorts)
            cut = [c for c in values if c not in cohorts]
        written(one.path, lambda unfinished: write(cursor, told, cut, unfinished))

    def _rows(self, cursor: DuckDBPyConnection, one: RollupFile) -> Rows | None:
        """The events that a file tells of; None where none of them has a time."""
        if one.span.first is None or one.span.last is None:
            return None
        sql = self._views.sent(cursor, one.events)
        if one.labels:
            told = self._views.plain("labels", one.labels)
            sql = step("late_events").replace("/*events*/", sql).replace("/*labels*/", told)
        cursor.execute(f"SELECT * FROM ({sql}) LIMIT 0")  # noqa: S608 (own SQL)
        types = {str(c): str(t) for c, t, *_ in cursor.description or ()}
        first, last = (day_of(moment.date()) for moment in (one.span.first, one.span.last))
        return Rows(sql, types, first, last, signed=bool(one.labels))


def _changed_by_truths(plan: Plan) -> list[Column]:
    """The columns that a late truth changes, and the one that errors are counted by."""
    return [c for c in plan.columns if c.role is Role.LABEL or c.name == plan.by]


def _values(
    cursor: DuckDBPyConnection, rows: Rows, columns: Sequence[str]
) -> Mapping[str, list[str]]:
    """Every value of each column, sorted; of a column that is not there none."""
    told = [c for c in columns if rows.types.get(c) == "VARCHAR"]
    cells = [
        f"list_sort(list(DISTINCT {name(c)}) FILTER ({name(c)} IS NOT NULL))" for c in told
    ]
    found = (
        cursor.execute(f"SELECT {', '.join(cells)} FROM ({rows.sql})").fetchall()[0]  # noqa: S608
        if told
        else ()
    )
    known = dict(zip(told, found, strict=True))
    return {c: known.get(c) or [] for c in columns}


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
