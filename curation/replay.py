"""A case as its decisions left it: the one fold that projections and time travel share."""

from collections.abc import Iterable
from dataclasses import replace

from curation.cases import Case, from_body, with_fields
from curation.decisions import ABOUT_CASES, Entry, Kind


def apply(case: Case | None, entry: Entry) -> Case:
    """`case` after `entry`; the first entry of a case opens it."""
    if entry.kind is Kind.OPENED:
        opened = from_body(entry.after)
        return replace(opened, version=entry.seq, opened_at=entry.at.isoformat())
    assert case is not None, f"decision {entry.seq} is about a case that was never opened"
    changed = with_fields(case, entry.after)
    if entry.kind is Kind.MOVED:
        changed = replace(changed, moved_at=entry.at.isoformat(), moved_by=entry.actor)
    return replace(changed, version=entry.seq)


def replayed(entries: Iterable[Entry]) -> dict[str, Case]:
    """Every case of a desk, from the whole log."""
    cases: dict[str, Case] = {}
    for entry in entries:
        if entry.kind in ABOUT_CASES:
            cases[entry.subject] = apply(cases.get(entry.subject), entry)
    return cases
