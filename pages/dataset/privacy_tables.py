"""Tables about personal data: kinds, places in a text, columns, imports."""

from collections.abc import Sequence

from curation.personal_kinds import spoken
from pages.shared import wording
from pages.shared.html import Html, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.parts import pill
from pages.shared.tables import Column, table
from store.answers.privacy import MaskedImport, Place, Privacy

_DOES: dict[str, tuple[str, Tone]] = {
    "mask": ("masked", "good"),
    "synthesise": ("made up", "info"),
    "keep": ("kept as it is", "warn"),
    "drop": ("dropped", "info"),
}


def does(treatment: str) -> Html:
    """A treatment as a pill."""
    words, tone = _DOES[treatment]
    return pill(words, tone)


def kinds_table(found: Privacy) -> Html:
    """Every kind, what is done with it, and how often it was."""
    columns = ["Kind", "What is done", Column("Replaced", number=True)]
    rows = [
        (_kind(kind, found), does(said), wording.count(found.by_kind.get(kind, 0)))
        for kind, said in found.kinds.items()
    ]
    return table("What is done with each kind", columns, rows)


def _kind(kind: str, found: Privacy) -> Html:
    pattern = found.patterns.get(kind)
    words = spoken(kind)
    named = words[:1].upper() + words[1:] if pattern is None else words
    return tag("span", named, tag("code", f" {pattern}", class_="any") if pattern else None)


def places_table(places: Sequence[Place]) -> Html:
    """What was found in a text."""
    columns = ["Kind", Column("Text", clip=True), Column("Certainty", number=True), "Becomes"]
    rows = [
        (spoken(p.kind), p.said, wording.percent(p.certainty, 0), does(p.treatment))
        for p in places
    ]
    return table("What was found", columns, rows)


def by_column(found: Privacy) -> Html:
    """How many places of which kind were replaced in each column."""
    columns = ["Column", "Kind", Column("Places", number=True)]
    rows = [(m.column, spoken(m.kind), wording.count(m.places)) for m in found.by_column]
    return table("Replaced by column and kind", columns, rows)


def imports_table(imports: Sequence[MaskedImport]) -> Html:
    """The imports that held personal data."""
    columns = ["Import", "Source", Column("When", tight=True, phone=False),
               Column("Rows", number=True), Column("Places", number=True)]  # fmt: skip
    rows = [
        (
            link(one.import_id, "imports", id=one.import_id),
            f"{one.source} (undone)" if one.undone else one.source,
            wording.moment(one.at),
            wording.count(one.rows),
            wording.count(sum(m.places for m in one.masked)),
        )
        for one in imports
    ]
    return table("Imports that held personal data", columns, rows)
