"""Where the cases come from against the guide, what their number can tell, and every cell."""

from collections.abc import Mapping

import streamlit as st

from curation.composition import Part, Stands
from curation.percents import between, percent
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone, bar
from pages.shared.tables import Column
from store.answers.coverage import Coverage, Shown

SHOWN = 60
_TONES: Mapping[Stands, Tone] = {
    Stands.AS_GUIDED: "good",
    Stands.MORE: "info",
    Stands.LESS: "warn",
    Stands.UNSURE: "unknown",
}


def composition(found: Coverage) -> None:
    """Draw the sources beside the guide, and what a set of that size can see."""
    left, right = st.columns(2, gap="small")
    comp, seen = found.composition, found.sight
    size = f"{wording.many(found.summary.cases, 'case')}: {comp.stage} ({comp.size})"
    with left, parts.card("Do cases come from where they should?", size, key="composition"):
        columns = ["Source", Column("Cases", number=True), "Share, guide as a mark", "Stands"]
        rows = [_part(one) for one in comp.parts]
        show(tables.table("Sources", columns, rows), tag("p", comp.rule, class_="muted sub"))
    with right, parts.card("What can so many cases tell?", comp.tells, key="sight"):
        heads = ["A drop of", Column("Cases it takes", number=True), "In this set"]
        told = [
            [percent(drop), wording.count(n), _seen(enough=seen.n >= n)]
            for drop, n in seen.needed
        ]
        show(tables.table("Smallest change", heads, told), tag("p", _how(found), class_="sub"))


def _part(one: Part) -> list[Content]:
    share = one.share
    told = "–"
    if share.value is not None:
        limits = between(share.low, share.high)
        told = f"{percent(share.value)} ({limits}), guide {percent(one.guide)}"
    drawn = tag("div", bar(share.value, 0, 1, one.guide), tag("small", told, class_="muted"))
    return [
        wording.words(one.source),
        wording.count(share.k),
        drawn,
        parts.chip(_TONES[one.stands], wording.words(one.stands)),
    ]


def _seen(*, enough: bool) -> Html:
    return parts.chip("good", "seen") if enough else parts.chip("unknown", "not seen")


def _how(found: Coverage) -> str:
    seen = found.sight
    if seen.drop is None:
        return (
            f"Of {wording.many(seen.n, 'case')} all could break by chance: it takes "
            f"{seen.failures} that break to tell a change ({seen.method})."
        )
    any_ = percent(seen.any_failure or 0, 1)
    return (
        f"With {seen.n:,} cases a drop of {percent(seen.drop, 1)} is told from chance 8 times "
        f"in 10 ({seen.method}, 5 %, where no case gets better). Where one failure is enough, "
        f"as in blocking, {any_} of such cases breaking is seen as often."
    )


def every_cell(found: Coverage) -> None:
    """Draw the table behind the matrix."""
    with st.expander(f"Every combination ({len(found.cells)}), with its numbers"):
        number = ("Failures", "Cost", "Weight", "Target", "Cases", "Gap")
        columns = [
            *(wording.words(d) for d in found.dimensions),
            *(Column(one, number=True) for one in number),
            "Inputs that wait",
        ]
        rows = [_row(one) for one in found.cells[:SHOWN]]
        show(tables.table("Every combination", columns, rows))
        show(tag("p", f"{found.how}.", class_="muted sub"))
        if (more := len(found.cells) - SHOWN) > 0:
            show(tag("p", f"and {more} more: evaldesk coverage --json", class_="muted"))


def _row(one: Shown) -> list[Content]:
    c = one.cell
    names: list[Content] = [tag("i", "unknown") if v is None else wording.words(v)
                            for v in c.values]  # fmt: skip
    weight = percent(c.cost_weight, 1)
    wait: Content = wording.count(c.waiting) if c.waiting else "–"
    if c.waiting and one.inbox is not None:
        wait = link(wording.count(c.waiting), "inbox", group="all", **one.inbox)
    gap = "–" if c.gap is None else wording.signed(c.gap)
    return [*names, wording.count(c.failures), wording.money(c.cost), weight,
            wording.count(c.target), wording.count(c.actual), gap, wait]  # fmt: skip
