"""The log without what reviewers do not see yet: who labelled, but not what they said."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from curation.decisions import BLIND, Body, Entry
from curation.labels import SALT
from store.ledger.reading import Reading

_SAID = ("answers", "note", SALT)
UNTIL_LABELLED = "hidden until the case is labelled"


def covered(asked: Reading, entries: Sequence[Entry]) -> list[Entry]:
    """`entries`, where labels are hidden without the answers; hashes are of the whole ones."""
    cases = {case for one in entries if (case := _case(one)) is not None}
    if not cases:
        return list(entries)
    shown = {one.case for one in asked.labels(cases)}
    hidden = {case: UNTIL_LABELLED for case in cases - shown}  # taken back, or none is left
    hidden |= {case: why.told for (case, _), why in asked.blind(cases).items()}
    return [_covered(one, hidden) for one in entries]


def _covered(entry: Entry, hidden: Mapping[str, str]) -> Entry:
    why = hidden.get(_case(entry) or "")
    if why is None:
        return entry
    return replace(entry, before=_without(entry.before, why), after=_without(entry.after, why))


def _case(entry: Entry) -> str | None:
    if entry.kind not in BLIND:
        return None
    for said in (entry.after, entry.before):
        if said and said.get("body"):
            return said["body"]["case"]
    return None


def _without(said: Body | None, why: str) -> Any:  # noqa: ANN401 (a body, or none)
    if not said or not said.get("body"):
        return said
    kept = {name: value for name, value in said["body"].items() if name not in _SAID}
    return {**said, "body": {**kept, "hidden": why}}
