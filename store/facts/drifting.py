"""How events lie in the bins of a profile, window by window: of rollups, or of a scan."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from curation.drift import Kind
from curation.profile import Profile
from store.facts.counting import ALL, Rows, counted, days
from store.facts.drift_counts import EVENTS, JUDGED, TEXTS, WRONG, Counts, added
from store.facts.profiling import profiled
from store.facts.sliced import Part
from store.facts.slicing import Slicing
from store.facts.warehouse import Facts
from store.facts.watched import Plan

Span = tuple[int, int]  # from a day to before a day, counted from 1970
_EPOCH = date(1970, 1, 1)


def day_of(day: date) -> int:
    """The day, counted from 1970."""
    return (day - _EPOCH).days


def date_of(day: int) -> date:
    """What `day_of` counted."""
    return _EPOCH + timedelta(days=int(day))


class Drifting:
    """The events of a desk, counted in bins."""

    def __init__(self, facts: Facts, *, scan: bool = False) -> None:
        """`scan`: of the events themselves, whatever rollups there are."""
        self._facts, self._scan = facts, scan

    def profile(self, since: str, until: str) -> Profile:
        """How every watched column lay from `since` to before `until`."""

        def make() -> Profile:
            with self._facts.cursor() as cursor:
                return profiled(cursor, since, until)

        return self._facts.kept(f"profile {since} {until}", make)

    def counts(
        self, plan: Plan, where: Mapping[str, str | None], spans: Sequence[Span]
    ) -> Counts:
        """The events that `where` keeps, counted in each of `spans`."""
        first, last = min(low for low, _ in spans), max(high for _, high in spans)
        found = self._scanned(
            plan, where, date_of(first).isoformat(), date_of(last).isoformat()
        )
        return found.merged(spans)

    def within(
        self, plan: Plan, where: Mapping[str, str | None], since: str, until: str
    ) -> Counts:
        """The same of a window that may begin or end within a day, as one period."""
        found = self._scanned(plan, where, since, until)
        return found.merged([(-(1 << 40), 1 << 40)])

    def _scanned(
        self, plan: Plan, where: Mapping[str, str | None], since: str, until: str
    ) -> Counts:
        sql, said = Slicing(self._facts).events(Part((), where, since, until))
        with self._facts.cursor() as cursor:
            cursor.execute("SELECT * FROM events LIMIT 0")
            types = {str(c): str(t) for c, t, *_ in cursor.description or ()}
            span = days(cursor, sql, said)
            if span is None:
                return nothing(plan)
            rows = Rows(sql, types, *span, said)
            return added([nothing(plan), counted(cursor, rows, plan, plan.columns, {})[ALL]])


def nothing(plan: Plan) -> Counts:
    """No periods, and every column."""
    of = {column.name: column.bins for column in plan.columns}
    by = plan.column(plan.by).bins if plan.by else 1
    of |= {EVENTS: 1, TEXTS: 1, JUDGED: by, WRONG: by}
    numbers = [column for column in plan.columns if column.kind is Kind.NUMBER]
    return Counts(
        np.zeros(0, dtype=np.int64),
        {name: np.zeros((0, bins), dtype=np.int64) for name, bins in of.items()},
        {column.name: np.zeros((0, column.bins)) for column in numbers},
    )
