"""Colours as a person with red-green blindness sees them, and how far apart they look."""

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
BLINDNESS = {
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "full sight": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}
_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)

Matrix = tuple[tuple[float, float, float], ...]
Lab = tuple[float, float, float]


def apart(one: str, other: str, sight: str) -> float:
    """CIEDE2000 between two colours (`#RRGGBB`) as `sight` of BLINDNESS shows them."""
    return ciede2000(lab(one, BLINDNESS[sight]), lab(other, BLINDNESS[sight]))


def mixed(colour: str, share: float, over: str) -> str:
    """`colour` laid over `over` with the opacity `share`."""
    pairs = zip(_channels(colour), _channels(over), strict=True)
    return "#" + "".join(f"{round(255 * (share * a + (1 - share) * b)):02X}" for a, b in pairs)


def lab(colour: str, sight: Matrix) -> Lab:
    """CIE L*a*b* (D65) of `colour` after `sight` has taken away what it cannot tell."""
    linear = tuple(
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)
    )
    seen = tuple(min(1.0, max(0.0, c)) for c in _times(sight, linear))
    x, y, z = (_root(c / w) for c, w in zip(_times(_TO_XYZ, seen), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one: Lab, other: Lab) -> float:
    """Sharma, Wu and Dalal (2005), with all weights 1."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_chroma = (hypot(a1, b1) + hypot(a2, b2)) / 2
    grey = (1 - sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7))) / 2
    c1, c2 = hypot(a1 * (1 + grey), b1), hypot(a2 * (1 + grey), b2)
    h1, h2 = (_hue(a * (1 + grey), b) for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    deep = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    chroma = (c1 + c2) / 2
    mean_hue = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    light = ((l1 + l2) / 2 - 50) ** 2
    bend = (
        1
        - 0.17 * cos(radians(mean_hue - 30))
        + 0.24 * cos(radians(2 * mean_hue))
        + 0.32 * cos(radians(3 * mean_hue + 6))
        - 0.20 * cos(radians(4 * mean_hue - 63))
    )
    s_l = 1 + 0.015 * light / sqrt(20 + light)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * bend
    blue = 30 * exp(-(((mean_hue - 275) / 25) ** 2))
    twist = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(2 * blue))
    d_l, d_c, d_h = (l2 - l1) / s_l, (c2 - c1) / s_c, deep / s_h
    return sqrt(d_l**2 + d_c**2 + d_h**2 + twist * d_c * d_h)


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _times(matrix: Matrix, column: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, column, strict=True)) for row in matrix)


def _root(share: float) -> float:
    return share ** (1 / 3) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116


def _hue(a: float, b: float) -> float:
    return degrees(atan2(b, a)) % 360
