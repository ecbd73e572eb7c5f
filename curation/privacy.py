"""What is done with personal data: the policy of a desk, by kind and by column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from curation.decisions import Body
from curation.errors import BadRequest
from curation.hostile import accepted
from curation.personal_kinds import OURS, PersonalKind

SUBJECT = "privacy"
REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "AT", "CH", "BE", "PT", "PL", "SE", "DK",
           "NO", "FI", "IE", "AU", "IN", "BR")  # fmt: skip
_NAMED = re.compile(r"[a-z][a-z0-9_]{1,30}")


class Treatment(StrEnum):
    """What becomes of personal data that was found; `drop` is for whole columns."""

    MASK = "mask"
    SYNTHESISE = "synthesise"
    KEEP = "keep"
    DROP = "drop"


@dataclass(frozen=True)
class Policy:
    """The treatments in force. A column's own word, `column/kind` first, beats the kind's.

    `patterns` are further kinds, name by name; `retention` is what becomes of old events
    (curation.retention). Without a word everything that is found is masked.
    """

    kinds: Mapping[str, Treatment] = field(default_factory=dict[str, Treatment])
    columns: Mapping[str, Treatment] = field(default_factory=dict[str, Treatment])
    regions: tuple[str, ...] = REGIONS
    patterns: Mapping[str, str] = field(default_factory=dict[str, str])
    retention: Body | None = None

    @cached_property
    def searched(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The custom patterns, ready."""
        return tuple((name, re.compile(said)) for name, said in self.patterns.items())

    def treatment(self, column: str, kind: str) -> Treatment:
        """What becomes of personal data of `kind` in `column`."""
        for said in (self.columns.get(f"{column}/{kind}"), self.columns.get(column)):
            if said is not None:
                return said
        return self.kinds.get(kind, Treatment.MASK)

    def dropped(self, column: str) -> bool:
        """Whether `column` is left out altogether."""
        return self.columns.get(column) is Treatment.DROP

    def kept(self, column: str) -> bool:
        """Whether everything in `column` stays as it is."""
        own = any(c.startswith(f"{column}/") for c in self.columns)
        return self.columns.get(column) is Treatment.KEEP and not own

    @property
    def known_kinds(self) -> tuple[str, ...]:
        """All kinds: ours, and those of the custom patterns."""
        return (*(str(kind) for kind in PersonalKind), *self.patterns)


STRICT = Policy()


def body(policy: Policy) -> Body:
    """`policy` as the log keeps it."""
    return {
        "kinds": {kind: str(said) for kind, said in policy.kinds.items()},
        "columns": {column: str(said) for column, said in policy.columns.items()},
        "regions": list(policy.regions),
        "patterns": dict(policy.patterns),
        **({"retention": policy.retention} if policy.retention is not None else {}),
    }


def from_body(said: Body | None) -> Policy:
    """The policy that a decision's body holds; where nothing was decided, the strict one."""
    if said is None:
        return STRICT
    found: Mapping[str, Any] = said
    return Policy(
        _treatments(found.get("kinds")),
        _treatments(found.get("columns")),
        tuple(found.get("regions") or REGIONS),
        dict(found.get("patterns") or {}),
        found.get("retention"),
    )


def _treatments(said: Mapping[str, str] | None) -> dict[str, Treatment]:
    return {subject: Treatment(word) for subject, word in (said or {}).items()}


def changed(
    policy: Policy,
    *,
    kinds: Mapping[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
    regions: tuple[str, ...] | None = None,
    patterns: Mapping[str, str] | None = None,
) -> Policy:
    """`policy` with further words; an empty word takes one back. BadRequest where it is off."""
    own = dict(policy.patterns)
    for name, said in (patterns or {}).items():
        own.pop(name, None)
        if said:
            own[_kind_name(name)] = accepted(name, said)
    fresh = replace(policy, patterns=own, regions=_regions(regions or policy.regions))
    said_kinds, said_columns = dict(policy.kinds), dict(policy.columns)
    for kind, word in (kinds or {}).items():
        _require_kind(fresh, kind)
        _say(said_kinds, kind, word, (Treatment.MASK, Treatment.SYNTHESISE, Treatment.KEEP))
    for column, word in (columns or {}).items():
        of_kind = column.partition("/")[2]
        if of_kind:
            _require_kind(fresh, of_kind)
        _say(said_columns, column, word, tuple(Treatment)[: 3 if of_kind else 4])
    said_kinds = {k: t for k, t in said_kinds.items() if k in fresh.known_kinds}
    return replace(fresh, kinds=said_kinds, columns=said_columns)


def _say(
    said: dict[str, Treatment], subject: str, word: str, allowed: tuple[Treatment, ...]
) -> None:
    said.pop(subject, None)
    if not word:
        return
    if word not in allowed:
        raise BadRequest(
            f"'{word}' is nothing that can be done with {subject}. Say one of: "
            f"{', '.join(allowed)}; nothing takes the word back."
        )
    said[subject] = Treatment(word)


def _require_kind(policy: Policy, kind: str) -> None:
    if kind not in policy.known_kinds:
        raise BadRequest(
            f"'{kind}' is no kind of personal data. Known are: {', '.join(policy.known_kinds)}."
        )


def _kind_name(name: str) -> str:
    if not _NAMED.fullmatch(name) or name in OURS:
        raise BadRequest(
            f"'{name}' cannot name a pattern: write a new name in small letters, digits and "
            "underscores, like loyalty_id."
        )
    return name


def _regions(regions: tuple[str, ...]) -> tuple[str, ...]:
    from phonenumbers import SUPPORTED_REGIONS

    found = tuple(dict.fromkeys(region.strip().upper() for region in regions))
    if unknown := [region for region in found if region not in SUPPORTED_REGIONS]:
        raise BadRequest(
            f"{', '.join(unknown)}: no such region. Write two letters each, like US,GB,DE."
        )
    return found
