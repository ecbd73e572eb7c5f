"""Imports in the browser: bring, map, check, import, mend, take back; text stays text."""

import csv
import io
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog, FilePayload, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from store.answers.imports import ImportSummary, imports
from store.answers.queue import queue
from store.desk import found_desk, open_desk
from tests.journeys.axe import against
from tests.journeys.browser import no_exception, no_sideways_scroll, settled
from tests.journeys.conftest import OpenPage, Scheme, Serve

PATIENCE = 60_000
HOSTILE = "<img src=x onerror=alert(1)>"
NAME = f"{HOSTILE} **a**[1].jsonl"
FORMULA = "=HYPERLINK(A1)"
ROWS: list[dict[str, Any]] = [
    {"id": f"e-{n}", "timestamp": f"2026-11-{3 + n:02}T10:00:00Z", "text": f"Question {n}",
     "reply": "We refund it", "pred": "refund", "label": "other", "duration": n + 0.5,
     HOSTILE: HOSTILE, FORMULA: FORMULA}
    for n in range(4)
]  # fmt: skip
ROWS[0]["text"] = f"{HOSTILE} **help** <script>alert(2)</script>"
ROWS[3]["duration"] = -7


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    found_desk(folder)
    return folder


def payload(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def brought(desk: Path) -> list[ImportSummary]:
    """Every import, newest first."""
    with closing(open_desk(desk)) as found:
        return imports(found)


def waiting(desk: Path) -> int:
    with closing(open_desk(desk)) as found:
        return len(queue(found).rows)


def upload(page: Page, place: int, *files: FilePayload) -> None:
    settled(page)
    page.locator("input[type=file]").nth(place).set_input_files(list(files))
    settled(page)


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a select box; a click while the page is drawn anew is lost, so again."""
    box = page.get_by_label(label, exact=True)
    expect(box).to_be_visible(timeout=PATIENCE)
    for _ in range(10):
        settled(page)
        box.click()
        try:
            page.get_by_role("option", name=option).click(timeout=3_000)
            break
        except TooLate:
            page.keyboard.press("Escape")
    settled(page)


def said(page: Page, text: str) -> Locator:
    """The sentence of the page that says `text`."""
    found = page.get_by_role("status").filter(has_text=text).first
    expect(found).to_be_visible(timeout=PATIENCE)
    settled(page)
    return found


def press(page: Page, name: str) -> None:
    settled(page)
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_be_enabled(timeout=PATIENCE)
    button.click()


@pytest.fixture
def quiet() -> list[str]:
    """What any page asked by a dialog of the browser: nothing, unless a script of a row ran."""
    return []


def opened(open_page: OpenPage, url: str, quiet: list[str]) -> Page:
    """The page as ana sees it; dialogs of the browser are noted."""
    page = open_page(url, me="ana")

    def note(dialog: Dialog) -> None:
        quiet.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return page


def to_the_import(page: Page, desk: Path) -> ImportSummary:
    """Bring ROWS: say what is asked, check, import, and go to the import's page."""
    upload(page, 0, payload(NAME, lines(ROWS)))
    said(page, "One question first.")
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    expect(page.get_by_text(HOSTILE, exact=True).first).to_be_visible()
    choose(page, "label goes to", "Truth: right answer")
    expect(page.get_by_label("Unit of duration")).to_have_value("seconds")
    press(page, "Check without importing")
    checked = said(page, "Checked, nothing changed.")
    expect(checked).to_contain_text(
        "4 rows: 3 would be added, 0 known already, 1 would be kept"
    )
    expect(page.get_by_text("1 × latency_ms: a value is negative")).to_be_visible()
    assert brought(desk) == []
    press(page, "Import")
    done = said(page, "Imported.")
    expect(done).to_contain_text("3 added, 0 known already, 1 kept out. 3 failures among them.")
    done.get_by_role("link", name="Mend what was kept out").click()
    [found] = brought(desk)
    page.wait_for_url(f"**id={found.import_id}**")
    return found


def test_a_file_is_mapped_checked_and_imported(
    desk: Path, serve: Serve, open_page: OpenPage, quiet: list[str]
) -> None:
    page = opened(open_page, f"{serve(desk)}/imports", quiet)
    expect(page.get_by_text("No import yet")).to_be_visible()
    found = to_the_import(page, desk)
    assert (found.files, found.actor, found.rows_rejected) == ((NAME,), "ana", 1)
    assert waiting(desk) == 3
    assert list((desk / "facts" / "staging").glob("upload-*")) == []
    table = page.get_by_role("region", name="Rows that were kept out")
    for text in ("-7 is negative", FORMULA, NAME, HOSTILE):
        expect(table).to_contain_text(text, timeout=PATIENCE)
    assert page.locator("[data-testid=stMain] img, [data-testid=stMain] script").count() == 0
    assert quiet == []
    no_exception(page)


def test_what_was_kept_out_is_mended_and_the_import_taken_back(
    desk: Path, serve: Serve, open_page: OpenPage, quiet: list[str]
) -> None:
    page = opened(open_page, f"{serve(desk)}/imports", quiet)
    found = to_the_import(page, desk)
    text = download(page)
    mend(page, desk, text, found)
    undo(page)
    assert waiting(desk) == 1
    page.get_by_role("link", name="all imports").click()
    expect(page.get_by_text("Undone by ana")).to_be_visible(timeout=PATIENCE)
    assert quiet == []
    no_exception(page)


def download(page: Page) -> str:
    """What was kept out as CSV, in which no cell is a formula."""
    button = page.get_by_role("button", name="Download as CSV")
    expect(button).to_be_enabled(timeout=PATIENCE)
    settled(page)
    with page.expect_download(timeout=PATIENCE) as coming:
        button.click()
    text = coming.value.path().read_text(encoding="utf-8")
    [header, cells] = csv.reader(io.StringIO(text))
    assert [cell for cell in (*header, *cells) if cell.startswith(("=", "+", "-", "@"))] == []
    return text


def mend(page: Page, desk: Path, text: str, first: ImportSummary) -> None:
    """Bring the mended row twice: it counts once, and is read as the first time."""
    upload(page, 0, payload("mended.csv", text.replace("'-7", "7.5")))
    press(page, "Import the mended rows")
    expect(said(page, "Imported.")).to_contain_text("1 row: 1 added, 0 known already, 0 kept")
    assert waiting(desk) == 4
    assert brought(desk)[0].mends == first.import_id
    upload(page, 0, payload("again.csv", text.replace("'-7", "7.5")))
    press(page, "Import the mended rows")
    expect(said(page, "Nothing new.")).to_contain_text("1 row: 0 added, 1 known already")
    expect(page.get_by_role("link", name="all mended")).to_have_text("all mended")


def undo(page: Page) -> None:
    """Take the import back: first without a reason, which is refused."""
    box = page.get_by_role("dialog")
    for reason, answer in (("", "Say why import"), ("the wrong export", "ana took its rows")):
        press(page, "Undo this import …")
        expect(box).to_contain_text(
            "3 events (3 of them failures), 1 row in quarantine", timeout=PATIENCE
        )
        box.get_by_label("Why").fill(reason)
        box.get_by_role("button", name="Take it out of view").click()
        expect(said(page, answer)).to_contain_text(reason)


def test_a_mapping_that_cannot_be_is_refused_before_anything_happens(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(f"{serve(desk)}/imports", me="ana")
    upload(page, 0, payload("a.csv", "plan,region\npro,eu\n"))
    expect(page.get_by_text("has no column that can be read as input")).to_be_visible()
    choose(page, "plan goes to", "Input")
    expect(page.get_by_text("has no column that can be read as input")).to_have_count(0)
    choose(page, "region goes to", "Input")
    expect(said(page, "Not yet.")).to_contain_text("Both 'plan' and 'region' go to input")
    choose(page, "region goes to", "Do not import")
    press(page, "Import")
    said(page, "Imported.")
    assert brought(desk)[0].rows_added == 1


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (payload("a.csv", "input\n"), "a.csv has no rows under its header (input)."),
        (payload("a.json", "{"), "a.json is not JSON"),
        (payload(f"{HOSTILE}.csv", "\0" * 99), f"{HOSTILE}.csv is UTF-16, not UTF-8."),
    ],
    ids=["no rows", "no json", "no text"],
)
def test_a_file_that_cannot_be_read_says_so(
    desk: Path, serve: Serve, open_page: OpenPage, file: FilePayload, sentence: str
) -> None:
    page = open_page(f"{serve(desk)}/imports", me="ana")
    upload(page, 0, file)
    expect(said(page, "Not done.")).to_contain_text(sentence)
    no_exception(page)


