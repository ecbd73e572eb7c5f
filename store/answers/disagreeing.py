"""The cases whose labels differ, and that nobody has adjudicated."""

from curation.label_ratings import comparable, counted
from store.answers.label_findings import Disagreement, disagreements
from store.desk import Desk


def disagreeing(desk: Desk) -> tuple[Disagreement, ...]:
    """By the standard in force, blocking cases first; nothing of what is still hidden."""
    with desk.ledger.reading() as asked:
        standard = asked.standard()
        if standard is None:
            return ()
        same = comparable(asked.standards(), standard.version)
        labels = counted((one for one in asked.labels() if not one.judge), same)
        named = asked.cases_named(sorted({one.case for one in labels}))
        settled = asked.adjudications()
    known = {c: one for c, one in settled.items() if one.standard in same}
    found = disagreements({case.id: case for case in named}, standard, labels, known)
    return tuple(one for one in found if one.open)
