"""HTML that is safe by construction: whatever was not built here is text, and is escaped."""

from collections.abc import Iterable
from html import escape

import streamlit as st

_SAFE_TARGETS = ("/", "?", "#", "https://", "http://")
# The browser reads </br> as a second <br>.
_NEVER_CLOSED = frozenset({"br", "hr", "wbr", "img", "input"})


class Html(str):
    """Markup that may reach the browser as it is; any other string is data."""

    __slots__ = ()


Content = str | int | float | None
Attribute = str | int | float | bool | None


def text(content: Content) -> Html:
    """`content` ready for the page: markup as it is, everything else escaped."""
    if isinstance(content, Html):
        return content
    if content is None:
        return Html()
    # A lone surrogate from a broken model output could not be sent to the browser.
    whole = str(content).encode("utf-8", "replace").decode("utf-8")
    return Html(escape(whole.replace("\0", "\N{REPLACEMENT CHARACTER}")))


def join(parts: Iterable[Content], between: Content = None) -> Html:
    """All of `parts` in a row, each made safe."""
    return Html(text(between).join(text(part) for part in parts))


def prose(sentence: str) -> Html:
    """A sentence of ours with what stands between backticks as code; all else is text."""
    pieces = sentence.split("`")
    if len(pieces) % 2 == 0:
        return text(sentence)
    return join(tag("code", one) if n % 2 else one for n, one in enumerate(pieces))


def tag(name: str, *children: Content, **attributes: Attribute) -> Html:
    """One element; `class_` is class, `aria_label` is aria-label, None and False are left out.

    A link to anything but a page (javascript:, data:) loses its target.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _NEVER_CLOSED:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(children)}</{name}>")


def show(*parts: Content, width: str = "stretch") -> None:
    """Draw `parts` where the page stands now."""
    block = tag("div", *parts, class_="ed")
    st.html(block, width="content" if width == "content" else "stretch")


def _attribute(key: str, value: Attribute) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    if name == "href" and not _leads_to_a_page(str(value)):
        return ""
    return f' {name}="{text(str(value))}"'


def _leads_to_a_page(target: str) -> bool:
    return target.lower().startswith(_SAFE_TARGETS) and not target.startswith("//")
