"""Files that cannot be read, and rows that cannot: one clear sentence each, nothing lost."""

import gzip
import json
from collections.abc import Generator
from pathlib import Path

import pytest

from curation.errors import BadRequest
from curation.guessing import LooksLikeLabels, NoUsableColumns
from store.formats.refusals import NotUtf8, Unreadable
from tests.shelf import Shelf

ROW = {"event_id": 1, "input": "hello", "prediction": "a", "truth": "b"}
LINE = json.dumps(ROW).encode() + b"\n"
CSV = b"event_id,input,prediction,truth\n1,hello,a,b\n"


@pytest.fixture
def shelf(tmp_path: Path) -> Generator[Shelf]:
    found = Shelf(tmp_path)
    yield found
    found.facts.close()


def file(shelf: Shelf, name: str, content: bytes) -> Path:
    path = shelf.folder / name
    path.write_bytes(content)
    return path


REFUSED: dict[str, tuple[str, bytes, type[BadRequest], str]] = {
    "empty": ("a.csv", b"", Unreadable, "a.csv is empty"),
    "blanks": ("a.csv", b" \n\n", Unreadable, "a.csv holds nothing but blanks"),
    "header_only": (
        "a.csv",
        b"input,prediction\n",
        Unreadable,
        "no rows under its header (input, predict",
    ),
    "utf_16": (
        "a.csv",
        "input,prediction\nä,b\n".encode("utf-16"),
        Unreadable,
        "is UTF-16, not UTF-8",
    ),
    "utf_16_without_mark": (
        "a.csv",
        "input,prediction\nä,b\n".encode("utf-16-le"),
        Unreadable,
        "is UTF-16",
    ),
    "latin_1_csv": (
        "a.csv",
        "input,prediction\ncafé,b\n".encode("latin-1"),
        NotUtf8,
        "iconv -f latin1",
    ),
    "latin_1_jsonl": (
        "a.jsonl",
        LINE + '{"input": "café"}'.encode("latin-1"),
        NotUtf8,
        "(line 2 has the",
    ),
    "gzip_cut_short": (
        "a.jsonl.gz",
        gzip.compress(LINE * 500)[:-20],
        Unreadable,
        "cut short or damaged",
    ),
    "gzip_of_nothing": (
        "a.jsonl.gz",
        gzip.compress(b""),
        Unreadable,
        "a gzip of an empty file",
    ),
    "parquet_of_zeros": (
        "a.parquet",
        b"PAR1" + b"\0" * 40,
        Unreadable,
        "Parquet file that is cut short",
    ),
    "csv_called_parquet": (
        "a.parquet",
        CSV,
        Unreadable,
        "is not a Parquet file in spite of its name",
    ),
    "excel": (
        "a.xlsx",
        b"PK\x03\x04junk",
        Unreadable,
        "an Excel file. Save the table in it as CSV",
    ),
    "empty_list": ("a.json", b"[]", Unreadable, "holds an empty list"),
    "list_cut_short": ("a.json", b"[" + LINE + b", {", Unreadable, "stops being JSON"),
    "one_object": (
        "a.json",
        b'{\n "input": "x"\n}',
        Unreadable,
        "is one JSON object over several lines",
    ),
    "no_json": ("a.jsonl", b"{not json}\n", Unreadable, "is not JSON"),
    "keys_by_case": ("a.jsonl", b'{"a": 1, "A": 2}\n', Unreadable, "differ only in case"),
    "nothing_usable": (
        "a.csv",
        b"age,sex\n31,f\n",
        NoUsableColumns,
        "a.csv has no column that can be read as",
    ),
    "only_labels": (
        "a.csv",
        b"id,truth\n1,x\n",
        LooksLikeLabels,
        "import it as labels (--as labels)",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_cannot_be_read_gets_one_clear_sentence(shelf: Shelf, what: str) -> None:
    name, content, error, said = REFUSED[what]
    shelf.bring(file(shelf, "fine.csv", CSV))
    before = shelf.seen("events")
    with pytest.raises(error) as refused:
        shelf.bring(file(shelf, name, content))
    assert said in str(refused.value)
    assert shelf.seen("events") == before
    assert not list((shelf.folder / "facts/staging").glob("*-*"))


def test_a_folder_and_a_missing_file_are_told_apart(shelf: Shelf) -> None:
    with pytest.raises(Unreadable, match="is a folder"):
        shelf.bring(shelf.folder)
    with pytest.raises(Unreadable, match="is not there"):
        shelf.bring(shelf.folder / "absent.csv")


def test_a_parquet_file_cut_short_is_refused(shelf: Shelf) -> None:
    whole = shelf.parquet([ROW]).read_bytes()
    with pytest.raises(Unreadable, match="cut short or damaged"):
        shelf.bring(file(shelf, "cut.parquet", whole[:-30]))


READ: dict[str, tuple[str, bytes]] = {
    "csv": ("a.csv", CSV),
    "csv_with_mark": ("a.csv", b"\xef\xbb\xbf" + CSV),
    "semicolons": ("a.txt", CSV.replace(b",", b";")),
    "tabs": ("a.tsv", CSV.replace(b",", b"\t")),
    "carriage_returns": ("a.csv", CSV.replace(b"\n", b"\r\n")),
    "csv_gzipped": ("a.csv.gz", gzip.compress(CSV)),
    "no_suffix": ("a", LINE),
    "jsonl_with_mark": ("a.jsonl", b"\xef\xbb\xbf" + LINE),
    "blank_lines": ("a.ndjson", b"\n" + LINE + b"\r\n\n"),
    "jsonl_in_a_gzip_called_csv": ("a.csv", gzip.compress(LINE)),
    "list": ("a.json", b" [\n" + LINE + b"]\n"),
    "list_gzipped": ("a.json.gz", gzip.compress(b"[" + LINE + b"]")),
}


@pytest.mark.parametrize("what", READ)
def test_a_file_is_known_by_its_bytes(shelf: Shelf, what: str) -> None:
    outcome = shelf.bring(file(shelf, *READ[what]))
    assert (outcome.rows_added, outcome.failures) == (1, 1)
    assert shelf.seen("events")[0]["input"] == "hello"


LINES: dict[str, tuple[bytes, str]] = {
    "cut": (b'{"event_id": 2, "input": "cut', "is not JSON"),
    "list": (b"[1, 2]", "is no JSON object but a list"),
    "text": (b'"text"', "is no JSON object but a text"),
    "twice": (b'{"event_id": 2, "event_id": 3}', "names event_id twice"),
    "surrogate": (b'{"input": "\\ud800"}', "half a character"),
    "long": (b'{"input": "' + b"x" * 20_000_000 + b'"}', "MB"),
}


@pytest.mark.parametrize("what", LINES)
def test_one_bad_line_does_not_cost_the_others(shelf: Shelf, what: str) -> None:
    bad, reason = LINES[what]
    rows = [json.dumps({**ROW, "event_id": n}).encode() for n in range(5)]
    content = b"\n".join([*rows[:3], bad, *rows[3:]])
    outcome = shelf.bring(file(shelf, "a.jsonl", content))
    assert (outcome.rows_read, outcome.rows_added, outcome.rows_rejected) == (6, 5, 1)
    [reject] = shelf.facts.rejects(outcome.import_id)
    assert (reject["file"], reject["row"]) == ("a.jsonl", 4)
    assert reason in reject["reason"]


RECORDS: dict[str, tuple[bytes, str]] = {
    "short": (b"2,hello,a", "has 3 cells where the header has 4"),
    "wide": (b"2,hello,a,b,c", "has 5 cells where the header has 4"),
    "open": (b'2,"hello,a,b', "opens a quote that is never closed"),
    "long": (b"2," + b"x" * 20_000_000 + b",a,b", "is 20 MB long"),
}


@pytest.mark.parametrize("what", RECORDS)
def test_one_bad_record_does_not_cost_the_others(shelf: Shelf, what: str) -> None:
    bad, reason = RECORDS[what]
    rows = [b"%d,hello,a,b" % (n + 10) for n in range(5)]
    content = b"\n".join([CSV.splitlines()[0], *rows[:3], bad, *rows[3:]])
    outcome = shelf.bring(file(shelf, "a.csv", content))
    assert (outcome.rows_read, outcome.rows_added, outcome.rows_rejected) == (6, 5, 1)
    [reject] = shelf.facts.rejects(outcome.import_id)
    assert reject["row"] == 4
    assert reason in reject["reason"]


def test_quotes_and_line_breaks_within_cells_are_kept(shelf: Shelf) -> None:
    text = 'She said "hi, you",\nthen; left\t.'
    rows = [{**ROW, "input": text}, {**ROW, "event_id": 2, "input": '5" screen'}]
    shelf.bring(shelf.table(rows))
    assert [row["input"] for row in shelf.seen("events")] == [text, '5" screen']


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_rejected_rows_are_mended_and_imported_again(shelf: Shelf, suffix: str) -> None:
    rows = [
        {**ROW, "event_id": n, "score": 0.5, "input": f"=cmd{n}", "usage": {"tokens": -n}}
        for n in range(60)
    ]
    rows[50]["score"] = 7
    outcome = shelf.bring(shelf.lines(rows))
    assert outcome.rows_rejected == 1
    path = shelf.folder / f"bad{suffix}"
    assert shelf.facts.write_rejects(outcome.import_id, path) == 1
    text = path.read_text(encoding="utf-8")
    assert "score" in text
    assert "7 is not within 0 and 1" in text
    if suffix == ".csv":
        assert "'=cmd50" in text
        assert ",'-50," in text
        path.write_text(text.replace(",7,", ",0.7,"), encoding="utf-8")
    else:
        path.write_text(text.replace(": 7,", ": 0.7,"), encoding="utf-8")
    mended = shelf.bring(path)
    assert (mended.rows_added, mended.rows_rejected) == (1, 0)
    [seen] = [row for row in shelf.seen("events") if row["event_id"] == "50"]
    assert (seen["score"], seen["input"], seen["usage_tokens"]) == (0.7, "=cmd50", -50.0)


def test_a_line_that_could_not_be_taken_apart_is_handed_back_as_it_was(shelf: Shelf) -> None:
    outcome = shelf.bring(file(shelf, "a.jsonl", LINE + b"{oops\n"))
    path = shelf.folder / "bad.csv"
    assert shelf.facts.write_rejects(outcome.import_id, path) == 1
    assert "{oops" in path.read_text(encoding="utf-8")


def test_why_rows_were_kept_out_is_summed_up(shelf: Shelf) -> None:
    rows = [{**ROW, "event_id": n, "score": 0.5} for n in range(60)]
    for n in (20, 30, 40):
        rows[n]["score"] = n
    outcome = shelf.bring(shelf.lines(rows))
    assert outcome.reasons == (("score: a value is not within 0 and 1", 3),)
