"""Imports as people handle them: what they bring, look at, mend and take back."""

import csv
import io
import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from curation.errors import BadRequest, NotAllowed
from curation.mapping import (
    FURTHER,
    FURTHER_TEXT,
    NOT_KEPT,
    NotAMapping,
    Source,
    chosen,
)
from store.acts.bringing import Uploads, file_name, readable_here
from store.acts.importing import import_files, look
from store.answers.columns import columns_of
from store.answers.one_import import one_import
from store.answers.rejects import rejects, rejects_to_mend
from store.desk import Desk, found_desk, open_desk
from store.facts.outcome import reasons_of
from store.facts.rejected import Reject
from store.formats.csv_rows import guarded, unguarded
from tests.conftest import ROOT
from tests.terminal import Evaldesk, terminal

EVENT = {"id": "e-1", "timestamp": "2026-11-03T10:00:00Z", "input": "Hi", "output": "Bye"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found_desk(tmp_path / "desk")
    return tmp_path / "desk"


@pytest.fixture
def desk(folder: Path) -> Generator[Desk]:
    found = open_desk(folder)
    yield found
    found.close()


@pytest.fixture
def evaldesk(folder: Path) -> Evaldesk:
    return terminal(folder)


def lines(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("events.csv", "events.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\my data.csv", "my data.csv"),
        ("/", "upload"),
        ("...", "upload"),
        (".hidden", "hidden"),
        ("a\0b.csv", "ab.csv"),
        ("line\nbreak\t.csv", "linebreak.csv"),
        ("gpj.\u202evsc.exe", "gpj.vsc.exe"),
        ("<img src=x onerror=alert(1)>.csv", "<img src=x onerror=alert(1)>.csv"),
        ("e\u0301.csv", "é.csv"),
    ],
)
def test_an_upload_keeps_its_name_without_what_could_do_harm(said: str, kept: str) -> None:
    assert file_name(said) == kept


@pytest.mark.parametrize("letter", ["x", "é", "😀"])
def test_a_name_that_is_too_long_keeps_its_ending(letter: str) -> None:
    kept = file_name(letter * 300 + ".jsonl.gz")
    assert kept.endswith(letter + ".jsonl.gz")
    assert len(kept.encode()) <= 150


def test_uploads_are_private_copies_that_go_when_they_are_closed(desk: Desk) -> None:
    two = Uploads(desk, [("a.csv", io.BytesIO(b"one")), ("../a.csv", io.BytesIO(b"two"))])
    assert [path.read_bytes() for path in two.paths] == [b"one", b"two"]
    assert [path.name for path in two.paths] == ["a.csv", "a.csv"]
    assert {path.parent.stat().st_mode & 0o077 for path in two.paths} == {0}
    staging = desk.folder / "facts" / "staging"
    assert all(path.is_relative_to(staging) for path in two.paths)
    two.close()
    assert not any(path.exists() for path in two.paths)


def test_uploads_that_nobody_holds_any_more_go_by_themselves(desk: Desk) -> None:
    forgotten = Uploads(desk, [("a.csv", io.BytesIO(b"one"))])
    [path] = forgotten.paths
    del forgotten
    assert not path.exists()


def places(folder: Path) -> Path:
    """A desk whose settings list one more folder; a file in each place, and a link out."""
    (folder / "incoming").mkdir()
    (folder.parent / "exports").mkdir()
    with (folder / "desk.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[imports]\nfolders = ["../exports"]\n')
    for path in (folder / "incoming/in.csv", folder.parent / "exports/ex.csv"):
        path.write_text("input\nx\n", encoding="utf-8")
    (folder.parent / "secret.csv").write_text("input\nx\n", encoding="utf-8")
    for place in (folder / "incoming", folder.parent / "exports"):
        (place / "link.csv").symlink_to(folder.parent / "secret.csv")
    return folder


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("in.csv", "desk/incoming/in.csv"),
        ("ex.csv", "exports/ex.csv"),
        ("{0}/exports/ex.csv", "exports/ex.csv"),
        ("{0}/desk/incoming/in.csv", "desk/incoming/in.csv"),
        ("none.csv", "desk/incoming/none.csv"),
        ("~/.ssh/id_rsa", "desk/incoming/~/.ssh/id_rsa"),  # nobody's home
    ],
)
def test_a_path_is_read_from_the_folders_that_the_settings_list(
    folder: Path, said: str, found: str
) -> None:
    with_places = open_desk(places(folder))
    assert readable_here(with_places, said.format(folder.parent)) == folder.parent / found
    with_places.close()


