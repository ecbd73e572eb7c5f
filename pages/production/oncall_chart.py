"""Latency over the last days: what is slower than usual stands out."""

from collections.abc import Sequence

from pages.shared import charts, parts, theme, wording
from pages.shared.html import Html, show, tag
from pages.shared.look import Figure, Label, blank, write
from pages.shared.tables import Column, table
from pages.shared.tokens import Tokens
from store.answers.oncall_first import spell
from store.answers.oncall_shapes import OnCall, SlotShown

_MS = 1000
_HEIGHT = 250


def latency_card(found: OnCall) -> None:
    """Draw the p95 of the last days with its spikes."""
    title = finding(found)
    with parts.card(title, _under(found), key="oncall-latency"):
        if not any(one.p95_ms is not None for one in found.slots):
            show(tag("p", "No event carries a latency.", class_="muted"))
            return
        charts.draw(drawn(found), key="oncall-latency", alt=title, numbers=_numbers(found))


def finding(found: OnCall) -> str:
    """What the chart shows, in words."""
    if found.spikes:
        last = found.spikes[0]
        times = "once" if len(found.spikes) == 1 else f"{len(found.spikes)} times"
        return f"Slower than usual {times} in 7 days, last {spell(last.since, last.until)}"
    if all(one.sigmas is None for one in found.slots):
        return "Too few latencies to tell a spike"
    return "No spike of latency in the last 7 days"


def _under(found: OnCall) -> str:
    hours = max((_hours(one) for one in found.slots), default=0)
    return f"p95 in seconds, every {hours:.0f} h; a spike lies beyond the control limit"


def _hours(one: SlotShown) -> float:
    return (one.until - one.since).total_seconds() / 3600


def drawn(found: OnCall) -> Figure:
    """The line of p95, its spikes as orange points, the usual one and the limit dashed."""
    ink, figure = theme.tokens(), blank(theme.tokens(), _HEIGHT)
    shown = list(found.slots)
    spikes = [one for one in shown if one.spike]
    figure["data"] = [
        _line(ink, shown),
        {
            "type": "scatter",
            "mode": "markers",
            "x": [_at(one) for one in spikes],
            "y": [_seconds(one.p95_ms) for one in spikes],
            "marker": {"color": ink.orange, "size": 10, "symbol": "diamond"},
            "hovertemplate": "slower than usual: %{y:.3~g} s<extra></extra>",
        },
    ]
    limit = next((o.limit for o in found.slis if o.name == "latency_p95_ms"), None)
    levels = [("usual", found.usual_p95_ms), ("limit", limit)]
    known = [(name, ms / _MS) for name, ms in levels if ms is not None]
    figure["layout"]["shapes"] = [*_window(ink, found), *(_across(ink, y) for _, y in known)]
    top = max([y for _, y in known] + [(one.p95_ms or 0) / _MS for one in shown]) * 1.12
    figure["layout"]["yaxis"] |= {"range": [0, top], "ticksuffix": " s"}
    figure["layout"]["xaxis"] |= {"nticks": 5, "tickangle": 0}
    labels = [Label(y, (f"{name} {y:.1f} s",), ink.muted) for name, y in known]
    write(figure, labels, top / (_HEIGHT - 50))
    return figure


def _line(ink: Tokens, shown: Sequence[SlotShown]) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [_at(one) for one in shown],
        "y": [_seconds(one.p95_ms) for one in shown],
        "line": {"color": ink.primary, "width": 2},
        "hovertemplate": "%{x|%-d %b, %H:%M}: p95 %{y:.3~g} s<extra></extra>",
    }


def _window(ink: Tokens, found: OnCall) -> list[Figure]:
    """The last hours, which all numbers of the page are about."""
    if found.since is None or found.until is None:
        return []
    return [
        {
            "type": "rect", "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
            "x0": found.since.isoformat(), "x1": found.until.isoformat(),
            "fillcolor": ink.primary_bg, "line": {"width": 0},
        }
    ]  # fmt: skip


def _across(ink: Tokens, y: float) -> Figure:
    line = {"color": ink.muted, "width": 1, "dash": "4px,4px"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": line}


def _at(one: SlotShown) -> str:
    return (one.since + (one.until - one.since) / 2).isoformat()


def _seconds(ms: float | None) -> float | None:
    return None if ms is None else ms / _MS


def _numbers(found: OnCall) -> Html:
    columns = ["From (UTC)", Column("Hours", number=True), Column("n", number=True),
               Column("p95", number=True), Column("Sigmas above", number=True)]  # fmt: skip
    rows = [
        (
            wording.moment(one.since),
            f"{_hours(one):.0f}",
            wording.count(one.n),
            wording.duration(one.p95_ms),
            wording.NOTHING if one.sigmas is None else f"{one.sigmas:+.1f}",
        )
        for one in reversed(found.slots)
    ]
    return table("p95 latency of the last days", columns, rows)
