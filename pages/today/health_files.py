"""Health as a file, from the page: for a chat, a mail, a wall."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from curation.figures import Period
from pages.shared.html import show, tag
from store.answers.health_report import FORMATS, MIMES, health_report
from store.desk import Desk

_TOLD: Mapping[str, str] = {
    "md": "Markdown, to paste into a chat",
    "html": "One page of HTML, to send or print",
    "png": "A picture",
}


def downloads(desk: Desk, period: Period, actor: str) -> None:
    """Draw the buttons."""
    with st.popover("Download", icon=":material/download:"):
        show(tag("p", "What stands here now. That it left is remembered.", class_="muted"))
        for form in FORMATS:
            st.download_button(
                _TOLD[form],
                data=partial(_file, desk, form, period, actor),
                file_name=f"health-{period}.{form}",
                mime=MIMES[form],
                key=f"report:{form}",
                on_click="ignore",
                width="stretch",
            )


def _file(desk: Desk, form: str, period: Period, actor: str) -> bytes:
    return health_report(desk, form, period, actor).content
