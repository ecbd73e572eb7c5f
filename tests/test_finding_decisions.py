"""The log is found again: filtered, paged, told in words, taken along, and proved."""

import csv
import json
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from curation.decision_words import told, value
from curation.decisions import Entry, Kind
from pages.governance.leads import lead
from tests.terminal import Evaldesk, terminal
from tests.test_chain import AT

WHY = "=1+1 für Zoë"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log")


@pytest.fixture(scope="module")
def evaldesk(place: Path) -> Evaldesk:
    """A desk that Ana founded; blocking went to Ben, who handed it to Zoë."""
    said = terminal(place / "desk")
    said("init", "--owner", "ana")
    said("own", "blocking", "--owner", "ben", "--reason", "the rota")
    said("own", "blocking", "--owner", "Zoë", "--deputy", "ana", "--reason", WHY, actor="ben")
    return said


def seqs(found: Any) -> list[int]:
    return [one["seq"] for one in found["decisions"]]


@pytest.mark.parametrize(
    ("words", "many"),
    [
        (["--kind", "owner_named"], 4),
        (["--kind", "Owner named"], 4),
        (["--by", "ben"], 1),
        (["--subject", "monitoring"], 1),
        (["--text", "ROTA"], 1),
        (["--text", "zoë"], 1),
        (["--text", "100%"], 0),
        (["--text", "gate.pass_rate"], 1),
        (["--by", "ben", "--text", "rota"], 0),
        (["--until", "2020-01-01"], 0),
        (["--since", "2020-01-01", "--kind", "owner_named"], 4),
    ],
)
def test_decisions_are_found_by_what_they_say(
    evaldesk: Evaldesk, words: list[str], many: int
) -> None:
    assert evaldesk("decisions", *words, "--json").json["total"] == many


def test_pages_follow_each_other_without_a_gap(evaldesk: Evaldesk) -> None:
    first = evaldesk("decisions", "--limit", "5", "--json").json
    second = evaldesk("decisions", "--limit", "5", "--before", first["before"], "--json").json
    every = evaldesk("decisions", "--limit", "0", "--json").json
    assert seqs(first) + seqs(second) == seqs(every)[:10]
    assert every["before"] is None


@pytest.mark.parametrize(
    "words", [["--kind", "nonsense"], ["--since", "soon"], ["--seq", "999"]]
)
def test_a_filter_that_means_nothing_is_refused(evaldesk: Evaldesk, words: list[str]) -> None:
    assert evaldesk("decisions", *words).code == 2


def test_one_decision_is_told_with_all_that_is_known(evaldesk: Evaldesk) -> None:
    last = evaldesk("decisions", "--json").json["decisions"][0]
    one = evaldesk("decisions", "--seq", last["seq"], "--json").json
    assert one["did"] == "named Zoë its owner, ana deputy, after ben"
    assert (one["in_act"], one["undone_by"]) == ([last["seq"]], None)
    said = evaldesk("decisions", "--seq", last["seq"]).text
    assert all(word in said for word in (last["hash"], WHY, "owner"))


def test_no_cell_of_the_export_is_a_formula(evaldesk: Evaldesk, place: Path) -> None:
    evaldesk("decisions", "--kind", "owner_named", "-o", place / "log.csv")
    rows = list(csv.DictReader(StringIO((place / "log.csv").read_text(encoding="utf-8"))))
    assert [row["actor"] for row in rows] == ["ana", "ana", "ana", "ben"]
    assert rows[-1]["reason"] == f"'{WHY}"


def test_the_lines_of_the_export_are_the_log_itself(evaldesk: Evaldesk, place: Path) -> None:
    evaldesk("decisions", "-o", place / "log.jsonl")
    lines = (place / "log.jsonl").read_text(encoding="utf-8").splitlines()
    every = evaldesk("decisions", "--limit", "0", "--json").json["decisions"]
    assert [json.loads(line) for line in lines] == every[::-1]
    assert evaldesk("decisions", "-o", place / "log.pdf").code == 2


