"""Adversarial suites are the same for ever, and injected failures are found or named."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stdnum import iban, luhn

from curation.attempts import Tally
from curation.cases import Behaviour, Source, State
from curation.errors import BadRequest, NotAllowed, Unknown
from curation.fixtures.attacks import ATTACKS, KINDS, attacks
from curation.fixtures.drawing import Draw
from curation.identity import case_id
from curation.injections import (
    CONTROL,
    FAULTS,
    Injected,
    body,
    detected,
    events,
    from_body,
    of_events,
    respelt,
    results,
    reworded,
)
from curation.suites import fared, suite_name
from store.acts import injecting, injecting_twins
from store.answers.gate import GateAnswer
from store.desk import Desk
from tests.blocking_desk import blocking_desk
from tests.terminal import Evaldesk
from tests.test_the_main_job import results as results_file

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_makes_the_same_attacks_and_more_go_on_with_them(kind: str) -> None:
    found = attacks(kind, 40, 3)
    assert found[:10] == attacks(kind, 10, 3)
    assert len({case_id(one.route, one.input) for one in found}) == 40
    other = {one.input for one in attacks(kind, 40, 4)}
    assert len(other & {one.input for one in found}) < 20
    for one in found:
        assert one.source is Source.ADVERSARIAL
        assert one.tags == (f"attack:{kind}",)
        assert one.behaviour is ATTACKS[kind].behaviour
        assert one.expected.strip()
        assert "{" not in one.expected


def test_each_attack_is_what_it_is_called() -> None:
    texts = {kind: [one.input for one in attacks(kind, 20, 1)] for kind in KINDS}
    assert min(map(len, texts["very_long"])) > 3_000
    assert max(map(len, texts["hardly_anything"])) < 40
    assert all(any(ord(c) > 0x370 for c in text) for text in texts["homoglyphs"])
    strange = {"Cf", "Mn"}
    assert all(strange & {unicodedata.category(c) for c in text} for text in texts["unicode"])
    assert all(one.behaviour is Behaviour.REFUSAL for one in attacks("injection", 5, 1))


def test_an_attack_that_nobody_knows_or_none_at_all_is_refused() -> None:
    with pytest.raises(Unknown, match="homoglyphs"):
        attacks("voodoo", 1, 1)
    with pytest.raises(BadRequest, match="1 or more"):
        attacks("markup", 0, 1)


@pytest.mark.parametrize("said", ["", "detection", "a b", "x" * 41, "-a"])
def test_a_name_that_no_suite_can_have_is_refused(said: str) -> None:
    with pytest.raises(BadRequest):
        suite_name(said)


def test_what_has_no_verdict_is_in_no_rate() -> None:
    tallies = {"a": Tally(2), "b": Tally(1, 1), "c": Tally(0, 1), "d": Tally(0, 0, 1)}
    found = fared("injection", ["a", "b", "c", "d", "e"], tallies)
    assert (found.passed.k, found.passed.n, found.errored, found.missing) == (1, 3, 1, 1)
    assert found.failed == ("b", "c")
    assert fared("injection", ["e"], {}).passed.value is None


def test_planted_cards_and_accounts_are_valid_and_differ() -> None:
    found = events(20, 1, NOW)
    secrets = {kind: [x.secret for x in found if x.kind == kind] for kind in ("card", "IBAN")}
    assert all(luhn.is_valid(str(one).replace(" ", "")) for one in secrets["card"])
    assert all(iban.is_valid(str(one), check_country=False) for one in secrets["IBAN"])
    assert len(set(secrets["card"])) == len(set(secrets["IBAN"])) == 20
    assert found == events(20, 1, NOW) != events(20, 2, NOW)


def test_what_the_desk_made_of_a_failure_is_judged_by_what_has_to_see_it() -> None:
    rows = {kind: Injected(kind, kind, {}, "a@b.example") for kind in (*FAULTS, CONTROL)}
    nothing = {c.kind: c for c in of_events(rows.values(), {}, frozenset())}
    assert all(one.rate.k == 0 and one.missed == (kind,) for kind, one in nothing.items())
    seen = {"wrong label": {"kind": "wrong_answer"}, CONTROL: {"kind": None},
            "e-mail": {"kind": None, "input": "Write to [EMAIL-1]."},
            "phone": {"kind": None, "input": "Call a@b.example."}}  # fmt: skip
    found = of_events(rows.values(), seen, frozenset({"unknown kind", "error"}))
    assert {c.kind for c in found if c.rate.k} == {
        "wrong label", "unknown kind", "e-mail", CONTROL,
    }  # fmt: skip
    assert from_body(body(found, 1)) == found


@pytest.mark.parametrize("n", [0, 1, 2, 3, 9, 50])
def test_injected_runs_leave_some_case_untouched(n: int) -> None:
    cases = [f"c-{at}" for at in range(n)]
    made = results(cases, 20, 7)
    assert made == results(cases[::-1], 20, 7)
    assert len(made) < max(n, 1)
    assert bool(made) is (n > 1)


def test_a_twin_is_the_same_case_in_other_letters_and_another_in_other_words() -> None:
    text = "Where is my lamp, order 12?"
    assert case_id("r", respelt(text)) == case_id("r", text)
    assert case_id("r", reworded(text, Draw("x"))) != case_id("r", text)
    assert detected("x", "x", "x", {}).rate.value is None


@pytest.fixture(scope="module")
def evaldesk(tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """Two blocking cases of ana's, a suite of two kinds in monitoring, and a run on it."""
    place = tmp_path_factory.mktemp("adversarial")
    said, _, _ = blocking_desk(place)
    kinds = ["--kind", "injection", "--kind", "unicode", "-n", 3]
    made = said("adversarial", "make", "red", *kinds, "--owner", "ana", "--to", "monitoring")
    assert made.code == 0, made.text
    said("freeze", "monitoring")
    shown = said("adversarial", "show", "red", "--json").json
    broken = shown["cases"][0]
    passed: dict[str, list[bool | None]] = {case: [case != broken] for case in shown["cases"]}
    run = results_file(place / "rc.jsonl", passed)
    said("import", run, "--as", "results", "--run", "rc", "--set", "monitoring@2")
    return said


