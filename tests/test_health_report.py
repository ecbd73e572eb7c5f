"""Health as a file that leaves the desk: for a chat, a mail, a wall."""

import re
from dataclasses import fields, replace
from datetime import date, timedelta
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from curation.figures import CohortRow, Figure, Impact, Judgement, Point, Span, Unit
from pages.shared import tokens
from store.answers import sheet_look
from store.answers.asks import Ask
from store.answers.handed_out import handed_out
from store.answers.health import Health, health
from store.answers.health_html import html
from store.answers.health_markdown import markdown
from store.answers.health_picture import HEIGHT, WIDTH, png
from store.desk import found_desk, open_desk
from tests.blocking_desk import blocking_desk
from tests.terminal import Evaldesk

HOSTILE = "<script>alert(1)</script>|x|[a](http://evil.test)\n# big\x00\u202e"
MONDAY = date(2026, 11, 16)
TREND = tuple(Point(MONDAY + timedelta(weeks=n - 12), 0.9 + n / 200, 5000) for n in range(13))
QUALITY = Figure(
    "production_quality", "Production quality", 0.953, Unit.RATE, 0.947, 0.959, 4612, -0.013,
    Judgement.WORSE, "95.3% of 4,612 were good", "trends", TREND, "Wilson", limit=0.94,
)  # fmt: skip
UNKNOWN = Figure(
    "time_to_triage", "Time to triage", None, Unit.DAYS, None, None, 3, None,
    Judgement.TOO_FEW, "Too few to say: 3 were sorted, 20 needed. Sort some.", "inbox",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Evaldesk, Path]:
    place = tmp_path_factory.mktemp("report")
    said, _, _ = blocking_desk(place)
    return said, place / "desk"


@pytest.fixture(scope="module")
def found(desk: tuple[Evaldesk, Path]) -> Health:
    """What a desk says whose cohorts, kinds and owners are named by an enemy."""
    opened = open_desk(desk[1])
    try:
        said = health(opened)
    finally:
        opened.close()
    parts = (Span("Safe to ship, with "), Span("1 watch item: ", "drift"), Span(HOSTILE))
    return replace(
        said,
        sentence="".join(one.text for one in parts),
        parts=parts,
        figures=(QUALITY, UNKNOWN),
        asks=(Ask(HOSTILE, HOSTILE, HOSTILE, "inbox", 3),),
        cohorts=(
            CohortRow(HOSTILE, 0.91, 0.9, 0.92, 400, -0.01, Judgement.WORSE, 0.94,
                      "below its objective", True, 0.3, "cohorts"),
        ),
        impact=(Impact(HOSTILE, 420.0, 12, 300.0, 120.0, Judgement.TOO_FEW, "inbox"),),
    )  # fmt: skip


class Tags(HTMLParser):
    """Every element of a page with its attributes, and the text beside them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_of_html_needs_nothing_from_outside_and_runs_nothing(found: Health) -> None:
    page = html(found)
    read = Tags(page)
    assert {"script", "link", "img", "iframe", "object", "a"} & read.names == set()
    assert {"src", "href", "xlink:href"} & read.attributes == set()
    assert not [one for one in read.attributes if one.startswith("on")]
    assert "url(" not in sheet_look.CSS
    assert "@import" not in sheet_look.CSS
    assert "alert(1)" in read.text  # said as text, not left out
    assert "\x00" not in page


def test_the_page_of_html_says_what_the_desk_says_with_its_chart(found: Health) -> None:
    page = html(found)
    read = Tags(page).text
    for said in ("Safe to ship, with 1 watch item:", "Production quality", "−1.3", "worse",
                 "n 4,612", "below its objective", "3 were sorted, 20 needed.",
                 "has held above its objective", "We ask you to decide", "3 days"):  # fmt: skip
        assert said in read
    assert page.count("<svg") == 2  # one in its tile, one over the weeks
    assert "prefers-color-scheme:dark" in page


def test_markdown_keeps_an_enemys_text_in_its_cell(found: Health) -> None:
    said = markdown(found)
    assert "**Safe to ship, with 1 watch item:**" in said
    assert re.search(r"(?<!\\)<script", said) is None
    assert re.search(r"(?<!\\)\]\(http", said) is None
    assert re.findall(r"^# .*", said, re.MULTILINE) == [said.splitlines()[0]]
    rows = [line for line in said.splitlines() if line.startswith("|")]
    bars = [len(re.findall(r"(?<!\\)\|", row)) for row in rows]
    assert bars == [6] * 4 + [8] * 3 + [5] * 3  # figures, cohorts, costs
    assert "Production quality | 95.3" in said  # and no sign before a number


def test_the_picture_has_its_size_and_shows_another_sentence_differently(
    found: Health,
) -> None:
    file = png(found)
    shown = Image.open(BytesIO(file))
    assert (shown.format, shown.size) == ("PNG", (WIDTH, HEIGHT))
    sentence = (40, 92, WIDTH - 40, 118)
    assert len(shown.convert("RGB").crop(sentence).getcolors(99_999) or []) > 20
    other = Image.open(BytesIO(png(replace(found, parts=(Span("Do not ship."),)))))
    assert other.crop(sentence).tobytes() != shown.crop(sentence).tobytes()


@pytest.mark.parametrize("form", ["html", "png"])
def test_a_report_is_written_and_remembered_by_its_hash(
    desk: tuple[Evaldesk, Path], tmp_path: Path, form: str
) -> None:
    said, folder = desk
    file = tmp_path / f"health.{form}"
    done = said("report", "health", "--format", form, "--period", "month", "-o", file)
    assert (done.code, str(file) in done.text.replace("\n", "")) == (0, True)
    opened = open_desk(folder)
    try:
        last = handed_out(opened)[-1]
    finally:
        opened.close()
    assert last.sha256 == sha256(file.read_bytes()).hexdigest()
    assert last.what.startswith("report health-month-")
    assert last.actor == "ana"


def test_a_format_that_is_none_is_refused_with_those_there_are(
    desk: tuple[Evaldesk, Path],
) -> None:
    done = desk[0]("report", "health", "--format", "pdf")
    assert done.code == 2
    assert "Use one of: md, html, png." in done.text


def test_an_empty_desk_has_a_report_too(tmp_path: Path) -> None:
    found_desk(tmp_path / "empty")
    opened = open_desk(tmp_path / "empty")
    try:
        said = health(opened)
    finally:
        opened.close()
    assert "**Nobody can say whether to ship.**" in markdown(said)
    assert "Nobody can say whether to ship." in html(said)
    assert png(said)


def test_what_leaves_the_desk_has_the_colours_of_the_app() -> None:
    for ours, theirs in ((sheet_look.LIGHT, tokens.LIGHT), (sheet_look.DARK, tokens.DARK)):
        known = {field.name: getattr(theirs, field.name) for field in fields(tokens.Tokens)}
        assert {name: known[name] for name in ours} == dict(ours)
