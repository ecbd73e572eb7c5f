"""How events lie in the bins of a profile, window by window: of rollups, or of a scan."""

from collections.abc import Collection, Mapping, Sequence

from curation.drift import NotWatched
from curation.measures.text_windows import Text
from curation.profile import Profile
from store.facts.connection import query
from store.facts.counting import ALL, Cohort, Rows, counted, days, nothing
from store.facts.drift_counts import WEEK, Counts, added
from store.facts.sliced import Part
from store.facts.slicing import Slicing
from store.facts.unwatched import came_later
from store.facts.warehouse import Facts
from store.facts.watched import Plan, cell_of, number_of, types_of

Where = Mapping[str, str | None]
Window = tuple[str, str]  # moments
_FAR = 1 << 40  # days


class Drifting:
    """The events of a desk, counted in bins."""

    def __init__(self, facts: Facts, *, scan: bool = False) -> None:
        """`scan`: of the events themselves, whatever rollups there are."""
        self._facts, self._scan = facts, scan

    def profile(self, since: str, until: str) -> Profile:
        """How every watched column lay from `since` to before `until`."""
        drift = self._facts.drift
        return self._facts.asking(
            lambda cursor, shown: drift.profile(cursor, shown, since, until)
        )

    def every(self, plan: Plan, where: Where, days_each: int) -> Counts:
        """All events that `where` keeps, in periods that spans of `days_each` are made of."""
        cohort = _cohort(plan, where, days_each)
        told = None if cohort is None or self._scan else self._told(plan, cohort)
        return told or self._scanned(plan, Part((), where))

    def _told(self, plan: Plan, cohort: Cohort) -> Counts | None:
        drift = self._facts.drift
        return self._facts.asking(
            lambda cursor, shown: drift.counts(cursor, shown, plan, cohort)
        )

    def cohorts(self, plan: Plan) -> Mapping[Cohort, Counts]:
        """Every cohort that rollups count by itself, by week; {}: they cannot tell."""
        drift = self._facts.drift
        found = self._facts.asking(lambda cursor, shown: drift.cohorts(cursor, shown, plan))
        return found or {}

    def within(self, plan: Plan, where: Where, since: str, until: str) -> Counts:
        """Those of a window that may begin or end within a day, as one period."""
        found = self._scanned(plan, Part((), where, since, until))
        return found.merged([(-_FAR, _FAR)])

    def ks(
        self, columns: Sequence[str], where: Where, reference: Window, current: Window
    ) -> dict[str, tuple[float | None, float]]:
        """Kolmogorov-Smirnov and Wasserstein of all rows of two windows, by column.

        None where one is empty.
        """
        sql, said = Slicing(self._facts).events(Part((), where))
        asked = {**said, "reference": list(reference), "current": list(current)}
        found: dict[str, tuple[float | None, float]] = {}
        with self._facts.cursor() as cursor:
            types = types_of(cursor)
            for column in columns:
                cell = number_of(column, types) if column in types else cell_of(column)
                text = query("exact_ks").replace("score/*column*/", cell)
                text = text.replace("FROM events /*events*/", f"{sql}\n")
                found[column] = cursor.execute(text, asked).fetchall()[0]
        return found

    def came_later(self, known: Collection[str], window: Window) -> list[NotWatched]:
        """Columns that the reference knows nothing of, though the desk has them."""
        with self._facts.cursor() as cursor:
            return came_later(cursor, known, window)

    def texts(self, where: Where, window: Window, most: int) -> list[Text]:
        """Inputs of a window that are texts; of more than `most` a stable sample."""
        sql, said = Slicing(self._facts).events(Part((), where, *window))
        text = query("window_texts").replace("FROM events /*events*/", f"{sql}\n")
        with self._facts.cursor() as cursor:
            rows = cursor.execute(text, {**said, "most": most}).fetchall()
        return [Text(*row) for row in rows]

    def _scanned(self, plan: Plan, part: Part) -> Counts:
        """The same of the events themselves, by day."""
        sql, said = Slicing(self._facts).events(part)
        with self._facts.cursor() as cursor:
            types = types_of(cursor)
            span = days(cursor, sql, said)
            if span is None:
                return nothing(plan)
            rows = Rows(sql, types, *span, said)
            return added([nothing(plan), counted(cursor, rows, plan, plan.columns, {})[ALL]])


def _cohort(plan: Plan, where: Where, days_each: int) -> Cohort | None:
    """The cohort that rollups may know of; None where only the events can tell."""
    if not where:
        return ALL
    column, value = next(iter(where.items()))
    alone = len(where) == 1 and column in plan.cohorts and days_each % WEEK == 0
    return (column, value) if alone else None
