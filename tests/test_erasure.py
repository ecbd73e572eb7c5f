"""What is erased is gone from every byte of a desk, and the log proves that nothing else is."""

import json
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from curation.decisions import Kind
from curation.privacy import STRICT, SUBJECT, Policy, Treatment
from curation.privacy import body as privacy
from curation.standing import saying
from curation.tombstones import is_erased
from store.acts.retaining import retain
from store.desk import open_desk
from tests.blocking_desk import blocking_desk
from tests.terminal import Evaldesk, Said, terminal
from tests.test_the_main_job import into_blocking, lines, results

NAME, MAIL = "Zorablith Quibblestone", "zorablith@quibblestone.example"
HERS = f"I was charged twice, write to {MAIL} or ask for {NAME}"
OTHERS = "Please send my money back"
EVENTS: list[dict[str, Any]] = [
    {"id": n, "timestamp": f"2026-11-0{1 + n % 7}T10:00:00Z", "route": "refunds", "input": text,
     "output": f"Answer to: {text}", "prediction": said, "truth": right, "model": "v1",
     "customer": customer, "region": "eu"}
    for n, (text, said, right, customer) in enumerate([
        (HERS, "refund", "billing", MAIL),
        (OTHERS, "billing", "refund", "c-2"),
        ("Where is my invoice?", "billing", "billing", MAIL),
        *((f"Any news of parcel {n}?", "shipping", "shipping", f"c-{n}") for n in range(3, 9)),
    ])
]  # fmt: skip
BAD_ROW = {"id": 9, "timestamp": "no time", "route": "refunds", "input": HERS, "model": "v1"}


def keep(folder: Path) -> None:
    """Let the desk mask nothing, as one did that is older than the masking."""
    kept = Policy({kind: Treatment.KEEP for kind in STRICT.known_kinds})
    with closing(open_desk(folder)) as desk, desk.ledger.transaction() as tx:
        tx.record(saying(Kind.PRIVACY_SET, SUBJECT, privacy(kept), actor="ana", reason="old"))


