"""Duplicates: cases that are in the training data, and cases that are nearly the same."""

import streamlit as st

from curation.cases import State
from curation.errors import Unknown
from curation.percents import percent
from curation.twins import Twins
from pages.dataset.twin_families import families
from pages.dataset.twin_pairs import draw
from pages.shared import parts, wording
from pages.shared.acting import said
from pages.shared.html import Content, Html, join, prose, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from store.answers.leakage import IN_SETS, TRAINING, Alike, Leakage, leakage
from store.desk import Desk

SHOWN = 8
_VIEWS = {TRAINING: "In training", IN_SETS: "In the sets", "settled": "Said to differ"}
_IMPORT = "evaldesk import FILE --as training"


def render(desk: Desk, actor: str) -> None:
    """Draw the page; with `?case=` the twins of that case alone."""
    case_id = st.query_params.get("case")
    try:
        found = leakage(desk, case_id=case_id)
    except Unknown as gone:
        _gone(str(gone))
        said(desk, actor)
        return
    with parts.page_head("Duplicates", _context(found, case_id)):
        if case_id:
            show(link("All of them", "duplicates"), width="content")
    said(desk, actor)
    if not found.cases:
        _empty()
        return
    tone, word = _word(found)
    show(parts.verdict(tone, word, prose(found.sentence)))
    if not case_id:
        show(parts.tiles(*_tiles(found)))
    _listed(desk, actor, found)
    if len(found.families) and not case_id:
        families(found)


def _gone(why: str) -> None:
    """A case that has left the sets, or never was there."""
    with parts.page_head("Duplicates", why):
        show(link("All of them", "duplicates"), width="content")


def _context(found: Leakage, case_id: str | None) -> Content:
    if case_id:
        return join(("What is alike to ", link(case_id, "case", id=case_id)))
    near = f"near is from {percent(found.threshold)} alike"
    short = f" · {wording.many(found.short, 'case')} too short to compare" * bool(found.short)
    return join((link(near, "thresholds", name="twins.near"), short))


def _empty() -> None:
    true = "Twins are looked for among the cases of the sets, and in the training data."
    step = "Sort failures into the sets, or bring cases in:"
    parts.empty_state("No case stands in a set", true, step, "evaldesk import FILE --as cases")


def _word(found: Leakage) -> tuple[Tone, str]:
    leaks = [one for one in found.pairs if one.open and one.where == TRAINING]
    sure = [one for one in leaks if not one.perhaps]
    if any(one.set is State.BLOCKING for one in sure):
        return "bad", "Blocking cases leak."
    if leaks:
        return "warn", "Some leak." if sure else "Some may leak."
    if not found.training:
        return "unknown", "Nobody can say."
    return ("warn" if any(one.open for one in found.pairs) else "good"), "None leaks."


def _tiles(found: Leakage) -> list[Tile]:
    told = found.between[TRAINING]
    inside = sum(found.between[IN_SETS].values())
    if not found.training:
        texts = Tile("Training texts", wording.NOTHING, tag("code", _IMPORT))
        return [texts, _inside(found, inside)]
    sources = ", ".join(found.sources)
    return [
        Tile("In training", wording.count(found.leaked), f"of {found.cases:,} cases"),
        Tile("Word by word", wording.count(told[Twins.EXACT]), "the very text"),
        Tile("But for spelling", wording.count(told[Twins.NORMALISED]), "case, punctuation"),
        Tile("Nearly", wording.count(told[Twins.NEAR]), _perhaps(found)),
        _inside(found, inside),
        Tile("Training texts", wording.count(found.training), f"{sources}; hashes only"),
    ]


def _perhaps(found: Leakage) -> str:
    more = f"; {found.perhaps:,} more perhaps" if found.perhaps else ""
    return f"estimated where no text is kept{more}"


def _inside(found: Leakage, inside: int) -> Tile:
    families = wording.many(len(found.families), "family", "families")
    return Tile("Pairs in the sets", wording.count(inside), f"{families} in all")


def _listed(desk: Desk, actor: str, found: Leakage) -> None:
    options = list(_VIEWS)
    leaks = any(one.open and one.where == TRAINING for one in found.pairs)
    first = TRAINING if leaks else IN_SETS
    chosen = st.segmented_control(
        "Which pairs", options, default=first, required=True, key="show",
        label_visibility="collapsed", bind="query-params",
    ) or first  # fmt: skip
    pairs = [one for one in found.pairs if _stands(one) == chosen]
    title = f"{wording.many(len(pairs), 'pair')}: {_VIEWS[chosen].lower()}"
    with parts.card(title, "What only one of the two says is marked", key="pairs"):
        for one in pairs[:SHOWN]:
            draw(desk, actor, one)
        if not pairs:
            show(tag("p", _none(found, chosen), class_="muted"))
        elif (more := len(pairs) - SHOWN) > 0:
            show(tag("p", f"and {more:,} more: ", tag("code", "evaldesk leakage --limit 100"),
                     class_="muted"))  # fmt: skip


def _stands(one: Alike) -> str:
    return one.where if one.open else "settled"


def _none(found: Leakage, chosen: str) -> Html:
    if chosen == TRAINING and not found.training:
        return prose(f"No training data is known. Bring it in, as hashes only: `{_IMPORT}`.")
    return prose("There are none.")
