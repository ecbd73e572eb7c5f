"""Turn staged rows into plain cases, each checked; the ledger decides which are new."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from curation.cases import LONGEST_ATTRIBUTE, SETS, Behaviour, Severity, Source
from curation.cohort_values import plain_value
from curation.fields import FIELDS
from curation.readings import word
from store.facts.connection import DuckDBPyConnection
from store.facts.masking import Masking
from store.facts.quarantine import Fault, refused, told_by_fate, unreadable
from store.facts.rejected import Reject
from store.facts.selecting import BAD
from store.facts.staging import StagedFile
from store.formats.relation import literal, name

_NESTED = re.compile("^(attributes?|metadata|meta)_(?=.)")
_WORDS: Mapping[str, tuple[StrEnum, ...]] = {
    "expected_behaviour": tuple(Behaviour),
    "severity": tuple(Severity),
    "source": tuple(Source),
    "set": SETS,
}


@dataclass(frozen=True, slots=True)
class CaseRows:
    """The cases of a file in plain values, and the rows that are none."""

    rows: tuple[dict[str, Any], ...]
    rejects: tuple[Reject, ...]


def cases_of(
    cursor: DuckDBPyConnection, file: StagedFile, masking: Masking | None = None
) -> CaseRows:
    """The cases in a staged file."""
    own = [f.name for f in FIELDS["cases"]]
    fields = [*own, *(f.name for f in file.further)]
    numbered = "coalesce(_row, file_row_number + 1)"
    staged = f"read_parquet({literal(str(file.parquet))}, file_row_number=true)"
    found = cursor.execute(
        f"SELECT {numbered}, {', '.join(map(name, fields))} FROM {staged}"  # noqa: S608
        f" WHERE _bad < {BAD} ORDER BY file_row_number"
    ).fetchall()
    cases: list[dict[str, Any]] = []
    faults: dict[int, Fault] = {}
    for row, *cells in found:
        case = dict(zip(own, cells, strict=False))
        case["attributes"] = _attributes(dict(zip(fields, cells, strict=True)), own)
        if fault := _checked(case):
            faults[row] = fault
        else:
            cases.append(case)
    refusals = (*refused(cursor, file), *told_by_fate(cursor, file, faults))
    rejects = (*unreadable(file), *refusals)
    if masking:
        rejects = tuple(masking.reject(reject) for reject in rejects)
    return CaseRows(tuple(cases), rejects)


def _attributes(cells: Mapping[str, Any], own: Sequence[str]) -> dict[str, str]:
    """What the further columns say that a case is of: short words, not whole texts."""
    found = {_NESTED.sub("", n): v for n, v in cells.items() if n not in own}
    said = {n: plain_value(str(v).strip()) for n, v in found.items() if v is not None}
    return {n: v for n, v in said.items() if v and len(v) <= LONGEST_ATTRIBUTE}


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
