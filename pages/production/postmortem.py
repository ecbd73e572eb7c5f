"""The postmortem of an incident: each question with its answer, its n and where to look."""

import streamlit as st

from curation.postmortem import Answer, Evidence, Finding
from pages.shared import lists, parts
from pages.shared.html import Content, Html, join, prose, show, tag
from pages.shared.links import link
from pages.shared.lists import Todo
from pages.shared.marks import Tone
from pages.shared.menu import PAGES
from pages.shared.wording import count
from store.answers.postmortem import Postmortem
from store.answers.postmortem_text import markdown

_PAGES = {entry.url_path for entries in PAGES.values() for entry in entries}


def postmortem_card(found: Postmortem) -> None:
    """Draw the questions of the field with what the data answer."""
    about = found.meant.told
    with parts.card("Postmortem", f"Answered from log and facts, about {about}", key="post"):
        show(lists.todo_list(_told(one) for one in found.findings))
        st.download_button(
            "As Markdown", markdown(found), f"{found.incident.id}.md", "text/markdown",
            icon=":material/download:", key="postmortem-markdown",
        )  # fmt: skip


def _told(one: Finding) -> Todo:
    n = "" if one.n is None else f" · n {count(one.n)}"
    where = join((_link(place) for place in one.evidence), " · ")
    why = join((prose(one.sentence), tag("br"), where) if where else (prose(one.sentence),))
    answer = join((tag("b", one.answer.capitalize()), n))
    return Todo(_tone(one), one.question, why, answer)


def _tone(one: Finding) -> Tone:
    if one.answer is Answer.NOT_KNOWN:
        return "unknown"
    if one.good is None:
        return "info"
    return "good" if one.good else "warn"


def _link(place: Evidence) -> Html:
    """A page that this app has; else its name alone."""
    said: Content = place.label
    return link(said, place.page, **place.query) if place.page in _PAGES else tag("span", said)
