"""Markup is safe by construction: what was not built here is text."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shared.html import Html, join, prose, tag, text
from pages.shared.tables import table
from pages.triage.keyboard.telling import sentence

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))


class _Reader(HTMLParser):
    """The elements and the text that a browser would find."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.said = ""
        self.attributes: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.said += data


def read(markup: Html) -> _Reader:
    """What a browser finds in `markup`."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader


@given(ANY_TEXT)
def test_any_text_comes_out_as_it_went_in(words: str) -> None:
    found = read(tag("p", words, title=words))
    assert found.elements == ["p"]
    assert found.said == words
    assert found.attributes == {"title": words}


@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_a_table_cell_is_text_whatever_it_holds(cells: list[str]) -> None:
    found = read(table("Cells", ["column"] * len(cells), [cells]))
    allowed = {"div", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert set(found.elements) <= allowed
    assert found.said == "Cells" + "column" * len(cells) + "".join(cells)


def test_markup_of_ours_passes_and_its_pieces_do_not_become_markup_again() -> None:
    bold = tag("b", "<i>")
    assert text(bold) == "<b>&lt;i&gt;</b>"
    assert text(f"{bold}") == "&lt;b&gt;&amp;lt;i&amp;gt;&lt;/b&gt;"
    assert join((bold, "&"), " ") == "<b>&lt;i&gt;</b> &amp;"


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("/case?id=c-1", True),
        ("?", True),
        ("#top", True),
        ("https://example.org", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//evil.example", False),
    ],
)
def test_a_link_leads_to_a_page_or_nowhere(target: str, kept: bool) -> None:
    assert ("href" in read(tag("a", "go", href=target)).attributes) is kept


def test_a_lone_surrogate_can_be_sent_to_the_browser() -> None:
    assert text("a\ud800b\0").encode("utf-8").decode() == "a?b\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("sentence", "markup"),
    [
        ("Run `evaldesk init` first.", "Run <code>evaldesk init</code> first."),
        ("A lone ` stays.", "A lone ` stays."),
        ("`<b>` is text", "<code>&lt;b&gt;</code> is text"),
    ],
)
def test_backticks_in_a_sentence_of_ours_are_code(sentence: str, markup: str) -> None:
    assert prose(sentence) == markup


def test_what_is_none_or_false_is_left_out() -> None:
    assert tag("i", None, hidden=True, title=None, class_="x", aria_label=False) == (
        '<i hidden class="x"></i>'
    )


def test_a_line_break_breaks_once() -> None:
    assert join(("a", tag("br"), "b")) == "a<br>b"


@pytest.mark.parametrize(
    ("words", "told"),
    [("nobody owns it", "Nobody owns it."), ("evaldesk label c-1", "evaldesk label c-1")],
)
def test_a_way_out_is_a_sentence_and_a_command_stays_as_it_is_typed(
    words: str, told: str
) -> None:
    assert sentence(words) == told
