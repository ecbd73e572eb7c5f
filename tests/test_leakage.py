"""Leakage on a desk: training comes in without its words, twins are told, and object."""

import atexit
import gzip
import json
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import duckdb
import pytest

from curation.identity import case_id
from store.commands.output import bug_report
from tests.blocking_desk import blocking_desk
from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import lines, results

SECRET = "the unicorn sleeps under the third bridge"
TRAINED = [
    {"text": "I was charged twice", "label": "billing"},
    {"text": f"Where does it say that {SECRET}?", "label": "other"},
    {"text": "WHERE IS MY PARCEL?", "label": "shipping"},
    {"text": "How do I reset my card PIN from the mobile app please?", "label": "pin"},
]
ASKED = [
    "Where is my parcel",
    "How do I reset my card PIN from the mobile app?",
    "I was charged twice",
    "How do I close my account for good?",
]


def case_line(text: str) -> dict[str, object]:
    return {"input": text, "expected": "ok", "severity": "high", "cost_of_failure": 5,
            "owner": "ana", "set": "monitoring"}  # fmt: skip


def case(text: str, route: str = "default") -> str:
    return case_id(route, text)


@cache
def made() -> Path:
    """A desk with ASKED in monitoring, each scored five times; made once for all."""
    folder = Path(mkdtemp(prefix="leaking-desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    said = terminal(folder / "desk")
    said("init", "--owner", "ana")
    said("import", lines(folder / "cases.jsonl", list(map(case_line, ASKED))), "--as", "cases")
    scored_in_monitoring(said, folder, [case(text) for text in ASKED])
    return folder / "desk"


def scored_in_monitoring(said: Evaldesk, folder: Path, cases: list[str]) -> None:
    frozen = said("freeze", "monitoring", "--json").json
    on = f"monitoring@{frozen['version']}"
    scored = results(folder / "r.jsonl", {one: [True] * 5 for one in cases})
    said("import", scored, "--as", "results", "--run", on, "--set", on)


@pytest.fixture
def evaldesk(tmp_path: Path) -> Evaldesk:
    shutil.copytree(made(), tmp_path / "desk")
    return terminal(tmp_path / "desk")


def train(said: Evaldesk, path: Path, *words: object) -> dict[str, Any]:
    found = said("import", path, "--as", "training", "--json", *words)
    assert found.code == 0, found.text
    return found.json


def trained(tmp_path: Path) -> Path:
    return lines(tmp_path / "train.jsonl", TRAINED)


def test_training_leaves_no_word_on_the_desk(evaldesk: Evaldesk, tmp_path: Path) -> None:
    plain = trained(tmp_path)
    broken = tmp_path / "more.jsonl.gz"
    chat = {"messages": [{"role": "user", "content": f"{SECRET}, is it so?"}]}
    text = f'{json.dumps(chat)}\n{{"messages": "  "}}\n{SECRET} is no JSON\n'
    broken.write_bytes(gzip.compress(text.encode()))
    assert train(evaldesk, plain)["rows_added"] == 4
    done = train(evaldesk, broken, "--source", "few-shot")
    assert (done["rows_added"], done["rows_rejected"]) == (1, 2)
    rejects = evaldesk("rejects", done["import_id"], "--json").json["rejects"]
    assert [row["row"] for row in rejects] == [2, 3]
    files = [path for path in (tmp_path / "desk").rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert SECRET.encode() not in path.read_bytes(), path


def test_training_is_counted_once_and_goes_out_again(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    done = train(evaldesk, trained(tmp_path))
    again = train(evaldesk, trained(tmp_path))
    assert (again["rows_added"], again["rows_known"], again["import_id"]) == (0, 4, None)
    assert evaldesk("leakage", "--json").json["training"] == 4
    way = ("imports", "undo", done["import_id"], "-m", "another model")
    assert evaldesk(*way, actor="kim").code == 1  # who does not own blocking forgets nothing
    assert evaldesk(*way).code == 0
    after = evaldesk("leakage", "--json").json
    assert (after["training"], after["exact"], after["leaked"]) == (0, 0, 0)
    assert "No training data is known" in after["sentence"]
    assert evaldesk("verify").code == 0


def test_twins_of_training_are_told_and_counted_where_the_file_lies_beside(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    path = trained(tmp_path)
    train(evaldesk, path)
    found = evaldesk("leakage", "--json").json
    assert (found["exact"], found["normalised"], found["near"]) == (1, 1, 1)
    assert (found["cases"], found["leaked"]) == (4, 3)
    kinds = {pair["text"]: pair for pair in found["pairs"]}
    near = kinds[ASKED[1]]
    assert near["estimated"]
    assert near["low"] < 42 / 49 < near["high"]
    assert near["other_text"] is None
    assert near["other_place"] == "train, train.jsonl row 4"
    beside = evaldesk("leakage", "--with", path, "--json").json
    counted = next(pair for pair in beside["pairs"] if pair["kind"] == "near")
    assert counted["similarity"] == pytest.approx(42 / 49)
    assert counted["other_text"] == TRAINED[3]["text"]
    assert not counted["estimated"]


def test_a_file_beside_is_compared_though_nobody_imported_it(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    found = evaldesk("leakage", "--with", trained(tmp_path), "--json").json
    assert (found["exact"], found["normalised"], found["near"]) == (1, 1, 1)
    assert evaldesk("leakage", "--json").json["training"] == 0  # and was not kept


def the_same_words_cannot_differ(evaldesk: Evaldesk, refused: list[dict[str, Any]]) -> None:
    pairs = evaldesk("leakage", "--json").json["pairs"]
    for kind, but in (("exact", ""), ("normalised", " but for case and punctuation")):
        one = next(pair for pair in pairs if pair["kind"] == kind)
        words = ("duplicate", one["case"], one["other"], "--different", "-m", "they differ")
        told = evaldesk(*words, "--json")
        assert told.code == 2
        assert f"the same text{but}: they cannot be different" in told.json["error"]["message"]
        stays = next(it for it in refused if it["case"] == one["case"])
        assert stays["objections"][0]["clear"] == "keep it in monitoring"


def what_leaks_is_frozen_by_name(evaldesk: Evaldesk, folder: Path) -> None:
    """ASKED[3] blocks alone, and is trained on only now."""
    assert evaldesk("sets", "--json").json["leaks"] == ""
    train(evaldesk, lines(folder / "late.jsonl", [{"text": ASKED[3].upper()}]))
    found = evaldesk("freeze", "blocking", "--json").json["not_today"]
    assert [(it["case"], [o["code"] for o in it["objections"]]) for it in found] == [
        (case(ASKED[3]), ["in_training"])
    ]
    assert "1 blocking case is in the training data" in evaldesk("sets").text


def test_a_trained_case_is_kept_out_of_blocking_until_somebody_says_that_it_differs(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    train(evaldesk, trained(tmp_path))
    move = ("move", *map(case, ASKED), "--to", "blocking", "-m", "they hurt", "--json")
    done = evaldesk(*move)
    assert done.json["moved"] == [case(ASKED[3])]
    codes = [o["code"] for refused in done.json["refused"] for o in refused["objections"]]
    assert codes == ["in_training"] * 3
    near = next(p for p in evaldesk("leakage", "--json").json["pairs"] if p["kind"] == "near")
    two = (near["case"], near["other"])
    assert evaldesk("duplicate", *two, "--different").code == 2  # the reason is wanted
    stranger = evaldesk("duplicate", *two, "--different", "-m", "so be it", actor="mallory")
    assert (stranger.code, "blocking belongs to ana" in stranger.text) == (1, True)
    the_same_words_cannot_differ(evaldesk, done.json["refused"])
    said = evaldesk("duplicate", *two, "--different", "-m", "another PIN", "--json")
    assert said.code == 0, said.text
    assert evaldesk("leakage", "--json").json["near"] == 0
    assert evaldesk(*move).json["moved"] == [near["case"]]
    assert f"training text {near['other']} differ" in evaldesk("decisions").text
    retire = ("move", near["case"], "--to", "retired", "-m", "it is old", "--json")
    evaldesk(*retire)
    assert evaldesk("undo").code == 0  # back into blocking: nothing is against it
    retired = evaldesk(*retire).json["act"]
    assert evaldesk("undo", said.json["act"]).code == 0  # the verdict
    back = evaldesk("undo", retired, "--json")  # it leaks again
    told = back.json["error"]
    assert (back.code, told["kind"]) == (1, "NotPutBack")
    assert [o["code"] for o in told["refused"][near["case"]]] == ["in_training"]
    assert evaldesk("sets", "--of", "retired", "--json").json["in_set"] == 1
    what_leaks_is_frozen_by_name(evaldesk, tmp_path)
    assert evaldesk("verify").code == 0


def test_a_near_twin_of_a_blocking_case_is_kept_out_also_by_the_same_act(
    tmp_path: Path,
) -> None:
    said, _, _ = blocking_desk(tmp_path)
    texts = ["Was I charged twice??", "Please, how do I close my account for good",
             "how do I close my account for good", "Top-up?", "topup!"]  # fmt: skip
    rows = [case_line(text) | {"route": "refunds"} for text in texts]
    said("import", lines(tmp_path / "more.jsonl", rows), "--as", "cases")
    ids = [case(text, "refunds") for text in texts]
    scored_in_monitoring(said, tmp_path, ids)
    for dry in (["--dry-run"], []):
        done = said("move", *ids, "--to", "blocking", "-m", "they hurt", "--json", *dry)
        why = {one["case"]: one["objections"] for one in done.json["refused"]}
        assert [o["code"] for o in why[ids[2]]] == ["near_duplicate"]
        assert "which this move puts into blocking" in why[ids[2]][0]["what"]
        assert ids[1] not in why
        assert [o["code"] for o in why[ids[4]]] == ["near_duplicate"]  # however short
        assert "but for case and punctuation, the same as" in why[ids[4]][0]["what"]
        assert ids[3] not in why


def test_of_two_that_are_the_same_one_goes(evaldesk: Evaldesk, tmp_path: Path) -> None:
    twin = "How do I reset my card PIN from the mobile app, please?"
    evaldesk("import", lines(tmp_path / "t.jsonl", [case_line(twin)]), "--as", "cases")
    pair = (case(ASKED[1]), case(twin))
    assert evaldesk("leakage", "--json").json["between"]["sets"]["near"] == 1
    assert evaldesk("duplicate", *pair, "--same", "--dismiss", case(ASKED[0])).code == 2
    done = evaldesk("duplicate", *pair, "--same", "--dismiss", pair[1], "--json").json
    assert (done["dismissed"], done["refused"]) == (pair[1], [])
    assert evaldesk("leakage", "--json").json["near"] == 0
    assert evaldesk("duplicate", case(ASKED[0]), case(ASKED[3]), "--same").code == 2


def test_the_very_words_of_training_in_monitoring_are_only_warned_of(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    train(evaldesk, trained(tmp_path))
    known = case("I was charged twice")
    evaldesk("move", known, "--to", "backlog", "-m", "look again")
    done = evaldesk("move", known, "--to", "monitoring", "--json").json
    assert (done["moved"], done["refused"]) == ([known], [])
    assert done["warnings"] == [
        f"{known}: its text is in the training data, word by word (train, train.jsonl row 1)"
    ]


def test_an_estimate_that_leaves_a_twin_open_objects_as_perhaps(
    evaldesk: Evaldesk, tmp_path: Path
) -> None:
    path = lines(tmp_path / "t.jsonl", [{"text": "How do I close my own account for good"}])
    train(evaldesk, path)
    found = evaldesk("leakage", "--json").json
    (pair,) = found["pairs"]
    assert pair["similarity"] < found["threshold"] < pair["high"]
    assert (pair["perhaps"], found["perhaps"], found["near"], found["leaked"]) == (
        True,
        1,
        0,
        0,
    )
    assert found["recall"] == pytest.approx(0.982, abs=0.001)
    assert "1 case may be near one" in found["sentence"]
    move = ("move", pair["case"], "--to", "blocking", "-m", "it hurts", "--json")
    (refused,) = evaldesk(*move).json["refused"]
    assert [o["code"] for o in refused["objections"]] == ["in_training"]
    assert "may be near it: about 65 % alike" in refused["objections"][0]["what"]
    beside = evaldesk("leakage", "--with", path, "--json").json
    assert (beside["near"], beside["perhaps"], beside["recall"]) == (1, 0, None)


def test_the_twins_of_one_case_are_told_as_its_own(evaldesk: Evaldesk, tmp_path: Path) -> None:
    train(evaldesk, trained(tmp_path))
    whole = evaldesk("leakage", "--json").json
    lone, leaking = case(ASKED[3]), case(ASKED[0])
    for one, pairs, says in (
        (lone, 0, f"{lone}: it is not found in the 4 different training texts; no other case"),
        (leaking, 1, f"{leaking}: it repeats 1 training text but for spelling; no other case"),
    ):
        told = evaldesk("leakage", "--case", one, "--json").json
        assert (len(told["pairs"]), told["case"], told["leaked"]) == (
            pairs,
            one,
            whole["leaked"],
        )
        assert told["sentence"].startswith(says)
    nobody = evaldesk("leakage", "--case", "nope", "--json")
    assert (nobody.code, nobody.json["error"]["kind"]) == (2, "Unknown")


@pytest.mark.parametrize(
    ("kind", "header"),
    [("training", "text,label"), ("events", "input,timestamp,prediction,truth")],
)
def test_a_file_that_is_refused_is_not_quoted(
    evaldesk: Evaldesk, tmp_path: Path, kind: str, header: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(f'{header}\n"unclosed {SECRET},x\nfoo,bar,{SECRET},d,e\n')
    refused = evaldesk("import", path, "--as", kind, "--json")
    assert (refused.code, refused.json["error"]["path"]) == (2, str(path))
    assert SECRET not in refused.text


def test_what_the_database_says_of_a_row_is_no_part_of_a_traceback() -> None:
    with pytest.raises(duckdb.Error) as caught:
        duckdb.execute("SELECT CAST(? AS INTEGER)", [SECRET]).fetchall()
    assert SECRET in str(caught.value)
    told = bug_report(caught.value)
    assert SECRET not in told
    assert "ConversionException" in told
    assert "KeyError: 'of ours'" in bug_report(KeyError("of ours"))
