"""Addresses of our own pages."""

import pytest

from pages.shared.links import address, link, outside
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


@pytest.mark.parametrize(
    ("template", "trace", "target"),
    [
        ("https://host/t/{trace_id}", "a b/ü?", "https://host/t/a%20b%2F%C3%BC%3F"),
        ("HTTP://host/{trace_id}", "1", "HTTP://host/1"),
        ("https://host/{trace_id}", None, None),
        ("https://host/{trace_id}", "", None),
        ("https://host/", "1", None),
        ("javascript:alert({trace_id})", "1", None),
        ("//host/{trace_id}", "1", None),
        (None, "1", None),
        (7, "1", None),
    ],
)
def test_an_id_leads_outside_only_over_the_web_and_never_as_markup(
    template: object, trace: str | None, target: str | None
) -> None:
    assert outside(template, trace_id=trace) == target
