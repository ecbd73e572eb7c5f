"""Where an answer leads: its `link` (case?id=c-1) as an address of ours."""

from urllib.parse import parse_qs

from pages.shared.html import Content, Html
from pages.shared.links import address, link


def leading(label: Content, where: str) -> Html:
    """`label` as a link to where an answer says that its evidence is."""
    page, query = _split(where)
    return link(label, page, **query)


def target(where: str) -> str:
    """The address of what an answer names."""
    page, query = _split(where)
    return address(page, **query)


def _split(where: str) -> tuple[str, dict[str, list[str]]]:
    page, _, query = where.partition("?")
    return page, parse_qs(query)
