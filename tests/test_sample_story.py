"""The sample's story: only what the events and the rules allow, and the answers it promises."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from curation.attempts import Outcome, Stability, Tally, outcome, stability, tallies
from curation.cases import Case, Severity, State
from curation.comparison import compare
from curation.gate import Scored, judge, outcomes
from curation.identity import case_id, normalise
from store.sample import World, results_of, write_world
from store.sample.story import (
    Compare,
    Describe,
    Freeze,
    Move,
    Own,
    Record,
    RunPlan,
    Score,
    Step,
    Story,
)

END = date(2026, 11, 15)
MARGIN, MIN_ATTEMPTS, MAX_FLIPS = 0.02, 5, 0.05
Row = Mapping[str, Any]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world of `evaldesk demo`, full size."""
    return write_world(tmp_path_factory.mktemp("world"), end=END)


@pytest.fixture(scope="module")
def story(world: World) -> Story:
    """What its people did."""
    return world.story


@pytest.fixture(scope="module")
def failures(world: World) -> Mapping[str, tuple[str, str, float]]:
    """Route, input and time of every event that is a failure as soon as it is imported."""
    base = duckdb.connect()
    base.execute("SET GLOBAL TimeZone = 'UTC'")
    *parquet, lines = (str(path) for path in world.events)
    rows = base.execute(
        "SELECT event_id, route, input, epoch(occurred_at) FROM "
        "(FROM read_parquet($past) UNION ALL BY NAME FROM read_json($week)) "
        "WHERE kind IS NOT NULL OR error IS NOT NULL OR prediction <> truth "
        "OR feedback = 'negative'",
        {"past": parquet, "week": lines},
    ).fetchall()
    return {event: (route, text, at) for event, route, text, at in rows}


