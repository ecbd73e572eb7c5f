"""What every HTTP answer carries, and what compression saves."""

import gzip
from base64 import b64encode
from collections.abc import MutableMapping
from hashlib import sha256
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

from pages.shared.wire import (
    STREAMLIT_FILES,
    CompressOnce,
    SafetyHeaders,
    content_security_policy,
)

ASSET = next((STREAMLIT_FILES / "static" / "js").glob("index.*.js"))
ORIGINAL = PlainTextResponse("not compressed")


def asked(app: ASGIApp, path: str, accept: str = "gzip, br") -> tuple[Headers, bytes]:
    """The headers and the body that `app` answers."""
    sent: list[MutableMapping[str, Any]] = []
    headers = [(b"accept-encoding", accept.encode())]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    with start_blocking_portal() as portal:
        portal.call(app, scope, receive, send)
    return Headers(raw=sent[0]["headers"]), b"".join(one.get("body", b"") for one in sent)


def test_a_script_is_sent_compressed_and_kept_for_ever() -> None:
    headers, body = asked(CompressOnce(ORIGINAL), f"/static/js/{ASSET.name}")
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    assert "javascript" in headers["content-type"]
    assert gzip.decompress(body) == ASSET.read_bytes()


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        (f"/static/js/{ASSET.name}", "identity"),
        ("/static/js/nothing.js", "gzip"),
        ("/static/js/../../config.py", "gzip"),
        ("/", "gzip"),
    ],
)
def test_everything_else_goes_to_streamlit_as_it_came(path: str, accept: str) -> None:
    headers, body = asked(CompressOnce(ORIGINAL), path, accept)
    assert "content-encoding" not in headers
    assert body == b"not compressed"


def test_every_answer_carries_the_safety_headers() -> None:
    headers, _ = asked(SafetyHeaders(ORIGINAL), "/anything")
    assert headers["x-content-type-options"] == "nosniff"
    assert "object-src 'none'" in headers["content-security-policy"]
    assert "'unsafe-eval'" not in headers["content-security-policy"]


def test_the_policy_allows_the_inline_script_and_no_other() -> None:
    page = '<script>\n  let a = 1\n</script><script type="module" src="./a.js"></script>'
    expected = b64encode(sha256(b"\n  let a = 1\n").digest()).decode()
    policy = content_security_policy(page)
    assert policy.count("sha256-") == 1
    assert f"'sha256-{expected}'" in policy
