"""Families of texts: twins of twins, which go into training or into a set as a whole."""

from collections import Counter

from pages.shared import parts, wording
from pages.shared.html import show, tag
from pages.shared.links import link
from store.answers.leakage import IN_SETS, TRAINING, Leakage

FAMILIES, MOST = 8, 90


def families(found: Leakage) -> None:
    """A card with the largest of them."""
    under = "Twins of twins: a family goes into training or into a set as a whole"
    title = wording.many(len(found.families), "family", "families")
    with parts.card(title, under, key="families"):
        texts, places = _known(found)
        for family in found.families[:FAMILIES]:
            first = next(one for one in family if one in texts)
            words = texts[first] if len(texts[first]) <= MOST else f"{texts[first][:MOST]}…"
            where = Counter(places[one] for one in family)
            told = ", ".join(f"{n} in {place}" for place, n in where.most_common())
            named = link(words, "duplicates", case=first)
            show(parts.row(parts.pill(f"{len(family)} texts"), named, tag("small", told)))
        if (more := len(found.families) - FAMILIES) > 0:
            show(tag("p", f"and {more:,} more: evaldesk leakage --json", class_="muted"))


def _known(found: Leakage) -> tuple[dict[str, str], dict[str, str]]:
    """The words of every case of a pair, and where each text stands."""
    texts = {one.case: one.text for one in found.pairs}
    places = {one.case: str(one.set) for one in found.pairs}
    for one in found.pairs:
        if one.where == IN_SETS:
            texts[one.other], places[one.other] = one.other_text or "", one.other_place
        else:
            places[one.other] = TRAINING
    return texts, places
