"""Keep the table `failing` in step with the batches in view: what the inbox is asked of."""

from collections.abc import Sequence

from store.facts.batches import Batch
from store.facts.connection import DuckDBPyConnection, step
from store.facts.views import Views
from store.facts.vocabulary import LATE_FAILURES


class Failing:
    """Every failure in view without its long texts, in memory. Not safe between threads."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self._kept: tuple[Batch, ...] = ()

    def follow(self, cursor: DuckDBPyConnection, batches: tuple[Batch, ...]) -> None:
        """Make the table hold the failures of `batches`, which are in view.

        What was only added is added; where anything else changed, all is read again. Whoever
        is reading the table goes on with what it held.
        """
        if batches is self._kept:
            return
        added = self._only_added(cursor, batches)
        if added is None:
            rows = step("failing_rows").replace("/*failures*/", "FROM failures")
            cursor.execute(f"CREATE OR REPLACE TABLE failing AS {rows}")
        elif added:
            told = self._views.told(cursor, added)
            rows = step("failing_rows").replace("/*failures*/", told)
            cursor.execute(f"INSERT INTO failing {rows}")
        self._kept = batches

    def _only_added(
        self, cursor: DuckDBPyConnection, batches: Sequence[Batch]
    ) -> list[str] | None:
        """The batches of failures that are new, or None when something else changed."""
        before, now = _paths(self._kept), _paths(batches)
        late = [batch.path for batch in batches if batch.view == LATE_FAILURES]
        if before - now or any(path in now - before for path in late):
            return None
        if late and self._touches(cursor, batches, late):
            return None
        return [batch.path for batch in batches if batch.path in now - before]

    def _touches(
        self, cursor: DuckDBPyConnection, batches: Sequence[Batch], late: Sequence[str]
    ) -> bool:
        """Whether late truths speak of what came or went: they stand with their events."""
        before, now = ({batch.import_id for batch in some} for some in (self._kept, batches))
        if before - now:
            return True
        touched = step("failing_touched").replace("/*late*/", self._views.told(cursor, late))
        imports = {"import_ids": sorted(now - before)}
        return cursor.execute(touched, imports).fetchall()[0][0] > 0


def _paths(batches: Sequence[Batch]) -> set[str]:
    return {batch.path for batch in batches if batch.view in ("failures", LATE_FAILURES)}
