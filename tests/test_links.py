"""Addresses of our own pages."""

import pytest

from pages.shared.links import address, link
from pages.shared.menu import HOME


@pytest.mark.parametrize(
    ("page", "query", "expected"),
    [
        (HOME, {}, "/"),
        (HOME, {"week": "2026-11-16"}, "/?week=2026-11-16"),
        ("case", {"id": "c-1"}, "/case?id=c-1"),
        ("inbox", {"kind": None, "q": ""}, "/inbox"),
        ("inbox", {"q": "a b&c=<d>"}, "/inbox?q=a+b%26c%3D%3Cd%3E"),
        ("runs", {"run": ["v1", "v2"]}, "/runs?run=v1&run=v2"),
    ],
)
def test_an_address_holds_what_the_page_is_asked_for(
    page: str, query: dict[str, object], expected: str
) -> None:
    assert address(page, **query) == expected


def test_a_label_from_outside_is_text_in_a_link() -> None:
    assert "<b>" not in link("<b>", "case", id="c-1")
