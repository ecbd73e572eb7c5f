"""A picture to draw on: the app's own colours and letters, twice as large as it is saved."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from store.answers.paper import printable
from store.answers.sheet_look import LIGHT

if TYPE_CHECKING:
    from PIL import ImageFont

Place = tuple[float, float]
_FONT = Path(__file__).resolve().parents[2] / "pages" / "static" / "inter.woff2"
_FINER = 2  # drawn larger and then made small, which smooths every line
_MORE = "\N{HORIZONTAL ELLIPSIS}"


class Picture:
    """`width` by `height` of light paper; places and sizes are in pixels of what is saved."""

    def __init__(self, width: int, height: int) -> None:
        from PIL import Image, ImageDraw

        self.size = (width, height)
        self._image = Image.new("RGB", (width * _FINER, height * _FINER), LIGHT["page"])
        self._draw = ImageDraw.Draw(self._image)

    def box(self, at: Place, size: Place, *, fill: str = "page", line: str = "line") -> None:
        """A rounded box."""
        (x, y), (width, height) = at, size
        corners = [_FINER * one for one in (x, y, x + width, y + height)]
        self._draw.rounded_rectangle(
            corners, 10 * _FINER, LIGHT[fill], LIGHT[line], width=_FINER
        )

    def bar(self, at: Place, size: Place, colour: str) -> None:
        """A filled bar with round ends."""
        (x, y), (width, height) = at, size
        corners = [_FINER * one for one in (x, y, x + max(width, height), y + height)]
        self._draw.rounded_rectangle(corners, height * _FINER / 2, LIGHT[colour])

    def line(self, places: Sequence[Place], colour: str, width: float = 2) -> None:
        """A line through `places`."""
        points = [(x * _FINER, y * _FINER) for x, y in places]
        ink = LIGHT[colour]
        self._draw.line(points, ink, round(width * _FINER), joint="curve")

    def write(
        self,
        at: Place,
        text: str,
        size: float,
        *,
        colour: str = "text",
        bold: bool = False,
        room: float | None = None,
        right: bool = False,
    ) -> float:
        """Write one line, cut where there is no `room`; `right`: it ends at x. Its width."""
        letters = _letters(round(size * _FINER), bold=bold)
        said = _fitting(printable(text), letters, None if room is None else room * _FINER)
        x, y = at[0] * _FINER, at[1] * _FINER
        wide = letters.getlength(said)
        self._draw.text((x - wide if right else x, y), said, LIGHT[colour], letters)
        return wide / _FINER

    def lines(self, text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
        """`text` in lines that fit into `room`."""
        letters = _letters(round(size * _FINER), bold=bold)
        found = [""]
        for word in printable(text).split(" "):
            longer = f"{found[-1]} {word}".strip()
            if found[-1] and letters.getlength(longer) > room * _FINER:
                found.append(word)
            else:
                found[-1] = longer
        return found

    def saved(self) -> bytes:
        """The picture as a PNG file."""
        from PIL import Image

        whole = self._image.resize(self.size, Image.Resampling.LANCZOS)
        file = BytesIO()
        whole.save(file, "PNG", optimize=True)
        return file.getvalue()


@lru_cache(maxsize=32)
def _letters(size: int, *, bold: bool) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    found = ImageFont.truetype(_FONT, size)
    found.set_variation_by_axes([620 if bold else 420])
    return found


def _fitting(text: str, letters: "ImageFont.FreeTypeFont", room: float | None) -> str:
    if room is None or letters.getlength(text) <= room:
        return text
    while text and letters.getlength(text + _MORE) > room:
        text = text[:-1]
    return text.rstrip() + _MORE
