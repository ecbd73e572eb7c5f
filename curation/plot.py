"""Where the points of a small chart lie, as shares of its width and height: pure geometry.

The page, a page of HTML for a mail and a picture draw from the same places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from curation.figures import Point

Place = tuple[float, float]  # 0 is left and top, 1 is right and bottom
_STEPS = (1, 2, 2.5, 5, 10)
_MOST_TICKS, _MOST_DAYS = 5, 6


@dataclass(frozen=True, slots=True)
class Plot:
    """A line in `pieces` (a gap parts two), the `levels` across it and the `days` under it."""

    pieces: tuple[tuple[Place, ...], ...]
    levels: tuple[tuple[float, float], ...]  # how far down, and the value
    days: tuple[tuple[float, date], ...]
    limit: float | None  # how far down the limit lies
    places: tuple[tuple[Place, Point], ...]  # every known point

    @property
    def end(self) -> tuple[Place, Point] | None:
        """The last point."""
        return self.places[-1] if self.places else None


def plot(trend: Sequence[Point], limit: float | None = None) -> Plot | None:
    """The chart of `trend` with the line of its `limit`; None: fewer than two points."""
    known = [point.value for point in trend if point.value is not None]
    if len(known) < 2:
        return None
    low, high, ticks = _scale([*known, *([] if limit is None else [limit])])

    def down(value: float) -> float:
        return (high - value) / (high - low)

    across = [index / (len(trend) - 1) for index in range(len(trend))]
    placed = [
        None if point.value is None else ((x, down(point.value)), point)
        for x, point in zip(across, trend, strict=True)
    ]
    apart = ceil(len(trend) / _MOST_DAYS)
    return Plot(
        pieces=_pieces([None if one is None else one[0] for one in placed]),
        levels=tuple((down(tick), tick) for tick in ticks),
        days=tuple(
            (x, point.start)
            for index, (x, point) in enumerate(zip(across, trend, strict=True))
            if (len(trend) - 1 - index) % apart == 0
        ),
        limit=None if limit is None else down(limit),
        places=tuple(one for one in placed if one is not None),
    )


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