def test_verify_names_what_was_done_and_to_which_decision(tmp_path: Path) -> None:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    with closing(sqlite3.connect(tmp_path / "desk" / "ledger.db")) as log:
        log.execute("UPDATE decisionrow SET actor = 'eve' WHERE seq = 2")
        log.commit()
    proof = said("verify", "--json")
    assert (proof.code, proof.json["first_bad"]) == (1, 2)
    assert proof.json["fault"]["what"] == "changed"
    answer = said("verify", "--pin", tmp_path / "pin.json")
    assert "Decision 2 was changed after it was recorded." in answer.text
    assert not (tmp_path / "pin.json").exists()


def entry(kind: Kind, before: Any, after: Any, undoes: str | None = None) -> Entry:
    return Entry(7, "a", kind, "s", before, after, "ana", "", AT, undoes, "p", "h")


@pytest.mark.parametrize(
    ("kind", "before", "after", "did"),
    [
        (Kind.MOVED, {"state": "backlog"}, {"state": "blocking"},
         "moved it from backlog to blocking"),
        (Kind.THRESHOLD_SET, {"value": 0.9}, {"value": 0.95}, "set it from 0.9 to 0.95"),
        (Kind.THRESHOLD_SET, None, {"value": 5}, "set it to 5"),
        (Kind.LIMIT_SET, {"value": 0.9}, {"value": None}, "lifted the limit of 0.9"),
        (Kind.FROZE, None, {"set": "blocking", "version": 3, "lines": [1, 2]},
         "froze blocking@3 with 2 cases"),
        (Kind.JUDGED, None, {"set": "blocking", "version": 3, "verdict": "PASS"},
         "judged it PASS on blocking@3"),
        (Kind.INCIDENT_SET, {"body": None}, {"body": {"name": "Refunds"}},
         "recorded the incident “Refunds”"),
        (Kind.INCIDENT_SET, {"body": {"name": "R", "state": "open"}},
         {"body": {"name": "R", "state": "closed"}},
         "changed the incident “R” from open to closed"),
        (Kind.WAIVER_SET, {"body": {"until": "x"}}, {"body": None}, "removed the waiver"),
        (Kind.CONTRACT_SET, {"body": {"a": 1}}, {"body": {"a": 2}}, "changed the contract: a"),
    ],
)  # fmt: skip
def test_a_decision_is_told_in_words(kind: Kind, before: Any, after: Any, did: str) -> None:
    assert told(entry(kind, before, after)).did == did
    assert told(entry(kind, before, after, undoes="b")).did == f"took back: {did}"


@pytest.mark.parametrize("kind", [*Kind])
def test_no_kind_of_decision_is_without_words_whatever_it_says(kind: Kind) -> None:
    for before, after in ((None, {}), ({}, {"body": {"x": [1]}}), ({"body": {"x": 1}}, {})):
        assert told(entry(kind, before, after)).did


def test_what_changed_stands_beside_what_was() -> None:
    before = {"owner": None, "due": "2026-11-02", "tags": ["a"], "same": 1}
    after = {"owner": "Ana", "due": None, "tags": ["a", "b"], "same": 1}
    found = told(entry(Kind.DESCRIBED, before, after)).changes
    assert [(c.name, c.before, c.after) for c in found] == [
        ("owner", None, "Ana"),
        ("due", "2026-11-02", None),
        ("tags", "a", "a, b"),
    ]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (None, None), ("", None), (True, "yes"), (0, "0"), (0.0, "0"), (0.123456, "0.1235"),
        ("2026-11-02T09:00:00+00:00", "2026-11-02 09:00"), ([[1], [2]], "2 entries"),
        ({"region": "eu", "x": None}, "region eu, x –"), ("y" * 200, "y" * 89 + "…"),
    ],
)  # fmt: skip
def test_a_value_is_short_enough_for_a_line(said: object, shown: str | None) -> None:
    assert value(said) == shown


@pytest.mark.parametrize("kind", [*Kind])
def test_every_kind_of_decision_leads_somewhere_also_in_the_past(kind: Kind) -> None:
    assert "as_of=6" in lead(entry(kind, None, {}), "before it", as_of=6)
