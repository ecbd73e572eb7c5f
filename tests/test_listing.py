"""A set as a list: filters that add up, one order, pages that bring every case once."""

import json
from collections.abc import Generator, Mapping
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from curation.attempts import Outcome
from curation.cases import Case, Severity, Source, State
from curation.errors import BadRequest
from curation.saturation import Telling
from store.acts.describing import describe
from store.acts.freezing import freeze
from store.acts.importing import import_files
from store.acts.moving import move
from store.acts.run_words import RunWords
from store.answers.listing import SORTS, Filters, Listing, beside, chosen, listing
from store.answers.members import Member, members, result
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, CARL, a_case, opened
from tests.terminal import terminal

MANY = 23
SEVERITIES = (Severity.LOW, Severity.HIGH, None, Severity.CRITICAL)


def the_case(n: int) -> Case:
    return a_case(
        id=f"c-{n:016}",
        input=f"Question {n} about money",
        severity=SEVERITIES[n % 4],
        cost_of_failure=float(n % 5),
        owner=(ANA, BEN, None)[n % 3],
        route="refunds" if n % 2 else "login",
        tags=("money", "late") if n % 4 == 0 else (),
        source=Source.EXPERT if n == 7 else Source.PRODUCTION,
        kind=None if n == 7 else "wrong_answer",
    )


CASES = [the_case(n) for n in range(MANY)]


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as desk:
        with desk.ledger.transaction() as tx:
            for case in CASES:
                tx.record(opened(case))
        yield desk


def score(
    desk: Desk, folder: Path, run: str, passed: Mapping[int, bool | tuple[bool, ...] | None]
) -> None:
    """Import a run; None is an error, several passes are several attempts."""
    rows = [
        {"case_id": CASES[n].id, **({"error": "503"} if one is None else {"passed": one})}
        for n, each in passed.items()
        for one in (each if isinstance(each, tuple) else (each,))
    ]
    path = folder / f"{run}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    import_files(desk, [path], "results", actor="ci", run=RunWords(run))


def pages(desk: Desk, sort: str, limit: int) -> list[Listing]:
    found = [listing(desk, State.MONITORING, sort=sort, limit=limit)]
    while found[-1].after is not None:
        after = found[-1].after
        found.append(listing(desk, State.MONITORING, sort=sort, limit=limit, after=after))
    return found


def ids(rows: tuple[Member, ...]) -> list[str]:
    return [one.case.id for one in rows]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("limit", [1, 7, MANY, MANY + 1])
def test_pages_of_any_size_bring_every_case_once_and_lead_back(
    desk: Desk, sort: str, limit: int
) -> None:
    found = pages(desk, sort, limit)
    whole = listing(desk, State.MONITORING, sort=sort, limit=None)
    assert [case for page in found for case in ids(page.rows)] == ids(whole.rows)
    assert len(set(ids(whole.rows))) == MANY == whole.found == whole.in_set
    assert [page.first for page in found] == list(range(1, MANY + 1, limit))
    for before, page in pairwise(found):
        again = listing(desk, State.MONITORING, sort=sort, limit=limit, before=page.previous)
        assert again.rows == before.rows
    assert found[0].previous is None


def test_a_page_goes_on_after_its_row_when_the_rows_before_have_left(desk: Desk) -> None:
    first = listing(desk, State.MONITORING, limit=10)
    rest = ids(listing(desk, State.MONITORING, after=first.after, limit=None).rows)
    move(desk, ids(first.rows), State.BACKLOG, actor=ANA, reason="noise")
    second = listing(desk, State.MONITORING, after=first.after, limit=None)
    assert ids(second.rows) == rest
    assert second.first == 1


@pytest.mark.parametrize("key", ["x", "[1, 2]", '["a", 1, "c"]', "{}", "7", "null"])
def test_an_address_that_names_no_place_is_refused(desk: Desk, key: str) -> None:
    with pytest.raises(BadRequest, match="names no place"):
        listing(desk, State.MONITORING, after=key)


def test_an_order_that_nobody_knows_is_refused(desk: Desk) -> None:
    with pytest.raises(BadRequest, match="'luck' is no order"):
        listing(desk, State.MONITORING, sort="luck")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), MANY),
        (Filters(severity="critical"), 5),
        (Filters(severity="none"), 6),
        (Filters(owner=ANA), 8),
        (Filters(owner="none"), 7),
        (Filters(owner=CARL), 0),
        (Filters(route="login"), 12),
        (Filters(tag="late"), 6),
        (Filters(tag="none"), 17),
        (Filters(source="expert"), 1),
        (Filters(kind="none"), 1),
        (Filters(age="older"), 0),
        (Filters(result="never"), MANY),
        (Filters(use="saturated"), 0),
        (Filters(use="too_few"), MANY),
        (Filters(text="QUESTION 7 "), 1),
        (Filters(text="late"), 6),
        (Filters(text=CASES[3].id), 1),
        (Filters(text="' OR 1=1 --"), 0),
        (Filters(route="login", owner="none", severity="none"), 2),
    ],
)
def test_filters_narrow_together(desk: Desk, filters: Filters, found: int) -> None:
    page = listing(desk, State.MONITORING, filters)
    assert (page.found, len(page.rows), page.in_set) == (found, found, MANY)
    assert list(chosen(desk, State.MONITORING, filters)) == ids(page.rows)


