"""What an erasure takes out of a decision: every text that holds somebody, or is of a case."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

from curation.decisions import ABOUT_CASES, Body, Entry, digest
from curation.tombstones import Tombstone, is_erased, mark
from curation.versions import asked_sha256, line_sha256

TEXTS = ("input", "expected", "note", "output", "title", "answer", "actual")  # of a case
SHARED = 5  # a text that so many other events have too is nobody's in particular
SHORTEST = 12  # characters of a case's text that are looked for wherever they were quoted
_TITLE = 140
_STRUCTURE = frozenset({"sha256", "hash", "path", "import_id", "case_id", "id", "batches"})


@dataclass(frozen=True)
class Target:
    """What the erasure `name` takes away: texts that hold one of `words`, and of `cases`.

    `quotes`: longer texts that go, wherever they were quoted.
    """

    name: str
    words: tuple[str, ...] = ()
    cases: frozenset[str] = field(default_factory=frozenset[str])
    quotes: frozenset[str] = field(default_factory=frozenset[str])

    @property
    def mark(self) -> str:
        """What stands where it took something away."""
        return mark(self.name)

    @property
    def takes(self) -> bool:
        """Whether there is anything that it could take out of a decision."""
        return bool(self.words or self.cases or self.quotes)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        parts = [spaced(word) for word in self.words if word.strip()]
        return re.compile("|".join(parts), re.IGNORECASE) if parts else None

    def holds(self, text: str) -> bool:
        """Whether `text` has one of the words in it, as a word of its own, or a quote."""
        if self._pattern is not None and self._pattern.search(text):
            return True
        return text in self.quotes or any(
            len(one) < len(text) and one in text for one in self.quotes
        )


def spaced(word: str) -> str:
    """A pattern of `word` as it stands by itself, however its parts are spaced."""
    parts = [re.escape(part) for part in word.split()]
    before = r"(?<!\w)" if word.strip()[0].isalnum() else ""
    after = r"(?!\w)" if word.strip()[-1].isalnum() else ""
    return before + r"\s+".join(parts) + after


def quoted(text: str | None) -> tuple[str, ...]:
    """`text` of a case as others may have quoted it: whole, or as its title."""
    if text is None or len(text) < SHORTEST or is_erased(text):
        return ()
    return (text, text[:_TITLE]) if len(text) > _TITLE else (text,)


def redacted(entry: Entry, target: Target) -> tuple[Entry, Tombstone] | None:
    """`entry` without what `target` takes away; None where there is nothing of it."""
    took = _Taking(target)
    own = entry.kind in ABOUT_CASES and entry.subject in target.cases
    own = own or _names_case(entry, target.cases)
    before = None if entry.before is None else took.body(entry.before, "before", own)
    after = took.body(entry.after, "after", own)
    reason = took.text(entry.reason, "reason")
    if not took.fields:
        return None
    left = replace(entry, before=before, after=after, reason=reason)
    return left, Tombstone(entry.hash, digest(left), tuple(took.fields))


def _names_case(entry: Entry, cases: frozenset[str]) -> bool:
    """Whether it is a word on one of the cases, as `label:c-1/ana/v2`."""
    if entry.kind in ABOUT_CASES or not cases:
        return False
    return any(part in cases for part in re.split(r"[:/|]", entry.subject))


class _Taking:
    """One walk through a decision; `fields` are where something was taken away."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.fields: list[str] = []

    def body(self, said: Body, path: str, own: bool) -> dict[str, Any]:
        """`said` without it; `own`: what it says is about a case that goes."""
        found: dict[str, Any] = {}
        for name, value in said.items():
            kept = self._key(name, path)
            found[_apart(kept, found)] = self._value(value, f"{path}.{kept}", name, own)
        if self._is_line(said) and not is_erased(said.get("input")):
            found["erased"] = _was(said, self.target.name)
        return found

    def text(self, said: str, path: str) -> str:
        """`said`, or the mark where it holds one of the words."""
        if is_erased(said) or not self.target.holds(said):
            return said
        return self._took(path)

    def _value(self, said: object, path: str, name: str, own: bool) -> object:
        if isinstance(said, Mapping):
            inner = cast("Body", said)
            return self.body(inner, path, own or self._is_of(inner))
        if isinstance(said, (list, tuple)):
            parts = enumerate(cast("Sequence[object]", said))
            return [self._value(one, f"{path}.{n}", name, own) for n, one in parts]
        if not isinstance(said, str) or name in _STRUCTURE:
            return said
        if own and name in TEXTS and said and not is_erased(said):
            return self._took(path)
        return self.text(said, path)

    def _key(self, name: str, path: str) -> str:
        return self._took(f"{path}.*") if self.target.holds(name) else name

    def _is_of(self, said: Body) -> bool:
        named = [said.get(key) for key in ("case_id", "case")]
        return any(isinstance(one, str) and one in self.target.cases for one in named)

    def _is_line(self, said: Body) -> bool:
        """Whether it is a line of a frozen version that loses something."""
        if "case_id" not in said or "expected_behaviour" not in said:
            return False
        tags = cast("Sequence[object]", said.get("tags") or ())
        return self._is_of(said) or any(
            isinstance(one, str) and self.target.holds(one) for one in (*said.values(), *tags)
        )

    def _took(self, path: str) -> str:
        self.fields.append(path)
        return self.target.mark


def _apart(name: str, found: Mapping[str, object]) -> str:
    """`name`, told apart from one that is there: two keys may have lost the same."""
    number, free = 1, name
    while free in found:
        number += 1
        free = f"{name} {number}"
    return free


def _was(line: Body, name: str) -> dict[str, str]:
    """What a line of a manifest was hashed as, so that the manifest goes on to verify."""
    return {"by": name, "sha256": line_sha256(line), "asked_sha256": asked_sha256(line)}
