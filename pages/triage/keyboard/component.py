"""The queue on the page: hear the browser, apply what was decided, tell what it asked for."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from time import time_ns
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from curation.errors import CurationError
from pages.shared.between import keep, kept, taken, told_by
from pages.triage.keyboard import telling
from pages.triage.keyboard.hearing import Heard, heard
from pages.triage.keyboard.markup import markup
from store.acts.triaging import Outcome, apply
from store.answers.glimpses import glimpses
from store.answers.queue import Filters, Waiting, queue
from store.answers.triage_times import first_came
from store.answers.weighing import weigh
from store.desk import Desk

KEY = "ed-queue"
PAGE = 100
READY = 4  # cases that are told whole with the list
MOST_TOLD = 2_000
_SAID = "ed-queue-said"
_ODD = "ed-queue-odd"
_TOLD = "ed-queue-told"
_EPOCH = "ed-queue-epoch"
_HERE = Path(__file__).parent
_PARTS = (
    "dom", "detail", "similar", "asking", "dialogs", "weighing", "sending", "deciding",
    "drawing", "keys", "inbox",
)  # fmt: skip


@st.fragment
def keyboard(desk: Desk, actor: str, filters: Filters) -> None:
    """Draw the queue; the browser's messages run only this."""
    origin = _origin(desk)
    said: Heard | None = taken(_SAID)
    if said and not _is_own(said, origin, actor):
        said = None
    told: list[Outcome] = taken(_TOLD) or []
    filters = replace(filters, text=_searched(said))
    data = _told(desk, actor, filters, said)
    data["desk"] = origin
    data["odd"] = taken(_ODD)
    data["outcomes"] = [telling.outcome(one) for one in told]
    draw = component("evaldesk_queue", html=markup(), css=_style(), js=_script())
    draw(key=KEY, data=data, on_say_change=partial(_hear, desk, origin, actor))


@lru_cache(maxsize=1)
def _script() -> str:
    """One module for the browser; the last part exports it."""
    return "\n".join(_slim(f"{part}.js") for part in _PARTS)


@lru_cache(maxsize=1)
def _style() -> str:
    return _slim("inbox.css")


def _slim(file: str) -> str:
    # Streamlit sends the text with every answer, so it goes without indents and comments.
    lines = (line.strip() for line in (_HERE / file).read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _hear(desk: Desk, origin: str, actor: str) -> None:
    """Apply a message as soon as it is here: the page it came from may just be left."""
    words = told_by(KEY, "say")
    if words is None:
        return
    try:
        said = heard(words)
    except CurationError as odd:
        keep(_ODD, str(odd))
        return
    if _is_own(said, origin, actor):
        keep(_SAID, said)
        told: list[Outcome] = kept(_TOLD) or []
        keep(_TOLD, [*told, *apply(desk, said.actions, actor=actor)][-MOST_TOLD:])


def _is_own(said: Heard, origin: str, actor: str) -> bool:
    # What was decided under another name, or about the desk that was served here before, is
    # not this person's to do: it stays on the list of the tab, for whom and where it belongs.
    return (said.actor, said.desk) == (actor, origin)


def _origin(desk: Desk) -> str:
    with desk.ledger.reading() as asked:
        return asked.origin()


def _told(desk: Desk, actor: str, filters: Filters, said: Heard | None) -> dict[str, Any]:
    """The list where the browser has none of it, and what it asked to know of cases."""
    new = said is None or said.text is not None or said.have != kept(_EPOCH)
    if new:
        keep(_EPOCH, time_ns() // 1_000_000)
    found = queue(desk, filters, limit=PAGE) if new else None
    ids = list(said.want) if said else []
    ids += [one.case for one in found.rows[:READY]] if found else []
    known = glimpses(desk, ids, actor=actor) if ids else {}
    return {
        "heard": said.message if said else None,
        "epoch": kept(_EPOCH),
        "rows": _rows(desk, found.rows) if found else None,
        "after": found.after if found else None,
        "total": found.waiting if found else None,
        "page": None if new or not said else _page_after(desk, filters, said),
        "glimpses": {c: telling.glimpse(one, desk.links) for c, one in known.items()},
        "weighed": _weighed(desk, actor, said),
        "owners": _owners(desk),
        "actor": actor,
        **telling.days(desk.ledger.clock().date()),
        "text": filters.text,
        "scope": repr(filters),
    }


def _page_after(desk: Desk, filters: Filters, said: Heard) -> dict[str, Any] | None:
    if said.after is None:
        return None
    found = queue(desk, filters, said.after, PAGE)
    rows = _rows(desk, found.rows)
    return {"asked": said.after, "rows": rows, "after": found.after}


def _rows(desk: Desk, rows: Sequence[Waiting]) -> list[dict[str, Any]]:
    since = first_came(desk, [one.case for one in rows])
    now = desk.ledger.clock()
    return [telling.row(one, since.get(one.case), now) for one in rows]


def _weighed(desk: Desk, actor: str, said: Heard | None) -> dict[str, Any] | None:
    if said is None or said.weigh is None:
        return None
    found = weigh(desk, said.weigh.cases, said.weigh.to, actor=actor)
    return {"asked": said.weigh.asked, **telling.weighed(found)}


def _owners(desk: Desk) -> list[str]:
    with desk.ledger.reading() as asked:
        return asked.owners()


def _searched(said: Heard | None) -> str | None:
    """The words of the search; they live in the address, so that it can be sent to somebody."""
    if said and said.text:
        st.query_params["q"] = said.text
    elif said and said.text is not None:
        st.query_params.pop("q", None)
    return st.query_params.get("q")
