"""Before a move: what it would change, what it would refuse, and what would follow from it."""

import json
from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from curation.cases import Behaviour, State
from curation.effect import Effect
from curation.errors import BadRequest, Unknown
from curation.identity import case_id
from curation.thresholds import DEFAULTS, MIN_ATTEMPTS
from store.acts.describing import describe
from store.acts.freezing import freeze
from store.acts.importing import import_files
from store.acts.judging import judge_run
from store.acts.moving import move
from store.acts.owning import name_owner, set_thresholds
from store.acts.run_words import RunWords
from store.answers.foresight import Foresight, foresee
from store.answers.glimpses import glimpses
from store.answers.weighing import weigh
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, CARL, a_case, opened
from tests.terminal import terminal

ONE, TWO, THREE = (f"c-{n:016}" for n in (1, 2, 3))
BARE, LOW = "c-bare", "c-low"
NOT_SCORED = (
    "no judged release has scored what it asks now, "
    "so nobody can tell what it would have stopped"
)
CASES = [
    *(a_case(id=c, input=f"Question {c}", state=State.BLOCKING) for c in (ONE, TWO, THREE)),
    a_case(id=LOW, input="In monitoring", state=State.MONITORING),
    a_case(id=BARE, input="Bare", state=State.BACKLOG, owner=None, behaviour=None),
]


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    """Three blocking cases, one in monitoring, a bare one in the backlog; ana owns blocking."""
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as desk:
        with desk.ledger.transaction() as tx:
            for case in CASES:
                tx.record(opened(case))
        name_owner(desk, "blocking", ANA, BEN, actor=ANA, reason="hers")
        freeze(desk, "blocking", actor=ANA)
        freeze(desk, "monitoring", actor=BEN)
        yield desk


def score(desk: Desk, folder: Path, run: str, passed: Mapping[str, object]) -> None:
    rows = [{"case_id": case, "passed": one, "attempt": n}
            for case, one in passed.items() for n in range(5)]  # fmt: skip
    path = folder / f"{run}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    import_files(desk, [path], "results", actor="ci", run=RunWords(run))
    judge_run(desk, run, actor="ci")


def decided(desk: Desk) -> int:
    with desk.ledger.reading() as asked:
        return asked.head()[0]


def codes(found: Foresight) -> dict[str, list[str]]:
    return {stays.case: [o.code for o in stays.objections] for stays in found.refused}


@pytest.mark.parametrize("to", list(State))
@pytest.mark.parametrize("actor", [ANA, CARL])
@pytest.mark.parametrize("reason", ["", "because"])
def test_what_is_foreseen_is_what_the_move_then_does(
    desk: Desk, tmp_path: Path, to: State, actor: str, reason: str
) -> None:
    if to is State.BLOCKING:
        score(desk, tmp_path, "warm", {LOW: True})
    ids = [case.id for case in CASES]
    before = decided(desk)
    found = foresee(desk, ids, to, actor=actor, reason=reason)
    assert decided(desk) == before
    done = move(desk, ids, to, actor=actor, reason=reason)
    assert tuple(change.case for change in found.changes) == done.moved
    assert [(s.case, s.objections) for s in found.refused] == [
        (r.case, r.objections) for r in done.refused
    ]
    assert {change.after for change in found.changes} <= {to}


def test_a_case_that_somebody_changed_since_is_refused_with_the_name(desk: Desk) -> None:
    seen = {ONE: 1, LOW: 4}
    describe(desk, [LOW], {"note": "odd"}, actor=CARL)
    before = decided(desk)
    found = foresee(desk, [ONE, LOW], State.RETIRED, actor=ANA, reason="old", seen=seen)
    assert [change.case for change in found.changes] == [ONE]
    assert codes(found) == {LOW: ["moved_meanwhile"]}
    assert found.refused[0].objections[0].what.startswith("carl described it (note) at ")
    assert decided(desk) == before


