"""What past releases would have met; how inputs resemble each other; what a move would do."""

import json
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest

from curation.attempts import Outcome, outcome
from curation.cases import State
from curation.effect import Effect, Met, Partly, effect, met, worst
from curation.likeness import index, words
from curation.versions import asked_sha256, line
from store.acts.describing import describe
from store.acts.importing import import_files
from store.acts.moving import move
from store.answers.effects import tallied
from store.answers.glimpses import glimpses
from store.answers.queue import queue
from store.answers.weighing import weigh
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, a_case

PASSED, FAILED, FLAKY, ERRORED, MISSING = (
    Outcome.PASSED, Outcome.FAILED, Outcome.FLAKY, Outcome.ERRORED, Outcome.MISSING,
)  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "worst_of", "found"),
    [
        ("PASS", FAILED, Effect(1, blocked=("rc",))),
        ("INCOMPLETE", FAILED, Effect(1, blocked=("rc",))),
        ("BLOCKED", FAILED, Effect(1, anyway=("rc",))),
        ("PASS", FLAKY, Effect(1, held_up=("rc",))),
        ("PASS", ERRORED, Effect(1, held_up=("rc",))),
        ("INCOMPLETE", FLAKY, Effect(1, anyway=("rc",))),
        ("BLOCKED", PASSED, Effect(1)),
        ("PASS", MISSING, Effect(1, unasked=("rc",))),
    ],
)
def test_a_failure_would_have_blocked_what_was_not_red_already(
    answer: str, worst_of: Outcome, found: Effect
) -> None:
    assert effect([Met("rc", answer, worst_of)]) == found


@pytest.mark.parametrize(
    ("outcomes", "found"),
    [
        ([], MISSING),
        ([MISSING, PASSED], PASSED),
        ([PASSED, ERRORED], ERRORED),
        ([ERRORED, FLAKY], FLAKY),
        ([FLAKY, FAILED, PASSED], FAILED),
    ],
)
def test_of_several_cases_the_worst_decides(outcomes: list[Outcome], found: Outcome) -> None:
    assert worst(outcomes) is found


@pytest.mark.parametrize(
    ("outcomes", "found"),
    [
        ([PASSED, MISSING, MISSING], Effect(1, partly=(Partly("rc", 2, 3),))),
        ([FAILED, MISSING], Effect(1, blocked=("rc",), partly=(Partly("rc", 1, 2),))),
        ([MISSING, MISSING], Effect(1, unasked=("rc",))),
        ([PASSED, PASSED], Effect(1)),
    ],
)
def test_of_a_run_that_met_some_of_the_cases_it_is_said_how_many_it_never_met(
    outcomes: list[Outcome], found: Effect
) -> None:
    assert effect([met("rc", "PASS", outcomes)]) == found


@pytest.mark.parametrize(
    ("expected", "found"), [("new", PASSED), ("old", FAILED), ("newest", MISSING)]
)
def test_only_what_a_case_asks_now_is_tallied(expected: str, found: Outcome) -> None:
    old, new = (asked_sha256(line(a_case(expected=said))) for said in ("old", "new"))
    once = {"case_id": a_case().id, "run": "rc", "errored": 0}
    rows = [
        {**once, "asked_sha256": old, "passed": 0, "failed": 5},
        {**once, "asked_sha256": new, "passed": 5, "failed": 0},
    ]
    case = a_case(expected=expected)
    assert outcome(tallied(rows, [case])[case.id].get("rc")) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Where is my Order?", {"where", "is", "my", "order"}),
        ("返品したい", {"返品", "品し", "した", "たい"}),
        ("", set[str]()),
    ],
)
def test_words_are_normal_and_unspaced_scripts_fall_into_pairs(
    text: str, found: set[str]
) -> None:
    assert words(text) == found


def test_the_nearest_text_has_most_words_in_common() -> None:
    known = index([("a", "one two three"), ("b", "one two four"), ("c", "five six seven")])
    assert known.nearest("a", "One, two: three!", 5) == [("b", 0.5)]


def event(n: int, text: str, route: str) -> dict[str, str]:
    said = {"id": f"e-{route}-{n}", "input": text, "route": route, "output": "no"}
    return {**said, "timestamp": "2026-11-02T10:00:00Z", "prediction": "x", "truth": "y"}


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    events = [event(n, f"Give me my money back {n}", "refunds") for n in range(3)]
    events += [event(9, "give me my money back: 0", "refunds")]
    events += [event(0, "Give me my money back 0", "billing")]
    path = tmp_path / "events.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in events), encoding="utf-8")
    with closing(open_desk(tmp_path / "desk")) as desk:
        import_files(desk, [path], "events", actor="cron", source="app")
        yield desk


def test_a_glimpse_says_how_a_case_resembles_others(desk: Desk) -> None:
    rows = queue(desk).rows
    (twice,) = (row for row in rows if row.count == 2)
    (elsewhere,) = (row for row in rows if row.route == "billing")
    one = glimpses(desk, [twice.case], actor=ANA)[twice.case]
    assert (one.heard.count, one.heard.wordings, one.heard.verbatim) == (2, 2, 1)
    assert [(a.case, a.same, a.share) for a in one.alike[:1]] == [(elsewhere.case, True, 1.0)]
    assert {(a.same, a.route) for a in one.alike[1:]} == {(False, "refunds")}


def test_a_move_of_several_is_weighed_without_doing_it(desk: Desk) -> None:
    ids = [row.case for row in queue(desk).rows]
    describe(desk, ids[:1], {"owner": ANA}, actor=ANA)
    found = weigh(desk, [*ids, "c-unheard"], State.MONITORING, actor=ANA)
    assert (found.free, found.refused, found.effect) == (tuple(ids[:1]), len(ids) - 1, None)
    assert [(s.objection.code, len(s.cases)) for s in found.stays] == [("no_owner", 3)]
    done = move(desk, ids, State.MONITORING, actor=ANA)
    assert done.moved == found.free
    assert {one.case for one in done.refused} == set(found.stays[0].cases)


def test_a_dismissal_is_weighed_by_the_groups_of_the_cases(desk: Desk) -> None:
    ids = [row.case for row in queue(desk).rows]
    found = weigh(desk, ids, State.DISMISSED, actor=ANA)
    assert found.free == tuple(ids)
    assert [(w.route, w.cases, w.failures) for w in found.wakes] == [
        ("refunds", 3, 4),
        ("billing", 1, 1),
    ]
    assert all(w.limit and w.limit > w.busiest for w in found.wakes)
