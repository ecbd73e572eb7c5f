"""The desk that is served: opened once, and made ready before somebody asks for it."""

import logging
import os
from importlib import import_module
from pathlib import Path

import streamlit as st

from curation.errors import CurationError
from store.desk import Desk, open_desk

_LOG = logging.getLogger("evaldesk")


@st.cache_resource(show_spinner=False)
def the_desk(folder: Path) -> Desk:
    """The desk of this process; everybody who looks shares it."""
    return open_desk(folder)


def its_folder() -> Path:
    """The folder of the desk that is served."""
    return Path(os.environ.get("EVALDESK_DESK") or "evaldesk")


def ready() -> None:
    """Make the first answers; the log says what went wrong, and the pages say it to people."""
    try:
        desk = the_desk(its_folder())
    except CurationError as closed:
        _LOG.info("Nothing was made ready: %s", closed)
    except Exception:
        _LOG.exception("The desk could not be opened to make its answers ready")
    else:
        import_module("store.answers.ready").make_ready(desk, _told)


def _told(what: str, error: Exception) -> None:
    _LOG.warning("%s was not made ready", what, exc_info=error)