@pytest.mark.parametrize(
    "said",
    [
        "", " ", ".", "..", "../desk.toml", "{0}/desk/desk.toml", "{0}/desk/ledger.db",
        "{0}/secret.csv", "../../secret.csv", "link.csv", "/etc/passwd", "/etc/no-such-file",
        "a\0b", "x" * 5000,
    ],
)  # fmt: skip
def test_no_other_path_is_read_and_the_refusal_does_not_tell_what_is_there(
    folder: Path, said: str
) -> None:
    with_places = open_desk(places(folder))
    with pytest.raises(NotAllowed, match="Upload the file, or use") as refused:
        readable_here(with_places, said.format(folder.parent))
    assert str(folder / "incoming") in str(refused.value)
    with_places.close()


def test_folders_in_the_settings_are_a_list(folder: Path) -> None:
    with (folder / "desk.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[imports]\nfolders = "/"\n')
    with pytest.raises(BadRequest, match="Write a list of folders"):
        open_desk(folder)


def test_what_a_person_chose_for_each_column_is_said_once_and_for_all() -> None:
    said = chosen(
        {
            "when: it=was": ("occurred_at", None),
            "took:ms": ("latency_ms", "s"),
            "plan": (FURTHER, None),
            "zip": (FURTHER_TEXT, None),
            "rest": (NOT_KEPT, None),
        }
    )
    assert said.fields == {
        "occurred_at": Source("when: it=was"),
        "latency_ms": Source("took:ms", "s"),
    }
    assert (said.metadata, said.texts, said.ignored) == (("plan", "zip"), ("zip",), ("rest",))


def test_two_columns_do_not_fill_one_field() -> None:
    with pytest.raises(NotAMapping, match="Both 'a' and 'b' go to input"):
        chosen({"a": ("input", None), "b": ("input", None)})


def test_a_column_that_only_a_person_can_read_is_asked_about_and_not_guessed(
    desk: Desk, tmp_path: Path
) -> None:
    path = lines(tmp_path / "a.jsonl", {**EVENT, "label": "refund", "plan": "pro"})
    found = columns_of(look(desk, path, "events", source=None, unsettled=True))
    first, *others = found.columns
    assert (first.column, first.goes_to, first.samples) == ("label", None, ("refund",))
    assert [words for _, words in first.meanings][:2] == ["truth=label", "prediction=label"]
    assert {one.column: (one.goes_to, one.why) for one in others} == {
        "id": ("event_id", "by its name"),
        "timestamp": ("occurred_at", "by its name"),
        "input": ("input", "by its name"),
        "output": ("output", "by its name"),
        "plan": (FURTHER, "no field goes by its name"),
    }


def test_why_a_unit_was_guessed_or_a_name_was_not_believed_is_said(
    desk: Desk, tmp_path: Path
) -> None:
    rows = [{**EVENT, "id": n, "duration": n + 0.5, "passed": "maybe"} for n in range(3)]
    found = look(desk, lines(tmp_path / "a.jsonl", *rows), "events", source=None)
    by_name = {one.column: one for one in columns_of(found).columns}
    assert (by_name["duration"].unit, by_name["duration"].why) == (
        "s",
        "by its name; in s by its values",
    )
    assert by_name["passed"].why == "not passed: it holds maybe"
    assert by_name["passed"].goes_to == FURTHER


def test_a_file_with_other_columns_than_the_first_is_told_of(
    desk: Desk, tmp_path: Path
) -> None:
    first = look(desk, lines(tmp_path / "a.jsonl", EVENT), "events", source="app")
    more = lines(tmp_path / "b.jsonl", {**EVENT, "label": "x"})
    other = look(desk, more, "events", source="app", unsettled=True)
    [note] = columns_of(first, [other]).notes
    assert note.startswith("b.jsonl has columns that a.jsonl has not (label)")


def test_a_score_may_be_said_to_be_in_percent(desk: Desk, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", *({**EVENT, "id": n, "sure": n} for n in (0, 87, 140)))
    said = chosen({"sure": ("score", "percent")})
    done = import_files(desk, [path], "events", actor="ana", corrections=said)
    found = desk.facts().ask("events_by_id", event_ids=["0", "87", "140"])
    assert {row["event_id"]: row["score"] for row in found} == {"0": 0.0, "87": 0.87}
    assert done.rows_rejected == 1


def test_rows_that_would_say_nothing_are_told_before_anything_is_tried(
    desk: Desk, tmp_path: Path
) -> None:
    path = lines(tmp_path / "a.jsonl", {"plan": "pro", "region": "eu"})
    found = columns_of(look(desk, path, "events", source=None, unsettled=True))
    assert "no column that can be read as input" in found.lacking[0]


def test_a_mapping_is_remembered_under_the_name_of_its_source(
    desk: Desk, tmp_path: Path
) -> None:
    path = lines(tmp_path / "a.jsonl", {**EVENT, "label": "refund"})
    said = chosen({"label": ("truth", None)})
    import_files(desk, [path], "events", actor="ana", source="app", corrections=said)
    again = columns_of(look(desk, path, "events", source="app"))
    assert again.remembered
    assert {one.why for one in again.columns} == {"remembered"}


@pytest.mark.parametrize(
    ("times", "noted"),
    [
        (["2026-11-03T10:00:00Z", "2026-11-03 10:00:00.5+02:00"], False),
        (["1762164000", 1762164000.5], False),
        (["2026-11-03T10:00:00Z", "2026-11-03T10:00:00"], True),
        (["2026-11-03"], True),
        ([None], False),
    ],
)
def test_only_times_without_an_offset_are_said_to_be_read_as_utc(
    desk: Desk, tmp_path: Path, times: list[object], noted: bool
) -> None:
    rows = [{**EVENT, "id": n, "timestamp": time} for n, time in enumerate(times)]
    found = look(desk, lines(tmp_path / "a.jsonl", *rows), "events", source=None)
    assert ("Times without an offset are read as UTC." in found.notes) is noted


WRAPPED: dict[str, tuple[object, str, int]] = {
    "alone": ({"data": [EVENT]}, "data", 1),
    "among_page_numbers": ({"items": [EVENT, EVENT], "meta": {"page": 1}}, "items", 2),
}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("name", WRAPPED)
def test_rows_under_one_key_are_unwrapped_and_it_is_said(
    desk: Desk, tmp_path: Path, name: str, indent: int | None
) -> None:
    whole, key, count = WRAPPED[name]
    path = tmp_path / "export.json"
    path.write_text(json.dumps(whole, indent=indent), encoding="utf-8")
    found = look(desk, path, "events", source=None)
    assert found.notes[0] == f"The rows are the list under '{key}': {count} of them."
    done = import_files(desk, [path], "events", actor="ana")
    assert (done.rows_read, done.rows_added) == (count, 1)


def test_one_row_with_a_list_of_objects_in_it_stays_a_row(desk: Desk, tmp_path: Path) -> None:
    row = {**EVENT, "messages": [{"role": "user"}]}
    done = import_files(desk, [lines(tmp_path / "a.jsonl", row)], "events", actor="ana")
    assert (done.rows_read, done.rows_added) == (1, 1)


@pytest.mark.parametrize("name", ["a[1].csv", "*.csv", "what?.csv", "[a-z].csv"])
def test_a_file_with_a_pattern_for_a_name_is_that_file_alone(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    for n, other in enumerate((name, "b.csv", "a1.csv", "whats.csv")):
        text = f"id,input,output\n{n},hello,bye\n"
        (tmp_path / other).write_text(text, encoding="utf-8")
    done = import_files(desk, [tmp_path / name], "events", actor="ana")
    assert (done.rows_read, done.files) == (1, (name,))


def test_a_row_without_a_usable_time_is_told_so_once(desk: Desk, tmp_path: Path) -> None:
    rows = [{**EVENT, "id": 1, "timestamp": None}, {**EVENT, "id": 2, "timestamp": "a"}]
    path = lines(tmp_path / "a.jsonl", *rows)
    maps = ["occurred_at=timestamp"]
    done = import_files(desk, [path], "events", actor="ana", corrections=maps)
    assert done.import_id is not None
    assert [one.reason for one in rejects(desk, done.import_id)] == [
        "has no time",
        "'a' is no time that can be read: write it like 2026-11-21T09:30:00Z",
    ]
    assert {reason.split(": write")[0] for reason, _ in done.reasons} == {
        "occurred_at: has no time",
        "occurred_at: a value is no time that can be read",
    }


@pytest.mark.parametrize(
    ("value", "reason", "summed_up"),
    [
        ("x", "case x is not in blocking@11", "case … is not in blocking@11"),
        ("a", "'a' is neither yes nor no", "a value is neither yes nor no"),
        ("-3", "-3 is negative", "a value is negative"),
        ("e", "truth: 'x' is not a number; other: 'e' is no time", "a value is no time"),
    ],
)
def test_reasons_are_summed_up_whatever_the_value(
    value: str, reason: str, summed_up: str
) -> None:
    [(told, count)] = reasons_of([Reject("a.csv", 1, "truth", value, reason, "{}")])
    assert told.startswith("truth: ")
    assert told.count("truth: ") == 1
    assert told.endswith(summed_up)
    assert count == 1


HOSTILE = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''=1", "＝1", "'", "plain", "'s"]


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_guarded_cell_is_no_formula_and_comes_back_as_it_was(cell: str) -> None:
    assert guarded(cell)[0] not in "=+-@\t\r＝"
    assert unguarded(guarded(cell)) == cell


def test_a_download_guards_cells_and_headers_and_comes_back_under_the_same_columns(
    desk: Desk, tmp_path: Path
) -> None:
    row = {**EVENT, "=cmd|x": "=2+5", "'-note": "'@x"}
    path = lines(tmp_path / "a.jsonl", {**row, "timestamp": "never"})
    maps = ["occurred_at=timestamp"]
    bad = import_files(desk, [path], "events", actor="ana", corrections=maps)
    assert bad.import_id is not None
    text = rejects_to_mend(desk, bad.import_id, ".csv")
    [header, cells] = csv.reader(io.StringIO(text))
    assert [cell for cell in (*header, *cells) if cell[:1] and cell[0] in "=+-@"] == []
    mended = tmp_path / "mended.csv"
    mended.write_text(text.replace("never", EVENT["timestamp"]), encoding="utf-8")
    [found] = [columns_of(look(desk, mended, "events", source="a"))]
    assert {one.column for one in found.columns} == set(row)
    assert {one.samples[0] for one in found.columns} == set(row.values())


def test_half_a_character_does_not_cost_the_download(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    bad = '{"id": "e-2", "input": "\\ud83d", "output": "x"}\n'
    path.write_text(json.dumps(EVENT) + "\n" + bad, encoding="utf-8")
    done = import_files(desk, [path], "events", actor="ana")
    assert done.import_id is not None
    assert desk.facts().write_rejects(done.import_id, tmp_path / "bad.csv") == 1


def broken(evaldesk: Evaldesk, tmp_path: Path) -> tuple[str, Path]:
    """An import of two good rows and a bad one, and the file that mends it."""
    rows = [{**EVENT, "id": n, "input": f"Question {n}", "label": "no"} for n in range(3)]
    rows[2]["timestamp"] = "never"
    path = lines(tmp_path / "app.jsonl", *rows)
    words = ["--map", "truth=label", "--map", "occurred_at=timestamp", "--source", "app"]
    said = evaldesk("import", path, *words, "--json").json
    assert (said["rows_added"], said["rows_rejected"]) == (2, 1)
    mended = lines(tmp_path / "mended.jsonl", rows[0], {**rows[2], "timestamp": None})
    mended.write_text(mended.read_text("utf-8").replace("null", '"2026-11-04"'), "utf-8")
    return said["import_id"], mended


def test_mended_rows_come_in_under_the_same_source_and_mapping(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    import_id, mended = broken(evaldesk, tmp_path)
    done = evaldesk("import", mended, "--like", import_id, "--json").json
    assert (done["rows_added"], done["rows_known"], done["rows_rejected"]) == (1, 1, 0)
    assert (done["source"], done["mends"]) == ("app", import_id)
    told = evaldesk("imports", import_id, "--json").json
    assert (told["mended_by"], told["mended"]) == ([done["import_id"]], 1)
    again = evaldesk("import", mended, "--like", import_id, "--json").json
    assert (again["rows_added"], again["import_id"]) == (0, None)


def test_mending_what_is_no_import_is_refused(evaldesk: Evaldesk, tmp_path: Path) -> None:
    said = evaldesk("import", lines(tmp_path / "a.jsonl", EVENT), "--like", "imp-0")
    assert (said.code, "`evaldesk imports` lists them" in said.text) == (2, True)


def test_what_an_undo_takes_out_of_view_is_said_before_and_done_for_a_reason(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    import_id, _ = broken(evaldesk, tmp_path)
    said = evaldesk("imports", "undo", import_id, "--dry-run")
    gone = "2 events (2 of them failures), 1 row in quarantine"
    assert f"In view: {gone}." in said.text
    assert evaldesk("imports", "undo", import_id).code == 2
    assert evaldesk("inbox", "--json").json["failures"] == 2
    said = evaldesk("imports", "undo", import_id, "-m", "the wrong export")
    assert said.text.strip() == f"{import_id} is undone. Out of view: {gone}."
    assert evaldesk("inbox", "--json").json["failures"] == 0
    found = evaldesk("imports", import_id, "--json").json
    assert (found["undone"]["by"], found["undone"]["reason"]) == ("ana", "the wrong export")
    assert set(found["in_view"].values()) == {0}


def test_an_import_of_cases_is_not_undone_but_says_the_way_out(
    evaldesk: Evaldesk, desk: Desk, tmp_path: Path
) -> None:
    path = lines(tmp_path / "cases.jsonl", {"input": "Hi"}, {"input": "Ho"})
    done = evaldesk("import", path, "--as", "cases", "--json").json
    said = evaldesk("imports", "undo", done["import_id"], "-m", "oops")
    assert (said.code, "evaldesk move CASE… --to retired" in said.text) == (2, True)
    opened = one_import(desk, done["import_id"]).opened
    assert len(opened) == 2
    assert evaldesk("move", *opened, "--to", "retired", "--reason", "oops").code == 0


def test_a_late_truth_counts_as_completed(evaldesk: Evaldesk, tmp_path: Path) -> None:
    evaldesk("import", lines(tmp_path / "a.jsonl", EVENT))
    truth = lines(tmp_path / "truth.jsonl", {"id": "e-1", "truth": "Bye"})
    words = ["import", truth, "--as", "labels", "--json"]
    tried = evaldesk(*words, "--dry-run").json
    assert (tried["rows_added"], tried["rows_completed"], tried["import_id"]) == (1, 1, None)
    done = evaldesk(*words).json
    assert (done["rows_added"], done["rows_completed"]) == (1, 1)


def test_a_dry_run_says_what_every_column_is_taken_for(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    path = lines(tmp_path / "a.jsonl", {**EVENT, "plan": "pro"})
    said = evaldesk("import", path, "--dry-run", "--json").json
    goes = {one["column"]: one["goes_to"] for one in said["look"]["columns"]}
    assert goes == {
        "id": "event_id", "timestamp": "occurred_at", "input": "input", "output": "output",
        "plan": "further",
    }  # fmt: skip
    assert evaldesk("imports", "--json").json == {"imports": []}


def test_every_name_of_what_the_page_shows_stands_in_the_contract(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    contract = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    import_id, mended = broken(evaldesk, tmp_path)
    tried = evaldesk("import", mended, "--source", "app", "--dry-run", "--json").json
    one = evaldesk("imports", import_id, "--json").json
    [kept_out] = evaldesk("rejects", import_id, "--json").json["rejects"]
    answers = (tried, tried["look"], tried["look"]["columns"][0], one, one["summary"], kept_out)
    names = {name for answer in (*answers, one["in_view"]) for name in answer}
    assert {name for name in names if name not in contract} == set()
