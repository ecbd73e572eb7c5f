"""Cohorts on the whole way, in the cases where numbers are easily made to lie."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from curation.measures.cohort import Sample
from curation.measures.speed import latency_of
from store.answers.event_samples import EventSamples, steady
from store.facts.sliced import Part
from store.facts.slicing import Slicing
from tests.shelf import Shelf
from tests.terminal import Evaldesk, Said, terminal
from tests.test_the_main_job import lines


@pytest.fixture
def evaldesk(tmp_path: Path) -> Evaldesk:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    return said


Rows = Sequence[Mapping[str, Any]]


def an_event(number: int, **said: Any) -> dict[str, Any]:
    """An event of a known moment that says what `said` says."""
    moment = f"2026-10-{1 + number % 28:02}T10:00:00Z"
    return {"id": f"e-{number}", "timestamp": moment, "input": f"question {number}", **said}


def answered(truth: str, said: str | None, times: int = 1, **more: Any) -> list[dict[str, Any]]:
    return [{"truth": truth, "prediction": said, **more}] * times


@pytest.fixture
def bring(evaldesk: Evaldesk, tmp_path: Path) -> Any:
    """Import rows as events; the desk that has them."""

    def bring(rows: Rows) -> Evaldesk:
        found = [an_event(number, **row) for number, row in enumerate(rows)]
        done(evaldesk("import", lines(tmp_path / "e.jsonl", found), "--as", "events", "--json"))
        return evaldesk

    return bring


def done(answer: Said) -> Any:
    assert answer.code == 0, answer.text
    return answer.json


def cohorts(evaldesk: Evaldesk, *words: str) -> Any:
    return done(evaldesk("cohorts", *words, "--json"))


def test_an_empty_desk_has_no_number_and_no_zero(evaldesk: Evaldesk) -> None:
    found = cohorts(evaldesk, "--by", "route")
    assert (found["n"], found["labels"], found["cohorts"]) == (0, [], [])
    assert found["overall"]["accuracy"]["value"] is None
    assert found["overall"]["accuracy"]["note"].startswith("too few to say")
    assert evaldesk("cohorts").code == 0


def test_events_without_truth_have_a_pass_rate_and_no_accuracy(bring: Any) -> None:
    verdicts = [True] * 8 + [False] * 2
    found = cohorts(bring([{"passed": ok, "output": "fine"} for ok in verdicts]))["overall"]
    assert (found["n"], found["events"], found["unlabelled"]) == (0, 10, 10)
    assert found["accuracy"]["value"] is None
    assert (found["pass_rate"]["value"], found["pass_rate"]["n"]) == (0.8, 10)


def test_a_missing_prediction_is_a_column_that_all_cohorts_have(bring: Any) -> None:
    rows = [
        *answered("a", "a", 3, region="eu"),
        *answered("b", None, 2, region="eu", error="TimeoutError"),
        *answered("b", "b", 4, region="us"),
    ]
    found = cohorts(bring(rows), "--by", "region")
    assert (found["labels"], found["columns"]) == (["a", "b"], ["a", "b", None])
    assert found["overall"]["matrix"] == [[3, 0, 0], [0, 4, 2]]
    told = {one["cohort"]["region"]: one for one in found["cohorts"]}
    assert told["us"]["matrix"] == [[0, 0, 0], [0, 4, 0]]
    assert (told["eu"]["missing"], told["eu"]["accuracy"]["value"]) == (2, 0.6)
    assert found["cohorts"][0] is told["eu"]


def test_a_cohort_of_three_says_that_it_is_too_few_and_does_not_come_first(bring: Any) -> None:
    rows = [
        *answered("a", "a", 60, region="us"),
        *answered("a", "b", 40, region="us"),
        *answered("a", "b", 3, region="tiny"),
        *answered("b", "b", 100, region="eu"),
    ]
    found = cohorts(bring(rows), "--by", "region")
    assert found["cohorts"][0]["cohort"] == {"region": "us"}
    tiny = next(one for one in found["cohorts"] if one["cohort"]["region"] == "tiny")
    assert tiny["accuracy"]["value"] == 0
    assert tiny["accuracy"]["note"] == "too few to say: 3, 20 needed"
    assert tiny["rank"]["error_rate"]["note"] == "too few to say: 3, 20 needed"
    assert "too few to say" in tiny["macro_f1"]["note"]


def test_columns_are_crossed_by_a_comma_and_apart_when_said_twice(bring: Any) -> None:
    rows = [
        {**row, "channel": channel}
        for channel in ("web", "app")
        for region in ("eu", "us", None)
        for row in answered("a", "a", 2, region=region)
    ]
    evaldesk = bring(rows)
    crossed = cohorts(evaldesk, "--by", "region,channel")["cohorts"]
    apart = cohorts(evaldesk, "--by", "region", "--by", "channel")["cohorts"]
    assert [len(one["cohort"]) for one in crossed] == [2] * 6
    assert [one["n"] for one in crossed] == [2] * 6
    assert sorted(len(one["cohort"]) for one in apart) == [1] * 5
    assert {"region": None} in [one["cohort"] for one in apart]  # nothing is dropped
    nowhere = cohorts(evaldesk, "--where", "region=")
    assert nowhere["n"] == 4


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--by", "planet"], "'planet' makes no cohorts. What can: route"),
        (["--by", "input"], "'input' makes no cohorts"),
        (["--where", "region"], "'region' is no filter. Write it like --where region=eu."),
        (["--from", "yesterday"], "'yesterday' is no date"),
        (["--reference", "last week"], "'last week' is no window"),
        (["--run", "rc1"], "No run 'rc1' is known"),
        (["--positive", "z"], "'z' is no label here. There are: a."),
        (["--by", "route,route"], "names each column once"),
    ],
)
def test_what_cannot_be_asked_is_said_with_the_way_out(
    bring: Any, words: list[str], says: str
) -> None:
    answer = bring(answered("a", "a"))("cohorts", *words, "--json")
    assert answer.code == 2
    assert says in answer.json["error"]["message"]


def test_a_value_is_meant_however_it_is_written(bring: Any) -> None:
    rows = answered("a", "a", 3, returning=True, seats=4.0)
    evaldesk = bring([*rows, *answered("a", "a", 2, returning=False, seats=5)])
    for said in ("returning=True", "returning=true", "seats=4", "seats=4.0"):
        assert cohorts(evaldesk, "--where", said)["n"] == 3
    told = cohorts(evaldesk, "--by", "seats")["cohorts"]
    assert {one["cohort"]["seats"] for one in told} == {"4", "5"}


def test_a_column_of_many_numbers_is_cut_at_its_quartiles(bring: Any) -> None:
    rows = [{**answered("a", "a")[0], "tokens": n} for n in range(1, 101)]
    found = cohorts(bring(rows), "--by", "tokens")["cohorts"]
    assert sorted((one["cohort"]["tokens"], one["n"]) for one in found) == [
        ("25.75 to under 50.5", 25),
        ("50.5 to under 75.25", 25),
        ("75.25 and over", 25),
        ("under 25.75", 25),
    ]


def test_a_window_holds_its_first_day_and_not_the_day_after(bring: Any) -> None:
    evaldesk = bring(answered("a", "a", 28))
    assert cohorts(evaldesk, "--from", "2026-10-02", "--to", "2026-10-05")["n"] == 3
    told = cohorts(evaldesk, "--from", "2026-10-15", "--reference", "..2026-10-15")
    assert (told["n"], told["overall"]["reference"]["n"]) == (14, 14)


def test_outputs_are_labels_where_nothing_was_predicted(bring: Any) -> None:
    said = [("refund", "Refund."), ("refund", "billing"), ("billing", "billing")]
    found = cohorts(bring([{"truth": t, "output": o} for t, o in said]))
    assert (found["labels"], found["overall"]["matrix"]) == (
        ["billing", "refund"],
        [[1, 0], [1, 1]],
    )


def test_answers_in_free_text_have_an_accuracy_and_no_matrix(bring: Any) -> None:
    rows = [{"truth": f"answer {n}", "output": f"answer {n % 200}"} for n in range(250)]
    found = cohorts(bring(rows))
    assert (found["labels"], found["overall"]["matrix"]) == ([], [])
    assert found["overall"]["accuracy"]["value"] == 0.8
    assert found["overall"]["mcc"]["value"] is None


SPAM = [("spam", 0.9), ("spam", 0.8), ("ham", 0.6), ("ham", 0.1), ("spam", 0.4), ("ham", 0.2)]


@pytest.mark.parametrize(
    ("of", "means"),
    [
        ("spam", "probability of spam"),
        ("ham", "probability of ham"),
        ("", "confidence in the prediction"),
    ],
)
def test_of_two_labels_scores_are_read_as_what_they_speak_of(
    bring: Any, of: str, means: str
) -> None:
    rows: list[dict[str, Any]] = []
    for truth, p in SPAM:
        score = {"spam": p, "ham": 1 - p, "": max(p, 1 - p)}[of]
        said = "spam" if p > 0.5 else "ham"
        rows.append({"truth": truth, "prediction": said, "score": score})
    found = cohorts(bring(rows))
    assert found["scores_mean"] == means
    # 8 of 9 pairs of spam and ham are in order, whichever of the two is asked about.
    assert found["overall"]["roc_auc"]["value"] == pytest.approx(8 / 9)
    assert found["overall"]["brier"]["value"] == pytest.approx(0.82 / 6)


def test_who_says_what_a_score_means_is_believed(bring: Any) -> None:
    rows = [{"truth": t, "prediction": "spam", "score": p} for t, p in SPAM]
    assert cohorts(bring(rows), "--positive", "ham")["overall"]["roc_auc"][
        "value"
    ] == pytest.approx(1 / 9)


def test_latencies_are_the_same_in_sql_and_in_python(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    groups = {f"r{n}": rng.lognormal(6, 1, n).round(3).tolist() for n in (1, 2, 3, 30, 99, 400)}
    groups["same"] = [7.0] * 50
    rows = [
        {"route": route, "latency_ms": ms} for route, found in groups.items() for ms in found
    ]
    rows += [{"route": "untimed"}, {"route": "r30"}]
    shelf = Shelf(tmp_path)
    shelf.bring(shelf.lines([an_event(n, output="x", **row) for n, row in enumerate(rows)]))
    told = Slicing(shelf.facts).counts("cohort_speeds", Part([("route",)]))
    assert len(told) == len(groups) + 2
    for cohort, cells in ((row.cohort, row.cells) for row in told if row.cohort):
        twin = latency_of(groups.get(cohort["route"] or "", []))
        assert cells["timed"] == twin.p50.n
        quantiles = (twin.p50, twin.p95, twin.p99)
        for name, part in (
            ("latency", "value"),
            ("latency_low", "low"),
            ("latency_high", "high"),
        ):
            expected = [getattr(one, part) for one in quantiles]
            assert [c is None for c in cells[name]] == [e is None for e in expected]
            known = [e for e in expected if e is not None]
            assert [c for c in cells[name] if c is not None] == pytest.approx(known)


def test_cohorts_answer_the_same_in_whatever_order_they_were_counted(
    bring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        row
        for number in range(30)
        for right, times in ((True, 3 + number), (False, 1 + number * 7 % 11))
        for row in answered("yes", "yes" if right else "no", times, route=f"r{number}")
    ]
    desk = bring(rows)
    found, counted = cohorts(desk, "--by", "route"), EventSamples.samples

    def turned(self: EventSamples, asked: str) -> list[Sample]:
        return counted(self, asked)[::-1]

    monkeypatch.setattr(EventSamples, "samples", turned)
    assert cohorts(desk, "--by", "route") == found


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_a_mean_is_the_same_in_whatever_order_it_was_added_up(scale: float) -> None:
    draws = np.random.default_rng(7)
    costs = draws.gamma(2.0, scale, 2000)
    added: list[tuple[float, float]] = []
    for _ in range(20):
        draws.shuffle(costs)
        mean = float(np.add.accumulate(costs)[-1]) / len(costs)  # one by one
        squares = float(np.add.accumulate((costs - mean) ** 2)[-1])
        added.append((mean, (squares / (len(costs) - 1)) ** 0.5))
    assert len(set(added)) > 1
    (found,) = {steady(*one) for one in added}
    assert found == pytest.approx(added[0], rel=1e-11)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ((None, None), (None, None)),
        ((0.25, None), (0.25, None)),
        ((0.0, 0.0), (0.0, 0.0)),
        ((0.005, 1e-19), (0.005, 0.0)),  # all alike: their spread is noise
        ((math.inf, math.inf), (math.inf, math.inf)),
    ],
)
def test_a_mean_that_is_no_sum_of_many_stays_as_it_is(
    said: tuple[float | None, float | None], told: tuple[float | None, float | None]
) -> None:
    assert steady(*said) == told


def test_the_counts_of_cohorts_add_up_to_the_counts_of_all(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    choices = {
        "truth": ["a", "b", "c"],
        "prediction": ["a", "b", "c", None],
        "region": ["eu", "us", None],
        "channel": ["web", "app"],
    }
    rows = [
        an_event(n, output="said", **{c: v[rng.integers(len(v))] for c, v in choices.items()})
        for n in range(300)
    ]
    shelf = Shelf(tmp_path)
    shelf.bring(shelf.lines(rows))
    sets = [("region",), ("channel",), ("region", "channel")]
    sums: dict[frozenset[str], Counter[Any]] = defaultdict(Counter)
    for row in Slicing(shelf.facts).counts("cohort_cells", Part(sets), outputs=False):
        cell = (row.cells["truth"], row.cells["prediction"])
        sums[frozenset(row.cohort)][cell] += row.cells["n"]
    known = Counter((row["truth"], row["prediction"]) for row in rows)
    assert sums == {frozenset(by): known for by in [(), *sets]}


def test_a_share_of_latency_that_few_cannot_show_has_an_open_limit() -> None:
    found = latency_of([float(n) for n in range(1, 31)])
    assert found.p50.value == 15.5
    assert (found.p99.high, found.p99.note) == (None, "so few measurements leave a limit open")
    # numpy's linear quantiles; statistics of the ten latencies: 15.5, 182.5, 236.5
    ten = latency_of([12, 15, 11, 100, 14, 13, 250, 18, 16, 17])
    values = [ten.p50.value, ten.p95.value, ten.p99.value]
    assert values == pytest.approx([15.5, 182.5, 236.5])
    assert (ten.p50.low, ten.p50.high) == (11, 250)  # the 1st and the 10th of ten


def test_a_slice_that_hurts_is_found_with_its_examples_and_the_number_tried(bring: Any) -> None:
    rows = [
        {
            **answered("a", "b" if domain == "medical" and size == "long" and n % 2 else "a")[
                0
            ],
            "domain": domain,
            "size": size,
            "ref": f"{domain} {size} {n}",
        }
        for domain in ("medical", "legal", "sales")
        for size in ("long", "short")
        for n in range(40)
    ]
    evaldesk = bring(rows)
    found = done(evaldesk("slices", "--json"))
    assert (found["n"], found["wrong"], found["columns"]) == (240, 20, ["domain", "size"])
    assert (found["tried"], found["too_small"]) == (3 + 2 + 6, 0)
    assert "ref" in found["skipped"]  # as many values as events
    best = found["slices"][0]
    assert best["cohort"] == {"domain": "medical", "size": "long"}
    assert (best["n"], best["wrong"], best["effect"]["value"]) == (40, 20, 0.5)
    assert best["p_adjusted"] == pytest.approx(11 * best["p_value"])
    assert len(best["examples"]) == 5
    assert all(one["title"].startswith("question") for one in best["examples"])
    named = done(evaldesk("slices", "--by", "size", "--json"))
    assert (named["columns"], named["tried"]) == (["size"], 2)
    assert "11 slices of 2 columns were tried" in evaldesk("slices").text


def test_groups_that_are_treated_unlike_are_told_with_their_support(bring: Any) -> None:
    rows = [
        *answered("yes", "yes", 40, group="a"),
        *answered("no", "no", 40, group="a"),
        *answered("yes", "no", 20, group="b"),
        *answered("yes", "yes", 20, group="b"),
        *answered("no", "no", 40, group="b"),
        *answered("yes", "no", 3, group="tiny"),
    ]
    evaldesk = bring(rows)
    found = done(evaldesk("fairness", "group", "--json"))
    assert (found["positive"], found["left_out"]) == ("yes", ["tiny"])
    assert found["demographic_parity_difference"]["value"] == 0.25
    assert found["equal_opportunity_difference"]["value"] == 0.5
    assert found["equalised_odds_difference"]["note"] == "a above b"
    other = done(evaldesk("fairness", "group", "--positive", "no", "--json"))
    assert other["equalised_odds_difference"]["value"] == 0.5
    assert "demographic parity" in evaldesk("fairness", "group").text
    lost = evaldesk("fairness", "group", "--positive", "maybe", "--json")
    assert (lost.code, "There are: no, yes." in lost.text) == (2, True)
