"""A desk whose gate passes a release that then fails in production: what it says of itself."""

from collections.abc import Generator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curation.cases import State
from curation.decisions import Kind
from curation.errors import BadRequest
from curation.leakage import Verdict, body, subject
from curation.measures.alignment import UNKNOWN, Lean
from curation.measures.lags import Moves
from curation.standing import saying
from curation.twins import Twins
from store.acts.importing import import_files
from store.acts.judging import judge_run
from store.acts.moving import move
from store.acts.regrouping import archive
from store.acts.run_words import RunWords
from store.answers.alignment import alignment
from store.answers.alignment_lags import set_moves
from store.answers.coverage import coverage
from store.answers.feedback_clock import FeedbackClock, feedback_clock
from store.answers.inbox import inbox
from store.desk import Desk, open_desk
from tests.blocking_desk import blocking_desk
from tests.builders import ANA
from tests.terminal import terminal
from tests.test_the_main_job import EVENTS, lines, results

HOUR = timedelta(hours=1)


class Clock:
    """The moment that the desk believes it is."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC).replace(microsecond=0) + HOUR

    def __call__(self) -> datetime:
        return self.at


def failures(since: datetime) -> list[dict[str, object]]:
    """Of v2: 24 wrong answers of 5 USD, 8 errors of 100, one with a case."""
    wrong = [
        {"id": f"w{n}", "input": f"wrong question {n}", "prediction": "refund",
         "truth": "billing", "route": "refunds", "region": "eu", "cost_of_failure": 5}
        for n in range(24)
    ]  # fmt: skip
    errors = [
        {"id": f"e{n}", "input": f"broken question {n}", "error": "ToolUnavailable",
         "route": "login", "region": "us", "cost_of_failure": 100}
        for n in range(8)
    ]  # fmt: skip
    known = {**EVENTS[0], "id": "k0", "cost_of_failure": 30, "region": "eu"}
    good = [{"id": f"g{n}", "input": f"fine {n}", "prediction": "a", "truth": "a",
             "route": "refunds"} for n in range(2)]  # fmt: skip
    return [
        {**row, "model": "v2", "timestamp": (since + n * timedelta(seconds=1)).isoformat()}
        for n, row in enumerate([*wrong, *errors, known, *good])
    ]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[Desk, Clock, list[str]]]:
    """v2 passed the gate; a day later it fails in 33 events, which come in on the third day."""
    place = tmp_path_factory.mktemp("aligned")
    _, first, second = blocking_desk(place)
    clock = Clock()
    with closing(open_desk(place / "desk", clock)) as desk:
        passed = results(place / "rc.jsonl", {first: [True], second: [True]})
        words = RunWords("v2-rc1", "v2-rc1", started_at=clock.at.isoformat())
        import_files(desk, [passed], "results", actor=ANA, run=words)
        assert judge_run(desk, "v2-rc1", actor=ANA).verdict == "PASS"
        began = clock.at + timedelta(days=1)
        clock.at += timedelta(days=3)
        import_files(desk, [lines(place / "v2.jsonl", failures(began))], "events", actor="cron")
        clock.at += 2 * HOUR
        yield desk, clock, [first, second]


@pytest.fixture
def desk(told: tuple[Desk, Clock, list[str]]) -> Desk:
    return told[0]


def test_what_costs_most_and_is_asked_least_stands_first(desk: Desk) -> None:
    found = alignment(desk, weeks=0)
    assert (found.failures, found.unpriced, found.cases) == (35, 0, 2)
    first = found.gaps[0]
    assert (first.kind, first.cases, first.lean) == ("error", 0, Lean.UNDER)
    assert first.production_share == pytest.approx(800 / 960)  # 24 of 5, one of 30, two of 5
    assert found.under_tested == ("error",)
    assert found.over_tested == (), "of two cases none is too many"
    assert found.covered == 0, "two cases are fewer than the five that cover a kind"
    assert "it lacks error most: 83 % of the cost, 0 % of the cases" in found.sentence
    (lacks, *_) = found.findings
    assert (lacks.kind, lacks.page, dict(lacks.query)) == (
        "under-tested", "inbox", {"kind": "Error"},
    )  # fmt: skip


def test_a_miss_came_after_the_gate_had_passed_its_release(
    told: tuple[Desk, Clock, list[str]],
) -> None:
    found = alignment(told[0], weeks=0)
    gone = found.missed
    assert (gone.failures, gone.releases) == (33, ("v2",))
    assert (gone.not_passed, gone.not_passed_releases) == (2, ("v1",)), "nobody judged v1"
    errors, wrong = found.misses
    assert (errors.kind, errors.failures, errors.cost, errors.no_case) == ("error", 8, 800, 8)
    assert (wrong.failures, wrong.inputs, wrong.blocking, wrong.no_case) == (25, 25, 1, 24)
    assert [(one.kind, one.failures) for one in gone.by_kind] == [
        ("error", 8), ("wrong_answer", 25),
    ]  # fmt: skip


def test_a_window_before_the_release_has_missed_nothing(
    told: tuple[Desk, Clock, list[str]],
) -> None:
    until = (told[1].at - timedelta(days=3)).isoformat()
    found = alignment(told[0], since="2026-11-01", until=until)
    assert (found.failures, found.missed.failures) == (2, 0)
    assert "Too few to say" in found.sentence
    with pytest.raises(BadRequest, match="not before"):
        alignment(told[0], since="2026-11-05", until="2026-11-01")


def test_parts_are_routes_groups_or_cohorts_and_what_lacks_the_column_is_unknown(
    desk: Desk,
) -> None:
    routes = {g.kind: g.failures for g in alignment(desk, "route", weeks=0).gaps}
    assert routes == {"login": 8, "refunds": 27}
    grouped = alignment(desk, "group", "all", weeks=0)
    assert set(grouped.names) == {gap.kind for gap in grouped.gaps}
    assert any("ToolUnavailable" in name for name in grouped.names.values())
    regions = alignment(desk, "region", weeks=0)
    assert regions.gaps[0].kind == UNKNOWN, "two failures and both cases came without a region"
    assert regions.unknown == pytest.approx(10 / 960)
    with pytest.raises(BadRequest, match="There are: kind, route, group"):
        alignment(desk, "nonsense")
    with pytest.raises(BadRequest, match="blocking, monitoring, all"):
        alignment(desk, named="backlog")


def test_each_week_is_held_against_the_set_as_it_was_then(
    told: tuple[Desk, Clock, list[str]],
) -> None:
    desk, clock, _ = told
    was = clock.at
    clock.at += timedelta(days=14)
    try:
        weeks = alignment(desk, weeks=0).weeks
    finally:
        clock.at = was
    assert weeks[0].cases == 0, "nothing blocked in the first week"
    assert weeks[-1].cases == 2
    assert weeks[-1].n >= 20


def test_the_terminal_tells_both_and_looks_back(told: tuple[Desk, Clock, list[str]]) -> None:
    said = terminal(told[0].folder)
    told_so = said("alignment", "--weeks", "0").text
    assert "missed by the gate" in told_so
    assert "too few weeks to say" in told_so
    answer = said("alignment", "--weeks", "0", "--json").json
    assert answer["gaps"][0]["kind"] == "error"
    assert answer["rank_correlation"].keys() >= {"value", "low", "high"}
    assert "Look at the oldest: evaldesk inbox --group" in said("clock").text
    assert said("clock", "--json").json["imported"]["waiting"] == 32
    assert said("clock", "--json", "--as-of", "1").json["imported"]["n"] == 0


def test_what_waits_and_what_had_its_case_are_told_apart(desk: Desk) -> None:
    found = feedback_clock(desk)
    assert (found.imported.n, found.imported.waiting, found.had_one) == (34, 32, 0)
    assert found.imported.median.value is None
    assert found.oldest is not None
    assert found.oldest.hours == pytest.approx(2), "the errors have no case at all"
    assert "ToolUnavailable" in found.oldest.title
    assert found.brief is not None
    assert "the oldest group waits 2 hours" in found.brief


def test_a_case_a_dismissal_and_an_archived_group_stop_the_clock(tmp_path: Path) -> None:
    blocking_desk(tmp_path)
    clock = Clock()
    with closing(open_desk(tmp_path / "desk", clock)) as desk:
        rows = failures(clock.at)
        clock.at += 3 * HOUR
        import_files(desk, [lines(tmp_path / "e.jsonl", rows)], "events", actor="cron")
        assert feedback_clock(desk).imported.waiting == 32
        clock.at += 5 * HOUR
        groups = {one.kind: one.group for one in inbox(desk).groups}
        archive(desk, [groups["error"]], actor=ANA, reason="the tool was down")
        assert feedback_clock(desk).imported.waiting == 24
        _settle_all(desk)
        found = feedback_clock(desk)
    assert (found.imported.waiting, found.oldest) == (0, None)
    assert _around(found) == (pytest.approx(5), pytest.approx(8, abs=0.5))
    assert found.imported.within.value == pytest.approx(1)


def test_what_a_person_dismissed_is_no_failure_unless_it_was_said_elsewhere(
    tmp_path: Path,
) -> None:
    blocking_desk(tmp_path)
    clock = Clock()
    with closing(open_desk(tmp_path / "desk", clock)) as desk:
        rows = failures(clock.at)
        clock.at += 3 * HOUR
        import_files(desk, [lines(tmp_path / "e.jsonl", rows)], "events", actor="cron")
        before = alignment(desk, weeks=0), coverage(desk)
        _settle_all(desk)
        ids = _waiting(desk)
        _judged_same(desk, ids[0], ids[-1])
        after = alignment(desk, weeks=0), coverage(desk)
    assert [one.dismissed for one in (*before, *after)] == [0, 0, 3, 3], "of four one is a twin"
    assert (before[0].failures, after[0].failures) == (35, 32)
    assert (before[1].summary.failures, after[1].summary.failures) == (35, 32)
    assert all("3 failures that somebody dismissed are left out" in a.sentence for a in after)


def _judged_same(desk: Desk, one: str, other: str) -> None:
    said = body(Verdict.SAME, Twins.NEAR, 0.9)
    with desk.ledger.transaction() as tx:
        tx.record(saying(Kind.DUPLICATE_SET, subject(one, other), said, actor=ANA, reason=""))


def _settle_all(desk: Desk) -> None:
    ids = _waiting(desk)
    move(desk, ids[:20], State.BACKLOG, actor=ANA, reason="they are real")
    move(desk, ids[20:], State.DISMISSED, actor=ANA, reason="no failures")


def _waiting(desk: Desk) -> list[str]:
    with desk.facts().cursor() as cursor:
        cursor.execute("SELECT DISTINCT case_id FROM failures WHERE event_id LIKE 'w%'")
        return sorted(row[0] for row in cursor.fetchall())


def _around(found: FeedbackClock) -> tuple[float | None, float | None]:
    return found.imported.median.value, found.occurrence.median.value


def test_a_set_whose_runs_move_with_production_is_told_so(tmp_path: Path) -> None:
    """Ten weeks: monitoring falls where production gets worse in the same week."""
    _, first, second = blocking_desk(tmp_path)
    clock = Clock()
    begin = clock.at - timedelta(weeks=11)
    course = [0, 1, 2, 1, 0, 2, 0, 1, 2, 0]  # how many of the two cases pass
    with closing(open_desk(tmp_path / "desk", clock)) as desk:
        rows = [
            {"id": f"{week}-{n}", "input": f"{week} {n}", "model": "v3", "prediction": "a",
             "truth": "a" if n < 10 + 5 * good else "b",
             "timestamp": (begin + timedelta(weeks=week, seconds=n)).isoformat()}
            for week, good in enumerate(course)
            for n in range(20)
        ]  # fmt: skip
        import_files(desk, [lines(tmp_path / "e.jsonl", rows)], "events", actor="cron")
        for week, good in enumerate(course):
            file = results(tmp_path / f"{week}.jsonl", {first: [good > 0], second: [good > 1]})
            at = (begin + timedelta(weeks=week)).isoformat()
            words = RunWords(f"r{week}", "v3", ("monitoring",), started_at=at)
            import_files(desk, [file], "results", actor=ANA, run=words, watching=False)
        blocking, monitoring = set_moves(desk, 8)
    assert blocking.together.moves is Moves.TOO_FEW
    best = monitoring.together.best
    assert best is not None
    assert (monitoring.together.moves, best.lag, best.n) == (Moves.WITH, 0, 10)
    assert "moves with production, in the same week" in monitoring.sentence
    assert [pair.pass_rate for pair in monitoring.pairs] == [good / 2 for good in course]
