"""Addresses of our own pages, and links that keep the session when they are followed."""

from pathlib import Path
from urllib.parse import quote, urlencode

from streamlit import config
from streamlit.components.v2 import component

from pages.shared.html import Content, Html, tag
from pages.shared.menu import HOME

_WEB = ("https://", "http://")
_JS = Path(__file__).with_name("links.js").read_text(encoding="utf-8")


def address(page: str, **query: object) -> str:
    """The address of `page` (its url_path) with what it is asked for."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    path = "/".join(part for part in (base, "" if page == HOME else page) if part)
    said = {name: value for name, value in query.items() if value not in (None, "")}
    return f"/{path}?{urlencode(said, doseq=True)}" if said else f"/{path}"


def outside(template: object, **values: object) -> str | None:
    """Where `template` ("https://host/{trace_id}") leads with `values`; None leads nowhere.

    Only http and https: what the settings or the data say must not become a script.
    """
    if not isinstance(template, str) or not template.lower().startswith(_WEB):
        return None
    found = template
    for name, value in values.items():
        if value in (None, "") or f"{{{name}}}" not in template:
            return None
        found = found.replace(f"{{{name}}}", quote(str(value), safe=""))
    return found


def link(label: Content, page: str, **query: object) -> Html:
    """A link to one of our pages, with what it is asked for: `id="c-12ab"`."""
    return tag("a", label, href=address(page, **query), data_ed_page=True)


def follow_links(*, cookie: str = "", me: str | None = None, then: str = "") -> None:
    """Make the links of this run open inside the session; without it they still work.

    `me` is kept in `cookie` for the next load of the page; "" forgets it, None leaves it.
    `then` is the point of the past that is looked at: links to pages lead to it, too.
    """
    component("evaldesk_links", js=_JS)(
        key="ed-links", height=1, data={"cookie": cookie, "me": me, "then": then}
    )