def test_each_facet_is_counted_under_the_other_filters(desk: Desk) -> None:
    page = listing(desk, State.MONITORING, Filters(route="login", owner="none"))
    for name, counts in page.facets.items():
        for value, count in counts.items():
            narrowed = {"route": "login", "owner": "none", name: value}
            assert listing(desk, State.MONITORING, Filters(**narrowed)).found == count
    assert sum(page.facets["severity"].values()) == page.found
    assert sum(page.facets["owner"].values()) == 12  # all of the route


def test_the_last_result_is_told_with_its_run_and_never_run_is_no_pass(
    desk: Desk, tmp_path: Path
) -> None:
    freeze(desk, "monitoring", actor=ANA)
    score(desk, tmp_path, "rc1", dict.fromkeys(range(MANY), True))
    score(desk, tmp_path, "rc2", {0: True, 1: False, 2: (True, False), 3: None})
    found = {one.case.id: one for one in members(desk, State.MONITORING)}
    told = [(result(found[case.id]), len(found[case.id].runs)) for case in CASES[:5]]
    assert told == [("passed", 2), ("failed", 2), ("flaky", 2), ("errored", 2), ("missing", 2)]
    first = found[CASES[2].id]
    assert [(ran.run, ran.outcome) for ran in first.runs] == [
        ("rc1", Outcome.PASSED),
        ("rc2", Outcome.FLAKY),
    ]
    assert first.last is first.runs[-1]
    order = [result(one) for one in listing(desk, State.MONITORING, sort="result").rows]
    assert order[:4] == ["failed", "errored", "flaky", "missing"]
    assert listing(desk, State.MONITORING, Filters(result="missing")).found == MANY - 4


def test_a_case_that_asks_otherwise_now_was_never_run(desk: Desk, tmp_path: Path) -> None:
    freeze(desk, "monitoring", actor=ANA)
    score(desk, tmp_path, "rc1", {0: True, 1: True})
    describe(desk, [CASES[0].id], {"behaviour": "answer", "expected": "no"}, actor=ANA)
    describe(desk, [CASES[1].id], {"note": "the words are the same"}, actor=ANA)
    changed, same, *_ = members(desk, State.MONITORING)
    assert (result(changed), changed.otherwise, changed.runs) == ("never", 1, ())
    assert (result(same), same.otherwise) == ("passed", 0)


def test_five_runs_passed_make_a_case_saturated_and_four_are_too_few(
    desk: Desk, tmp_path: Path
) -> None:
    freeze(desk, "monitoring", actor=ANA)
    for n in range(5):
        score(desk, tmp_path, f"rc{n}", {0: True, 1: n > 0, **({2: True} if n else {})})
    always, once_not, four, *_ = members(desk, State.MONITORING)
    assert [m.saturation.telling for m in (always, once_not, four)] == [
        Telling.SATURATED,
        Telling.TELLING,
        Telling.TOO_FEW,
    ]
    page = listing(desk, State.MONITORING, Filters(use="saturated"))
    assert (page.saturated, ids(page.rows)) == (1, [CASES[0].id])


def test_the_command_lists_pages_as_the_page_does(desk: Desk, tmp_path: Path) -> None:
    evaldesk = terminal(tmp_path / "desk")
    words = ("sets", "--of", "monitoring", "--owner", "none", "--sort", "cost", "--limit", 5)
    first = evaldesk(*words, "--json").json
    second = evaldesk(*words, "--after", first["after"], "--json").json
    found = [row["id"] for row in first["cases"] + second["cases"]]
    page = listing(desk, State.MONITORING, Filters(owner="none"), sort="cost", limit=None)
    assert found == ids(page.rows)
    assert (first["found"], second["first"], second["after"]) == (7, 6, None)
    told = evaldesk(*words).text
    assert "5 of 7 that fit, 23 in monitoring; 0 are saturated." in told
    assert f"--after '{first['after']}'" in told


def test_the_neighbours_of_a_case_stay_when_it_is_moved_off_the_list(desk: Desk) -> None:
    rows = listing(desk, State.MONITORING, Filters(owner=ANA)).rows
    one = rows[3]
    around = (rows[2].case.id, rows[4].case.id)
    there = beside(desk, one, State.MONITORING, Filters(owner=ANA))
    assert (there.previous, there.next, there.place, there.found) == (*around, 4, 8)
    move(desk, [one.case.id], State.BACKLOG, actor=ANA, reason="noise")
    gone = beside(desk, one, State.MONITORING, Filters(owner=ANA))
    assert (gone.previous, gone.next, gone.place, gone.found) == (*around, None, 7)
    ends = [beside(desk, rows[n], State.MONITORING, Filters(owner=ANA)) for n in (0, -1)]
    assert [ends[0].previous, ends[1].next] == [None, None]
