"""The browser's side of meeting mode: one key for each thing, clocks, and the sheet of keys."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import cast

from streamlit.components.v2 import component

from pages.shared.between import keep, taken, told_by
from pages.shared.html import Html, tag

KEY = "ed-meet-keys"
_HEARD = "ed-meet-heard"
_HERE = Path(__file__)
_KEYS = (
    ("J", "the next item, on every screen; K or an arrow the one before"),
    ("S", "skip to the next item that nobody has settled"),
    ("1 … 9", "the decisions about it, in their order"),
    ("A", "an action: what, who, until when"),
    ("N", "the note; Escape leaves the field"),
    ("D", "decided"),
    ("T", "talked about"),
    ("L", "later: it comes again"),
    ("X", "no action needed"),
    ("E", "the evidence, on its own page; Back returns"),
    ("P", "who is present"),
    ("M", "the minutes so far"),
    ("Q", "close the review"),
    ("B", "back to the item that is on the table"),
    ("Esc", "leave the meeting; it goes on"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the browser has to know: the items by key, which is shown, and since when.

    `room` is the last decision on the desk: a newer one has the page drawn anew, wherever it
    was taken, so that every screen shows the same.
    """

    items: tuple[str, ...]
    settled: tuple[int, ...]
    at: int
    room: str
    now: float
    said: str


def keyboard(told: Told, turn: Callable[[str], None]) -> None:
    """Listen to the keys; `turn` is called with the item that somebody turns to."""
    draw = component("evaldesk_meeting", html=_sheet(), css=_style(), js=_script())
    data = {
        "items": list(told.items),
        "settled": list(told.settled),
        "at": told.at,
        "item": told.items[told.at],
        "room": told.room,
        "now": told.now,
        "said": told.said,
        "heard": taken(_HEARD),
    }
    draw(key=KEY, height=1, data=data, on_go_change=partial(_hear, told.items, turn))


def _hear(items: tuple[str, ...], turn: Callable[[str], None]) -> None:
    said = told_by(KEY, "go")
    if not isinstance(said, dict):
        return
    words = cast("dict[str, object]", said)
    keep(_HEARD, words.get("n"))
    if words.get("item") in items:
        turn(str(words["item"]))


def _sheet() -> Html:
    pairs = [tag("div", tag("dt", tag("kbd", key)), tag("dd", what)) for key, what in _KEYS]
    close = tag("button", "Close", type="button")
    title = tag("h2", "Keys of the meeting", id="ed-keys")
    box = tag("dialog", title, tag("dl", *pairs), close, aria_labelledby="ed-keys")
    return tag("div", box, tag("div", role="status", class_="vh"))


@lru_cache(maxsize=1)
def _script() -> str:
    return _HERE.with_name("meeting.js").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _style() -> str:
    return _HERE.with_name("meeting_keys.css").read_text(encoding="utf-8")
