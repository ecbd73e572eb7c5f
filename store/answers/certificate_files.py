"""A certificate as a file: Markdown or a page of HTML, each with the block that proves it."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from curation import certificate
from curation.errors import BadRequest
from store.answers import paper
from store.answers.certificate_words import told

_BLOCK = re.compile(r"^```json evaldesk-certificate\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
_SCRIPT = re.compile(
    r'<script id="evaldesk-certificate" type="application/json">(.*?)</script>', re.DOTALL
)
Said = Mapping[str, Any]


def as_markdown(sealed: Said) -> str:
    """The certificate for a pull request, with the block that proves it at its end."""
    block = f"```json evaldesk-certificate\n{_block(sealed)}\n```"
    return f"{paper.as_markdown(told(sealed))}\nWhat proves it:\n\n{block}\n"


def as_html(sealed: Said) -> str:
    """The certificate as one page that needs nothing from outside."""
    return paper.as_html(told(sealed), ("evaldesk-certificate", _block(sealed)))


FORMATS: Mapping[str, Callable[[Said], str]] = {"md": as_markdown, "html": as_html}


def certificate_in(text: str) -> tuple[dict[str, Any], str | None]:
    """The certificate that a file holds, and the format of the file; None: the block alone.

    BadRequest where it holds none.
    """
    text = text.replace("\r\n", "\n")  # another system's line ends
    for form, block in (("html", _SCRIPT), ("md", _BLOCK)):
        found = block.findall(text)
        if len(found) == 1:
            return _read(found[0]), form
        if found:
            raise BadRequest("The file holds several certificates: check them one by one.")
    return _read(text), None


def _read(text: str) -> dict[str, Any]:
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(
        cast("Said", found).get(certificate.MARK), dict
    ):
        raise BadRequest(
            "The file holds no release certificate. `evaldesk report release RUN -o FILE` "
            "writes one; check the file as it was written."
        )
    return cast("dict[str, Any]", found)


def first_other_line(text: str, sealed: Said, form: str) -> tuple[int, str] | None:
    """The first line of `text` that is not as the certificate writes it, by its number."""
    said, own = _lines(text), _lines(FORMATS[form](sealed))
    for number, line in enumerate(own, start=1):
        if number > len(said) or said[number - 1] != line:
            return number, line
    return (len(own) + 1, "") if len(said) > len(own) else None


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def _block(sealed: Said) -> str:
    """The JSON on one line, in ASCII, without a sign that could end its block."""
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), allow_nan=False)
    for sign in "<>&`":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
