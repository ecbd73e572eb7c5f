"""Alignment: does the gate ask what production fails at, and does it move with it."""

import streamlit as st

from curation.measures.alignment import UNKNOWN
from curation.measures.lags import Moves
from curation.measures.measure import TOO_FEW
from curation.percents import percent
from pages.dataset import alignment_charts, alignment_tables, alignment_weeks, clock_card
from pages.dataset import alignment_numbers as numbers
from pages.shared import parts, wording
from pages.shared.html import show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from store.answers.alignment import Alignment, alignment
from store.answers.alignment_cases import SETS, offered
from store.answers.feedback_clock import ClockMemory, FeedbackClock
from store.desk import Desk

WINDOWS = {"4 weeks": 4, "12 weeks": 12, "26 weeks": 26, "All": 0}
ENOUGH = 0.8  # of the cost: with less the page does not look calm


def render(desk: Desk, actor: str) -> None:  # noqa: ARG001 - every page is called alike
    """Draw the page."""
    with parts.page_head("Alignment", "Does the gate predict production?"):
        by, named, weeks = _asked(offered(desk))
    found = alignment(desk, by, named, weeks=weeks)
    if not found.failures:
        _empty(found)
        return
    timed = desk.kept(ClockMemory).clock()
    show(parts.verdict(*_verdict(found)), parts.tiles(*_tiles(found, timed)))
    _shares(found)
    _misses(found)
    left, right = st.columns(2)
    with left:
        alignment_weeks.weeks(found)
    with right:
        alignment_weeks.lags(found)
    clock_card.draw(timed)


def _asked(ways: tuple[str, ...]) -> tuple[str, str, int]:
    by = st.selectbox("By", ways, key="by", bind="query-params", width=160)
    named = st.selectbox("Set", [*SETS], key="set", bind="query-params", width=150)
    weeks = st.selectbox(
        "Failures of the last", [*WINDOWS], 1, key="weeks", bind="query-params", width=160
    )
    return by or ways[0], named or "blocking", WINDOWS[weeks or "12 weeks"]


def _empty(found: Alignment) -> None:
    parts.empty_state(
        "Nothing to hold the sets against",
        f"No failure of production is known in this window; {found.set} has "
        f"{wording.many(found.cases, 'case')}.",
        "Bring in what production did:",
        "evaldesk import events.jsonl --as events",
    )


def _verdict(found: Alignment) -> tuple[Tone, str, str]:
    cover = found.measures["covered"]
    if cover.value is None or (cover.note or "").startswith(TOO_FEW):
        return "unknown", "Too few to say.", found.sentence
    if (cover.low if cover.low is not None else cover.value) < ENOUGH:
        return "warn", "It lacks what costs most.", found.sentence
    own = next((one for one in found.moves if one.set == found.set), None)
    if own is not None and own.together.moves is Moves.WITH:
        return "good", "It does.", found.sentence
    return "info", "It asks the right things.", found.sentence


def _tiles(found: Alignment, timed: FeedbackClock) -> list[Tile]:
    js, cover, rank = (found.measures[name] for name in ("js", "covered", "spearman"))
    gone, within = found.missed, timed.imported.within
    cost = "" if gone.cost is None else f", {wording.money(gone.cost)}"
    hours = f"within {timed.target_hours:g} h of import"
    unknown = "" if not found.unknown else f", {percent(found.unknown)} unnamed"
    return [
        Tile(
            "Cost of failure covered", numbers.share(cover),
            numbers.interval(cover, shares=True) + unknown,
        ),
        Tile(
            "Distance to production", numbers.number(js),
            f"{numbers.interval(js)}; 0 alike, 1 apart",
        ),
        Tile("Rank correlation", numbers.number(rank), numbers.ranked(rank, found.ranked)),
        Tile(
            "Missed by a green gate", wording.count(gone.failures),
            f"of {wording.count(found.failures)} failures{cost}",
        ),
        Tile("Failing inputs with a case", numbers.share(within), f"{hours}, n {within.n:,}"),
    ]  # fmt: skip


def _shares(found: Alignment) -> None:
    under = "Share of what failures cost production, beside the share of cases in the set"
    with parts.card(alignment_charts.finding(found), under, key="shares"):
        alignment_charts.shares(found)
        if any(gap.kind == UNKNOWN and gap.failures for gap in found.gaps):
            said = ("Unknown: failures that nobody can name. Their cost is shown first, and "
                    "any of it may be of the parts below: their intervals say so.")  # fmt: skip
            show(tag("p", said, class_="muted"))
        if found.unpriced:
            left = f"{wording.many(found.unpriced, 'failure')} cost nobody knows what, and are "
            show(tag("p", left, "left out. ", link("Say what they cost", "thresholds")))


def _misses(found: Alignment) -> None:
    gone = found.missed
    if not gone.failures:
        title = "No failure of a release that the gate had passed"
        rest = f"{gone.not_passed:,} failed in releases that it never passed."
        with parts.card(title, rest, key="misses"):
            show(tag("p", "Nothing was missed in this window.", class_="muted"))
        return
    title = f"{gone.failures:,} failures came after a green gate"
    under = f"Releases {', '.join(gone.releases[:6])}"
    under += f" and {len(gone.releases) - 6} more" if len(gone.releases) > 6 else ""
    if gone.not_passed:
        under += f" · {gone.not_passed:,} more in releases that it never passed"
    with parts.card(title, under, key="misses"):
        show(alignment_tables.misses(found))