def everything(folder: Path) -> str:
    """All that the desk holds: the bytes as they are, and what compressed files say."""
    found = [path.read_bytes().decode("utf-8", "replace") for path in files(folder)]
    with closing(duckdb.connect()) as db:
        for path in files(folder):
            if path.suffix == ".parquet":
                rows = db.read_parquet(str(path)).select("CAST(to_json(COLUMNS(*)) AS VARCHAR)")
                found += [str(row) for row in rows.fetchall()]
    return "\n".join(found)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with a person in it everywhere: made once, copied for each test."""
    folder = tmp_path_factory.mktemp("erasure")
    said = terminal(folder / "desk")
    said("init", "--owner", "ana")
    keep(folder / "desk")
    assert said("import", lines(folder / "events.jsonl", [*EVENTS, BAD_ROW])).code == 0
    cases = into_blocking(said, folder)
    said("expect", cases[0], "--note", f"{NAME} called")
    rows = results(folder / "rc.jsonl", {case: [True] for case in cases})
    told = [
        {**json.loads(row), "output": f"Dear {NAME}"} for row in rows.read_text().splitlines()
    ]
    assert said("import", lines(rows, told), "--as", "results", "--run", "rc1").code == 0
    assert said("gate", "rc1").code == 0
    said("cohorts", "--by", "region")
    return folder / "desk"


@pytest.fixture
def evaldesk(made: Path, tmp_path: Path) -> Evaldesk:
    shutil.copytree(made, tmp_path / "desk")
    return terminal(tmp_path / "desk")


@dataclass(frozen=True)
class Before:
    """What was so before two erasures, and the desk after them."""

    desk: Path
    said: Evaldesk
    case: str
    seq: int
    counts: tuple[Any, ...]
    manifest: dict[str, Any]
    done: list[Said]


@pytest.fixture(scope="module")
def erased(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Before:
    """A desk from which the person is erased: by e-mail, then by name. Nobody changes it."""
    folder = tmp_path_factory.mktemp("erased")
    shutil.copytree(made, folder / "desk")
    said, case = terminal(folder / "desk"), hers(made)
    said("export", "blocking@1", "-o", folder / "before.jsonl")
    manifest = json.loads((folder / "before.jsonl.manifest.json").read_text())
    seq, before = said("decisions", "--json").json["decisions"][0]["seq"], counted(said)
    assert MAIL in everything(folder / "desk")
    done = [
        said("erase", "--person", who, "-m", "ticket 4711", "--json") for who in (MAIL, NAME)
    ]
    return Before(folder / "desk", said, case, seq, before, manifest, done)


def counted(said: Evaldesk) -> tuple[Any, ...]:
    cohorts = said("cohorts", "--by", "region", "--json").json
    runs = said("runs", "--json").json["runs"]
    return (cohorts, [(run["run"], run["verdict"]) for run in runs])


def hers(desk: Path) -> str:
    exported = terminal(desk)("export", "blocking@1").text.splitlines()
    found = [json.loads(line) for line in exported]
    return next(line["case_id"] for line in found if MAIL in line["input"])


def test_not_a_byte_of_a_person_is_left_and_the_log_still_verifies(erased: Before) -> None:
    assert [(one.code, one.json["purged"]) for one in erased.done] == [(0, True)] * 2
    left = everything(erased.desk)
    assert [value for value in (MAIL, NAME, HERS) if value in left] == []
    assert OTHERS in left
    assert erased.said("verify").code == 0
    found = erased.said("privacy", "erasures", "--json").json
    assert [(one["id"], one["proved"], one["left"]) for one in found["erasures"]] == [
        ("E-2", True, []),
        ("E-1", True, []),
    ]


def test_what_was_counted_goes_on_to_count(erased: Before) -> None:
    assert counted(erased.said) == erased.counts


def test_a_line_of_a_frozen_version_becomes_a_tombstone_with_its_former_hash(
    erased: Before, tmp_path: Path
) -> None:
    assert {one["what"] for one in erased.done[0].json["exports"]} == {"blocking@1"}
    erased.said("export", "blocking@1", "-o", tmp_path / "after.jsonl")
    after = json.loads((tmp_path / "after.jsonl.manifest.json").read_text())
    assert after["case_sha256"] == erased.manifest["case_sha256"]
    assert (after["sha256"], after["erased"]) == (erased.manifest["sha256"], [erased.case])
    lines_after = map(json.loads, (tmp_path / "after.jsonl").read_text().splitlines())
    stone = next(line for line in lines_after if line["case_id"] == erased.case)
    assert stone["input"] == "[erased E-1]"
    assert stone["erased"]["sha256"] == erased.manifest["case_sha256"][erased.case]


def test_the_desk_of_another_day_has_lost_it_too(erased: Before) -> None:
    then = erased.said("case", erased.case, "--as-of", erased.seq, "--json")
    assert (then.code, MAIL in then.text) == (0, False)
    assert then.json["case"]["state"] == "blocking"
    assert erased.said("verify", "--as-of", erased.seq).code == 0


def test_an_erased_file_does_not_come_back_by_importing_it_again(
    erased: Before, tmp_path: Path
) -> None:
    again = erased.said("import", lines(tmp_path / "again.jsonl", EVENTS), "--json")
    assert again.json["rows_added"] == 0


def test_an_erasure_is_not_taken_back(erased: Before) -> None:
    refused = erased.said(
        "undo", erased.said("decisions", "--json").json["decisions"][0]["act"]
    )
    assert (refused.code, "gone" in refused.text) == (2, True), refused.text


def test_an_erased_case_comes_into_no_set_again(erased: Before) -> None:
    assert erased.said("case", erased.case, "--json").json["case"]["state"] == "retired"
    refused = erased.said("move", erased.case, "--to", "monitoring", "--json")
    codes = [one["code"] for one in refused.json["refused"][0]["objections"]]
    assert codes == ["erased"]


def test_who_erases_a_case_takes_every_event_of_it(evaldesk: Evaldesk, made: Path) -> None:
    case = hers(made)
    done = evaldesk("erase", "--case", case, "-m", "ticket 4711", "--json").json
    assert done["erasure"]["cases"] == [case]
    assert done["erasure"]["rows"]["events"] == 1
    assert "evaldesk freeze blocking" in done["next_steps"][0]


def test_a_preview_touches_nothing_and_says_where_it_stands(
    evaldesk: Evaldesk, made: Path
) -> None:
    head = evaldesk("verify", "--json").json["head"]
    found = evaldesk("erase", "--person", MAIL, "--preview", "--json").json
    assert found["rows"] == {"events": 2, "failures": 1, "results": 1, "rejects": 1}
    assert found["versions"] == ["monitoring@1", "blocking@1"]
    assert found["cases"] == [hers(made)]
    assert evaldesk("verify", "--json").json["head"] == head


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--person", MAIL], 2, "Say why"),
        (["--person", MAIL, "-m", f"{MAIL} asked"], 2, "repeats"),
        (["-m", "why"], 2, "Say one thing"),
        (["--case", "c-1", "--event", "1", "-m", "why"], 2, "Say one thing"),
        (["--event", "nobody", "-m", "why"], 2, "No event"),
        (["--person", "an", "-m", "why"], 2, "too many texts"),
    ],
)
def test_what_cannot_be_erased_is_refused_with_a_way_out(
    evaldesk: Evaldesk, words: list[str], code: int, said: str
) -> None:
    refused = evaldesk("erase", *words)
    assert (refused.code, said in refused.text) == (code, True), refused.text


def test_only_who_answers_for_it_erases(evaldesk: Evaldesk) -> None:
    refused = evaldesk("erase", "--person", MAIL, "-m", "ticket", actor="mallory")
    assert (refused.code, "admin" in refused.text) == (1, True)


@pytest.fixture
def broken_off(evaldesk: Evaldesk, tmp_path: Path) -> Path:
    """A desk on which an erasure died right after it was recorded."""
    from store.acts import erasing

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(erasing, "finish", bool)  # of a desk that is there: True, and no more
        assert evaldesk("erase", "--person", MAIL, "-m", "ticket 4711").code == 0
    return tmp_path / "desk"


def test_a_rerun_finishes_what_died_after_it_was_recorded(
    evaldesk: Evaldesk, broken_off: Path
) -> None:
    assert MAIL in everything(broken_off)
    with closing(open_desk(broken_off)) as desk:
        from store.acts.erasing import finish

        assert finish(desk)
    assert MAIL not in everything(broken_off)
    assert evaldesk("verify").code == 0


@pytest.mark.parametrize("what", ["texts", "rows"])
def test_old_events_lose_what_the_policy_says_and_go_on_to_count(
    evaldesk: Evaldesk, tmp_path: Path, what: str
) -> None:
    folder = tmp_path / "desk"
    with closing(open_desk(folder, lambda: datetime(2026, 12, 1, tzinfo=UTC))) as desk:
        assert retain(desk).erasure is None
        rule = {**privacy(STRICT), "retention": {"days": 26, "what": what}}
        with desk.ledger.transaction() as tx:
            tx.record(saying(Kind.PRIVACY_SET, SUBJECT, rule, actor="ana", reason="law"))
        before = evaldesk("cohorts", "--by", "region", "--json").json
        done = retain(desk)
        assert done.erasure is not None, done.sentence
        assert done.erasure.rows["events"] == 6  # of the first four days of November
        assert retain(desk).erasure is None
        with desk.facts().cursor() as cursor:
            rows = cursor.execute("SELECT event_id, input, output FROM events").fetchall()
    assert evaldesk("cohorts", "--by", "region", "--json").json == before
    marked = sorted(event for event, text, said in rows if is_erased(text) and said is None)
    assert len(marked) == 6
    assert all(event.startswith("[erased") is (what == "rows") for event in marked)
    assert evaldesk("verify").code == 0


def test_a_person_whose_data_was_masked_is_found_by_their_pseudonym(tmp_path: Path) -> None:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    assert said("import", lines(tmp_path / "events.jsonl", EVENTS)).code == 0
    assert MAIL not in everything(tmp_path / "desk")
    assert "[EMAIL-" in everything(tmp_path / "desk")
    found = said("erase", "--person", MAIL.upper(), "--preview", "--json").json
    assert found["rows"]["events"] == 2
    assert said("erase", "--person", MAIL.upper(), "-m", "ticket 4711").code == 0
    assert "[EMAIL-" not in everything(tmp_path / "desk")
    assert said("verify").code == 0


def test_personal_data_keeps_a_case_out_of_the_sets_and_is_masked_on_its_way_out(
    evaldesk: Evaldesk, made: Path, tmp_path: Path
) -> None:
    case = hers(made)
    with closing(open_desk(tmp_path / "desk")) as desk, desk.ledger.transaction() as tx:
        before = tx.standing_of(SUBJECT)
        strict = privacy(STRICT)
        tx.record(saying(Kind.PRIVACY_SET, SUBJECT, strict, actor="ana", before=before))
    evaldesk("move", case, "--to", "backlog", "-m", "look again")
    refused = evaldesk("move", case, "--to", "monitoring", "--json")
    objection = refused.json["refused"][0]["objections"][0]
    assert (objection["code"], "email" in objection["what"]) == ("personal_data", True)
    exported = evaldesk("export", "blocking@1", "-o", tmp_path / "out.jsonl", "--json")
    assert exported.json["masked"]["cases"] == [case]
    assert MAIL not in (tmp_path / "out.jsonl").read_text()


@pytest.mark.parametrize("said", [("--tag", MAIL), ("--attribute", f"customer={MAIL}")])
def test_personal_data_in_a_tag_or_attribute_keeps_a_case_out_and_goes_alone(
    tmp_path: Path, said: tuple[str, str]
) -> None:
    evaldesk, first, second = blocking_desk(tmp_path)
    keep(tmp_path / "desk")
    assert evaldesk("expect", first, *said, "-m", f"{MAIL} wrote").code == 0
    assert evaldesk("expect", second, *said, "--tag", "new").code == 0
    assert evaldesk("freeze", "blocking", "-m", f"for {MAIL}").code == 0
    with closing(open_desk(tmp_path / "desk")) as desk, desk.ledger.transaction() as tx:
        before = tx.standing_of(SUBJECT)
        strict = privacy(STRICT)
        tx.record(saying(Kind.PRIVACY_SET, SUBJECT, strict, actor="ana", before=before))
    refused = evaldesk("move", first, "--to", "monitoring", "--json").json["refused"][0]
    assert "personal_data" in [one["code"] for one in refused["objections"]]
    out = tmp_path / "out.jsonl"
    assert evaldesk("export", "blocking", "-o", out).code == 0
    handed = out.read_text() + Path(f"{out}.manifest.json").read_text()
    assert MAIL not in handed
    version = json.loads(Path(f"{out}.manifest.json").read_text())

    done = evaldesk("erase", "--person", MAIL, "-m", "ticket 4711", "--json").json["erasure"]
    assert (done["cases"], done["rows"]) == ([], {})
    assert MAIL not in everything(tmp_path / "desk")
    assert evaldesk("verify").code == 0
    assert evaldesk("export", "blocking", "-o", out).code == 0
    now = json.loads(Path(f"{out}.manifest.json").read_text())
    assert now["case_sha256"] == version["case_sha256"]
    lines_now = [json.loads(line) for line in out.read_text().splitlines()]
    assert not any(is_erased(line["input"]) for line in lines_now)