class Replay:
    """The desk that a replay of the story would leave, checked as it goes."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.state: dict[str, State] = {}
        self.frozen: dict[tuple[str, int], list[str]] = {}
        self.rows: dict[str, list[Row]] = {}
        self.tallies: dict[str, Mapping[str, Tally]] = {}
        self.by_version: dict[str, dict[str, list[Tally]]] = defaultdict(dict)
        self.promoted: dict[str, Stability] = {}

    def play(self) -> "Replay":
        """Every step in turn."""
        for step in self.story.steps:
            match step:
                case Describe():
                    self.state.setdefault(step.case, State.INBOX)
                case Move():
                    self._move(step)
                case Freeze():
                    self._freeze(step)
                case Score():
                    self._score(step.run)
                case Own() | Compare() | Record():
                    pass
        return self

    def cases_of(self, run: RunPlan) -> list[str]:
        """What the run was to score."""
        ids = {c for name, number in run.sets.items() for c in self.frozen[name, number]}
        return sorted(ids)

    def _move(self, step: Move) -> None:
        for moved in step.cases:
            assert self.state.get(moved) is not step.to
            if step.to is State.BLOCKING:
                assert self.state[moved] is State.MONITORING
                self.promoted[moved] = stability(self.by_version[moved])
            self.state[moved] = step.to

    def _freeze(self, step: Freeze) -> None:
        ids = sorted(c for c, state in self.state.items() if state == step.set)
        assert len(ids) == step.cases
        assert (step.set, step.version) not in self.frozen
        assert step.version == 1 or self.frozen[step.set, step.version - 1] != ids
        self.frozen[step.set, step.version] = ids

    def _score(self, run: RunPlan) -> None:
        latest = {name: max(v for n, v in self.frozen if n == name) for name in run.sets}
        assert latest == dict(run.sets)  # else the gate would refuse the run as stale
        cases = [self.story.cases[c] for c in self.cases_of(run)]
        self.rows[run.name] = list(results_of(self.story, run, cases))
        scored = tallies((row["case_id"], row["passed"]) for row in self.rows[run.name])
        self.tallies[run.name] = scored
        for case, tally in scored.items():
            self.by_version[case].setdefault(run.model_version, []).append(tally)


@pytest.fixture(scope="module")
def replay(story: Story) -> Replay:
    """The story, replayed."""
    return Replay(story).play()


def _steps(story: Story, kind: type[Step]) -> Iterator[Any]:
    return (step for step in story.steps if isinstance(step, kind))


def test_every_case_is_an_input_that_had_failed_before_it_was_opened(
    story: Story, failures: Mapping[str, tuple[str, str, float]]
) -> None:
    for case in story.cases.values():
        route, text, at = failures[case.event_id]
        assert case_id(route, text) == case.id == case_id(case.route, case.input)
        assert at < case.opened_at.timestamp()


def test_cases_come_from_inputs_that_come_back(
    story: Story, failures: Mapping[str, tuple[str, str, float]]
) -> None:
    counts = Counter(case_id(route, text) for route, text, _ in failures.values())
    assert sum(counts[c] >= 2 for c in story.cases) > 0.9 * len(story.cases)


def test_the_sets_end_as_large_as_promised(story: Story, replay: Replay) -> None:
    assert replay.state == dict(story.ends_in)
    assert Counter(replay.state.values()) == {
        State.INBOX: 9,
        State.BLOCKING: 45,
        State.MONITORING: 160,
        State.BACKLOG: 120,
        State.DISMISSED: 25,
        State.RETIRED: 8,
    }


def test_steps_are_in_order_and_within_the_weeks(world: World) -> None:
    moments = [step.at for step in world.story.steps]
    assert moments == sorted(moments)
    assert world.calendar.start < moments[0]
    assert moments[-1] < world.calendar.moment(world.calendar.hours)


def test_only_scored_and_stable_cases_are_promoted(replay: Replay) -> None:
    assert len(replay.promoted) == 48
    for found in replay.promoted.values():
        assert found.scored >= MIN_ATTEMPTS
        assert found.flip_rate is not None
        assert found.flip_rate <= MAX_FLIPS


def test_blocking_cases_say_all_that_promotion_asks_for(story: Story) -> None:
    said = {step.case: step.values for step in _steps(story, Describe)}
    for case in (c for c, state in story.ends_in.items() if state is State.BLOCKING):
        values = said[case]
        assert values["expected"]
        assert values["owner"]
        assert values["cost_of_failure"] > 0
        assert values["severity"] in (Severity.HIGH, Severity.CRITICAL)


def test_no_two_blocking_cases_are_near_duplicates(story: Story) -> None:
    blocking = [c for c, state in story.ends_in.items() if state is State.BLOCKING]
    words = {c: set(normalise(story.cases[c].input).split()) for c in blocking}
    for one in blocking:
        for other in blocking:
            if one < other:
                common = len(words[one] & words[other]) / len(words[one] | words[other])
                assert common < 0.75


def test_only_its_owners_touch_the_blocking_set(story: Story) -> None:
    owners = {step.scope: (step.owner, step.deputy) for step in _steps(story, Own)}
    standing: dict[str, State] = {}
    for step in _steps(story, Move):
        for case in step.cases:
            if State.BLOCKING in (step.to, standing.get(case)):
                assert step.actor in owners["blocking"]
            standing[case] = step.to
    assert all(step.actor in owners[step.set] for step in _steps(story, Freeze))


def test_every_move_has_a_reason_and_sleep_ends_later(story: Story) -> None:
    endings: list[str] = []
    for step in _steps(story, Move):
        assert len(step.reason) > 10
        assert (step.to is State.DISMISSED) == (step.until is not None)
        if step.until is not None:
            endings.append(step.until[:1])
            if step.until.startswith("2"):
                assert date.fromisoformat(step.until) > step.at.date()
    assert set(endings) == {"+", "e", "2"}  # so many more, until it escalates, a date


def test_some_dismissed_cases_are_awake_by_the_end(story: Story) -> None:
    dates = [s.until for s in _steps(story, Move) if s.until and s.until.startswith("2")]
    assert any(date.fromisoformat(until) <= END for until in dates)
    assert any(date.fromisoformat(until) > END for until in dates)


def test_the_gate_answers_as_the_story_says(story: Story, replay: Replay) -> None:
    answers = {run.name: _judged(replay, run) for run in story.runs}
    assert answers == {run.name: run.answer for run in story.runs}
    assert Counter(answers.values()) == {"PASS": 11, "BLOCKED": 1, "INCOMPLETE": 1, "": 1}


def _judged(replay: Replay, run: RunPlan) -> str:
    if "blocking" not in run.sets:
        return ""
    scored = Scored(run.name, replay.tallies[run.name])
    comparison = None
    if run.baseline is not None:
        ids = replay.cases_of(run)
        before = Scored(run.baseline, replay.tallies[run.baseline])
        comparison = compare(outcomes(ids, scored), outcomes(ids, before), MARGIN)
    number = run.sets["blocking"]
    blocking = ("blocking", number, replay.frozen["blocking", number])
    return judge(scored, blocking, (), comparison, run.baseline).answer


def test_the_blocked_candidate_fails_three_blocking_cases(story: Story, replay: Replay) -> None:
    run = next(run for run in story.runs if run.answer == "BLOCKED")
    blocking = replay.frozen["blocking", run.sets["blocking"]]
    failed = [c for c in blocking if outcome(replay.tallies[run.name][c]) is Outcome.FAILED]
    assert run.name == "4.3-rc1"
    assert len(failed) == 3
    assert len({story.cases[c].behaviour for c in failed}) == 3


def test_the_incomplete_run_lacks_cases_of_both_sets(story: Story, replay: Replay) -> None:
    run = next(run for run in story.runs if run.answer == "INCOMPLETE")
    lacking = set(replay.cases_of(run)) - replay.tallies[run.name].keys()
    assert lacking == run.missing
    for name, number in run.sets.items():
        assert lacking & set(replay.frozen[name, number])


def test_some_monitoring_cases_are_flaky_and_no_blocking_one(replay: Replay) -> None:
    flaky = {
        case
        for found in replay.tallies.values()
        for case, tally in found.items()
        if outcome(tally) is Outcome.FLAKY
    }
    assert 8 <= len(flaky) <= 30
    assert not flaky & replay.promoted.keys()
    assert any(replay.state[case] is State.MONITORING for case in flaky)


def test_results_are_complete_rows(story: Story, replay: Replay) -> None:
    for run in story.runs:
        rows = replay.rows[run.name]
        assert {row["attempt"] for row in rows} == set(range(1, run.attempts + 1))
        keys = [(row["case_id"], row["attempt"]) for row in rows]
        assert len(keys) == len(set(keys))
        for row in rows:
            assert (row["passed"] is None) == (row["error"] is not None)
            assert row["latency_ms"] > 0
            assert row["cost_usd"] > 0
            assert row["passed"] is None or 0 <= row["score"] <= 1
    errors = [row for rows in replay.rows.values() for row in rows if row["error"]]
    assert errors


def test_results_do_not_depend_on_what_else_is_scored(story: Story, replay: Replay) -> None:
    run = story.runs[-1]
    one = story.cases[replay.cases_of(run)[0]]
    assert results_of(story, run, [one]) == [
        row for row in replay.rows[run.name] if row["case_id"] == one.id
    ]
    assert len(results_of(story, run, [one], attempts=2)) == 2


def test_a_case_that_the_story_does_not_know_is_scored_too(story: Story) -> None:
    strangers = [Case(f"c-{n:016x}", "billing", "?", expected="refund") for n in range(200)]
    rows = results_of(story, story.runs[-1], strangers, attempts=1)
    passed = sum(row["passed"] for row in rows)
    assert 170 < passed < 200
    assert rows == results_of(story, story.runs[-1], strangers, attempts=1)


def test_releases_follow_the_runs_that_let_them_through(story: Story) -> None:
    released = {release.name: release.at for release in story.releases}
    for run in story.runs:
        name = run.name.split("-")[0]
        at = released.get(name, released.get(f"{name}.0"))
        if at is not None and run.answer == "PASS":
            assert run.started_at < at < run.started_at + timedelta(days=15)


def test_incidents_name_cohorts_and_people_that_exist(story: Story) -> None:
    people = {person.name for person in story.people}
    assert len(story.incidents) == 5
    for incident in story.incidents:
        assert incident.owner in people
        assert incident.cohort.keys() <= {"route", "region", "channel"}
        assert incident.end is None or incident.end > incident.start
    broken = story.incidents[0]
    assert broken.end is not None
    assert (broken.end - broken.start).days == 9


def test_incidents_are_recorded_while_they_last_and_closed_when_they_are_over(
    story: Story,
) -> None:
    steps = [step for step in story.steps if isinstance(step, Record)]
    assert len(steps) == 2 * len(story.incidents)
    for step in steps:
        end = step.incident.end
        assert step.at > step.incident.start
        assert step.actor == step.incident.owner
        assert not step.over or (end is not None and end <= step.at)
    recorded = {step.incident.name: step.at for step in steps if not step.over}
    seen = [one.end is None or recorded[one.name] <= one.end for one in story.incidents]
    assert seen.count(True) == 4  # the overload was over within the day


def test_everybody_has_a_deputy_who_exists(story: Story) -> None:
    people = {person.name: person for person in story.people}
    for person in people.values():
        assert person.deputy in people
        assert person.deputy != person.name
    owners = {case.owner for case in story.cases.values()}
    assert owners <= people.keys()


def test_runs_name_all_that_a_verdict_is_bound_to(story: Story) -> None:
    assert len(story.runs) == 14
    assert len({run.commit for run in story.runs}) == 14
    assert {run.tier for run in story.runs} == {"quick", "nightly"}
    assert len({run.environment for run in story.runs}) == 2
    assert all(len(run.commit) == 40 for run in story.runs)


@pytest.mark.parametrize(("events", "weeks"), [(5_000, 26), (20_000, 13), (20_000, 40)])
def test_a_smaller_or_longer_world_tells_the_same_story(
    tmp_path: Path, events: int, weeks: int
) -> None:
    found = write_world(tmp_path, end=END, events=events, weeks=weeks).story
    replayed = Replay(found).play()
    assert {run.name: _judged(replayed, run) for run in found.runs} == {
        run.name: run.answer for run in found.runs
    }
    assert [s.at for s in found.steps] == sorted(s.at for s in found.steps)
    for found_stable in replayed.promoted.values():
        assert found_stable.scored >= MIN_ATTEMPTS


@pytest.mark.parametrize("seed", [1, 2])
def test_another_seed_tells_a_story_that_holds_too(tmp_path: Path, seed: int) -> None:
    found = write_world(tmp_path, end=END, events=60_000, seed=seed).story
    replayed = Replay(found).play()
    for run in found.runs:
        assert _judged(replayed, run) == run.answer


def test_the_story_is_told_in_utc(story: Story) -> None:
    assert all(step.at.tzinfo is UTC for step in story.steps)
    assert all(isinstance(run.started_at, datetime) for run in story.runs)
