"""What a server imports while it starts; it is imported once, before servers fork off."""

from importlib import import_module

from pages.shared.menu import load_pages

IN_USE = (
    "anyio._backends._asyncio",
    "app",
    "scipy.stats",
    "streamlit.web.bootstrap",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.main",
    "uvicorn.protocols.http.h11_impl",
    "websockets.server",
)

for module in IN_USE:
    import_module(module)
load_pages()