def test_who_looks_ahead_does_not_stand_in_line_behind_who_writes(desk: Desk) -> None:
    describe(desk, [LOW], {"note": "odd"}, actor=CARL)
    with desk.ledger.transaction():
        found = foresee(
            desk, [ONE, LOW], State.RETIRED, actor=ANA, reason="r", seen={ONE: 1, LOW: 4}
        )
    assert [change.case for change in found.changes] == [ONE]
    assert codes(found) == {LOW: ["moved_meanwhile"]}


def test_all_that_stands_in_the_way_is_named_at_once(desk: Desk) -> None:
    found = foresee(desk, [BARE], State.BLOCKING, actor=CARL)
    assert codes(found)[BARE] == [
        "no_expected_behaviour",
        "no_owner",
        "too_few_attempts",
        "not_the_owner",
        "no_reason",
    ]


def test_who_promotes_hears_which_runs_the_case_would_have_stopped(
    desk: Desk, tmp_path: Path
) -> None:
    score(desk, tmp_path, "rc1", {ONE: True, TWO: True, THREE: True, LOW: False})
    score(desk, tmp_path, "rc2", {ONE: True, TWO: True, THREE: True, LOW: False})
    found = foresee(desk, [LOW], State.BLOCKING, actor=ANA, reason="it costs")
    (change,) = found.changes
    words = "would have stopped 2 of the last 2 judged releases that scored it: rc2, rc1"
    assert change.effect == words
    assert found.would_have_blocked == ("rc2", "rc1")
    assert glimpses(desk, [LOW], actor=ANA)[LOW].effect == Effect(2, blocked=("rc2", "rc1"))
    assert found.held_up == ()


@pytest.mark.parametrize(
    ("scored", "words"),
    [
        ((), NOT_SCORED),
        ((True,), "would not have stopped the one judged release that scored it"),
        ((False,), "would have stopped the one judged release that scored it: rc0"),
        ((True, True), "would have stopped none of the last 2 judged releases that scored it"),
    ],
)
def test_what_stopped_nothing_says_of_how_many_runs(
    desk: Desk, tmp_path: Path, scored: tuple[bool, ...], words: str
) -> None:
    set_low_bar(desk)
    for n, passed in enumerate(scored):
        score(desk, tmp_path, f"rc{n}", {LOW: passed})
    (change,) = foresee(desk, [LOW], State.BLOCKING, actor=ANA, reason="r").changes
    assert change.effect == words


def test_a_run_on_what_the_case_asked_before_tells_nothing(desk: Desk, tmp_path: Path) -> None:
    set_low_bar(desk)
    score(desk, tmp_path, "rc0", {LOW: False})
    describe(desk, [LOW], {"expected": "Another answer"}, actor=CARL)
    (change,) = foresee(desk, [LOW], State.BLOCKING, actor=ANA, reason="r").changes
    assert change.effect == NOT_SCORED
    weighed = weigh(desk, [LOW, THREE], State.BLOCKING, actor=ANA).effect
    assert weighed == Effect(1, unasked=("rc0",))
    assert glimpses(desk, [LOW], actor=ANA)[LOW].effect == weighed


def set_low_bar(desk: Desk) -> None:
    """Let cases into blocking that were never scored."""
    low = [replace(t, value=0) for t in DEFAULTS if t.name == MIN_ATTEMPTS]
    set_thresholds(desk, low, actor=ANA, reason="for once")


def test_who_takes_cases_out_hears_which_red_runs_would_have_passed(
    desk: Desk, tmp_path: Path
) -> None:
    score(desk, tmp_path, "green", {ONE: True, TWO: True, THREE: True, LOW: True})
    score(desk, tmp_path, "red", {ONE: False, TWO: True, THREE: True, LOW: True})
    score(desk, tmp_path, "redder", {ONE: False, TWO: False, THREE: True, LOW: True})
    score(desk, tmp_path, "open", {ONE: True, TWO: True, LOW: True})
    alone = foresee(desk, [ONE], State.RETIRED, actor=ANA, reason="old")
    assert [(h.run, h.verdict, h.green) for h in alone.held_up] == [
        ("redder", "BLOCKED", False),
        ("red", "BLOCKED", True),
    ]
    assert alone.held_up[1].told == "red was BLOCKED; without this case it would have passed"
    assert "without this case still: 1 blocking case failed" in alone.held_up[0].told.lower()
    both = foresee(desk, [ONE, TWO, THREE], State.MONITORING, actor=ANA, reason="old")
    assert {h.run: h.green for h in both.held_up} == {
        "open": False,  # no case is left to judge on
        "redder": False,
        "red": False,
    }
    two = foresee(desk, [ONE, TWO], State.MONITORING, actor=ANA, reason="old")
    assert {h.run: h.green for h in two.held_up} == {"redder": True, "red": True}
    none = foresee(desk, [THREE], State.RETIRED, actor=ANA, reason="old")
    assert (none.judged, [h.run for h in none.held_up]) == (4, ["open"])
    low = foresee(desk, [LOW], State.RETIRED, actor=ANA, reason="old")
    assert (low.judged, low.held_up, low.looking_back) == (0, (), ())


