"""What is done with personal data on this desk, and how much of it was taken out so far."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from curation.masked_places import MaskedPlaces, masked_places
from curation.masking import found
from curation.personal_kinds import LIMITS, OURS, spoken
from curation.privacy import SUBJECT, Policy, from_body
from store.desk import Desk
from store.facts import Facts


@dataclass(frozen=True, slots=True)
class MaskedImport:
    """What one import would have brought, had it not been masked."""

    import_id: str
    source: str
    at: str
    rows: int
    masked: tuple[MaskedPlaces, ...]
    undone: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about privacy that somebody has to look at."""

    kind: str
    subject: str
    why: str
    link: str


@dataclass(frozen=True, slots=True)
class Privacy:
    """The policy in force, who set it, and what was masked; most places first.

    `unmasked` counts imports from before masking was there: what they brought is as it came.
    """

    sentence: str
    decided: bool
    by: str | None
    at: str | None
    reason: str | None
    kinds: Mapping[str, str]
    columns: Mapping[str, str]
    regions: tuple[str, ...]
    patterns: Mapping[str, str]
    retention: Mapping[str, object] | None
    places: int
    by_kind: Mapping[str, int]
    by_column: tuple[MaskedPlaces, ...]
    imports: tuple[MaskedImport, ...]
    findings: tuple[Finding, ...]
    seq: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Personal data in a text: its kind, where, how sure, and what becomes of it."""

    kind: str
    said: str
    start: int
    end: int
    certainty: float
    treatment: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A text as it would be kept in a column."""

    masked: str
    places: tuple[Place, ...]
    sentence: str
    limits: str = LIMITS


@dataclass(frozen=True, slots=True)
class Checked:
    """What an import of a file would mask; nothing of it was kept."""

    file: str
    kind: str
    rows: int
    places: int
    masked: tuple[MaskedPlaces, ...]
    sentence: str


def privacy(desk: Desk) -> Privacy:
    """The policy and the report of this desk."""
    with desk.ledger.reading() as asked:
        stands = asked.standing_of(SUBJECT)
        rows = asked.imports()
    policy = from_body(stands.body if stands else None)
    reports = [
        MaskedImport(
            one.id,
            one.source,
            one.at.isoformat(),
            one.body.get("rows_read", 0),
            masked_places(one.body),
            one.undone_by is not None,
        )
        for one in rows
    ]
    seen = tuple(one for one in reports if one.masked)
    in_view = [m for one in seen if not one.undone for m in one.masked]
    kinds: Counter[str] = Counter()
    columns: Counter[tuple[str, str]] = Counter()
    for one in in_view:
        kinds[one.kind] += one.places
        columns[one.column, one.kind] += one.places
    by_column = tuple(MaskedPlaces(c, k, n) for (c, k), n in columns.most_common())
    return Privacy(
        _sentence(policy, kinds, len({o.import_id for o in seen if not o.undone})),
        stands is not None,
        stands.actor if stands else None,
        stands.at.isoformat() if stands else None,
        stands.reason if stands else None,
        {kind: str(policy.treatment("", kind)) for kind in policy.known_kinds},
        {column: str(said) for column, said in policy.columns.items()},
        policy.regions,
        dict(policy.patterns),
        policy.retention,
        sum(kinds.values()),
        dict(kinds.most_common()),
        by_column,
        seen,
        _findings(policy),
        stands.seq if stands else None,
    )


def _sentence(policy: Policy, kinds: Mapping[str, int], imports: int) -> str:
    kept = [spoken(k) for k in policy.known_kinds if policy.treatment("", k) == "keep"]
    does = f"Everything but {' and '.join(kept)} is masked" if kept else "All kinds are masked"
    if not kinds:
        return f"{does} at import. So far nothing that was imported held any."
    most = ", ".join(f"{n:,} {_many(kind, n)}" for kind, n in list(kinds.items())[:3])
    brought = "import" if imports == 1 else "imports"
    were = "was" if sum(kinds.values()) == 1 else "were"
    return f"{does} at import: {most} in {imports:,} {brought} {were} replaced."


def _many(kind: str, n: int) -> str:
    words = spoken(kind)
    if n == 1 or kind not in OURS:
        return words
    if kind == "name":
        return "names of people"
    return f"{words}es" if words.endswith("address") else f"{words}s"


def _findings(policy: Policy) -> tuple[Finding, ...]:
    """What is let through on purpose: a review should know of it."""
    kinds = [
        Finding("kept", kind, f"{spoken(kind)} is kept as it comes", "privacy")
        for kind in policy.known_kinds
        if policy.treatment("", kind) == "keep"
    ]
    columns = [
        Finding("kept", column, f"personal data in {column} is kept as it comes", "privacy")
        for column, said in policy.columns.items()
        if said == "keep"
    ]
    return (*kinds, *columns)


def tried(desk: Desk, text: str, column: str = "input") -> Tried:
    """`text` as this desk would keep it in `column`."""
    masking = desk.masking()
    places = tuple(
        Place(
            f.kind,
            text[f.start : f.end],
            f.start,
            f.end,
            f.certainty,
            str(masking.policy.treatment(column, f.kind)),
        )
        for f in found(text, masking.policy, column)
    )
    words = ", ".join(dict.fromkeys(spoken(place.kind) for place in places))
    sentence = f"Found: {words}." if places else "Nothing personal was found."
    return Tried(masking.text(text, column), places, sentence)


def checked(desk: Desk, path: Path, kind: str = "events") -> Checked:
    """What an import of `path` would mask; the file is read, and nothing of it is kept."""
    masking = desk.masking()
    with TemporaryDirectory(prefix="evaldesk-check-") as folder:
        facts = Facts(Path(folder))
        try:
            seen = facts.preview(
                path, kind, source=path.stem, samples=0, unsettled=True, masking=masking
            )
            staged = facts.stage(
                [path], seen.mapping, import_id="check", now=desk.ledger.clock(),
                masking=masking,
            )  # fmt: skip
            facts.discard(staged)
        finally:
            facts.close()
    masked = tuple(
        MaskedPlaces(column, found_kind, n)
        for (column, found_kind), n in masking.total.most_common()
    )
    places = sum(m.places for m in masked)
    said = f"An import would replace {places:,} places" if places else "Nothing was found"
    return Checked(path.name, kind, seen.rows_estimate, places, masked, f"{said}.")
