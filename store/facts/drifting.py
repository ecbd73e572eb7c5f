"""How events lie in the bins of a profile, window by window: of rollups, or of a scan."""

from collections.abc import Mapping

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

Where = Mapping[str, str | None]
_FAR = 1 << 40  # days


class Drifting:
    """The events of a desk, counted in bins."""

    def __init__(self, facts: Facts, *, scan: bool = False) -> None:
        """`scan`: of the events themselves, whatever rollups there are."""
        self._facts, self._scan = facts, scan

    def profile(self, since: str, until: str) -> Profile:
        """How every watched column lay from `since` to before `until`."""
        with self._facts.cursor() as cursor:
            return profiled(cursor, since, until)

    def every(self, plan: Plan, where: Where, days_each: int) -> Counts:
        """All events that `where` keeps, in periods that whole spans of `days_each` can be
        put together from."""
        del days_each
        return self._scanned(plan, Part((), where))

    def within(self, plan: Plan, where: Where, since: str, until: str) -> Counts:
        """Those of a window that may begin or end within a day, as one period."""
        found = self._scanned(plan, Part((), where, since, until))
        return found.merged([(-_FAR, _FAR)])

    def _scanned(self, plan: Plan, part: Part) -> Counts:
        """The same of the events themselves, by day."""
        sql, said = Slicing(self._facts).events(part)
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
