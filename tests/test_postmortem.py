"""A postmortem's questions: each answered from what is known, never neutrally."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from curation import aftermath, postmortem
from curation.aftermath import Part, Sighting, Stretch, parts_hit
from curation.cases import Case, State
from curation.decisions import Kind
from curation.incidents import Incident
from curation.postmortem import Answer, Evidence, Finding, Meant, Production, Ran
from curation.releases import matched_by
from curation.runs import Run, SetVersion
from store.acts.alarming import acknowledge, raise_alarms, resolve, write_runbook
from store.answers.postmortem import first_alarm
from store.desk import found_desk, open_desk
from tests.blocking_desk import blocking_desk
from tests.builders import ANA, a_case
from tests.test_alarms import a_deviation
from tests.test_docs import CONTRACT, keys
from tests.test_incidents import an_incident
from tests.test_the_main_job import results

INCIDENT = an_incident(start="2026-11-10", end="2026-11-12", release="4.3.0")
BEFORE, AFTER = "2026-11-09T10:00:00+00:00", "2026-11-10T10:00:00+00:00"
TIED = Meant(("c-1", "c-2"), by_hand=True)
PASSED: Mapping[str, Any] = {
    "verdict": "PASS", "set": "blocking", "version": 2, "cases": 9, "reason": "All passed.",
    "quarantined": [], "set_aside": [],
}  # fmt: skip


def a_version(*cases: str, at: str = BEFORE, name: str = "blocking", number: int = 2) -> Any:
    return SetVersion(name, number, "0" * 64, dict.fromkeys(cases, "sha"), at)


def a_run(**stated: Any) -> Run:
    ready = Run("4.3-rc2", {"blocking": 2}, "assistant-4.3-rc2", "abc1234", started_at=BEFORE)
    return replace(ready, **stated)


@pytest.mark.parametrize(
    ("meant", "versions", "answer", "words"),
    [
        (TIED, [a_version("c-1", "c-2")], "yes", "2 stood in blocking@2"),
        (TIED, [a_version("c-1")], "partly", "1 stood in blocking@2"),
        (TIED, [a_version("c-9")], "no", "Of the 2 cases tied to it, 0 stood"),
        (TIED, [a_version("c-1", "c-2", at=AFTER)], "no", "No set was frozen before it began"),
        (TIED, [], "no", "none of the 2 cases tied to it was in one"),
        (Meant((), by_hand=False), [a_version("c-1")], "not known", "No case is tied to it"),
        (
            Meant(("c-1",), by_hand=False),
            [a_version("c-1", number=1), a_version("c-2")],
            "no",
            "1 case that failed in its window and cohort, 0 stood in blocking@2, the versions "
            "in force when it began. 1 had left it by then.",
        ),
        (
            TIED,
            [a_version("c-1"), a_version("c-2", name="monitoring", number=5)],
            "yes",
            "1 stood in blocking@2 and 1 stood in monitoring@5",
        ),
    ],
)
def test_whether_the_case_was_in_a_set_before_it_began(
    meant: Meant, versions: list[SetVersion], answer: str, words: str
) -> None:
    found = postmortem.in_a_set(INCIDENT, meant, versions)
    assert (found.answer, found.n) == (answer, len(meant.cases))
    assert words in found.sentence


def judged(**said: Any) -> Ran:
    return Ran(a_run(), "its name", {**PASSED, **said}, "2026-11-09T12:00:00+00:00")


@pytest.mark.parametrize(
    ("incident", "ran", "answer", "good", "words"),
    [
        (INCIDENT, [judged()], "yes", True, "judged PASS on 2026-11-09, on blocking@2 with 9"),
        (INCIDENT, [judged(quarantined=[{"case": "c"}])], "yes", True, "1 case in quarantine"),
        (INCIDENT, [judged(verdict="BLOCKED")], "yes", False, "It shipped all the same"),
        (INCIDENT, [judged(verdict="INCOMPLETE")], "partly", False, "judged INCOMPLETE"),
        (INCIDENT, [Ran(a_run(), "its name", None, None)], "partly", False, "nobody asked"),
        (
            INCIDENT,
            [Ran(a_run(), "its name", None, None, judged_after=True)],
            "partly",
            False,
            "the gate was asked only afterwards",
        ),
        (INCIDENT, [], "no", False, "No run before it began names 4.3.0"),
        (an_incident(), [], "not known", None, "No release is named as its cause"),
    ],
)
def test_whether_the_gate_was_run_and_what_it_said(
    incident: Incident, ran: list[Ran], answer: str, *, good: bool | None, words: str
) -> None:
    found = postmortem.gate_run(incident, ran)
    assert (found.answer, found.good) == (answer, good)
    assert words in found.sentence


def test_an_answer_of_before_quarantines_does_not_claim_that_there_were_none() -> None:
    said = {k: v for k, v in PASSED.items() if k not in ("quarantined", "set_aside")}
    found = postmortem.gate_run(INCIDENT, [Ran(a_run(), "its name", said, BEFORE)])
    assert "Whether cases were in quarantine was not recorded then" in found.sentence


SAME = {"models": {"assistant-4.3-rc2": 5}, "commits": {"abc1234": 5}, "releases": {"4.3.0": 5}}


@pytest.mark.parametrize(
    ("seen", "versions", "answer", "words"),
    [
        (SAME, [a_version(at="2026-11-01T00:00:00+00:00")], "yes", "the version in force then"),
        (
            SAME,
            [a_version(at="2026-11-01"), a_version(number=3, at="2026-11-02")],
            "partly",
            "it ran on blocking@2 while blocking@3 was in force",
        ),
        (
            {"models": {"assistant-4.3": 5}},
            [a_version(at="2026-11-01")],
            "partly",
            "its model is assistant-4.3-rc2, production says assistant-4.3",
        ),
        (
            SAME | {"commits": None},
            [a_version(at="2026-11-01")],
            "partly",
            "production's events name no commit, so abc1234 cannot be checked",
        ),
        (
            SAME | {"models": {"assistant-4.3-rc2": 4, "other": 1}},
            [a_version(at="2026-11-01")],
            "partly",
            "served 4 of 5 events",
        ),
        ({"models": {}}, [], "not known", "which blocking version was in force when it ran"),
    ],
)
def test_whether_what_was_judged_is_what_ran(
    seen: dict[str, Any], versions: list[SetVersion], answer: str, words: str
) -> None:
    ran = [Ran(a_run(), "its name", PASSED, BEFORE)]
    found = postmortem.consistent(INCIDENT, ran, versions, Production(**seen))
    assert found.answer == answer
    assert words in found.sentence


def test_without_a_run_nothing_can_be_held_against_production() -> None:
    found = postmortem.consistent(INCIDENT, [], [], Production({}))
    assert (found.answer, found.n) == (Answer.NOT_KNOWN, None)
    assert "no run of the release" in found.sentence
    other = postmortem.consistent(an_incident(), [], [], Production({}))
    assert "No release is named" in other.sentence


def opened(name: str, state: State, at: str = AFTER) -> Case:
    return a_case(id=name, state=state, opened_at=at)


@pytest.mark.parametrize(
    ("cases", "frozen", "answer", "words"),
    [
        (
            [opened("c-1", State.BLOCKING), opened("c-2", State.BACKLOG)],
            a_version("c-1", at=AFTER),
            "yes",
            "2 cases were added since it began: 1 in blocking, 1 in backlog. blocking@2, in "
            "force now, holds 1 of them.",
        ),
        ([opened("c-1", State.BLOCKING)], a_version(), "partly", "holds 0 of them"),
        ([opened("c-1", State.BLOCKING)], None, "partly", "none of them blocks yet"),
        ([opened("c-1", State.MONITORING)], None, "partly", "1 case was added"),
        ([opened("c-1", State.BLOCKING, BEFORE)], a_version("c-1"), "no", "None of its"),
        ([opened("c-1", State.DISMISSED)], None, "no", "1 case came and went"),
    ],
)
def test_which_cases_were_added_since_and_whether_they_block(
    cases: list[Case], frozen: SetVersion | None, answer: str, words: str
) -> None:
    in_force = {State.BLOCKING.value: frozen} if frozen else {}
    found = postmortem.added(INCIDENT, cases, in_force)
    assert found.answer == answer
    assert words in found.sentence


FIRST = datetime(2026, 11, 10, 6, tzinfo=UTC)


def a_sighting(what: str, **after: float) -> Sighting:
    return Sighting(what, FIRST + timedelta(**after), Evidence(what, "case"))


@pytest.mark.parametrize(
    ("first", "sightings", "answer", "words"),
    [
        (FIRST, [a_sighting("a first case", hours=30)], "yes", "a first case after 30 hours."),
        (
            FIRST,
            [a_sighting("its record", days=9), a_sighting("a first case", days=5)],
            "no",
            "a first case after 5.0 days, its record after 9.0 days. It had ended 3.2 days",
        ),
        (FIRST, [a_sighting("a first alarm", hours=-2)], "yes", "a first alarm before that"),
        (FIRST, [], "not known", "no case, alarm or record tells"),
        (None, [a_sighting("its record", days=1)], "not known", "carries a time"),
    ],
)
def test_whether_it_was_seen_while_it_lasted(
    first: datetime | None, sightings: list[Sighting], answer: str, words: str
) -> None:
    found = aftermath.seen(INCIDENT, first, 7, sightings)
    assert (found.answer, found.n) == (answer, 7)
    assert words in found.sentence


def test_the_first_alarm_is_one_about_its_cohort_while_it_lasted(tmp_path: Path) -> None:
    found_desk(tmp_path / "desk")
    days = count(1)

    def a_day_later() -> datetime:
        return datetime(2026, 11, 2, tzinfo=UTC) + timedelta(days=next(days))

    us, eu = ({"region": name} for name in ("us", "eu"))
    with closing(open_desk(tmp_path / "desk", a_day_later)) as desk:
        raise_alarms(desk, [a_deviation(cohort=us)])
        raise_alarms(desk, [a_deviation(cohort=eu)])
        raise_alarms(desk, [a_deviation("topic", 1, cohort=eu)])
        for name in ("A-2", "A-3"):
            acknowledge(desk, name, actor=ANA)
            resolve(desk, name, actor=ANA, reason="over")
        write_runbook(desk, "drift", "Be calm", actor=ANA)
        with desk.ledger.reading() as asked:
            known = asked.decisions(kinds=[Kind.ALARM_SET])
        raise_alarms(desk, [a_deviation(number=2, cohort=eu)])
        with desk.ledger.reading() as asked:
            alarms = asked.decisions(kinds=[Kind.ALARM_SET])
    hurt_eu = an_incident(start="2026-11-02", cohort=eu)
    first = first_alarm(hurt_eu, alarms)
    assert first is not None
    assert first.subject == "alarm:A-2"
    later = replace(hurt_eu, start=known[4].at.isoformat())  # when somebody took it
    assert first_alarm(later, known) is None
    back = first_alarm(later, alarms)
    assert back is not None
    assert (back.subject, back.after["body"]["opened"]) == ("alarm:A-2", 2)
    never = replace(hurt_eu, start="2027-11-19T00:00:00+00:00")
    assert first_alarm(never, alarms) is None


def hurt(wrong: int, judged: int, wrong_before: int, judged_before: int) -> Finding:
    return aftermath.hurt(
        INCIDENT,
        Stretch("", None, 60, judged, wrong),
        Stretch("", None, 90, judged_before, wrong_before),
        20, failures=wrong, cost=None if wrong == 3 else 40.0, unpriced=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "answer", "words"),
    [
        (
            (20, 50, 5, 80),
            "yes",
            "40.0 % of 50 judged events were wrong, 6.2 % of 80 in the 28",
        ),
        ((5, 50, 6, 80), "no", "That is no more than chance gives"),
        ((3, 19, 5, 80), "not known", "Too few to say against before: 19 judged events"),
        ((3, 50, 5, 19), "not known", "what they cost is not known"),
        ((20, 50, 5, 80), "yes", "they cost $40 (1 have no cost)"),
    ],
)
def test_whether_the_cohort_was_hurt_more_than_before(
    counts: tuple[int, int, int, int], answer: str, words: str
) -> None:
    found = hurt(*counts)
    assert (found.answer, found.n) == (answer, counts[1])
    assert words in found.sentence


def test_the_parts_hit_most_are_those_with_the_most_errors_too_many() -> None:
    parts = [
        Part({"region": "eu"}, 200, 60, 200, 20),
        Part({"region": "us"}, 40, 20, 40, 2),
        Part({"region": "apac"}, 200, 21, 200, 20),
        Part({"region": "tiny"}, 19, 19, 200, 0),
        Part({"region": "better"}, 200, 2, 200, 60),
    ]
    found, compared = parts_hit(parts, 20)
    assert [hit.part.cohort["region"] for hit in found] == ["eu", "us"]
    assert compared == 4
    link = aftermath.cohort_link(INCIDENT)
    told = aftermath.whom(found, compared, link)
    assert (told.answer, told.n) == (Answer.YES, 4)
    assert "2 of 4 parts compared surely err more" in told.sentence
    assert "region=eu 30 % of 200, 10 % before" in told.sentence
    assert aftermath.whom([], 4, link).answer == Answer.NO
    assert aftermath.whom([], 0, link).answer == Answer.NOT_KNOWN
    assert parts_hit(parts[3:4], 20) == ([], 0)


@pytest.mark.parametrize(
    ("release", "run", "by"),
    [
        ("4.3.0", a_run(), "its name"),
        ("v4.3", a_run(), "its name"),
        ("4.3.1", a_run(), None),
        ("4.3", Run("4.3.1-rc1", {}), None),
        ("5.1", Run("5.1-mini-rc1", {}), None),
        ("4.3", Run("nightly", {}, "assistant-4.3-rc2"), "its model"),
        ("assistant-4.3", Run("nightly", {}, "assistant-4.3-rc2"), "its model"),
        ("abc1234", Run("nightly", {}, commit="abc1234def"), "its commit"),
        ("abc", Run("nightly", {}, commit="abc1234def"), None),
        (" ", a_run(), None),
    ],
)
def test_a_run_is_of_a_release_by_name_model_or_commit(
    release: str, run: Run, by: str | None
) -> None:
    assert matched_by(release, run) == by


def test_a_postmortem_on_a_desk_answers_every_question_and_tells_what_it_cannot(
    tmp_path: Path,
) -> None:
    said, first, second = blocking_desk(tmp_path)
    run = results(tmp_path / "rc.jsonl", {first: [True], second: [True]})
    said("import", run, "--as", "results", "--run", "v2-rc1", "--model", "v2")
    said("gate", "v2-rc1")
    words = ["--name", "Refunds", "--start", "2026-11-01", "--severity", "high", "--owner"]
    said("incidents", "record", *words, "ana", "--release", "v2", "--case", first)
    answer = said("postmortem", "INC-1", "--json").json
    assert {name for name in keys(answer) if name not in CONTRACT} == set()
    told = {one["key"]: (one["answer"], one["n"]) for one in answer["findings"]}
    assert told == {
        "in_a_set": ("no", 1),  # the set was frozen today, long after it began
        "gate": ("no", 0),
        "consistent": ("not known", None),
        "added": ("yes", 2),
        "seen": ("yes", 2),
        "hurt": ("not known", 3),
        "whom": ("not known", 0),
    }
    assert said("postmortem", "INC-1", "--markdown").text.startswith("# INC-1: Refunds")
    assert "NOT KNOWN (n 3)" in said("postmortem", "INC-1").text
