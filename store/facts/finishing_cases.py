"""Turn staged rows into plain cases, each checked; the ledger decides which are new."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, cast

from curation.cases import SETS, Behaviour, Severity, Source
from curation.fields import FIELDS
from curation.readings import word
from store.facts.finishing import Counts, finished, masked, open_staged
from store.facts.outcome import Outcome
from store.facts.quarantine import Fault, refused, told_by_fate, unreadable
from store.facts.writing import Writer
from store.formats.relation import name

_WORDS: Mapping[str, tuple[StrEnum, ...]] = {
    "expected_behaviour": tuple(Behaviour),
    "severity": tuple(Severity),
    "source": tuple(Source),
    "set": SETS,
}


def finish_cases(writer: Writer) -> Outcome:
    """The valid rows in `Outcome.cases`; those that are none are kept out."""
    cursor, files = writer.cursor, writer.staged.files
    total = open_staged(cursor, writer.staged)
    fields = [f.name for f in FIELDS["cases"]]
    rows = cursor.execute(
        "SELECT filename, coalesce(_row, file_row_number + 1),"  # noqa: S608 (quoted names only)
        f" {', '.join(map(name, fields))} FROM staged WHERE _bad < 4"
        " ORDER BY filename, file_row_number"
    ).fetchall()
    cases: list[dict[str, Any]] = []
    faults: dict[str, dict[int, Fault]] = defaultdict(dict)
    for path, row, *cells in rows:
        case = dict(zip(fields, cells, strict=True))
        fault = _checked(case)
        if fault is None:
            cases.append(case)
        else:
            faults[path][row] = fault
    masks = masked(cursor)
    rejects = [
        reject
        for file in files
        for reject in (
            *unreadable(file),
            *refused(cursor, file, masks[str(file.parquet)]),
            *told_by_fate(cursor, file, faults[str(file.parquet)]),
        )
    ]
    outcome = finished(writer, total, Counts(added=len(cases)), 0, rejects)
    return replace(outcome, cases=tuple(cases))


def _checked(case: dict[str, Any]) -> Fault | None:
    """What is wrong with `case`; its words and tags are spelled out on the way."""
    if not (case["input"] or "").strip():
        return "input", case["input"], "is empty: a case needs an input"
    for field, known in _WORDS.items():
        said = case[field]
        case[field] = next((str(w) for w in known if said and word(said) == w), None)
        if said and case[field] is None:
            return field, said, f"'{said}' is not one of {', '.join(known)}"
    case["tags"] = _tags(case["tags"])
    case["route"] = case["route"] or "default"
    return None


def _tags(said: str | None) -> list[str]:
    """Tags from a JSON list, or from words between commas."""
    try:
        listed: object = json.loads(said or "")
    except ValueError:
        listed = None
    found = (
        cast("list[object]", listed) if isinstance(listed, list) else (said or "").split(",")
    )
    return list(dict.fromkeys(str(tag).strip() for tag in found if str(tag).strip()))
