"""Take personal data out of cells on their way from a file into staged rows.

DuckDB asks one pattern of every text (RE2, linear in its length); only texts that could
hold personal data come here, and nothing is written before they have been.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakValueDictionary

import duckdb

from curation.mapping import Column, Mapping, snake
from curation.masking import Masked, Spared, mask
from curation.personal import SUSPECTS
from curation.personal_columns import kind_of_column, whole
from curation.privacy import Policy, Treatment
from curation.pseudonyms import STANDING_IN, pseudonym, synthetic
from store.formats.relation import TEXT, Expression, Relation, literal, name

if TYPE_CHECKING:
    from store.facts.rejected import Reject

_REMEMBERED = 20_000
_SHORT = 2_000  # characters of a text that is remembered
_SUSPECT = tuple(re.compile(pattern) for pattern in SUSPECTS)
_MORE = r"[ @%(\[]|[0-9].?[0-9].?[0-9]|::|[^ -~]"  # else nothing can be in it
_ANY = name("could hold any")
_PROSE = ("input", "output", "expected", "note")
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?|-?\d{1,6}\.\d+")
_ACTIVE: "WeakValueDictionary[str, Masking]" = WeakValueDictionary()
_numbers = count(1)


@dataclass(eq=False)
class Masking:
    """The policy of a desk with its key, and what was replaced since `begin`."""

    policy: Policy
    key: bytes = field(repr=False)
    spared: Spared | None = field(default=None, repr=False)  # who stays named
    total: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    _pass: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    _known: dict[tuple[str, str], Masked] = field(default_factory=dict[tuple[str, str], Masked])
    _lock: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        """Give it a ticket, by which SQL calls it."""
        self.ticket = str(next(_numbers))
        _ACTIVE[self.ticket] = self

    def begin(self) -> None:
        """Start to count anew: the file is read again."""
        self._pass.clear()

    def done(self) -> None:
        """The file is read: what was counted holds."""
        self.total.update(self._pass)
        self._pass.clear()

    def text(self, text: str, column: str) -> str:
        """`text` as it may be kept in `column`; not counted."""
        return self._masked(text, column).text

    def counted(self, text: str, column: str) -> str:
        """The same, and counted."""
        found = self._masked(text, column)
        if found.counts:
            with self._lock:
                for kind, n in found.counts.items():
                    self._pass[column, kind] += n
        return found.text

    def _masked(self, text: str, column: str) -> Masked:
        known = self._known.get((column, text))
        if known is not None:
            return known
        found = self._whole(text, column)
        found = found or mask(text, self.policy, self.key, column, self.spared)
        if len(text) <= _SHORT and len(self._known) < _REMEMBERED:
            self._known[column, text] = found
        return found

    def _whole(self, text: str, column: str) -> Masked | None:
        """A cell that is personal data as a whole, because its column says so."""
        kind = kind_of_column(column)
        if kind is None or STANDING_IN.search(text) or not whole(kind, text):
            return None
        treatment = self.policy.treatment(column, kind)
        if treatment is Treatment.KEEP:
            return Masked(text, {})
        made_up = treatment is Treatment.SYNTHESISE
        stands_in = (synthetic if made_up else pseudonym)(kind, text, self.key)
        return Masked(stands_in, {kind: 1})

    def relation(self, relation: Relation, texts: Map[str, tuple[str, str, bool]]) -> Relation:
        """`relation` with every one of `texts` masked, each cell once.

        A text has its SQL, the column that it will be kept in, and whether it is an id or a
        label, in which only addresses with an @ and longer texts are searched.
        """
        cells: list[str] = []
        few = self._few(texts)
        columns = dict(relation.columns)
        for number, (column, (sql, called, code)) in enumerate(texts.items()):
            if self.policy.kept(called):
                continue
            ticket = literal(f"{self.ticket}:{called}")
            suspect = self._suspect(sql, called, code=code)
            if column in few:
                suspect = f"CASE WHEN {_ANY} THEN {suspect} END"
            columns[column] = Expression(name(f"masked {number}"), TEXT)
            cells.append(
                f"CASE WHEN {suspect} THEN personal_masked({sql}, {ticket}) ELSE {sql} END"
                f" AS {columns[column].sql}"
            )
        if not cells:
            return relation
        seen = _joined([texts[column][0] for column in few])
        rows = f"(SELECT *, {seen} AS {_ANY} FROM {relation.source})"  # noqa: S608 (own words)
        source = f"(SELECT *, {', '.join(cells)} FROM {rows})"  # noqa: S608 (own words)
        return Relation(source, columns, relation.row)

    def _few(self, texts: Map[str, tuple[str, str, bool]]) -> tuple[str, ...]:
        """The columns that mostly hold a word: one look at a row serves all of them."""
        if self.policy.patterns:
            return ()
        return tuple(
            column
            for column, (_, called, code) in texts.items()
            if not (code or called in _PROSE or self.policy.kept(called))
            and kind_of_column(called) is None
        )

    def _suspect(self, sql: str, column: str, *, code: bool) -> str:
        if kind_of_column(column):
            return f"{sql} <> ''"
        patterns = ["|".join(SUSPECTS), *self.policy.patterns.values()]
        if self.policy.patterns and not _linear(tuple(self.policy.patterns.values())):
            return f"{sql} <> ''"
        any_ = " OR ".join(f"regexp_matches({sql}, {literal(p)})" for p in patterns)
        if not code and not self.policy.patterns:  # a short word costs a short look
            any_ = f"CASE WHEN regexp_matches({sql}, {literal(_MORE)}) THEN {any_} END"
        if not code:
            return any_
        long = f"{sql} LIKE '% % % %' AND ({any_})"
        own = "".join(
            f" OR regexp_matches({sql}, {literal(p)})" for p in self.policy.patterns.values()
        )
        return f"contains({sql}, '@') OR ({long}){own}"

    def columns(self, columns: Sequence[Column]) -> tuple[Column, ...]:
        """`columns` with samples that may be shown."""
        return tuple(self._shown(column) for column in columns)

    def _shown(self, column: Column) -> Column:
        called = snake(column.name)
        if column.type == "number" and not kind_of_column(called):
            return column
        samples = tuple(s and self.shown(s, called) for s in column.samples)
        return column if samples == column.samples else replace(column, samples=samples)

    def shown(self, text: str, column: str) -> str:
        """`text` for the eye: masked where it could hold anything; cheap where it does not."""
        if self.policy.kept(column):
            return text
        suspect = kind_of_column(column) or self.policy.patterns
        if not suspect and _is_plain(text):
            return text
        if suspect or any(pattern.search(text) for pattern in _SUSPECT):
            return self.text(text, column)
        return text

    def mapping(self, mapping: Mapping) -> Mapping:
        """`mapping` without the columns that are to be dropped."""
        gone = {
            *(s.column for f, s in mapping.fields.items() if self.policy.dropped(f)),
            *(c for c in mapping.metadata if self.policy.dropped(snake(c))),
        }
        if not gone:
            return mapping
        return replace(
            mapping,
            fields={f: s for f, s in mapping.fields.items() if s.column not in gone},
            metadata=tuple(c for c in mapping.metadata if c not in gone),
            ignored=(*mapping.ignored, *sorted(gone)),
        )

    def reject(self, reject: "Reject") -> "Reject":
        """A row that is kept out, as it may be kept in quarantine."""
        column = snake(reject.field or "")
        return replace(
            reject,
            file=self.shown(reject.file, ""),
            field=reject.field and self.shown(reject.field, ""),
            value=reject.value and self.shown(reject.value, column),
            reason=self.shown(reject.reason, ""),
            raw=self._raw(reject.raw),
        )

    def _raw(self, raw: str) -> str:
        found: object = json.loads(raw)
        masked = self._leaf(found, "")
        return raw if masked == found else json.dumps(masked, ensure_ascii=False)

    def _leaf(self, value: Any, column: str) -> Any:  # noqa: ANN401 (any JSON value)
        if isinstance(value, str):
            return self.shown(value, column)
        if isinstance(value, dict):
            cells = cast("dict[str, Any]", value)
            return {
                self.shown(key, ""): self._leaf(cell, snake(key))
                for key, cell in cells.items()
                if not self.policy.dropped(snake(key))
            }
        if isinstance(value, list):
            return [self._leaf(one, column) for one in cast("list[Any]", value)]
        if isinstance(value, int) and not isinstance(value, bool) and value > 10**6:
            masked = self.shown(str(value), column)
            return value if masked == str(value) else masked
        return value


def masked_by(text: str, ticket: str) -> str:
    """`text` as the masking of `ticket` keeps it; what DuckDB calls personal_masked."""
    number, _, column = ticket.partition(":")
    return _ACTIVE[number].counted(text, column)


def _joined(cells: Sequence[str]) -> str:
    """Whether any of `cells` could hold something, told by one look at all of them."""
    if not cells:
        return "FALSE"
    return f"regexp_matches(concat_ws('~~', {', '.join(cells)}), {literal(_MORE)})"


def _is_plain(text: str) -> bool:
    """Whether `text` is a short word, a number or a time, in which nothing can be."""
    if " " in text or "@" in text or "%" in text or not text.isascii():
        return False
    few = sum(map(str.isdigit, text)) < 7 and text.count(".") < 3 and ":" not in text
    return few or _TIME.fullmatch(text) is not None


def _linear(patterns: tuple[str, ...]) -> bool:
    """Whether DuckDB understands all `patterns` as Python does; else all texts come here."""
    try:
        for pattern in patterns:
            duckdb.execute("SELECT regexp_matches('', $1)", [pattern]).fetchall()
    except duckdb.Error:
        return False
    return True
