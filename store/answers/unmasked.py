"""Personal data that stands where none should: looked for before a promotion or an export."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from curation.cases import Case
from curation.decisions import canonical
from curation.masking import found, mask
from curation.privacy import SUBJECT, Policy, body, from_body
from store.desk import Desk
from store.ledger.reading import Reading

COLUMNS = ("input", "expected", "note")
_REMEMBERED = 50_000
_known: dict[tuple[str, str, str], tuple[str, ...]] = {}  # by policy, column and text


@dataclass(frozen=True, slots=True)
class Checked:
    """What leaves: texts without personal data, and how much of it was taken out."""

    lines: tuple[Mapping[str, Any], ...]
    cases: tuple[str, ...]  # of which something was masked on the way out
    kinds: Mapping[str, int]

    @property
    def sentence(self) -> str:
        """What was masked, in one sentence; empty where nothing was."""
        if not self.cases:
            return ""
        kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(self.kinds.items()))
        number = f"{len(self.cases)} case{'' if len(self.cases) == 1 else 's'}"
        return f"Personal data was masked on the way out, in {number}: {kinds}."


def personal(asked: Reading, cases: Iterable[Case]) -> dict[str, tuple[str, ...]]:
    """The kinds of personal data that stand unmasked in each case; none are left out."""
    policy = policy_of(asked)
    known = _named(policy)
    return {case.id: kinds for case in cases if (kinds := _kinds_of(case, policy, known))}


def policy_of(asked: Reading) -> Policy:
    """The policy of privacy in force."""
    stands = asked.standing_of(SUBJECT)
    return from_body(stands.body if stands else None)


def checked(desk: Desk, lines: Sequence[Mapping[str, Any]]) -> Checked:
    """The lines of a set as they may leave: by the policy, with what was masked."""
    masking = desk.masking()
    counts: Counter[str] = Counter()
    hit: list[str] = []
    left: list[Mapping[str, Any]] = []
    for line in lines:
        texts = [c for c in COLUMNS if isinstance(line.get(c), str)]
        masked = {c: mask(line[c], masking.policy, masking.key, c) for c in texts}
        changed = {c: one.text for c, one in masked.items() if one.counts}
        for one in masked.values():
            counts.update(one.counts)
        if changed:
            hit.append(str(line["case_id"]))
        left.append({**line, **changed} if changed else line)
    return Checked(tuple(left), tuple(hit), dict(counts))


def _kinds_of(case: Case, policy: Policy, known: str) -> tuple[str, ...]:
    kinds = [
        kind
        for column in COLUMNS
        if (text := getattr(case, column))
        for kind in _kinds(text, column, policy, known)
    ]
    return tuple(dict.fromkeys(kinds))


def _kinds(text: str, column: str, policy: Policy, known: str) -> tuple[str, ...]:
    """What is in a text; of what was looked at, only its hash is remembered."""
    key = (known, column, sha256(text.encode("utf-8", "replace")).hexdigest())
    if key not in _known:
        if len(_known) > _REMEMBERED:
            _known.clear()
        _known[key] = tuple(dict.fromkeys(f.kind for f in found(text, policy, column)))
    return _known[key]


def _named(policy: Policy) -> str:
    return sha256(canonical(body(policy)).encode()).hexdigest()
