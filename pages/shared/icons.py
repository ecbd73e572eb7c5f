"""Our own icons: line drawings, cut out of the ink by a CSS mask so they follow its colour."""

from typing import Literal
from urllib.parse import quote

from pages.shared.html import Html, tag

Icon = Literal[
    "good", "warn", "bad", "unknown", "info", "clock", "person", "up", "down", "flat"
]

# Streamlit's sanitiser removes inline <svg>, so a drawing travels as a mask instead.
_DRAWINGS: dict[Icon, str] = {
    "good": "<circle cx='12' cy='12' r='9'/><path d='m8.2 12.4 2.6 2.6 5-5.4'/>",
    "warn": "<path d='M12 4.2 2.9 19.6h18.2zM12 10.4v3.8M12 16.9v.1'/>",
    "bad": "<path d='M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM9 9l6 6M15 9l-6 6'/>",
    "unknown": (
        "<circle cx='12' cy='12' r='9' stroke-dasharray='3.4 2.5'/>"
        "<path d='M9.6 9.6c.2-1.3 1.1-2 2.4-2s2.4.9 2.4 2.2c0 1.7-2.3 1.9-2.3 3.7M12 16.6v.1'/>"
    ),
    "info": "<circle cx='12' cy='12' r='9'/><path d='M12 11.2v5M12 7.7v.1'/>",
    "clock": "<circle cx='12' cy='12' r='9'/><path d='M12 7v5.2l3.2 1.9'/>",
    "person": (
        "<circle cx='12' cy='8' r='4'/><path d='M4.5 20c.8-3.7 3.7-5.7 7.5-5.7s6.7 2 7.5 5.7'/>"
    ),
    "up": "<path d='M12 19V5M6 11l6-6 6 6'/>",
    "down": "<path d='M12 5v14M6 13l6 6 6-6'/>",
    "flat": "<path d='M5 12h14'/>",
}
_INK = (
    "fill='none' stroke='#000' stroke-width='2.1' "
    "stroke-linecap='round' stroke-linejoin='round'"
)


def icon(name: Icon, tone: str | None = None) -> Html:
    """A drawing beside a word; it says nothing to a screen reader, the word does."""
    return tag("i", class_=f"ico ico-{name} {tone or ''}".rstrip(), aria_hidden="true")


def shape(drawing: str, size: str) -> str:
    """`drawing` as the CSS image of a mask; `size` is its viewBox."""
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{size}' {_INK}>{drawing}</svg>"
    return f"url(data:image/svg+xml,{quote(svg, safe='')})"


def css() -> str:
    """One rule an icon."""
    return "".join(
        f".ed .ico-{name}{{--shape:{shape(drawing, '0 0 24 24')}}}"
        for name, drawing in _DRAWINGS.items()
    )
