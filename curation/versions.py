"""Set versions: a frozen membership, addressed by its content, and what changed between two."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from curation.cases import Case
from curation.decisions import canonical


def line(case: Case) -> dict[str, Any]:
    """What a CI job needs of `case`; the keys and their order are part of the contract."""
    return {
        "case_id": case.id,
        "route": case.route,
        "input": case.input,
        "expected_behaviour": case.behaviour,
        "expected": case.expected,
        "severity": case.severity,
        "cost_of_failure": case.cost_of_failure,
        "tags": sorted(case.tags),
        "owner": case.owner,
        "source": case.source,
        "source_ref": case.source_ref,
        "kind": case.kind,
    }


def line_sha256(values: Mapping[str, Any]) -> str:
    """The sha256 of one case's line; of one whose text was erased, what it was before."""
    if former := values.get("erased"):
        return former["sha256"]
    return hashlib.sha256(canonical(values).encode()).hexdigest()


def asked_sha256(values: Mapping[str, Any]) -> str:
    """The sha256 of what a case asks and expects: a result proves this and nothing else."""
    if former := values.get("erased"):
        return former["asked_sha256"]
    names = ("route", "input", "expected_behaviour", "expected")
    return line_sha256({name: values[name] for name in names})


def manifest_sha256(lines: Mapping[str, str]) -> str:
    """The address of a set version: the sha256 over (case id, line sha256), ids in order."""
    text = "".join(f"{case_id} {lines[case_id]}\n" for case_id in sorted(lines))
    return hashlib.sha256(text.encode()).hexdigest()


def frozen(cases: Iterable[Case]) -> list[dict[str, Any]]:
    """The lines of a version, in the stable order of their ids."""
    return [line(case) for case in sorted(cases, key=lambda c: c.id)]


@dataclass(frozen=True, slots=True)
class Changed:
    """One case that stands in both versions with other words: field -> (before, after)."""

    case: str
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed from one version to another, case by case."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Changed, ...]
    same: int


def diff(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> Diff:
    """What changed between the lines of two versions."""
    old = {str(values["case_id"]): values for values in before}
    new = {str(values["case_id"]): values for values in after}
    both = sorted(old.keys() & new.keys())
    changed = [Changed(c, _fields(old[c], new[c])) for c in both if old[c] != new[c]]
    return Diff(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(changed),
        same=len(both) - len(changed),
    )


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    names = sorted(old.keys() | new.keys())
    return {n: (old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n)}
