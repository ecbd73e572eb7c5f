"""Coverage: where we would lose most and test least, and who finds the cases that lack."""

from functools import partial

import streamlit as st

from curation.coverage import DEFAULT, OWN
from curation.percents import percent
from pages.dataset.coverage_matrix import matrix
from pages.dataset.coverage_tables import composition, every_cell
from pages.dataset.wanted_forms import notes, want_form
from pages.shared import parts, wording
from pages.shared.acting import said
from pages.shared.html import Html, join, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from store.answers.coverage import ADDRESS, SETS, Coverage, Shown, coverage_now, offered_by
from store.answers.wanted import wanted_cases
from store.desk import Desk

NONE = "–"
HOLES = 6
_STATED = ("severity", "owner")
_USUAL = (*DEFAULT, NONE)


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    head = parts.page_head("Coverage", "Cases of a set against what failures cost")
    with head:
        by, of = _asked(offered_by(desk))
    found = coverage_now(desk, by, of)
    said(desk, actor)
    if not found.summary.failures and not found.summary.cases:
        _empty()
        return
    show(parts.verdict(*_verdict(found)))
    show(parts.tiles(*_tiles(found)))
    _holes(desk, actor, found)
    matrix(found)
    notes(desk, actor, wanted_cases(desk))
    composition(found)
    every_cell(found)


def _asked(offered: tuple[str, ...]) -> tuple[list[str], str]:
    """The dimensions and the set that the address names."""
    chosen: list[str] = []
    for name, label, usual in zip(ADDRESS, ("By", "And", "Then"), _USUAL, strict=True):
        rest = [one for one in offered if one not in chosen]
        options = rest if not chosen else [NONE, *rest]
        at = options.index(usual) if usual in options else 0
        one = st.selectbox(label, options, at, key=name, bind="query-params", width=145)
        if one and one != NONE:
            chosen.append(one)
    of = st.selectbox("Set", [*SETS], key="set", bind="query-params", width=130)
    return chosen, of or "all"


def _verdict(found: Coverage) -> tuple[Tone, str, str]:
    total = found.summary
    if not total.cost:
        return "unknown", "Nothing to hold it against.", found.sentence
    if not total.wanted:
        return "unknown", "Nobody can say.", found.sentence
    if total.lacking:
        word = f"{wording.many(total.lacking, 'case')} lacking."
        return "warn", word, found.sentence
    if total.unknown:
        return "info", "Covered, as far as it is known.", found.sentence
    return "good", "Covered.", found.sentence


def _tiles(found: Coverage) -> list[Tile]:
    total, seen = found.summary, found.sight
    days = f"{wording.day(found.since)} to {wording.day(found.until)}"
    cost = None if total.cost is None else f"{wording.money(total.cost)} lost"
    return [
        Tile("Failures", wording.count(total.failures), cost or "no price is known"),
        Tile("Cost where no case tests", percent(total.untested), days),
        Tile("Cost that is unknown", percent(total.unknown), "production does not say of what"),
        Tile("Cases", wording.count(total.cases), f"{found.composition.stage}: see the stage"),
        Tile(
            "Smallest drop it can see",
            percent(seen.drop, 1),
            "8 times in 10, where no case gets better",
        ),
    ]


def _holes(desk: Desk, actor: str, found: Coverage) -> None:
    """The first few cells that lack cases: each with its failures, and somebody to ask."""
    lacking = [one for one in found.cells if one.cell.known and (one.cell.gap or 0) > 0]
    if not lacking and not found.summary.unknown:
        return
    with parts.card("Most lost, least tested", "Fill a hole, or ask somebody to", key="holes"):
        for name, share in found.summary.unknown_by.items():
            show(_unknown(name, share))
        for at, one in enumerate(lacking[:HOLES]):
            with st.container(
                horizontal=True,
                horizontal_alignment="distribute",
                vertical_alignment="center",
                key=f"ed-hole-{at}",
            ):
                show(_told(one), width="stretch")
                act = partial(want_form, desk, actor, found, one)
                st.button("Ask for cases", key=f"want:{at}", on_click=act)


def _unknown(name: str, share: float) -> Html:
    head = parts.row(
        tag("b", f"Unknown {wording.words(name).lower()}"), parts.chip("unknown", "no target")
    )
    way = tag("code", f"evaldesk expect CASE --attribute {name}=…")
    if name in OWN:
        way = tag("code", f"evaldesk expect CASE --{name} …" if name in _STATED else "import")
    told = f"{percent(share)} of the cost: production does not say it. Bring it as a "
    sub = tag(
        "p", told, "column of the events, or state it of their cases: ", way, class_="sub"
    )
    return tag("div", head, sub)


def _told(one: Shown) -> Html:
    c = one.cell
    lost = f"{percent(c.cost_weight)} of the cost · {wording.many(c.failures, 'failure')}"
    there = f"{c.actual} of {c.target} cases"
    name = tag("b", " · ".join(wording.words(v) for v in c.values if v))
    wait = None
    if c.waiting and one.inbox is not None:
        label = f"{wording.many(c.waiting, 'input')} that would fill it wait in the inbox"
        wait = link(label, "inbox", group="all", **one.inbox)
    elif c.waiting:
        wait = f"{wording.many(c.waiting, 'input')} of it wait in the inbox"
    bits = join((lost, " · " if wait else None, wait))
    short = parts.chip("warn" if c.actual else "bad", there)
    return tag("div", parts.row(name, short), tag("p", bits, class_="sub"))


def _empty() -> None:
    parts.empty_state(
        "Nothing to cover yet",
        "Coverage holds the cases of the sets against what failures in production cost.",
        "Bring in what production did:",
        "evaldesk import events.jsonl --as events",
    )
