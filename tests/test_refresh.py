"""What keeps the sets fresh: thin categories, idle cases, and one act that is taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from scipy.stats import hypergeom

from curation.attempts import Outcome
from curation.cases import Case, Severity, Source, State
from curation.errors import BadRequest
from curation.golden_words import refresh_phrase
from curation.measures.multiplicity import benjamini_hochberg
from curation.refresh import (
    Category,
    Short,
    categories,
    chosen,
    counted,
    coverage,
    few,
    key,
    lacking,
    ranked,
)
from curation.refresh_picks import (
    Around,
    Candidate,
    Seen,
    leaving,
    picked,
    saturated,
    sizes,
    stale,
)
from curation.refreshes import (
    Item,
    Refresh,
    Stage,
    body,
    from_body,
    next_id,
    said_of,
    wanted,
)
from curation.saturation import saturation
from curation.texts_alike import alike
from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import into_blocking, lines, results

TODAY = date(2026, 11, 21)
LONG_AGO = date(2025, 1, 1)
CASE = Case("c-1", "billing", "Where is my invoice?", State.MONITORING, 1, kind="wrong_answer")
PASSED = saturation([Outcome.PASSED] * 6, 5)


def found(
    failures: dict[str, int], of: dict[str, int], covered: dict[str, int]
) -> list[Category]:
    """Wrong answers on one route, by what would have been right."""
    keys = {one: key("wrong_answer", "billing", one) for one in failures}
    return categories(
        {("billing", one): n for one, n in of.items()},
        {keys[one]: n for one, n in failures.items()},
        {keys[one]: one for one in failures},
        {keys[one]: n for one, n in covered.items()},
        dict.fromkeys(keys.values()),
    )


def of_kinds(*told: tuple[str, int, int, float]) -> list[Category]:
    """Categories of these kinds: so many failures of so many events, at such a cost."""
    return [
        categories({("billing", "x"): n}, {(kind, "billing", "x"): k},
                   {(kind, "billing", "x"): "x"}, {}, {(kind, "billing", "x"): cost})[0]
        for kind, k, n, cost in told
    ]  # fmt: skip


SHORTS = {("unsafe", "billing"): Short(0.6, 0.1, 50), ("wrong", "billing"): Short(0.1, 0.5, 50)}


def test_categories_rank_as_coverage_does_and_one_of_a_few_events_comes_last() -> None:
    told = of_kinds(("wrong", 90, 100, 50.0), ("one", 1, 1, 9e9), ("unsafe", 3, 90, 1500.0),
                    ("unpriced", 5, 90, 0.0))  # fmt: skip
    ranks = ranked(told, SHORTS, 20)
    assert [one.kind for one in ranks] == ["unsafe", "wrong", "unpriced", "one"]
    assert [few(one, 20) for one in ranks] == [False, False, False, True]
    assert ranks[0].short is not None
    assert ranks[0].short.wanted == 25


def test_what_is_too_rare_in_the_last_events_is_counted_in_the_longer_window() -> None:
    near = of_kinds(("rare", 1, 2, 5.0), ("often", 9, 80, 5.0), ("new", 1, 1, 5.0))
    far = of_kinds(("rare", 30, 400, 5.0), ("often", 99, 900, 5.0))
    told = {one.kind: (one.failures, one.wider) for one in counted(near, far, 20)}
    assert told == {"rare": (30, True), "often": (9, False), "new": (1, False)}


@pytest.mark.parametrize(
    ("covered", "short", "lack"),
    [(0, None, 5), (4, None, 1), (5, None, 0), (6, Short(0.6, 0.1, 50), 5),
     (6, Short(0.12, 0.1, 50), 1), (9, Short(0.1, 0.6, 50), 0)],
)  # fmt: skip
def test_a_category_gets_cases_until_it_is_covered_or_weighs_no_more_than_it_is_tested(
    covered: int, short: Short | None, lack: int
) -> None:
    (one,) = of_kinds(("unsafe", 5, 90, 5.0))
    assert lacking(replace(one, covered=covered, short=short), 5) == lack


def test_a_dear_gap_is_proposed_before_proven_small_ones() -> None:
    names = [f"label {n}" for n in range(12)]
    many = found(dict.fromkeys(names, 10), dict.fromkeys(names, 20) | {"rest": 900}, {})
    dear = of_kinds(("unsafe", 3, 90, 1500.0))
    assert not dear[0].proven
    marked = chosen(ranked([*many, *dear], SHORTS, 20), 10, 5, 20)
    assert (marked[0].kind, marked[0].chosen) == ("unsafe", True)


def test_a_rate_has_wilsons_limits_and_fishers_p() -> None:
    (one,) = found({"refund": 8}, {"refund": 20, "rest": 80}, {})
    assert (one.rate.low, one.rate.high) == pytest.approx((0.218807, 0.613418), abs=1e-6)
    assert one.p == pytest.approx(125_970 / 186_087_894_300)  # all 8 fall into 20 of 100


def test_p_values_are_those_of_scipy_adjusted_as_statsmodels_does() -> None:
    failures, of = {"a": 9, "b": 4, "c": 30, "d": 1}, {"a": 40, "b": 60, "c": 70, "d": 5}
    told = {one.expected: one.p for one in found(failures, of | {"rest": 500}, {})}
    plain = [float(hypergeom.sf(failures[one] - 1, 675, 44, of[one])) for one in failures]
    assert [told[one] for one in failures] == pytest.approx(benjamini_hochberg(plain))


def test_a_single_failure_proves_nothing_and_a_covered_category_is_not_proposed() -> None:
    told = chosen(
        found(
            {"single": 1, "covered": 40, "thin": 20},
            {"single": 1, "covered": 50, "thin": 40, "rest": 900},
            {"covered": 5},
        ),
        10,
        5,
        20,
    )
    marks = {one.expected: (one.proven, one.chosen) for one in told}
    assert marks == {"single": (False, True), "covered": (True, False), "thin": (True, True)}


def test_no_more_categories_are_proposed_than_the_number_in_force_allows() -> None:
    names = [f"label {n}" for n in range(12)]
    told = found(dict.fromkeys(names, 10), dict.fromkeys(names, 20) | {"rest": 900}, {})
    assert sum(one.chosen for one in chosen(told, 7, 5)) == 7


def test_only_cases_that_test_something_cover_a_category() -> None:
    cases = [
        replace(CASE, expected="Refund!"),
        replace(CASE, expected="refund", state=State.BLOCKING),
        replace(CASE, expected="refund", state=State.BACKLOG),
    ]
    assert coverage(cases) == {key("wrong_answer", "billing", "refund"): 2}


CANDIDATES = [
    Candidate("c-a", "How do I reset my card PIN from the mobile app?", 3, 15.0, None),
    Candidate("c-b", "How do I reset my card pin from the mobile app please?", 2, 10.0, None),
    Candidate("c-c", "My transfer has not arrived yet", 1, 5.0, None),
    Candidate("c-d", "Is this blocked already?", 9, 45.0, None),
]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_picks_are_diverse_and_the_same_in_whatever_order_they_come(
    order: Sequence[int],
) -> None:
    held = ["Is this blocked already"]
    told = picked([CANDIDATES[n] for n in order], 3, alike, held)
    assert [one.case for one in told] == ["c-a", "c-c"]


@pytest.mark.parametrize(
    ("seen", "since", "record", "goes"),
    [
        (Seen(None, None), "2025-01-01T00:00:00+00:00", LONG_AGO, True),
        (Seen(TODAY - timedelta(days=183), None), "2025-01-01T00:00:00+00:00", LONG_AGO, True),
        (Seen(TODAY - timedelta(days=182), None), "2025-01-01T00:00:00+00:00", LONG_AGO, False),
        (Seen(None, TODAY), "2025-01-01T00:00:00+00:00", LONG_AGO, False),
        (Seen(None, None), "2026-11-01T00:00:00+00:00", LONG_AGO, False),
        (Seen(None, None), None, LONG_AGO, False),
        (Seen(None, None), "2025-01-01T00:00:00+00:00", TODAY - timedelta(days=30), False),
        (Seen(None, None), "2025-01-01T00:00:00+00:00", None, False),
    ],
)
def test_a_case_may_go_when_production_has_not_shown_it_for_long_on_a_long_record(
    seen: Seen, since: str | None, record: date | None, goes: bool
) -> None:
    assert (stale(CASE, seen, since, TODAY, 183, record) is not None) is goes


@pytest.mark.parametrize(
    ("case", "seen", "to", "spared"),
    [
        (CASE, Seen(None, None), State.BACKLOG, None),
        (replace(CASE, state=State.BLOCKING), Seen(None, None), State.MONITORING, None),
        (CASE, Seen(None, TODAY - timedelta(days=28)), State.BACKLOG, None),
        (CASE, Seen(None, TODAY), State.BACKLOG, "still fails in production"),
        *((replace(CASE, severity=one), Seen(None, None), State.BACKLOG, word)
          for one, word in ((Severity.CRITICAL, "critical"), (Severity.HIGH, "high severity"))),
        (replace(CASE, source=Source.EXPERT), Seen(None, None), State.BACKLOG, "expert"),
        (replace(CASE, source=Source.ADVERSARIAL), Seen(None, None), State.BACKLOG, "advers"),
    ],
)  # fmt: skip
def test_a_saturated_case_is_demoted_and_who_is_spared_is_said(
    case: Case, seen: Seen, to: State, spared: str | None
) -> None:
    told = saturated(case, PASSED, seen, TODAY, 28)
    assert told is not None
    assert (told.to, spared is None or spared in (told.spared or "")) == (to, True)
    going, kept = leaving([told, told, None])
    assert (len(going), len(kept)) == ((1, 0) if spared is None else (0, 1))


@pytest.mark.parametrize(
    ("around", "why"),
    [
        (Around(itself=TODAY), "its very input failed in production, last on 21 Nov 2026"),
        (Around(alike=2), "its category failed 2 times among the last events"),
        (Around(alike=1, short=Short(0.1, 0.6, 50)), None),
        (Around(short=Short(0.05, 0.003, 200)),
         "wrong answer on billing is 5 % of what failures cost and under 1 % of the cases: "
         "coverage lacks cases there"),
    ],
)  # fmt: skip
def test_what_production_fails_at_or_coverage_lacks_is_not_let_go(
    around: Around, why: str | None
) -> None:
    told = saturated(CASE, PASSED, Seen(None, None), TODAY, 28, around)
    gone = stale(
        CASE, Seen(None, None), "2025-01-01T00:00:00+00:00", TODAY, 183, LONG_AGO, around
    )
    assert told is not None
    assert gone is not None
    assert (told.spared, gone.spared) == (why, why)


def test_a_case_that_still_tells_stays() -> None:
    telling = saturation([Outcome.FAILED], 5)
    assert saturated(CASE, telling, Seen(None, None), TODAY, 28) is None


def test_sizes_after_count_each_move_once() -> None:
    now = {State.BLOCKING: 4, State.MONITORING: 9}
    moves = [(State.BLOCKING, State.MONITORING), (None, State.MONITORING),
             (State.MONITORING, State.RETIRED)]  # fmt: skip
    assert sizes(now, moves) == {State.BLOCKING: 3, State.MONITORING: 10}


def refresh(*said: str | None) -> Refresh:
    items = [Item("add", f"c-{n}", State.MONITORING, None, "why", said=one)  # type: ignore[arg-type]
             for n, one in enumerate(said)]  # fmt: skip
    return Refresh("R-1", "ana", "2026-11-21", None, None, 10, tuple(items))


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        ([None, None], Stage.OPEN),
        (["accepted", None], Stage.PARTLY),
        (["accepted", "rejected"], Stage.PARTLY),
        (["accepted", "accepted"], Stage.APPLIED),
        (["rejected", "rejected"], Stage.REJECTED),
    ],
)
def test_the_stage_follows_from_what_was_said(said: list[str | None], stage: Stage) -> None:
    found_one = refresh(*said)
    assert found_one.stage == stage
    assert from_body(body(found_one)) == found_one


def test_only_what_waits_can_be_asked_for() -> None:
    one = refresh("accepted", None)
    assert [item.case for item in wanted(one, [])] == ["c-1"]
    with pytest.raises(BadRequest, match="c-0 does not wait"):
        wanted(one, ["c-0"])
    with pytest.raises(BadRequest, match="Nothing waits"):
        wanted(refresh("accepted"), [])


def test_numbers_are_never_used_again() -> None:
    assert next_id([]) == "R-1"
    assert next_id(["refresh:R-2", "refresh:R-10"]) == "R-11"


def test_the_log_says_what_was_proposed_and_what_was_accepted() -> None:
    before = body(refresh(None, None))
    after = body(said_of(refresh(None, None), ["c-0"], "accepted", by="ana", reason=""))
    assert refresh_phrase("R-1", {}, before) == "proposed R-1: 2 to add"
    assert refresh_phrase("R-1", before, after) == "accepted 1 items of R-1: 1 to add"


NEW = ("Where is the parcel that I ordered on Monday?", "My package got lost on its way",
       "Nobody delivered anything to my door", "The courier lost it, what now?")  # fmt: skip


def events() -> list[dict[str, object]]:
    """Two failures that will block, four that nothing covers, and much that goes well."""
    told = [("I was charged twice", "refund", "billing"),
            ("Please send my money back", "billing", "refund"),
            *((text, "refund", "parcel") for text in NEW),
            *((f"Question {n} about an invoice", "ok", "ok") for n in range(40))]  # fmt: skip
    day = datetime(2025, 3, 1, 10, tzinfo=UTC)
    return [
        {"id": n, "timestamp": (day + timedelta(minutes=n)).isoformat(), "route": "support",
         "input": text, "prediction": said, "truth": right, "model": "v1"}
        for n, (text, said, right) in enumerate(told)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def evaldesk(tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """A desk whose two blocking cases passed five runs; four failures are in no set."""
    place = tmp_path_factory.mktemp("refresh")
    said = terminal(place / "desk")
    said("init", "--owner", "ana", "--deputy", "ben")
    said("import", lines(place / "blocking.jsonl", events()[:2]))
    cases = into_blocking(said, place)
    said("expect", *cases, "--severity", "medium", "-m", "nothing is lost for good")
    said("import", lines(place / "rest.jsonl", events()[2:]))
    for n in range(5):
        run = results(place / f"run{n}.jsonl", {case: [True] for case in cases})
        said("import", run, "--as", "results", "--run", f"run{n}", "--model", f"v{n}",
             "--set", "blocking@1")  # fmt: skip
    return said


def what_no_longer_holds_is_refused(evaldesk: Evaldesk) -> None:
    items = evaldesk("refresh", "show", "R-1", "--json").json["items"]
    one = next(it["item"]["case"] for it in items if it["item"]["act"] == "demote")
    no = evaldesk("refresh", "reject", "R-1", one, "-m", "no", actor="mallory")
    assert (no.code, f"may not reject what R-1 proposes of it ({one})" in no.text) == (1, True)
    evaldesk("expect", one, "--severity", "critical")
    late = evaldesk("refresh", "apply", "R-1", one, "--json").json
    assert (late["moved"], late["refused"][0]["objections"][0]["code"]) == ([], "spared_now")
    shown = evaldesk("refresh", "show", "R-1", "--json").json["items"]
    told = next(it["objections"] for it in shown if it["item"]["case"] == one)
    assert "not be proposed today: it is critical" in told[0]["what"]
    evaldesk("undo")


def test_a_refresh_is_proposed_refused_to_strangers_applied_and_taken_back_as_one(
    evaldesk: Evaldesk,
) -> None:
    assert "No proposal 'P-9' is known" in evaldesk("refresh", "P-9").text  # of a number
    now = evaldesk("refresh", "--json").json
    assert next(one["expected"] for one in now["categories"] if one["chosen"]) == "parcel"
    assert now["window"]["events"] == 46
    acts = sorted((one["act"], one["to"]) for one in now["items"])
    assert acts == [("add", "monitoring")] * 4 + [("demote", "monitoring")] * 2
    proposed = evaldesk("refresh", "propose", "--json").json
    assert proposed["refresh"]["id"] == "R-1"
    again = evaldesk("refresh", "propose")
    assert (again.code, "6 items of R-1 wait" in again.text) == (2, True)

    as_kim = evaldesk("refresh", "apply", "R-1", "--json", actor="kim")
    assert as_kim.code == 1  # kim does not own blocking, but may bring cases in
    assert {one["objections"][0]["code"] for one in as_kim.json["refused"]} == {"not_the_owner"}
    assert len(as_kim.json["moved"]) == 4
    assert as_kim.json["refresh"]["items"][0]["owner"] == "ana"  # who proposed them
    evaldesk("undo", actor="kim")

    what_no_longer_holds_is_refused(evaldesk)
    applied = evaldesk("refresh", "apply", "R-1", "-m", "spring clean", "--json")
    assert (applied.code, len(applied.json["moved"])) == (0, 6)
    listed = evaldesk("refresh", "list", "--json").json["refreshes"]
    assert [(one["id"], one["stage"], one["accepted"]) for one in listed] == [
        ("R-1", "applied", 6)
    ]
    assert len(evaldesk("sets", "--of", "monitoring", "--json").json["cases"]) == 6
    evaldesk("undo")
    assert evaldesk("refresh", "list", "--json").json["refreshes"][0]["stage"] == "open"
    assert len(evaldesk("sets", "--of", "blocking", "--json").json["cases"]) == 2
    assert evaldesk("verify").code == 0


def test_what_moved_meanwhile_is_refused_and_a_rejection_needs_a_reason(
    evaldesk: Evaldesk,
) -> None:
    shown = evaldesk("refresh", "show", "R-1", "--json").json
    first, second = [
        one["item"]["case"] for one in shown["items"] if one["item"]["act"] == "add"
    ][:2]
    evaldesk("move", first, "--to", "dismissed", "-m", "no failure")
    late = evaldesk("refresh", "apply", "R-1", first, second, "--json")
    assert late.json["moved"] == [second]
    assert late.json["refused"][0]["objections"][0]["code"] == "moved_meanwhile"
    assert evaldesk("refresh", "reject", "R-1", first).code == 2
    done = evaldesk("refresh", "reject", "R-1", first, "-m", "it was none", "--json").json
    assert done["stage"] == "partly"
    assert evaldesk("refresh", "show", "R-9").code == 2
    assert evaldesk("refresh", "--since", "soon").code == 2


def test_a_desk_without_events_says_so(tmp_path: Path) -> None:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    assert "no events of production yet" in said("refresh").text
    assert said("refresh", "propose").code == 1
