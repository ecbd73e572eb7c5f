"""Which columns JSON objects have: nested objects become dotted names, lists stay JSON text."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from curation.mapping import Column
from store.formats.relation import NUMBER, column_of

MAX_CHILDREN = 60  # an object with more keys than that is a map: kept as text
MAX_COLUMNS = 500
_MANY = 2000

Path = tuple[str, ...]


def as_text(value: object) -> str | None:
    """A JSON value as a cell of a table."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (bool, dict, list)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return "NaN" if value != value else repr(value)  # noqa: PLR0124 (only NaN differs)


@dataclass
class Node:
    """What was seen under one key."""

    children: dict[str, "Node"] = field(default_factory=dict[str, "Node"])
    objects: bool = False
    values: list[str] = field(default_factory=list[str])
    odd: str | None = None  # a value that is no number, kept even after many values

    def add(self, value: object) -> None:
        """Take note of `value`."""
        if isinstance(value, dict):
            self.objects = True
            for key, inner in cast("dict[str, Any]", value).items():
                if key not in self.children:
                    self.children[key] = Node()
                self.children[key].add(inner)
        elif (text := as_text(value)) is not None:
            self.keep(text)

    def keep(self, text: str) -> None:
        """Keep `text` as a sample; the first that is no number is never forgotten."""
        if len(self.values) < _MANY:
            self.values.append(text if len(text) <= 200 else text[:200])
        elif self.odd is None and text and column_of("", [text]).type != NUMBER:
            self.odd = text[:200]

    @property
    def is_table(self) -> bool:
        """Whether its keys are columns of their own."""
        few = 0 < len(self.children) <= MAX_CHILDREN
        return self.objects and few and not self.values and not self.twins()

    def twins(self) -> list[str]:
        """Keys that differ only in case, which DuckDB cannot tell apart."""
        seen: dict[str, str] = {}
        return [key for key in self.children if seen.setdefault(key.lower(), key) != key]

    def column(self, name: str) -> Column:
        """What was seen, as a column; objects that are no table are text."""
        texts = [
            *self.values,
            *([self.odd] if self.odd else []),
            *(["{}"] if self.objects else []),
        ]
        return column_of(name, texts)


class Tree:
    """The keys of many objects."""

    def __init__(self) -> None:
        self.root = Node()
        self.rows = 0

    def add(self, row: Mapping[str, Any]) -> None:
        """Take note of the keys and values of one object."""
        self.rows += 1
        self.root.add(row)

    def leaves(self) -> Iterator[tuple[Path, Node]]:
        """Every column with its path, in the order in which keys were seen."""
        flat = [
            leaf for key, node in self.root.children.items() for leaf in _leaves((key,), node)
        ]
        if len(flat) > MAX_COLUMNS:
            flat = [((key,), node) for key, node in self.root.children.items()]
        yield from flat


def _leaves(path: Path, node: Node) -> Iterator[tuple[Path, Node]]:
    if not node.is_table:
        yield path, node
        return
    for key, inner in node.children.items():
        yield from _leaves((*path, key), inner)


def columns_of(tree: Tree) -> dict[Path, Column]:
    """A column for each path, with names that are all different."""
    found: dict[Path, Column] = {}
    taken: set[str] = set()
    for path, node in tree.leaves():
        name = ".".join(path)
        while name in taken:
            name += "'"
        taken.add(name)
        found[path] = node.column(name)
    return found


def example(paths: Mapping[Path, bool]) -> dict[str, Any]:
    """An object that shows each path with a number (True) or a text (False) in it."""
    found: dict[str, Any] = {}
    for path, number in paths.items():
        at = found
        for key in path[:-1]:
            at = at.setdefault(key, {})
        at[path[-1]] = 1.5 if number else "x"
    return found


def flattened(row: Mapping[str, Any]) -> dict[str, str | None]:
    """A raw row with a dotted name for every value, objects included."""
    found: dict[str, str | None] = {}
    _flatten("", row, found)
    return found


def _flatten(prefix: str, row: Mapping[str, Any], found: dict[str, str | None]) -> None:
    for key, value in row.items():
        found[prefix + key] = as_text(value)
        if isinstance(value, dict):
            _flatten(f"{prefix}{key}.", cast("dict[str, Any]", value), found)