def test_who_takes_out_what_never_stopped_a_run_hears_that(desk: Desk, tmp_path: Path) -> None:
    score(desk, tmp_path, "green", {ONE: True, TWO: True, THREE: True, LOW: True})
    found = foresee(desk, [ONE], State.RETIRED, actor=ANA, reason="old")
    assert found.looking_back == ("It would have changed nothing about the one judged run.",)


def events(desk: Desk, folder: Path, number: int) -> None:
    rows: list[dict[str, Any]] = [
        {"id": f"e{n}", "input": f"I was charged {n} times", "prediction": "refund",
         "truth": "billing", "timestamp": f"2026-11-{1 + n:02}T10:00:00Z"}
        for n in range(number)
    ]  # fmt: skip
    path = folder / "events.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    import_files(desk, [path], "events", actor="cron")


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("+10", "sleeps until 10 more failures (its group has had 6 failures so far)"),
        ("2099-12-31", "sleeps until 2099-12-31 (its group has had 6 failures so far)"),
    ],
)
def test_who_dismisses_hears_what_would_wake_the_case_up(
    desk: Desk, tmp_path: Path, until: str, words: str
) -> None:
    events(desk, tmp_path, 6)
    failure = case_id("default", "I was charged 2 times")
    to = State.DISMISSED
    found = foresee(desk, [failure], to, actor=ANA, reason="r", until=until)
    (change,) = found.changes
    assert (change.before, change.version, change.effect) == (State.INBOX, 0, words)
    escalates = foresee(desk, [failure], to, actor=ANA, reason="r")
    assert (escalates.changes[0].effect or "").startswith("sleeps until a week has more than ")


def test_the_command_foresees_and_moves_nothing(desk: Desk, tmp_path: Path) -> None:
    evaldesk = terminal(tmp_path / "desk")
    before = decided(desk)
    words = ("move", LOW, BARE, "--to", "backlog", "-m", "noise", "--dry-run")
    told = evaldesk(*words)
    assert told.code == 1  # the bare one is there already
    assert "1 would move to backlog, 1 would stay." in told.text
    assert "it is already in backlog" in told.text
    found = evaldesk(*words, "--json").json
    assert [(c["case"], c["before"], c["after"]) for c in found["changes"]] == [
        (LOW, "monitoring", "backlog")
    ]
    assert evaldesk("move", LOW, "--to", "backlog", "-m", "noise", "--dry-run").code == 0
    assert decided(desk) == before


def test_an_id_that_nobody_knows_is_told_by_name(desk: Desk) -> None:
    with pytest.raises(Unknown, match="'c-unheard'"):
        foresee(desk, [ONE, "c-unheard"], State.RETIRED, actor=ANA)


def test_more_cases_than_one_move_takes_are_refused(desk: Desk) -> None:
    with pytest.raises(BadRequest, match="1,001 cases are more"):
        foresee(desk, [f"c-{n}" for n in range(1001)], State.RETIRED, actor=ANA)


def test_a_behaviour_that_is_stated_clears_its_objection(desk: Desk) -> None:
    values = {"behaviour": Behaviour.REFUSAL, "owner": CARL}
    describe(desk, [BARE], values, actor=CARL)
    assert codes(foresee(desk, [BARE], State.MONITORING, actor=CARL)) == {}
