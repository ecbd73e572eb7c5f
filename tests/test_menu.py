"""The menu names pages that exist."""

from importlib import import_module

import pytest

from pages.shared.menu import HOME, PAGES, Entry, load_pages

ENTRIES = [entry for entries in PAGES.values() for entry in entries]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.url_path)
def test_every_page_can_be_drawn(entry: Entry) -> None:
    assert callable(import_module(entry.module).render)


def test_every_page_has_an_address_of_its_own() -> None:
    assert len({entry.url_path for entry in ENTRIES}) == len(ENTRIES)


def test_the_home_page_is_health() -> None:
    assert HOME == "health"


def test_all_pages_load_ahead_of_the_first_visitor() -> None:
    load_pages()
