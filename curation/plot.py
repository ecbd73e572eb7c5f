"""Where the points of a small chart lie, as shares of its width and height: pure geometry.

The page, a page of HTML for a mail and a picture draw from the same places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, floor, log10

from curation.figures import Point

Place = tuple[float, float]  # 0 is left and top, 1 is right and bottom
_STEPS = (1, 2, 2.5, 5, 10)
FEWEST = 3  # steps make a line
_MOST_TICKS, _MOST_DAYS = 5, 6
_NAME, _LINE = 0.26, 0.2  # as much of the width and height as a name takes
_CORNERS = ((False, True), (False, False), (True, True), (True, False))


@dataclass(frozen=True, slots=True)
class Plot:
    """A line in `pieces` (a gap parts two), the `levels` across it and the `days` under it."""

    pieces: tuple[tuple[Place, ...], ...]
    levels: tuple[tuple[float, float], ...]  # how far down, and the value
    days: tuple[tuple[float, date], ...]
    limit: float | None  # how far down the limit lies
    places: tuple[tuple[Place, Point], ...]  # every known point
    right: bool = False  # where the limit's name has most room: at this end of its line
    above: bool = True  # and on this side of it

    @property
    def end(self) -> tuple[Place, Point] | None:
        """The last point."""
        return self.places[-1] if self.places else None


def plot(trend: Sequence[Point], limit: float | None = None) -> Plot | None:
    """The chart of `trend` with its `limit`; None: hardly two points side by side."""
    values = [point.value for point in trend]
    if sum(None not in pair for pair in pairwise(values)) < FEWEST:
        return None
    known = [value for value in values if value is not None]
    low, high, ticks = _scale([*known, *([] if limit is None else [limit])])

    def down(value: float) -> float:
        return (high - value) / (high - low)

    across = [index / (len(trend) - 1) for index in range(len(trend))]
    placed = [
        None if point.value is None else ((x, down(point.value)), point)
        for x, point in zip(across, trend, strict=True)
    ]
    line = None if limit is None else down(limit)
    right, above = _room([one[0] for one in placed if one], line)
    apart = ceil(len(trend) / _MOST_DAYS)
    return Plot(
        pieces=_pieces([None if one is None else one[0] for one in placed]),
        levels=tuple((down(tick), tick) for tick in ticks),
        days=tuple(
            (x, point.start)
            for index, (x, point) in enumerate(zip(across, trend, strict=True))
            if (len(trend) - 1 - index) % apart == 0
        ),
        limit=line,
        places=tuple(one for one in placed if one is not None),
        right=right,
        above=above,
    )


def bars_from(values: Sequence[float]) -> float:
    """Where bars of shares begin, so that they can be told apart: a round tenth below all."""
    return max(0.0, floor((min(values, default=0.0) - 0.02) * 10) / 10)


def path(pieces: Sequence[Sequence[Place]], width: float, height: float) -> str:
    """The pieces as the path of a drawing `width` by `height`."""
    return "".join(
        ("M" if index == 0 else "L") + f"{x * width:.1f} {y * height:.1f}"
        for piece in pieces
        for index, (x, y) in enumerate(piece)
    )


def _pieces(places: Sequence[Place | None]) -> tuple[tuple[Place, ...], ...]:
    found: list[list[Place]] = [[]]
    for place in places:
        if place is None:
            found.append([])
        else:
            found[-1].append(place)
    return tuple(tuple(piece) for piece in found if piece)


def _room(places: Sequence[Place], limit: float | None) -> tuple[bool, bool]:
    """At which end of the limit's line, and on which side, the fewest points are near."""
    if limit is None:
        return False, True

    def near(right: bool, above: bool) -> int:
        return sum(
            (x > 1 - _NAME if right else x < _NAME)
            and (0 <= limit - y < _LINE if above else 0 <= y - limit < _LINE)
            for x, y in places
        )

    return min(_CORNERS, key=lambda corner: near(*corner))


def _scale(known: Sequence[float]) -> tuple[float, float, list[float]]:
    """From where to where the values are drawn, and the round values between."""
    low, high = min(known), max(known)
    room = (high - low) * 0.12 or abs(high) * 0.05 or 1.0
    low, high = low - room, high + room
    raw = (high - low) / _MOST_TICKS
    size = 10.0 ** floor(log10(raw))
    step = next(one * size for one in _STEPS if one * size >= raw)
    first = ceil(low / step)
    return low, high, [n * step for n in range(first, floor(high / step) + 1)]
