"""What people type into decisions, and the same without the personal data of others."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from curation.decisions import Body, Decision, Kind
from curation.mapping import snake
from curation.readings import word

Shown = Callable[[str, str], str]  # a text and the column it stands in, as it may be kept
_WORDS = frozenset({
    "expected", "note", "title", "summary", "finding", "text", "meaning", "reason", "why",
    "words", "decision", "scope", "worse", "why_worse", "called", "definitions", "criteria",
    "boundary_cases", "counter_examples", "edge_rules", "closed_why", "search",
    "resolved_because",
})  # fmt: skip
_PAIR = re.compile(r"([^:=]*\w[^:=]*)[:=](.*\S.*)", re.DOTALL)
_NAMED = (Kind.INCIDENT_SET, Kind.GROUP_NAMED, Kind.GROUP_SPLIT)
_COLUMNS = frozenset({"fields", "metadata", "ignored", "texts"})  # of an imported file
# What the product says there by itself, and what is a word for word: a hash, a limit, a name.
_AS_IT_IS = frozenset({
    Kind.FROZE, Kind.JUDGED, Kind.OWNER_NAMED, Kind.THRESHOLD_SET, Kind.LIMIT_SET,
    Kind.BASELINE_SET, Kind.DELIVERY_SET, Kind.WATCHED, Kind.PERSON_SET,
    Kind.SELF_TESTED, Kind.PRIVACY_SET, Kind.ERASED,
})  # fmt: skip
_WITHOUT_TEXTS = frozenset({"evidence", "comparison", "sightings", "batches", "reasons"})


def masked(decision: Decision, shown: Shown) -> Decision:
    """`decision` with what somebody typed as it may be kept; ids and names of people stay."""
    reason = shown(decision.reason, "reason") if decision.reason else ""
    if decision.kind in _AS_IT_IS:
        return replace(decision, reason=reason)
    before = decision.before and masked_body(decision.before, shown, decision.kind)
    after = masked_body(decision.after, shown, decision.kind)
    return replace(decision, reason=reason, before=before, after=after)


def masked_body(said: Body, shown: Shown, kind: Kind = Kind.DESCRIBED) -> dict[str, Any]:
    """What a decision says, the same way."""
    if kind is Kind.IMPORTED:
        return _import(said, shown)
    return _body(said, _WORDS | {"name"} if kind in _NAMED else _WORDS, shown)


def masked_tags(tags: Sequence[str], shown: Shown) -> list[str]:
    """`tags`; of one as `phone: 555…` its value is looked at as that of such a column."""
    return [_tag(tag, shown) for tag in tags]


Texts = list[tuple[str, str]]  # each with the column that it stands in


def said_of(tags: Sequence[str], attributes: Sequence[tuple[str, str]]) -> Texts:
    """Everything that tags and attributes of a case say."""
    pairs = [(snake(name), value.strip()) for tag in tags for name, value in _pair(tag)]
    named = [("", name) for name, _ in attributes]
    cells = [(snake(name), value) for name, value in attributes]
    return [*(("tags", tag) for tag in tags), *pairs, *named, *cells]


def masked_attributes(said: Mapping[str, Any], shown: Shown) -> dict[str, Any]:
    """Attributes: each value as a cell of a column of that name, and the names themselves."""
    found: dict[str, Any] = {}
    for name, value in said.items():
        kept = shown(name, "")
        kept = name if kept == name else word(kept)
        found[kept] = shown(value, snake(name)) if isinstance(value, str) and value else value
    return found


def _import(said: Body, shown: Shown) -> dict[str, Any]:
    """What files, columns and source are called; all else there is counted and hashed."""
    mapping: Mapping[str, object] = said.get("mapping") or {}
    files: Sequence[Mapping[str, Any]] = said.get("files") or ()
    found: dict[str, object] = {
        "mapping": {
            name: _texts(value, "", shown) if name in _COLUMNS else value
            for name, value in mapping.items()
        },
        "files": [{**one, "name": shown(one["name"], "")} for one in files],
        "source": _texts(said.get("source"), "source", shown),
    }
    return {**said, **{name: value for name, value in found.items() if name in said}}


def _body(said: Body, words: frozenset[str], shown: Shown) -> dict[str, Any]:
    return {name: _value(name, value, words, shown) for name, value in said.items()}


def _value(name: str, value: Any, words: frozenset[str], shown: Shown) -> object:  # noqa: ANN401
    if name in words and not isinstance(value, Mapping):
        return _texts(value, name, shown)
    if name == "tags" and isinstance(value, (list, tuple)):
        return masked_tags(cast("Sequence[str]", value), shown)
    if isinstance(value, Mapping) and name not in _WITHOUT_TEXTS:
        inner = cast("Body", value)
        if name in ("attributes", "what"):
            return masked_attributes(inner, shown)
        return _body(inner, words, shown)
    if isinstance(value, (list, tuple)) and name not in _WITHOUT_TEXTS:
        return [_value("", one, words, shown) for one in cast("Sequence[object]", value)]
    return cast("object", value)


def _texts(value: Any, column: str, shown: Shown) -> Any:  # noqa: ANN401 (any JSON value)
    if isinstance(value, (list, tuple)):
        return [_texts(one, column, shown) for one in cast("Sequence[object]", value)]
    if isinstance(value, Mapping):
        inner = cast("Body", value)
        return {name: _texts(one, column, shown) for name, one in inner.items()}
    if isinstance(value, str) and value:
        return shown(value, column)
    return value


def _tag(tag: str, shown: Shown) -> str:
    for name, value in _pair(tag):
        said = value.strip()
        if (kept := shown(said, snake(name))) != said:
            return f"{tag[: -len(value)]}{kept}"
    return shown(tag, "tags")


def _pair(tag: str) -> list[tuple[str, str]]:
    """The name and the value of a tag as `plan:gold`; none where it is one word."""
    found = _PAIR.fullmatch(tag)
    return [(found[1], found[2])] if found else []
