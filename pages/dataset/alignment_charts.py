"""Production beside the set: two bars a part, what lacks most first."""

from collections.abc import Sequence
from typing import Any

from curation.measures.alignment import UNKNOWN, Gap, Lean
from curation.percents import percent
from pages.dataset.alignment_tables import gaps, part
from pages.shared import charts, theme
from pages.shared.html import show
from pages.shared.look import Figure, blank, plain
from store.answers.alignment import Alignment

SHOWN = 12
_ROW = 46  # pixels


def finding(found: Alignment) -> str:
    """What the shares show, in words."""
    named = [gap for gap in found.gaps if gap.kind != UNKNOWN]
    lacks = next((gap for gap in named if gap.lean is Lean.UNDER), None)
    if lacks is not None:
        return (
            f"{part(found, lacks.kind)} is {percent(lacks.production_share)} of the "
            f"cost of failure and {percent(lacks.set_share)} of the cases"
        )
    if any(gap.lean is Lean.TOO_FEW for gap in named):
        return f"Production beside {found.set}: too few to say what lacks"
    if any(gap.lean is Lean.UNKNOWN for gap in found.gaps):
        return f"Nobody can say which {found.by} lacks: too much is unknown"
    return f"No {found.by} is tested surely less than it costs"


def shares(found: Alignment) -> None:
    """Draw both shares of each part, what lacks most first."""
    shown = _shown(found.gaps)
    if shown:
        figure = _bars(found, shown)
        alt = f"Share of cost and share of cases by {found.by}: {finding(found)}"
        charts.draw(figure, key="alignment-shares", alt=alt, numbers=gaps(found))
    else:
        show(gaps(found))


def _shown(some: Sequence[Gap]) -> list[Gap]:
    """The widest gaps either way; the others stand in the table."""
    known = [gap for gap in some if gap.gap is not None]
    kept = sorted(known, key=lambda gap: (gap.kind != UNKNOWN, -abs(gap.gap or 0)))[:SHOWN]
    return [gap for gap in known if gap in kept]


def _bars(found: Alignment, shown: Sequence[Gap]) -> Figure:
    ink = theme.tokens()
    figure = blank(ink, 34 + _ROW * len(shown))
    names = [plain(part(found, gap.kind))[:40] for gap in shown]
    lost = [100 * (gap.production_share or 0) for gap in shown]
    asked = [100 * (gap.set_share or 0) for gap in shown]
    font = {"textfont": {"size": 12, "color": ink.text}}
    figure["data"] = [
        _side(names, asked, ink.primary, "cases") | font,
        _side(names, lost, ink.orange, "cost") | font,
    ]
    top = max([*lost, *asked, 1.0])
    figure["layout"] |= {"barmode": "group", "bargap": 0.32, "bargroupgap": 0.06,
                         "hovermode": "closest"}  # fmt: skip
    figure["layout"]["xaxis"] |= {
        "type": "linear", "range": [0, top * 1.6], "showticklabels": False, "showgrid": False,
    }  # fmt: skip
    figure["layout"]["yaxis"] |= {
        "type": "category", "autorange": "reversed", "showgrid": False, "dtick": 1,
        "tickfont": {"size": 13, "color": ink.text},
    }  # fmt: skip
    return figure


def _side(
    names: Sequence[str], values: Sequence[float], colour: str, unit: str
) -> dict[str, Any]:
    """The bars of one side, each with what it is."""
    text = [percent(v / 100) for v in values]
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(names),
        "x": list(values),
        "marker": {"color": colour, "cornerradius": 3},
        "text": [f"{unit} {one}" for one in text],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": f"%{{y}}: %{{x:.1f}} % of the {unit}<extra></extra>",
    }
