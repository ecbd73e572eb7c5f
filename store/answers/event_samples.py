"""What production events show of each cohort, as counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import floor, isfinite, log10
from typing import Any

from curation.errors import BadRequest
from curation.measures.cohort import Cohort, Sample, label_list
from curation.measures.confusion import Cell
from curation.measures.meaning import Read, ScoreRows, read, rows_of
from curation.measures.speed import latency, mean_cost
from store.facts.slicing import Counted, Part, Slicing

MOST_COHORTS = 1000
STEADY_DIGITS = 12  # of a sum of floats: the last ones are the order in which threads added
_NO_SPEEDS: Mapping[str, Any] = {
    **dict.fromkeys(("latency", "latency_low", "latency_high"), (None, None, None)),
    **dict.fromkeys(("cost", "cost_spread")),
}
Key = frozenset[tuple[str, str | None]]


class EventSamples:
    """One part of the events; it is counted once for everything but the scores."""

    def __init__(self, slicing: Slicing, part: Part) -> None:
        self._slicing = slicing
        self._part = part
        self._counts = slicing.counts("cohort_counts", part)
        if len(self._counts) > MOST_COHORTS:
            raise BadRequest(
                f"{' and '.join(part.columns)} make {len(self._counts):,} cohorts, which is "
                f"more than the {MOST_COHORTS:,} that can be compared. Name other columns."
            )
        whole = next(row.cells for row in self._counts if not row.cohort)
        self.outputs = slicing.outputs()
        timed = whole["timed"] > 0 or whole["costed"] > 0
        rows = slicing.counts("cohort_speeds", part) if timed else []
        self._speeds = {_key(row.cohort): row.cells for row in rows}
        self._scored = whole["scored"] > 0
        self._cells = self._counted_cells()

    @property
    def cohorts(self) -> int:
        """How many there are, besides the one of all events."""
        return len(self._counts) - 1

    @property
    def cells(self) -> Sequence[Cell]:
        """The counts of (truth, prediction) of all cohorts together."""
        return self._cells[frozenset()]

    def samples(self, asked: str) -> list[Sample]:
        """Every cohort, and all events under {}; scores are counted for the label `asked`."""
        scored = self._counted_scores(asked)
        none = rows_of([])
        return [self._sample(row, scored.get(_key(row.cohort), none)) for row in self._counts]

    def meaning(self) -> Read | None:
        """What scores speak of, as all events tell it: no filter changes it."""
        if not self._scored:
            return None
        return self._slicing.kept("meaning", lambda: _meaning(self._slicing))

    def _counted_scores(self, asked: str) -> Mapping[Key, ScoreRows]:
        if not self._scored:
            return {}
        rows = self._slicing.counts(
            "cohort_scores", self._part, outputs=self.outputs, positive=asked
        )
        return {_key(row.cohort): _scores(row.cells) for row in rows}

    def _counted_cells(self) -> Mapping[Key, list[Cell]]:
        found: dict[Key, list[Cell]] = defaultdict(list)
        rows = self._slicing.counts("cohort_cells", self._part, outputs=self.outputs)
        for row in rows:
            c = row.cells
            found[_key(row.cohort)].append((c["truth"], c["prediction"], c["n"]))
        return found

    def _sample(self, row: Counted, scored: ScoreRows) -> Sample:
        c, speeds = row.cells, self._speeds.get(_key(row.cohort), _NO_SPEEDS)
        return Sample(
            cohort=row.cohort,
            cells=self._cells.get(_key(row.cohort), []),
            scored=scored,
            events=c["events"],
            judged=c["judged"],
            wrong=c["wrong"],
            latency=latency(
                c["timed"], speeds["latency"], speeds["latency_low"], speeds["latency_high"]
            ),
            cost_usd=mean_cost(c["costed"], *steady(speeds["cost"], speeds["cost_spread"])),
        )


def steady(mean: float | None, spread: float | None) -> tuple[float | None, float | None]:
    """A mean and its spread to the digits that every order of adding up agrees on."""
    largest = max(abs(one) for one in (mean or 0.0, spread or 0.0))
    if largest == 0 or not isfinite(largest):
        return mean, spread
    place = STEADY_DIGITS - 1 - floor(log10(largest))
    return (
        None if mean is None else round(mean, place),
        None if spread is None else round(spread, place),
    )


def _meaning(slicing: Slicing) -> Read | None:
    every = Part()
    cells = slicing.counts("cohort_cells", every, outputs=slicing.outputs())
    found = [row.cells for row in cells]
    labels = label_list([(c["truth"], c["prediction"], c["n"]) for c in found])
    if len(labels) != 2:
        return read(rows_of([]), labels)
    asked = {"outputs": slicing.outputs(), "positive": labels[-1]}
    rows = slicing.counts("cohort_scores", every, **asked)
    return read(_scores(rows[0].cells), labels)


def _key(cohort: Cohort) -> Key:
    return frozenset(cohort.items())


def _scores(cells: Mapping[str, Any]) -> ScoreRows:
    names = ("score", "positive", "said", "matches", "n")
    return rows_of(list(zip(*(cells[name] for name in names), strict=True)))
