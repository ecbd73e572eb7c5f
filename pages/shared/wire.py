"""What every HTTP answer carries: safety headers, and compression paid once per asset."""

import gzip
import mimetypes
import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import anyio.to_thread
import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STREAMLIT_FILES = Path(st.__file__).parent / "static"
_WORTH_COMPRESSING = 1024


def content_security_policy(index_html: str) -> str:
    """The policy that lets Streamlit's own page run, and nothing from anywhere else."""
    inline = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", index_html, re.DOTALL)
    digests = (b64encode(sha256(text.encode()).digest()).decode() for text in inline)
    hashes = " ".join(f"'sha256-{digest}'" for digest in digests)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes} blob: 'wasm-unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


def safety_headers() -> dict[str, str]:
    """The headers of every answer; the policy follows the Streamlit that is installed."""
    index_html = (STREAMLIT_FILES / "index.html").read_text(encoding="utf-8")
    return {
        "content-security-policy": content_security_policy(index_html),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }


class SafetyHeaders:
    """Middleware: add the safety headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = safety_headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, send_safely if scope["type"] == "http" else send)


class CompressOnce:
    """Middleware: Streamlit's hashed scripts and styles, compressed once and then kept.

    Streamlit sends them uncompressed, because its compressor would redo the work for
    every visitor; a page with a chart was 7.4 MB.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._assets = {
            f"/{path.relative_to(STREAMLIT_FILES).as_posix()}": path
            for kind in ("static/js/*.js", "static/css/*.css")
            for path in STREAMLIT_FILES.glob(kind)
            if path.stat().st_size >= _WORTH_COMPRESSING
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asset = self._assets.get(scope["path"]) if scope["type"] == "http" else None
        if asset is None or scope["method"] != "GET" or not _takes_gzip(scope):
            await self._app(scope, receive, send)
            return
        body = await anyio.to_thread.run_sync(_compressed, asset)
        kind = mimetypes.guess_type(asset.name)[0] or "text/javascript"
        headers = {
            "content-encoding": "gzip",
            "cache-control": "public, immutable, max-age=31536000",
            "vary": "accept-encoding",
        }
        await Response(body, media_type=kind, headers=headers)(scope, receive, send)


def _takes_gzip(scope: Scope) -> bool:
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")


@lru_cache(maxsize=512)
def _compressed(asset: Path) -> bytes:
    return gzip.compress(asset.read_bytes(), compresslevel=6, mtime=0)
