"""Personal data that stands where none should: looked for before a promotion or an export."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from curation.cases import Case
from curation.decisions import canonical
from curation.masking import Spared, found
from curation.names import key as name_of
from curation.personal_columns import kind_of_column, whole
from curation.privacy import SUBJECT, Policy, Treatment, body, from_body
from curation.pseudonyms import TOKEN
from curation.typed import masked_tags, said_of
from store.desk import Desk
from store.facts.masking import Masking
from store.ledger.reading import Reading
from store.typed import people_of

ASKED = "input"  # what came from outside; in all else whoever decides here may be named
COLUMNS = (ASKED, "expected", "note")
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
    named = sha256(canonical(body(policy)).encode()).hexdigest()
    look = _Look(policy, named, people_of(asked))
    return {case.id: kinds for case in cases if (kinds := look.at(case))}


def policy_of(asked: Reading) -> Policy:
    """The policy of privacy in force."""
    stands = asked.standing_of(SUBJECT)
    return from_body(stands.body if stands else None)


def checked(desk: Desk, lines: Sequence[Mapping[str, Any]]) -> Checked:
    """The lines of a set as they may leave: by the policy, with what was masked."""
    with desk.ledger.reading() as asked:
        spared = people_of(asked)()
    asking = desk.masking()
    saying = Masking(asking.policy, asking.key, spared=lambda: spared)
    left = [{**line, **_masked(line, asking, saying)} for line in lines]
    hit = [str(new["case_id"]) for old, new in zip(lines, left, strict=True) if old != new]
    counts: Counter[str] = Counter()
    for masking in (asking, saying):
        masking.done()
        for (_, kind), number in masking.total.items():
            counts[kind] += number
    return Checked(tuple(left), tuple(hit), dict(counts))


def _masked(line: Mapping[str, Any], asking: Masking, saying: Masking) -> dict[str, Any]:
    by = {column: asking if column == ASKED else saying for column in COLUMNS}
    texts = {c: m.counted(line[c], c) for c, m in by.items() if isinstance(line.get(c), str)}
    tags = {"tags": masked_tags(line["tags"], saying.counted)} if line.get("tags") else {}
    return {**texts, **tags}


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at many cases, by the policy in force; who decides here may be named."""

    policy: Policy
    named: str  # the policy, by its hash
    people: Spared

    def at(self, case: Case) -> tuple[str, ...]:
        """The kinds of personal data in what a case asks, expects and is said to be of."""
        texts = [(column, text) for column in COLUMNS if (text := getattr(case, column))]
        texts += said_of(case.tags, case.attributes)
        kinds = [kind for column, text in texts for kind in self._kinds(text, column)]
        return tuple(dict.fromkeys(kinds))

    def _kinds(self, text: str, column: str) -> tuple[str, ...]:
        """What is in a text; of what was looked at, only its hash is remembered."""
        key = (self.named, column, sha256(text.encode("utf-8", "replace")).hexdigest())
        if key not in _known:
            if len(_known) > _REMEMBERED:
                _known.clear()
            _known[key] = tuple(dict.fromkeys(kind for kind, _ in self._found(text, column)))
        if not _known[key] or column == ASKED:
            return _known[key]
        them = self.people()
        kinds = [kind for kind, who in self._found(text, column) if who not in them]
        return tuple(dict.fromkeys(kinds))

    def _found(self, text: str, column: str) -> list[tuple[str, str]]:
        """Each kind with the key of who is named."""
        kind = kind_of_column(column)
        if kind and whole(kind, text) and not TOKEN.search(text):
            keeps = self.policy.treatment(column, kind) is Treatment.KEEP
            return [] if keeps else [(str(kind), "")]
        return [
            (f.kind, name_of(text[f.start : f.end])) for f in found(text, self.policy, column)
        ]