def test_a_suite_is_made_once_and_says_how_a_run_fared_by_attack(evaldesk: Evaldesk) -> None:
    found = evaldesk("adversarial", "show", "red", "--json").json
    assert (found["attacks"], found["places"]) == (
        {"injection": 3, "unicode": 3},
        {"monitoring": 6},
    )
    [run] = found["runs"]
    assert (run["run"], run["all"]["passed"]["k"], run["all"]["passed"]["n"]) == ("rc", 5, 6)
    by = {one["attack"]: one["passed"]["k"] for one in run["by"]}
    assert by == {"injection": 2, "unicode": 3}
    again = evaldesk(
        "adversarial", "make", "red", "--kind", "injection", "-n", 3, "--json"
    ).json
    assert (again["opened"], len(again["known"]), len(again["suite"]["cases"])) == ([], 3, 6)
    case = evaldesk("case", found["cases"][0], "--json").json["case"]
    assert (case["source"], case["tags"]) == ("adversarial", ["attack:injection", "suite:red"])
    cut = evaldesk("coverage", "--by", "attack", "--json").json["cells"]
    assert {c["attack"]: c["actual"] for c in cut if c["attack"]} == {
        "injection": 3,
        "unicode": 3,
    }


def test_injected_failures_are_counted_in_a_copy_and_what_was_missed_is_named(
    evaldesk: Evaldesk,
) -> None:
    before = evaldesk("inbox", "--json").json["failures"]
    found = evaldesk("adversarial", "detect", "-n", 4, "--json").json
    kinds = {one["kind"]: one for one in found["kinds"]}
    sure = ("wrong label", "error", "timeout", "marked wrong", "unhappy user", "unsafe",
            "unreadable time", "unknown kind", "impossible score", "brought twice")  # fmt: skip
    assert {(kinds[k]["rate"]["k"], kinds[k]["rate"]["n"]) for k in sure} == {(4, 4)}
    assert found["spared"]["value"] == 1
    tried = [k for k in ("failed case", "dropped case", "errored case", "contradiction")
             if kinds[k]["rate"]["n"]]  # fmt: skip
    assert tried
    assert all(kinds[k]["rate"]["value"] == 1 for k in tried)
    assert kinds["exact twin"]["rate"]["value"] == kinds["sound case"]["rate"]["value"] == 1
    for one in kinds.values():
        assert len(one["missed"]) == min(one["rate"]["n"] - one["rate"]["k"], 10)
    assert evaldesk("inbox", "--json").json["failures"] == before
    assert evaldesk("adversarial", "list", "--json").json["detection"] == found
    assert evaldesk("verify").code == 0


def test_a_blind_import_a_gate_that_names_all_and_a_door_that_is_shut_are_told(
    evaldesk: Evaldesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, judged = injecting.events, injecting.judge_run

    def blind(n: int, seed: int, now: datetime) -> list[Injected]:
        made = honest(n, seed, now)
        for one in made:
            one.row["error"] = None
        return made

    def names_all(copy: Desk, run: str, *, actor: str, fix: str) -> GateAnswer:
        with copy.ledger.reading() as asked:
            every = tuple(one.id for one in asked.cases(State.BLOCKING))
        return replace(judged(copy, run, actor=actor, fix=fix), failed=every)

    def shut(*_: object, **__: object) -> None:
        raise NotAllowed("You may not open cases at all.")

    monkeypatch.setattr(injecting, "events", blind)
    monkeypatch.setattr(injecting, "judge_run", names_all)
    monkeypatch.setattr(injecting_twins, "open_by_hand", shut)
    found = evaldesk("adversarial", "detect", "-n", 2, "--json").json
    kinds = {one["kind"]: one for one in found["kinds"]}
    assert (kinds["error"]["rate"]["k"], len(kinds["error"]["missed"])) == (0, 2)
    assert "error (2 of 2)" in found["sentence"]
    sound = kinds["sound case"]["rate"]
    assert (sound["k"], sound["n"]) == (0, 1)
    assert "Named though nothing is wrong: sound case (1 of 1)." in found["sentence"]
    for kind in ("exact twin", "near twin"):
        assert kinds[kind]["rate"]["n"] == 0
        assert "2 of 2 could not be injected: You may not open" in kinds[kind]["why"]
    assert "Not tried: dropped case" in found["sentence"]
    assert "exact twin, near twin." in found["sentence"]


def test_too_many_are_not_injected_and_no_suite_is_unknown(evaldesk: Evaldesk) -> None:
    assert evaldesk("adversarial", "detect", "-n", 0).code == 2
    assert evaldesk("adversarial", "show", "blue").code == 2
    assert evaldesk("adversarial", "make", "detection").code == 2


def test_every_name_of_the_answers_stands_in_the_contract(evaldesk: Evaldesk) -> None:
    contract = (Path(__file__).parent.parent / "docs" / "json.md").read_text(encoding="utf-8")
    answers = [
        evaldesk("adversarial", "list", "--json").json,
        evaldesk("coverage", "--by", "route", "--json").json,
    ]
    found = {name for answer in answers for name in answer}
    found |= {name for one in answers[0]["suites"] for name in one}
    found |= {name for one in answers[1]["cells"] for name in one}
    assert {name for name in found if name not in contract} == set()
