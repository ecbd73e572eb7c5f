"""Saved cohorts: a part of production, or of a run, that has a name; they are everybody's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from curation.errors import BadRequest

LONGEST = 60
Where = Mapping[str, str | None]  # column -> value; None: where it is not known


@dataclass(frozen=True, slots=True)
class SavedCohort:
    """`where` says which events or cases are in it: all of it must hold."""

    name: str
    where: Where
    saved_by: str


def where_of(said: Iterable[str]) -> dict[str, str | None]:
    """`region=eu` as region -> eu; nothing after the sign means: where it is not known."""
    found: dict[str, str | None] = {}
    for one in said:
        column, sign, value = one.partition("=")
        if not sign or not column.strip():
            raise BadRequest(f"'{one}' is no filter. Write it like --where region=eu.")
        found[column.strip()] = value or None
    return found


def written(where: Where) -> list[str]:
    """`where` as `where_of` reads it, by column."""
    return [f"{column}={value or ''}" for column, value in sorted(where.items())]


def cohort_name(said: str) -> str:
    """The name of a cohort as it is kept, or BadRequest."""
    name = " ".join(said.split())
    if not name or len(name) > LONGEST:
        raise BadRequest(f"A cohort needs a name of 1 to {LONGEST} characters.")
    return name


def cohort_subject(name: str) -> str:
    """What a decision about the cohort is about; PII and pii are one cohort."""
    return f"cohort {cohort_name(name).casefold()}"


def cohort_body(name: str, where: Where | None) -> dict[str, Any]:
    """What a decision records; without filters there is no such cohort from then on."""
    return {"name": name, "where": None if where is None else dict(where)}
