"""The web server: the pages, a health check, compression and safety headers."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pages.shared import settings
from pages.shared.calm import last_word
from pages.shared.menu import load_pages
from pages.shared.wire import CompressOnce, SafetyHeaders

settings.apply()


def _version() -> str:
    try:
        return version("evaldesk")
    except PackageNotFoundError:
        return "source"


async def healthz(_: Request) -> JSONResponse:
    """Whether the server answers, and which version it is."""
    return JSONResponse({"status": "ok", "version": _version()})


def warm() -> None:
    """Load every page, then answer what people ask first; nothing is written."""
    load_pages()
    import_module("pages.shared.served").ready()


@asynccontextmanager
async def warmed(_: st.App) -> AsyncGenerator[None]:
    """Load what the pages import while nobody waits for it, then make the first answers.

    The desk comes first, alone: SQLAlchemy breaks when two threads import it at once, and the
    first visitor's page is the other thread.
    """
    import_module("store.desk")
    Thread(target=warm, daemon=True).start()
    yield


app = st.App(
    Path(__file__).parent / "pages" / "frame.py",
    routes=[Route("/healthz", healthz)],
    middleware=[Middleware(SafetyHeaders), Middleware(CompressOnce)],
    lifespan=warmed,
    on_script_error=last_word,
)

if __name__ == "__main__":
    app.run()
