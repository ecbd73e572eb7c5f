"""The web server: the pages, a health check, compression and safety headers."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pages.shared import settings
from pages.shared.calm import last_word
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


app = st.App(
    Path(__file__).parent / "pages" / "frame.py",
    routes=[Route("/healthz", healthz)],
    middleware=[Middleware(SafetyHeaders), Middleware(CompressOnce)],
    on_script_error=last_word,
)

if __name__ == "__main__":
    app.run()
