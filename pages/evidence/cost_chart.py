"""Accuracy with its interval against cost or latency: a dot a run, the unbeaten ones loud."""

from typing import Any, Literal

from pages.shared import theme, wording
from pages.shared.look import Figure, blank, plain
from store.answers.tradeoffs import Traded, Tradeoffs

HEIGHT = 260
Against = Literal["cost", "latency"]


def trade_chart(found: Tradeoffs, against: Against) -> Figure | None:
    """None when nothing was measured of any of them."""
    ink = theme.tokens()
    shown = [(one, _x(one, against)) for one in found.candidates]
    known = [(one, x) for one, x in shown if x is not None and one.pass_rate.value is not None]
    if not known:
        return None
    figure = blank(ink, HEIGHT)
    for one, x in sorted(known, key=lambda pair: not pair[0].beaten_by):
        colour = ink.muted if one.beaten_by else ink.primary
        figure["data"].append(_dot(one, x, colour, against, loud=not one.beaten_by))
    loud = sorted((x, one.run, one) for one, x in known if not one.beaten_by)
    for place, (x, _, one) in enumerate(reversed(loud)):
        # Above and below in turn, so that neighbours do not lie over each other.
        label = _label(one, x, ink.text, above=place % 2 == 0)
        figure["layout"]["annotations"].append(label)
    top = max(x for _, x in known)
    figure["layout"]["hovermode"] = "closest"
    figure["layout"]["margin"] |= {"t": 26}
    figure["layout"]["xaxis"] |= {
        "type": "linear",
        "range": [0, top * 1.12],
        "tickprefix": "$" if against == "cost" else "",
        "ticksuffix": " s" if against == "latency" else "",
        "nticks": 6,
        "tickformat": "~g",
    }
    low = min(one.pass_rate.low or 0 for one, _ in known) * 100
    high = max(one.pass_rate.high or 0 for one, _ in known) * 100
    air = 0.25 * (high - low) + 2  # for the names above and below
    figure["layout"]["yaxis"] |= {
        "range": [max(0, low - air), min(high + air, 106)],
        "ticksuffix": " %",
    }
    return figure


def _x(one: Traded, against: Against) -> float | None:
    if against == "cost":
        return one.cost_per_1000_usd.value
    p95 = one.latency_ms.p95.value
    return None if p95 is None else p95 / 1000


def _dot(one: Traded, x: float, colour: str, against: Against, *, loud: bool) -> dict[str, Any]:
    rate = one.pass_rate
    value, low, high = ((v or 0) * 100 for v in (rate.value, rate.low, rate.high))
    unit = wording.money(x) if against == "cost" else wording.duration(x * 1000)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x],
        "y": [value],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [high - value],
            "arrayminus": [value - low],
            "color": colour,
            "thickness": 1.6,
            "width": 5,
        },
        "marker": {"color": colour, "size": 11 if loud else 8, "opacity": 1 if loud else 0.6},
        "hovertemplate": f"{plain(one.run)}: {value:.1f} % ({low:.1f} to {high:.1f}, "
        f"n {rate.n}), {unit}<extra></extra>",
    }


def _label(one: Traded, x: float, colour: str, *, above: bool) -> dict[str, Any]:
    return {
        "x": x,
        "y": ((one.pass_rate.high if above else one.pass_rate.low) or 0) * 100,
        "text": f"<b>{plain(one.run)}</b>",
        "showarrow": False,
        "yanchor": "bottom" if above else "top",
        "yshift": 3 if above else -3,
        "font": {"size": 12, "color": colour},
    }
