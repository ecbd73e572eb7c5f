"""The contract as a TOML file for a pull request: written with notes, read line by line."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from curation.contract import Contract, ContractRefused
from curation.contract_terms import FORM, Misfit, Path, contract_of

_HEAD = """\
The evaluation contract, version {version}. Change it in a pull request, then
`evaldesk contract import FILE --reason "…"`. The numbers in force are the thresholds of the
desk: one that you change here becomes a proposal, and is in force when its owner approves.\
"""
_MOST_VERSIONS = 10**9
_TABLE = re.compile(r"\s*(\[\[?)\s*([^\]]*?)\s*\]\]?")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))""")


def written(found: Contract, version: int) -> str:
    """The contract as a file; `version` is the one that changes to it are based on."""
    document = tomlkit.document()
    for line in _HEAD.format(version=version).splitlines():
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    document["contract"], document["based_on"] = FORM, version
    document["decision"], document["scope"] = found.decision, found.scope
    errors = _table({"worse": found.worse, "why": found.why_worse or None})
    return tomlkit.dumps(_numbered(document, errors, found))


def numbers(found: Contract) -> str:
    """The part of a file that is no sentence: costs, what is asked, budgets, owners."""
    return tomlkit.dumps(_numbered(tomlkit.document(), tomlkit.table(True), found))


def _numbered(document: TOMLDocument, errors: Table, found: Contract) -> TOMLDocument:
    if found.costs:
        errors["cost_usd"] = _table(found.costs)
    if errors:
        document["errors"] = errors
    if found.ship_if:
        listed: Any = tomlkit.aot()  # tomlkit types what is appended as nothing known
        for one in found.ship_if:
            said = {"threshold": one.name, one.direction.value: one.value}
            listed.append(_table({**said, "called": one.called or None}))
        document["ship_if"] = listed
    for name, tables in (
        ("routes", {route: asdict(one) for route, one in found.routes.items()}),
        (
            "owners",
            {s: {"owner": o.owner, "deputy": o.deputy} for s, o in found.owners.items()},
        ),
    ):
        if tables:
            document[name] = _tables(tables)
    return document


def read(
    text: str, sentences: Mapping[str, str] | None = None, *, lined: bool = True
) -> tuple[Contract, int | None]:
    """The contract that a file says, and the version it is based on; else ContractRefused.

    `sentences` stand beside the file: the decision, the scope, which error is worse and why.

    Every fault names its line (unless nobody has written the file) and its field.
    """
    try:
        values = tomlkit.parse(text).unwrap()
    except TOMLKitError as trouble:
        why = " ".join(str(trouble).split())
        raise ContractRefused([f"It is no TOML: {why}."]) from None
    found, misfits = contract_of(_joined(values, sentences or {}))
    if sentences is None and "contract" not in values:
        misfits.append(Misfit(("contract",), f"is missing: write contract = {FORM}."))
    based_on = values.get("based_on")
    if based_on is not None and not _counts(based_on):
        misfits.append(Misfit(("based_on",), "is no version: write a whole number."))
    if misfits:
        raise ContractRefused([_told(text if lined else "", one) for one in misfits])
    return found, based_on


def _counts(said: object) -> bool:
    return isinstance(said, int) and not isinstance(said, bool) and 0 <= said < _MOST_VERSIONS


def _joined(values: dict[str, Any], sentences: Mapping[str, str]) -> dict[str, Any]:
    """The file with the sentences in their places."""
    of_errors = {"worse": "worse", "why_worse": "why"}
    errors = {of_errors[name]: said for name, said in sentences.items() if name in of_errors}
    top: dict[str, Any] = {n: said for n, said in sentences.items() if n not in of_errors}
    if errors and isinstance(values.get("errors", {}), dict):
        top["errors"] = {**values.get("errors", {}), **errors}
    return {**values, **top}


def _told(text: str, one: Misfit) -> str:
    where = line_of(text, one.path)
    return f"Line {where}: {one.field} {one.why}" if where else f"{one.field} {one.why}"


def line_of(text: str, path: Path) -> int | None:
    """The line on which `path` is said, or the nearest table around it that is; from 1."""
    said = _places(text)
    for length in range(len(path), 0, -1):
        if path[:length] in said:
            return said[path[:length]]
    return None


def _places(text: str) -> dict[Path, int]:
    """The first line of each table and each key of a file."""
    places: dict[Path, int] = {}
    counted: dict[str, int] = {}
    here: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if head := _TABLE.match(line):
            here = _names(head[2])
            if head[1] == "[[":
                place = counted[head[2]] = counted.get(head[2], -1) + 1
                here = (*here, place)
            _note(places, here, number)
        elif "=" in line and not line.lstrip().startswith("#"):
            _note(places, (*here, *_names(line.split("=", 1)[0])), number)
    return places


def _note(places: dict[Path, int], path: Path, number: int) -> None:
    for length in range(1, len(path) + 1):
        places.setdefault(path[:length], number)


def _names(dotted: str) -> Path:
    """The names of a dotted key, quoted or not."""
    names: list[str] = []
    rest = dotted.strip()
    while found := _KEY.match(rest):
        names.append(next(one for one in found.groups() if one is not None))
        rest = rest[found.end() :].lstrip().removeprefix(".")
    return tuple(names)


def _table(values: Mapping[str, object]) -> Table:
    table = tomlkit.table()
    for name, value in values.items():
        if value is not None:
            table[name] = _short(value)
    return table


def _tables(found: Mapping[str, Mapping[str, object]]) -> Table:
    outer = tomlkit.table(is_super_table=True)
    for name, values in found.items():
        outer[name] = _table(values)
    return outer


def _short(value: object) -> object:
    """A whole number without its point: 4000, as somebody would write it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
