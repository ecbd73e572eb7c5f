"""Below the deciding measure: PSI beside what chance reaches, KS as what it surely is."""

from typing import Any

from pages.production.drift_course import Course
from pages.shared import theme
from pages.shared.look import Figure, plain
from pages.shared.tokens import Tokens

PANEL = 96  # pixels


def panels_of(course: Course) -> list[str]:
    """Which panels there is something to say in."""
    return [*(["psi"] if course.has_psi else []), *(["ks"] if course.has_ks else [])]


def add_panel(
    figure: Figure, course: Course, name: str, place: int, domain: tuple[float, float]
) -> None:
    """Draw the panel `name` as axis number `place`."""
    ink, layout = theme.tokens(), figure["layout"]
    axis = {key: layout["yaxis"][key] for key in layout["yaxis"] if key != "range"}
    layout[f"yaxis{place}"] = axis | {
        "domain": list(domain), "nticks": 3, "rangemode": "tozero", "tickformat": "~g",
        "ticksuffix": "", "anchor": "x",
    }  # fmt: skip
    figure["data"] += _psi(ink, course, place) if name == "psi" else _ks(ink, course, place)
    layout["annotations"].append(_title(name, place, ink))


def _psi(ink: Tokens, course: Course, place: int) -> list[dict[str, Any]]:
    points = [one for one in course.points if one.psi is not None]
    days = [one.since[:10] for one in points]
    base: dict[str, Any] = {"type": "scatter", "mode": "lines", "x": days, "yaxis": f"y{place}"}
    bound = {"color": ink.orange, "width": 1.4, "dash": "4px,3px"}
    hint = "%{x|%-d %b}: %{y:.3f}<extra></extra>"
    return [
        base | {"y": [round(one.psi or 0, 5) for one in points], "hovertemplate": f"PSI {hint}",
                "line": {"color": ink.primary, "width": 1.8}},
        base | {"y": [one.psi_bound and round(one.psi_bound, 5) for one in points],
                "hovertemplate": f"by chance alone {hint}", "line": bound},
    ]  # fmt: skip


def _ks(ink: Tokens, course: Course, place: int) -> list[dict[str, Any]]:
    """The interval that surely holds the distance: it is known from counts in bins."""
    points = [(one, one.ks) for one in course.points if one.ks is not None]
    middle = [(ks.low + ks.high) / 2 for _, ks in points]
    half = [round((ks.high - ks.low) / 2, 5) for _, ks in points]
    return [{
        "type": "scatter", "mode": "markers", "yaxis": f"y{place}",
        "x": [one.since[:10] for one, _ in points], "y": [round(y, 5) for y in middle],
        "text": [plain(f"{one.when}: KS {ks.low:.3f} to {ks.high:.3f}") for one, ks in points],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": ink.primary, "size": 4},
        "error_y": {"type": "data", "array": half, "color": ink.primary, "thickness": 1.6,
                    "width": 3},
    }]  # fmt: skip


def _title(name: str, place: int, ink: Tokens) -> dict[str, Any]:
    said = {
        "psi": "<b>PSI</b>; dashed: what chance alone reaches (99 %)",
        "ks": "<b>KS</b>: its certain interval",
    }
    return {
        "xref": "paper", "x": 0, "yref": f"y{place} domain", "y": 1.02, "yanchor": "bottom",
        "xanchor": "left", "showarrow": False, "text": said[name],
        "font": {"size": 11.5, "color": ink.muted},
    }  # fmt: skip
