"""What an erasure would take: rows of facts, cases, frozen versions, decisions, and copies."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from curation.cases import Case
from curation.decisions import Entry, Kind
from curation.erasing import Target, quoted, redacted
from curation.erasures import CASE, EVENT, PERSON, Wanted, next_id
from curation.errors import Unknown
from store.answers.handed_out import COPIES, HandedOut, of
from store.answers.person_words import token_of, words_of
from store.desk import Desk
from store.facts.batches import Batch
from store.facts.erased_cells import Gone
from store.facts.erasing import Found, Told, found_in, shared_cases, told_events

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that an erasure is about, found but not touched yet."""

    name: str
    what: str  # an id, or the token of a person
    gone: Gone  # of the facts
    target: Target  # of the log
    found: tuple[Found, ...]
    cases: tuple[Case, ...]
    seen: int  # the last change of the facts


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go, and where it stands; nothing was touched.

    `remains` is what an erasure leaves: names of things and of those who decided.
    """

    id: str
    by: str
    what: str
    rows: Mapping[str, int]
    files: int
    cases: tuple[str, ...]
    versions: tuple[str, ...]
    decisions: Mapping[str, int]
    examples: tuple[str, ...]
    exports: tuple[HandedOut, ...]
    outside: str
    remains: tuple[str, ...] = field(default=())

    @property
    def anything(self) -> bool:
        """Whether anything was found."""
        return bool(self.rows or self.cases or self.decisions)

    @property
    def sentence(self) -> str:
        """What would go, in one sentence."""
        if not self.anything:
            return "Nothing of it stands on this desk."
        rows = ", ".join(f"{n:,} rows of {view}" for view, n in self.rows.items())
        return (
            f"{self.id} would take the texts of {rows or 'no rows'}, {len(self.cases):,} cases,"
            f" {len(self.versions):,} frozen versions with a line of them, and "
            f"{sum(self.decisions.values()):,} decisions that quote it."
        )


def plan(desk: Desk, wanted: Wanted) -> Plan:
    """Find everything that `wanted` is about; Unknown where an id names nothing."""
    seen = desk.shown_facts()
    with desk.ledger.reading() as asked:
        name = next_id(one.subject for one in asked.erasures())
        batches = [Batch.from_body(one) for one in asked.every_batch()]
        known = asked.cases()
    words = words_of(desk, wanted.what) if wanted.by == PERSON else ()
    target = Target(name, words)
    first = _first(wanted, target)
    folder = desk.folder / "facts"
    with desk.facts().cursor() as cursor:
        told = told_events(cursor, folder, batches, first)
        gone = Gone(target, _events(wanted, told), cases=_whole(wanted))
        cases = _cases(wanted, known, told, target)
        ids = [case.id for case in cases]
        shared: set[str] = set()
        if wanted.by != CASE:
            shared = shared_cases(cursor, gone, ids)
        cases = [case for case in cases if case.id not in shared or _says(case, target)]
        gone = Gone(target, gone.events, cases=[*gone.cases, *(case.id for case in cases)])
        found = found_in(cursor, folder, batches, gone)
    if wanted.by != PERSON and not found and not cases:
        raise Unknown(wanted.by, wanted.what, "`evaldesk inbox` and `evaldesk sets` list them.")
    quotes = _quotes(cases, told, shared)
    what = token_of(wanted.what) if wanted.by == PERSON else wanted.what
    whole = Target(name, words, frozenset(case.id for case in cases), quotes)
    return Plan(name, what, gone, whole, tuple(found), tuple(cases), seen)


def preview(desk: Desk, wanted: Wanted) -> Preview:
    """What would go, without touching it."""
    found = plan(desk, wanted)
    with desk.ledger.reading() as asked:
        entries = list(asked.entries())
    hit = [one for one in entries if redacted(one, found.target)]
    versions = versions_of(hit)
    return Preview(
        id=found.name,
        by=wanted.by,
        what=wanted.what,
        rows=rows_of(found),
        files=len(found.found),
        cases=tuple(case.id for case in found.cases),
        versions=versions,
        decisions=dict(Counter(str(one.kind) for one in hit)),
        examples=tuple(case.input[:140] for case in found.cases[:EXAMPLES]),
        exports=copies(desk, found, versions),
        outside=COPIES,
        remains=(*_remains(entries, found.target), *_other_files(desk)),
    )


def rows_of(found: Plan) -> dict[str, int]:
    """How many rows of each view lose their texts."""
    counts: Counter[str] = Counter()
    for one in found.found:
        counts[one.batch.view] += one.rows
    return dict(counts)


def versions_of(hit: Iterable[Entry]) -> tuple[str, ...]:
    """The frozen versions among decisions."""
    return tuple(one.subject for one in hit if one.kind is Kind.FROZE)


def copies(desk: Desk, found: Plan, versions: Sequence[str]) -> tuple[HandedOut, ...]:
    """What left this desk with something of it inside."""
    rejects = {f"rejects {f.batch.import_id}" for f in found.found if f.batch.view == "rejects"}
    return of(desk, {*versions, *rejects})


def _first(wanted: Wanted, target: Target) -> Gone:
    if wanted.by == EVENT:
        return Gone(target, [wanted.what])
    return Gone(target, cases=[wanted.what] if wanted.by == CASE else [])


def _events(wanted: Wanted, told: Sequence[Told]) -> list[str]:
    return [wanted.what] if wanted.by == EVENT else [one.event for one in told]


def _whole(wanted: Wanted) -> list[str]:
    return [wanted.what] if wanted.by == CASE else []


def _cases(
    wanted: Wanted, known: Sequence[Case], told: Sequence[Told], target: Target
) -> list[Case]:
    """The cases that came from these events, or say it themselves."""
    if wanted.by == CASE:
        return [case for case in known if case.id == wanted.what]
    events = {*(one.event for one in told), *([wanted.what] if wanted.by == EVENT else [])}
    failing = {one.case for one in told if one.case}
    return [
        case
        for case in known
        if case.source_ref in events or case.id in failing or _says(case, target)
    ]


def _says(case: Case, target: Target) -> bool:
    """Whether the case is about them; a note, tag or attribute goes alone, where it stands."""
    return any(target.holds(text) for text in (case.input, case.expected or ""))


def _quotes(
    cases: Sequence[Case], told: Sequence[Told], shared: Collection[str]
) -> frozenset[str]:
    texts = [text for case in cases for text in (*quoted(case.input), *quoted(case.expected))]
    titles = [one.title for one in told if one.case not in shared]
    return frozenset([*texts, *(text for title in titles for text in quoted(title))])


def _remains(entries: Sequence[Entry], target: Target) -> tuple[str, ...]:
    """Where the words stand in the name of something: what a chain of decisions hangs on."""
    if not target.words:
        return ()
    found = {
        f"the subject of decisions of the kind {one.kind}"
        for one in entries
        if target.holds(one.subject)
    }
    if any(target.holds(one.actor) for one in entries):
        found.add("the name under decisions: who decides on a desk answers for it")
    return tuple(sorted(found))


def _other_files(desk: Desk) -> tuple[str, ...]:
    """Copies of the ledger that lie beside it."""
    return tuple(
        f"{file.name}: the ledger as it was before a migration; delete it when nobody needs it"
        for file in desk.ledger.files()[1:]
    )


def before(moment: datetime, name: str) -> Gone:
    """Every event that is older than `moment`."""
    return Gone(Target(name), before=moment)