def test_a_path_is_read_where_the_desk_allows_it_and_nowhere_else(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    (desk / "incoming").mkdir()
    (desk / "incoming" / "app.jsonl").write_text(lines(ROWS[:2]), encoding="utf-8")
    page = open_page(f"{serve(desk)}/imports", me="ana")
    page.get_by_role("radio", name="On the server").click()
    path = page.get_by_label("Path", exact=True)
    path.fill(str(desk / "desk.toml"))
    path.press("Enter")
    expect(said(page, "Not done.")).to_contain_text(
        "is not in a folder that this page may read"
    )
    path.fill("app.jsonl")
    path.press("Enter")
    choose(page, "label goes to", "Do not import")
    press(page, "Import")
    said(page, "Imported.")
    assert brought(desk)[0].rows_added == 2


def test_an_import_of_cases_says_how_its_cases_go(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(f"{serve(desk)}/imports", me="ana")
    page.get_by_role("radio", name="Cases").click()
    upload(page, 0, payload("cases.csv", "input,expected\nHi,Hello\n"))
    press(page, "Import")
    said(page, "Imported.").get_by_role("link", name="See the import").click()
    expect(page.get_by_text("A case is not unopened.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Undo this import …")).to_have_count(0)
    page.get_by_role("link", name="c-").first.click()
    expect(page).to_have_title("Case · Evaldesk", timeout=PATIENCE)


def test_an_import_goes_on_when_its_visitor_leaves(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(f"{serve(desk)}/imports", me="ana")
    many = [{"id": n, "input": f"Question {n}", "output": "x" * 200} for n in range(100_000)]
    upload(page, 0, payload("many.jsonl", lines(many)))
    press(page, "Import")
    page.get_by_test_id("stTopNav").get_by_role("link", name="Sets").click()
    expect(page).to_have_title("Sets · Evaldesk", timeout=PATIENCE)
    page.get_by_test_id("stTopNav").get_by_role("link", name="Imports").click()
    expect(said(page, "Imported.")).to_contain_text("100,000 rows: 100,000 added")


def test_what_was_uploaded_and_not_imported_goes_with_its_visitor(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(f"{serve(desk)}/imports", me="ana")
    upload(page, 0, payload(NAME, lines(ROWS)))
    said(page, "One question first.")
    staging = desk / "facts" / "staging"
    assert len(list(staging.glob("upload-*"))) == 1
    page.goto("about:blank")
    for _ in range(600):
        if not list(staging.glob("upload-*")):
            break
        page.wait_for_timeout(100)
    assert list(staging.glob("upload-*")) == []


def test_an_import_that_nobody_knows_says_where_to_look(
    desk: Path, serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(f"{serve(desk)}/imports?id=imp-0")
    expect(said(page, "Not done.")).to_contain_text("No import 'imp-0' is known on this desk.")
    no_exception(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_axe_finds_nothing_serious_of_ours_and_nothing_is_out_of_reach(
    desk: Path, serve: Serve, open_page: OpenPage, scheme: Scheme, size: tuple[int, int]
) -> None:
    page = open_page(f"{serve(desk)}/imports", me="ana", scheme=scheme, size=size)

    def fine() -> None:
        settled(page)
        no_exception(page)
        no_sideways_scroll(page)
        assert against(page, serious=True) == []

    fine()
    upload(page, 0, payload(NAME, lines(ROWS)))
    said(page, "One question first.")
    fine()
    choose(page, "label goes to", "Truth: right answer")
    press(page, "Import")
    said(page, "Imported.").get_by_role("link", name="Mend what was kept out").click()
    expect(page.get_by_text("-7 is negative")).to_be_visible(timeout=PATIENCE)
    fine()
    press(page, "Undo this import …")
    expect(page.get_by_role("dialog")).to_contain_text("Out of view go", timeout=PATIENCE)
    fine()
