"""A text without the personal data in it, and how much of it was taken out."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from curation.names import key as name_of
from curation.personal import find
from curation.personal_kinds import Finding
from curation.privacy import Policy, Treatment
from curation.pseudonyms import pseudonym, synthetic

Spared = Callable[[], frozenset[str]]  # people by their key; asked where something was found


@dataclass(frozen=True, slots=True)
class Masked:
    """A text after masking, and of which kinds how many places were replaced."""

    text: str
    counts: Mapping[str, int]


def found(text: str, policy: Policy, column: str = "") -> tuple[Finding, ...]:
    """The personal data in `text` that the policy does not let stay; () where it is clean."""
    return tuple(
        f for f in find(text, policy) if policy.treatment(column, f.kind) is not Treatment.KEEP
    )


def mask(
    text: str, policy: Policy, key: bytes, column: str = "", spared: Spared | None = None
) -> Masked:
    """`text` with every finding replaced as the policy says for `column`.

    `spared` are those who stay named: who decides on the desk.
    """
    pieces: list[str] = []
    counts: Counter[str] = Counter()
    at = 0
    for finding in found(text, policy, column):
        value = text[finding.start : finding.end]
        if spared is not None and name_of(value) in spared():
            continue
        made_up = policy.treatment(column, finding.kind) is Treatment.SYNTHESISE
        stands_in = (synthetic if made_up else pseudonym)(finding.kind, value, key)
        pieces += [text[at : finding.start], stands_in]
        counts[finding.kind] += 1
        at = finding.end
    return Masked("".join([*pieces, text[at:]]) if counts else text, counts)
