"""The log is found again: filtered, paged, told in words, taken along, and proved."""

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from curation.decision_words import told, value
from curation.decisions import Entry, Kind
from pages.governance.leads import lead, linked
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


ASKED = {"name": "quarantine.max_days", "base": {"value": 30}, "to": 21, "said": "open"}
WAIVED = {"what": "gate.non_inferiority_margin", "owner": "ben", "until": "2026-12-01"}
KIM = {"name": "Kim", "role": "reviewer", "left": None}
ALARM = {
    "state": "open",
    "worst": "severe",
    "times": 1,
    "opened": 1,
    "held": [{"deviation": {"sentence": "score drifted."}}],
}
LOOKED = {"title": "p95 latency", "status": "open", "severity": "minor", "owner": "ana"}
MOVES = "P-1: longest quarantine of a flaky case 30 → 21 days"
WORSE = "how much a release may be worse than its baseline for any release"
TESTED = {"set": "blocking@1", "probes": [{"name": "a", "held": True}, {"name": "b"}]}


@pytest.mark.parametrize(
    ("subject", "before", "more", "did"),
    [
        ("proposal:P-1", None, ASKED, f"proposed {MOVES}"),
        ("proposal:P-1", None, ASKED | {"effective": "2026-12-01"},
         f"proposed {MOVES}, from 2026-12-01 on"),
        ("proposal:P-1", ASKED, {"said": "approved"}, f"approved {MOVES}"),
        ("proposal:P-1", ASKED, {"said": "withdrawn"}, f"withdrew {MOVES}"),
        ("proposal:P-1", ASKED, {"refreshed": 1}, f"refreshed {MOVES}"),
        ("waiver:W-1", None, WAIVED, f"waived {WORSE} until 2026-12-01 (W-1)"),
        ("waiver:W-1", WAIVED, {"ended_at": "x"}, f"ended W-1: {WORSE}"),
        ("waiver:W-1", WAIVED, {"owner": "ana"}, f"gave W-1 to ana to mend: {WORSE}"),
        ("person:kim", None, KIM, "listed Kim as a reviewer"),
        ("person:kim", KIM, {"role": "admin"}, "made Kim an admin instead of a reviewer"),
        ("person:kim", KIM, {"left": "2026-12-01", "successor": "ana"},
         "let Kim leave on 2026-12-01; ana took over"),
        ("person:kim", KIM | {"left": "x"}, KIM, "took Kim back as a reviewer"),
        ("people:strangers", None, {"role": "viewer"},
         "said that who is not listed is a viewer"),
        ("alarm:A-1", None, ALARM, "raised A-1, severe: score drifted"),
        ("alarm:A-1", ALARM, {"times": 2}, "saw A-1 again (2 times by now): score drifted"),
        ("alarm:A-1", ALARM, {"state": "acknowledged"}, "took A-1: score drifted"),
        ("alarm:A-1", ALARM, {"state": "resolved", "resolved_because": "mended"},
         "resolved A-1: mended"),
        ("alarm:A-1", ALARM | {"state": "resolved"}, ALARM | {"opened": 2},
         "raised A-1 again: score drifted"),
        ("investigation:I-1", None, LOOKED, "opened I-1, minor: p95 latency"),
        ("investigation:I-1", LOOKED, {"sightings": [1]}, "saw I-1 again: p95 latency"),
        ("investigation:I-1", LOOKED, {"status": "ended"},
         "saw that what I-1 is about has ended: p95 latency"),
        ("investigation:I-1", LOOKED, {"status": "closed", "finding": "a slow disk"},
         "closed I-1: a slow disk"),
        ("investigation:I-1", LOOKED, {"owner": "ben"}, "gave I-1 to ben: p95 latency"),
        ("contract", {"version": 1, "scope": "a"}, {"version": 2, "scope": "b"},
         "set version 2 of the contract: scope"),
        ("self-test", None, TESTED,
         "tested the gate with 2 runs on blocking@1: it answered 1 wrong (b)"),
        ("watched:production", None, {"until": "2026-11-16"},
         "judged production up to 2026-11-16"),
    ],
)  # fmt: skip
def test_what_stands_is_told_in_its_own_words(
    subject: str, before: Any, more: Any, did: str
) -> None:
    kind = {"proposal": Kind.PROPOSAL_SET, "waiver": Kind.WAIVER_SET, "alarm": Kind.ALARM_SET,
            "investigation": Kind.INVESTIGATION_SET, "contract": Kind.CONTRACT_SET,
            "self-test": Kind.SELF_TESTED, "watched": Kind.WATCHED}  # fmt: skip
    of = kind.get(subject.partition(":")[0], Kind.PERSON_SET)
    after = {"body": (before or {}) | more}
    found = replace(entry(of, {"body": before}, after), subject=subject)
    assert (told(found).did, told(found).whole) == (did, True)


def test_a_governed_number_is_told_by_its_name_and_unit() -> None:
    before = {"name": "quarantine.max_days", "value": 30}
    found = told(entry(Kind.THRESHOLD_SET, before, before | {"value": 21}))
    assert found.did == "set longest quarantine of a flaky case 30 → 21 days"
    assert [(c.before, c.after) for c in found.changes] == [("30 days", "21 days")]


@pytest.mark.parametrize(
    ("said", "leads"),
    [
        ("P-1, proposed by ana", ["/thresholds?proposal=P-1"]),
        ("W-2 and INC-3", ["/waivers?id=W-2", "/incidents?id=INC-3"]),
        ("<b>LAP-1</b>", []),
    ],
)
def test_what_a_reason_names_is_one_click_away(said: str, leads: list[str]) -> None:
    found = str(linked(said))
    assert [one.partition('"')[0] for one in found.split('href="')[1:]] == leads
    assert "<b>" not in found


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
