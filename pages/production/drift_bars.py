"""How the values of a column are shared out: the reference beside the current window."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from curation.drift import Kind
from curation.profile import MISSING
from pages.production import drift_words
from pages.shared import theme, wording
from pages.shared.look import Figure, blank, plain
from store.answers.drift import Distribution

MOST = 16  # bars of categories; the rest are told together
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Share:
    """One value or range, with its share of each side; None where a side is empty."""

    name: str
    before: float | None
    now: float | None
    n_before: int
    n_now: int

    @property
    def change(self) -> float:
        """How much larger its share is now."""
        return (self.now or 0) - (self.before or 0)


def known(found: Distribution) -> Distribution:
    """The same without the rows that have no value."""
    kept = [one for one in _bins(found) if one[0] != MISSING]
    names, before, now = zip(*kept, strict=True) if kept else ((), (), ())
    return replace(found, bins=names, reference=before, current=now)


def _bins(found: Distribution) -> list[tuple[str, int, int]]:
    return list(zip(found.bins, found.reference, found.current, strict=True))


def shares_of(found: Distribution) -> list[Share]:
    """Every bin in its order."""
    before, now = sum(found.reference), sum(found.current)
    return [Share(b, r / before if before else None, c / now if now else None, r, c)
            for b, r, c in _bins(found)]  # fmt: skip


def shown_of(found: Distribution) -> list[Share]:
    """Those that are drawn: ranges in their order, values by how many there are."""
    every = shares_of(found)
    if found.kind is Kind.NUMBER or len(every) <= MOST:
        return every
    large = sorted(every, key=lambda one: -max(one.before or 0, one.now or 0))
    kept, rest = large[:MOST], large[MOST:]
    n_before, n_now = (sum(o.n_before for o in rest), sum(o.n_now for o in rest))
    before, now = sum(found.reference), sum(found.current)
    other = Share(f"{len(rest)} others", n_before / before if before else None,
                  n_now / now if now else None, n_before, n_now)  # fmt: skip
    return [*kept, other]


def finding(found: Distribution) -> str:
    """Which share changed most, in words."""
    known = [one for one in shares_of(found) if one.before is not None and one.now is not None]
    if not known:
        return "One side has no value, so nothing can be compared"
    most = max(known, key=lambda one: (round(abs(one.change), 9), one.change))
    way = "grew" if most.change > 0 else "fell"
    if round(abs(most.change), 3) == 0:
        return "The shares are the same"
    before, now = wording.percent(most.before), wording.percent(most.now)
    name = "what is missing" if most.name == MISSING else most.name
    return f"{name} {way} from {before} to {now}"


def bars(found: Distribution) -> Figure:
    """Ranges stand upright in their order; values lie, so that their names can be read."""
    ink, shown = theme.tokens(), shown_of(found)
    upright = found.kind is Kind.NUMBER
    figure = blank(ink, 300 if upright else 74 + 26 * len(shown))
    names = [plain(_short(one.name)) for one in shown]
    # Places stand for names: two long names may be cut to the same word.
    places = [*range(len(shown))]
    for label, now in (("Reference", False), ("Current", True)):
        values = [_percent(one.now if now else one.before) for one in shown]
        x, y = (places, values) if upright else (values, places)
        figure["data"].append({
            "type": "bar", "name": label, "x": x, "y": y,
            "orientation": "v" if upright else "h",
            "text": [_hint(one, label, now=now) for one in shown],
            "textposition": "none", "hovertemplate": "%{text}<extra></extra>",
            "marker": {"color": ink.primary if now else ink.muted, "cornerradius": 2}
            | ({} if now else {"opacity": 0.55, "pattern": {"shape": "/", "size": 5}}),
        })  # fmt: skip
    layout: dict[str, Any] = figure["layout"]
    layout["hovermode"] = "closest"
    layout |= {"bargroupgap": 0.06, "bargap": 0.3, "showlegend": True,
               "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom",
                          "font": {"size": 12}, "itemclick": False,
                          "itemdoubleclick": False}}  # fmt: skip
    layout["margin"] |= {"t": 34}
    _axes(layout, names, upright=upright)
    return figure


def _axes(layout: dict[str, Any], names: Sequence[str], *, upright: bool) -> None:
    apart = max(1, -(-len(names) // 12)) if upright else 1
    ticks = {
        "type": "linear", "tickmode": "array", "showgrid": False, "tickfont": {"size": 11.5},
        "tickvals": [*range(len(names))][::apart], "ticktext": [*names][::apart],
    }  # fmt: skip
    share = {"type": "linear", "ticksuffix": " %", "rangemode": "tozero", "nticks": 5}
    share |= {"tickformat": "~g"}
    if upright:
        layout["xaxis"] |= ticks | {"tickangle": -40}
        layout["yaxis"] |= share
    else:
        layout["yaxis"] |= ticks | {"range": [len(names) - 0.4, -0.6]}
        layout["xaxis"] |= share | {"showgrid": True, "gridcolor": layout["yaxis"]["gridcolor"]}


def _hint(one: Share, label: str, *, now: bool) -> str:
    share, n = (one.now, one.n_now) if now else (one.before, one.n_before)
    return plain(f"{one.name}, {label.lower()}: {wording.percent(share)}, n {n:,}")


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 3)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def alt(found: Distribution) -> str:
    """The picture in words."""
    name = drift_words.called(found.column)
    return f"Shares of {name} in the reference and in the current window. {finding(found)}."
