"""The command palette in the frame: Ctrl K, a few letters, and one is there."""

from collections.abc import Callable
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.components.v2 import component

from curation.errors import CurationError
from pages.shared import wording
from pages.shared.between import keep, kept, told_by
from pages.shared.html import tag
from pages.shared.links import address
from pages.shared.menu import PAGES, Entry
from store.answers.catalogue import Thing, What
from store.answers.finding import Found, find
from store.desk import Desk

KEY = "ed-palette"
_TOLD = "ed-palette-told"
_HERE = Path(__file__)
_NEEDS_A_SUBJECT = "case"  # a page that shows nothing without the case that it is asked for
SEARCHED = (
    "Pages and " + ", ".join(What) + " can be searched, by name, by id or by what they say."
)
_ALSO = {
    "health": "home ship release overview",
    "inbox": "failures triage sort",
    "sets": "blocking monitoring backlog versions freeze",
    "runs": "gate releases verdict",
    "imports": "upload files data",
    "budget": "slo objective burn",
    "drift": "psi distribution",
    "labels": "annotators raters standard",
    "agreement": "alpha kappa raters",
    "decisions": "log audit history who decided",
    "thresholds": "limits numbers policy proposals",
    "people": "owners deputies roles",
    "privacy": "personal data masking erasure",
    "trust": "self test noise",
    "topics": "suites clusters",
    "adversarial": "attacks injections",
    "incidents": "postmortem outage",
    "alarms": "alerts",
}


# Done here rather than gone to: the browser's side of the tour hears it, where there is one.
_TOUR = {
    "title": "Show me around",
    "section": "The sample in five steps",
    "href": "#",
    "also": "tour help guide first visit start",
    "act": "evaldesk:tour",
}


@st.fragment
def search(opened: Callable[[], Desk | None], folder: Path) -> None:
    """Draw the button and what it opens; `opened` is the desk that is looked at.

    What somebody types runs this alone, and nothing of the page.
    """
    found = cast("Found | None", kept(_TOLD))
    data = {
        "pages": [*_pages(), _TOUR],
        "told": _told(found) if found else None,
        "recent": f"evaldesk:recent:{sha256(str(folder.resolve()).encode()).hexdigest()[:12]}",
        "searched": SEARCHED,
    }
    draw = component("evaldesk_palette", html=_markup(), css=_text("css"), js=_text("js"))
    draw(key=KEY, data=data, on_ask_change=partial(_hear, opened))


def _hear(opened: Callable[[], Desk | None]) -> None:
    """Find what was typed; what cannot be found now is found by the next letter."""
    said = told_by(KEY, "ask")
    words = said.get("words") if said is not None else None
    if not isinstance(words, str):
        return
    try:
        desk = opened()
        keep(_TOLD, find(desk, words) if desk else None)
    except CurationError:
        keep(_TOLD, None)


def _told(found: Found) -> dict[str, Any]:
    return {"words": found.words, "things": [_row(one, found) for one in found.things]}


def _row(one: Thing, found: Found) -> dict[str, Any]:
    page, _, query = one.link.partition("?")
    more = found.more.get(one.what)
    return {
        "what": str(one.what),
        "title_of": wording.words(str(one.what)),
        "title": one.title,
        "said": one.said,
        "href": address(page, **dict(parse_qsl(query))),
        "more": f"and {wording.count(more)} more" if more else None,
    }


def _pages() -> list[dict[str, Any]]:
    listed = [(section, one) for section, entries in PAGES.items() for one in entries]
    return [_page(section, one) for section, one in listed if one.url_path != _NEEDS_A_SUBJECT]


def _page(section: str, one: Entry) -> dict[str, Any]:
    also = f"{section} {one.url_path} {_ALSO.get(one.url_path, '')}"
    href = address(one.url_path)
    return {"title": one.title, "section": section, "href": href, "also": also, "act": None}


def _markup() -> str:
    return tag("div", id="palette")


@lru_cache(maxsize=2)
def _text(kind: str) -> str:
    return _HERE.with_suffix(f".{kind}").read_text(encoding="utf-8")
