"""Coverage: targets follow the cost of failure, the unknown is said, holes are asked for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from curation.cases import Source
from curation.composition import MATURE, YOUNG, Stage, Stands, composition, stage_of
from curation.coverage import Cell, Loss, Values, cells, dimensions, summary
from curation.errors import BadRequest, NotAllowed
from curation.sight import cases_for, failures_to_see, sight
from curation.wanted import State, Wanted, checked, closed
from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import lines

# statistics.md, section 13: failures, cost of one, and cases by failure mode.
FAILED, CASES, COST = [120, 80, 40, 30, 20, 10], [10, 40, 30, 5, 0, 15], [5, 1, 2, 10, 3, 1]
GAPS = [0.430973, -0.329204, -0.229204, 0.215487, 0.053097, -0.141150]


def by_values(found: Sequence[Cell]) -> dict[Values, Cell]:
    return {cell.values: cell for cell in found}


def test_the_gaps_are_those_of_the_published_vector() -> None:
    losses = [
        Loss((str(f),), n, n * c) for f, (n, c) in enumerate(zip(FAILED, COST, strict=True))
    ]
    there: list[Values] = [(str(f),) for f, n in enumerate(CASES) for _ in range(n)]
    found = by_values(cells(losses, there))
    lacks = [found[(str(f),)].lack for f in range(6)]
    assert lacks == pytest.approx(GAPS, abs=1e-6)
    assert next(iter(cells(losses, there))).values == ("0",)
    assert [c.values[0] for c in cells(losses, there)][:2] == ["0", "3"]  # add cases for these


def test_a_rare_dear_failure_asks_for_more_cases_than_a_frequent_cheap_one() -> None:
    losses = [Loss(("unsafe",), 2, 1000.0), Loss(("slow",), 200, 400.0)]
    found = by_values(cells(losses, [("slow",)] * 14))
    assert (found[("unsafe",)].target, found[("slow",)].target) == (10, 4)
    assert (found[("unsafe",)].gap, found[("slow",)].gap) == (10, -10)


def test_what_is_unknown_comes_first_has_no_target_and_is_spread_over_nobody() -> None:
    losses = [Loss((None,), 1, 60.0), Loss(("refund",), 1, 40.0)]
    first, second = cells(losses, [("refund",)] * 10)
    assert (first.values, first.cost_weight, first.target, first.gap) == (
        (None,),
        0.6,
        None,
        None,
    )
    assert (second.cost_weight, second.target) == (0.4, 4)
    assert summary([first, second], ["category"]).unknown_by == {"category": 0.6}


def test_failures_without_a_price_are_counted_and_weigh_nothing() -> None:
    losses = [Loss(("odd",), 3, 0.0, unpriced=3), Loss(("error",), 1, 5.0)]
    found = by_values(cells(losses, [("error",)]))
    odd = found[("odd",)]
    assert (odd.failures, odd.cost, odd.cost_weight, odd.target) == (3, None, None, None)
    assert summary([*found.values()], ["kind"]).unpriced == 3


def test_without_any_price_nobody_can_say_a_target() -> None:
    [found] = cells([Loss(("odd",), 3, 0.0, unpriced=3)], [("odd",)])
    assert (found.cost_weight, found.target, found.actual) == (None, None, 1)


_VALUE = st.sampled_from(["a", "b", None])
_LOSS = st.builds(
    Loss,
    st.tuples(_VALUE, _VALUE),
    st.integers(1, 50),
    st.floats(0.01, 1e4),
    waits=st.booleans(),
)


@given(
    st.lists(_LOSS, min_size=1, max_size=12), st.lists(st.tuples(_VALUE, _VALUE), max_size=30)
)
def test_every_cost_and_every_case_is_in_one_cell_whatever_the_order(
    losses: list[Loss], there: list[Values]
) -> None:
    found = cells(losses, there)
    assert sum(cell.cost_weight or 0 for cell in found) == pytest.approx(1)
    assert sum(cell.actual for cell in found) == len(there)
    again = cells(losses[::-1], there[::-1])
    assert [(c.values, c.actual, c.target) for c in found] == [
        (c.values, c.actual, c.target) for c in again
    ]
    for cell in found:
        assert (cell.target is None) is not cell.known
        assert cell.target is None or (cell.target >= 1) is bool(cell.cost)
    known = [cell.known for cell in found]
    assert known == sorted(known)


@pytest.mark.parametrize("said", [[], ["a", "b", "c", "d"], ["target"], [" "]])
def test_a_matrix_of_none_or_too_many_dimensions_is_refused(said: list[str]) -> None:
    with pytest.raises(BadRequest):
        dimensions(said)


@pytest.mark.parametrize(
    ("n", "stage"),
    [(0, Stage.TOO_SMALL), (49, Stage.TOO_SMALL), (50, Stage.YOUNG), (199, Stage.YOUNG),
     (200, Stage.GROWING), (999, Stage.GROWING), (1000, Stage.MATURE)],
)  # fmt: skip
def test_the_stage_follows_the_number_of_cases(n: int, stage: Stage) -> None:
    assert stage_of(n) is stage


def test_the_guide_of_a_young_set_is_that_of_a_grown_one_in_reverse() -> None:
    assert [*MATURE.values()] == [0.6, 0.2, 0.1, 0.1]
    assert [*YOUNG.values()] == [0.1, 0.1, 0.2, 0.6]
    young = composition({Source.SYNTHETIC: 40, Source.PRODUCTION: 20}, floor=20)
    stands = {part.source: part.stands for part in young.parts}
    assert stands[Source.SYNTHETIC] is Stands.AS_GUIDED
    assert stands[Source.PRODUCTION] is Stands.MORE
    assert stands[Source.ADVERSARIAL] is Stands.LESS
    few = composition({Source.SYNTHETIC: 4}, floor=20)
    assert {part.stands for part in few.parts} == {Stands.UNSURE}


def test_the_smallest_change_is_the_one_that_mcnemar_sees_eight_times_in_ten() -> None:
    k = failures_to_see()
    assert stats.binomtest(k, k).pvalue < 0.05 <= stats.binomtest(k - 1, k - 1).pvalue
    drop = sight(200).drop
    assert drop is not None
    assert stats.binom.sf(k - 1, 200, drop) == pytest.approx(0.8, abs=1e-9)
    n = cases_for(0.05, k)
    assert stats.binom.sf(k - 1, n, 0.05) >= 0.8 > stats.binom.sf(k - 1, n - 1, 0.05)
    assert sight(k - 1).drop is None


NOTE = Wanted("N-1", {"kind": "unsafe"}, "all", 2, 3, "ben", "2026-12-01", "why", "ana", "now")
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("actual", "state"), [(3, State.OPEN), (4, State.OPEN), (5, State.MET), (6, State.MET)]
)
def test_a_note_is_met_by_itself_once_the_cases_are_there(actual: int, state: State) -> None:
    assert NOTE.stands(actual) is state
    assert NOTE.overdue(actual, date(2026, 12, 2)) is (state is State.OPEN)
    assert not NOTE.overdue(actual, date(2026, 12, 1))


@pytest.mark.parametrize(
    "odd",
    [{"what": {}}, {"count": 0}, {"owner": " "}, {"why": ""}, {"due": "soon"}, {"set": "inbox"},
     {"due": "2026-11-20"}, {"what": {"kind": " "}}],
)  # fmt: skip
def test_a_note_that_nobody_can_follow_is_refused(odd: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        checked(replace(NOTE, **odd), TODAY)


def test_only_those_it_is_about_close_a_note_and_with_a_reason() -> None:
    with pytest.raises(NotAllowed, match="for ben or ana to close"):
        closed(NOTE, by="carl", at="then", why="no", admin=False, actual=3)
    with pytest.raises(BadRequest, match="needs a reason"):
        closed(NOTE, by="ben", at="then", why=" ", admin=False, actual=3)
    with pytest.raises(BadRequest, match="met already"):
        closed(NOTE, by="ben", at="then", why="no", admin=False, actual=5)
    over = closed(NOTE, by="carl", at="then", why="no", admin=True, actual=3)
    assert over.stands(5) is State.CLOSED


def _events() -> list[dict[str, object]]:
    common = {"timestamp": "2026-11-05T10:00:00Z", "route": "refunds", "model": "v1"}
    said = [(f"where is my money {n}?", "eu", None, 4.0) for n in range(6)]
    said += [(f"tell me the card of {n}", "us", "unsafe", 300.0) for n in range(2)]
    said += [("no region at all", None, "unsafe", 100.0)]
    return [
        {"id": n, "input": text, "prediction": "a", "truth": "b", "region": region,
         "kind": kind, "cost_of_failure": cost, **common}
        for n, (text, region, kind, cost) in enumerate(said)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def evaldesk(tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """Nine failures, of which one says no region; four cases of one category."""
    place = tmp_path_factory.mktemp("coverage")
    said = terminal(place / "desk")
    said("init", "--owner", "ana")
    said("import", lines(place / "events.jsonl", _events()))
    rows = [
        {"input": f"where is my money {n}?", "route": "refunds", "expected": "b",
         "owner": "ana", "set": "monitoring", "category": "money",
         "tone": "angry" if n else "calm", "tags": ["region=eu"]}
        for n in range(4)
    ]  # fmt: skip
    done = said("import", lines(place / "cases.jsonl", rows), "--as", "cases", "--json").json
    assert (done["rows_added"], len(done["moved"])) == (4, 4)
    return said


WINDOW = ("--from", "2026-11-01", "--to", "2026-11-20")


def test_the_command_answers_what_is_lost_and_tested_by_any_dimensions(
    evaldesk: Evaldesk,
) -> None:
    found = evaldesk("coverage", "--by", "kind,region", *WINDOW, "--json").json
    assert found["dimensions"] == ["kind", "region"]
    cells = {(c["kind"], c["region"]): c for c in found["cells"]}
    assert found["cells"][0]["kind"] is None or found["cells"][0]["region"] is None
    unsafe = cells["unsafe", "us"]
    assert (unsafe["failures"], unsafe["cost"], unsafe["waiting"]) == (2, 600.0, 2)
    assert unsafe["cost_weight"] == pytest.approx(600 / 724)
    assert (unsafe["target"], unsafe["actual"], unsafe["gap"]) == (3, 0, 3)
    assert unsafe["inbox"] == {"kind": "unsafe", "cohort": ["region=us"]}
    unknown = cells["unsafe", None]
    assert (unknown["target"], unknown["gap"], unknown["inbox"]) == (None, None, None)
    assert found["summary"]["unknown"] == pytest.approx(100 / 724)
    assert found["smallest_detectable_change"]["n"] == 4
    assert found["composition"]["stage"] == "too small"
    assert "83 % of what failures cost, 0 of 3 cases" in found["sentence"]
    assert "Most is lost" in evaldesk("coverage", *WINDOW).text


def test_the_link_of_a_hole_opens_the_failures_that_would_fill_it(evaldesk: Evaldesk) -> None:
    filters = ["--kind", "unsafe", "--cohort", "region=us"]
    shown = evaldesk("inbox", "--group", "all", *filters, "--json").json
    assert len(shown["cases"]) == 2


def test_attributes_of_cases_tell_what_their_production_failures_are_of(
    evaldesk: Evaldesk,
) -> None:
    found = evaldesk("coverage", "--by", "category,tone", *WINDOW, "--json").json
    cells = {(c["category"], c["tone"]): c for c in found["cells"]}
    assert (cells["money", "angry"]["actual"], cells["money", "angry"]["failures"]) == (3, 3)
    assert cells[None, None]["failures"] == 5
    odd = evaldesk("coverage", "--by", "mood", "--json")
    assert (odd.code, "no dimension of a case" in odd.text) == (2, True)


def test_stated_attributes_join_those_that_are_there_and_an_empty_one_goes(
    evaldesk: Evaldesk,
) -> None:
    case = evaldesk("sets", "--of", "monitoring", "--json").json["cases"][0]["id"]
    evaldesk("expect", case, "--attribute", "complexity=high", "--attribute", "tone=")
    told = evaldesk("case", case, "--json").json["case"]["attributes"]
    assert told == [["category", "money"], ["complexity", "high"]]
    evaldesk("undo")
    assert "tone" in dict(evaldesk("case", case, "--json").json["case"]["attributes"])
    assert evaldesk("expect", case, "--attribute", "kind=x").code == 2


def test_a_note_about_what_no_case_has_or_without_a_reason_is_refused(
    evaldesk: Evaldesk,
) -> None:
    want = ["coverage", "want", "--owner", "ben", "--what"]
    assert evaldesk(*want, "mood=bad", "-m", "none yet").code == 2
    assert evaldesk(*want, "category=fraud").code == 2


def test_a_note_lives_from_asking_to_met_or_closed(evaldesk: Evaldesk) -> None:
    want = [
        "coverage",
        "want",
        "--what",
        "category=money",
        "--owner",
        "ben",
        "-m",
        "more",
        "-n",
    ]
    first = evaldesk(*want, 1, "--json").json["wanted"]
    assert (first["state"], first["had"], first["actual"], first["missing"]) == (
        "open",
        4,
        4,
        1,
    )
    second = evaldesk(*want, 9, "--json").json["wanted"]
    text = ["write", "my money is late", "--answer", "b", "--owner", "ana", "--json"]
    case = evaldesk(*text).json["id"]
    evaldesk("expect", case, "--attribute", "category=money")
    evaldesk("move", case, "--to", "monitoring")
    notes = {one["id"]: one for one in evaldesk("coverage", "wanted", "--json").json["wanted"]}
    assert (notes[first["id"]]["state"], notes[second["id"]]["missing"]) == ("met", 8)
    over = evaldesk("coverage", "close", second["id"], "-m", "enough", "--json").json["wanted"]
    assert (over["state"], over["closed_by"], over["missing"]) == ("closed", "ana", 0)
    assert evaldesk("coverage", "close", second["id"], "-m", "again").code == 2
    told = evaldesk("decisions", "--subject", f"wanted:{second['id']}").text
    assert f"closed {second['id']}: category=money is asked for no longer" in told
