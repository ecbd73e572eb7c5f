"""Small drawings that stand in tables and lists: severity, results, bars, sparklines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pages.shared.html import Html, tag
from pages.shared.icons import shape
from pages.shared.wording import words

Tone = Literal["good", "warn", "bad", "unknown", "info"]
Result = Literal["passed", "failed", "errored", "flaky", "missing"]

SEVERITIES = ("low", "medium", "high", "critical")
_KEY = {
    "passed": "passed",
    "failed": "failed",
    "flaky": "flaky",
    "errored": "errored",
    "missing": "not run",
}
_WIDTH, _HEIGHT, _MARGIN = 100.0, 24.0, 2.0


def severity(level: str | None, *, word: bool = True) -> Html:
    """One to four bars and the word; `word=False` keeps it for screen readers alone."""
    if level not in SEVERITIES:
        return tag("span", "not set", class_="muted")
    bars = tag("span", *[tag("i") for _ in SEVERITIES], class_="bars", aria_hidden="true")
    said = tag("span", words(level), class_=None if word else "vh")
    of = SEVERITIES.index(level) + 1
    return tag("span", bars, said, class_=f"sev of-{of}", title=f"Severity: {level}")


@dataclass(frozen=True, slots=True)
class Tick:
    """What one run said about a case; `title` is read out and shown on hover."""

    result: Result
    title: str


def strip(ticks: Sequence[Tick], label: str = "Results over runs, oldest first") -> Html:
    """Results over runs as ticks that differ in shape as well as in colour."""
    if not ticks:
        return tag("span", "never run", class_="muted")
    items = [
        tag(
            "li",
            tag("span", tick.title, class_="vh"),
            class_=f"t-{tick.result}",
            title=tick.title,
        )
        for tick in ticks
    ]
    return tag("ol", *items, class_="strip", aria_label=label)


def strip_key() -> Html:
    """What the ticks of a strip mean; once below a table of them."""
    return tag(
        "div",
        *[tag("span", tag("i", class_=f"t-{name}"), said) for name, said in _KEY.items()],
        class_="key",
    )


def bar(value: float | None, low: float, high: float, mark: float | None = None) -> Html:
    """`value` on the scale from `low` to `high`; `mark` is a line across it (a threshold)."""
    if value is None:
        return Html()
    inner = [tag("i", style=f"width:{_share(value, low, high):.1f}%")]
    if mark is not None:
        inner.append(tag("u", style=f"left:{_share(mark, low, high):.1f}%"))
    return tag("span", *inner, class_="bar", aria_hidden="true")


def whisker(
    low: float, value: float, high: float, scale: tuple[float, float], limits: Sequence[float]
) -> Html:
    """`value` as a dot on its interval, across the lines of the `limits` that it is held to."""
    start, end = (_share(one, *scale) for one in (low, high))
    lines = [tag("u", style=f"left:{_share(one, *scale):.1f}%") for one in limits]
    reach = tag("i", style=f"left:{start:.1f}%;width:{max(end - start, 0.5):.1f}%")
    dot = tag("b", style=f"left:{_share(value, *scale):.1f}%")
    title = f"{value:.2f}, 95 % {low:.2f} to {high:.2f}"
    said = tag("span", f"{low:.2f} to {high:.2f}", class_="vh")
    drawn = tag("span", *lines, reach, dot, class_="whisk", aria_hidden="true")
    return tag("span", drawn, said, title=title)


def spark(
    values: Sequence[float | None],
    alt: str,
    *,
    kind: Literal["line", "bars"] = "line",
    tone: Tone | None = None,
) -> Html:
    """A word-sized chart; None is a gap. `alt` says in words what it shows."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return tag("span", "—", class_="muted", title=alt)
    low = min(known) if kind == "line" else min(0.0, *known)
    points = _places(values, low, max(known))
    drawing = _line(points) if kind == "line" else _bars(points, len(values))
    image = shape(drawing, f"0 0 {_WIDTH:.0f} {_HEIGHT:.0f}' preserveAspectRatio='none")
    return tag(
        "span",
        class_=f"spark {tone or ''}".rstrip(),
        style=f"--shape:{image}",
        role="img",
        aria_label=alt,
        title=alt,
    )


def _share(value: float, low: float, high: float) -> float:
    return 100 * min(1.0, max(0.0, (value - low) / (high - low))) if high > low else 0.0


def _places(
    values: Sequence[float | None], low: float, high: float
) -> list[tuple[float, float] | None]:
    step = (_WIDTH - 2 * _MARGIN) / max(1, len(values) - 1)
    room = _HEIGHT - 2 * _MARGIN
    span = high - low
    return [
        None
        if value is None
        else (
            _MARGIN + index * step,
            _HEIGHT - _MARGIN - (room * (value - low) / span if span else room / 2),
        )
        for index, value in enumerate(values)
    ]


def _line(points: Sequence[tuple[float, float] | None]) -> str:
    path, pen = "", "M"
    for point in points:
        path += "" if point is None else f"{pen}{point[0]:.1f} {point[1]:.1f}"
        pen = "M" if point is None else "L"
    return f"<path vector-effect='non-scaling-stroke' style='stroke-width:2px' d='{path}'/>"


def _bars(points: Sequence[tuple[float, float] | None], slots: int) -> str:
    width = 0.55 * (_WIDTH - 2 * _MARGIN) / max(1, slots)
    floor = _HEIGHT - _MARGIN
    squeeze = (_WIDTH - 2 * _MARGIN - width) / (_WIDTH - 2 * _MARGIN)
    path = "".join(
        f"M{_MARGIN + (x - _MARGIN) * squeeze:.1f} {floor:g}v-{max(0.6, floor - y):.1f}"
        f"h{width:.1f}V{floor:g}z"
        for x, y in (point for point in points if point is not None)
    )
    return f"<path fill='#000' stroke='none' d='{path}'/>"  # one, since a table holds many
