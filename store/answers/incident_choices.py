"""Which cohorts an incident can be said to have hurt."""

from collections.abc import Mapping

from store.desk import Desk
from store.facts.sliced import Part
from store.facts.slicing import Slicing

MOST_VALUES = 20
_NOT_WHO = ("feedback",)


def cohort_values(desk: Desk) -> Mapping[str, int]:
    """How many events have each value of a column of few, as region=eu; most first."""
    slicing = Slicing(desk.facts())
    texts = [column for column in slicing.texts() if column not in _NOT_WHO]
    kinds = slicing.kinds(texts)
    few = [(column,) for column in texts if 1 < kinds[column] <= MOST_VALUES]
    found: dict[str, int] = {}
    for row in slicing.counts("cohort_counts", Part(few)):
        for column, value in row.cohort.items():
            if value is not None:
                found[f"{column}={value}"] = row.cells["events"]
    order = {column: place for place, (column,) in enumerate(few)}
    return dict(
        sorted(found.items(), key=lambda one: (order[one[0].partition("=")[0]], -one[1]))
    )
