"""Slices: what errs more than the rest, or than before, told once, and what is left."""

from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.measures.slice_rows import RIGHT, Rows, counted, distinct, rate, whole
from curation.measures.slices import Slice, fallen_slices, worse_slices
from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import lines

COLUMNS = ("domain", "size", "plan")
VALUES = {"domain": ["legal", "medical"], "size": ["long", "short"], "plan": ["a", "b", "c"]}
KINDS = ["error", "wrong answer"]


def rows_of(listed: list[tuple[int, int, int, int, bool]], *, reference: bool) -> Rows:
    """Rows of (domain, size, plan, kind, is it of now?); -1 is unknown, or right."""
    table = np.array(listed, np.int16).reshape(-1, 5)
    codes = {column: table[:, i] for i, column in enumerate(COLUMNS)}
    current = table[:, 4].astype(bool) if reference else None
    return Rows(VALUES, codes, KINDS, table[:, 3], current)


@given(
    st.lists(
        st.tuples(
            st.integers(-1, 1),
            st.integers(-1, 1),
            st.integers(-1, 2),
            st.integers(-1, 1),
            st.booleans(),
        )
    )
)
def test_every_slice_counts_exactly_its_rows(
    listed: list[tuple[int, int, int, int, bool]],
) -> None:
    found = {s.name: s for s in counted(rows_of(listed, reference=True), COLUMNS)}
    for by in [(0,), (1,), (2,), *combinations(range(3), 2)]:
        for values in product(*(range(len(VALUES[COLUMNS[c]])) for c in by)):
            name = frozenset(
                (COLUMNS[c], VALUES[COLUMNS[c]][v]) for c, v in zip(by, values, strict=True)
            )
            inside = [
                r for r in listed if all(r[c] == v for c, v in zip(by, values, strict=True))
            ]
            now, then = ([r for r in inside if r[4] is side] for side in (True, False))
            if not now:
                assert name not in found
                continue
            one = found[name]
            assert (one.wrong, one.n) == (sum(r[3] != RIGHT for r in now), len(now))
            assert one.before == (sum(r[3] != RIGHT for r in then), len(then))


def spoilt(domain: int, size: int, *, of: int, wrong: int, now: bool = True) -> list[Any]:
    """`of` rows of one domain and size, `wrong` of them wrong, spread over the plans."""
    return [(domain, size, n % 3, 1 if n < wrong else RIGHT, now) for n in range(of)]


def searched(rows: Rows) -> tuple[list[Any], Slice]:
    slices, everything = counted(rows, COLUMNS), whole(rows)
    search = (
        fallen_slices(slices, 20)
        if everything.before
        else worse_slices(slices, everything.wrong, everything.n, 20)
    )
    return distinct(search.findings, rows, search.tried, 20)


def test_one_guilty_slice_is_told_once_and_its_shadows_are_listed_under_it() -> None:
    listed = [
        *spoilt(1, 0, of=600, wrong=240),
        *(r for d, s in ((1, 1), (0, 0), (0, 1)) for r in spoilt(d, s, of=600, wrong=30)),
    ]
    told, rest = searched(rows_of(listed, reference=False))
    assert [t.finding.cohort for t in told] == [{"domain": "medical", "size": "long"}]
    assert {"size": "long"} in told[0].also
    assert {"domain": "medical"} in told[0].also
    assert told[0].kinds == (("wrong answer", 240),)
    assert (rest.wrong, rest.n) == (90, 1800)


def test_two_guilty_slices_are_both_told() -> None:
    listed = [
        *spoilt(1, 0, of=600, wrong=240),
        *spoilt(0, 1, of=600, wrong=150),
        *(r for d, s in ((1, 1), (0, 0)) for r in spoilt(d, s, of=600, wrong=20)),
    ]
    told, rest = searched(rows_of(listed, reference=False))
    assert [t.finding.cohort for t in told] == [
        {"domain": "medical", "size": "long"},
        {"domain": "legal", "size": "short"},
    ]
    assert rate(rest).value == pytest.approx(40 / 1200)


def test_what_was_always_bad_is_no_slice_that_fell() -> None:
    before = [
        *spoilt(0, 0, of=600, wrong=240, now=False),
        *spoilt(1, 0, of=600, wrong=30, now=False),
        *(r for d in (0, 1) for r in spoilt(d, 1, of=600, wrong=30, now=False)),
    ]
    now = [
        *spoilt(0, 0, of=600, wrong=240),
        *spoilt(1, 0, of=600, wrong=90),
        *(r for d, s in ((0, 1), (1, 1)) for r in spoilt(d, s, of=600, wrong=30)),
    ]
    told, rest = searched(rows_of([*before, *now], reference=True))
    (one,) = told
    assert one.finding.cohort == {"domain": "medical", "size": "long"}
    assert (one.finding.before, one.finding.effect.value) == ((30, 600), pytest.approx(0.1))
    assert rate(rest).value == 0


def test_without_a_finding_nothing_is_taken_out() -> None:
    rows = rows_of(spoilt(0, 0, of=90, wrong=9), reference=False)
    assert searched(rows) == ([], Slice({}, 9, 90))


ASKED = ("slices", "--from", "2026-10-01", "--reference", "2026-09-01..2026-10-01")


@pytest.fixture(scope="module")
def fallen(tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """Two months of answers: in October those on long medical documents fell."""
    place = tmp_path_factory.mktemp("fallen")
    evaldesk = terminal(place / "desk")
    evaldesk("init", "--owner", "ana")
    rows = [
        {
            "id": f"{month}-{domain}-{size}-{n}",
            "timestamp": f"2026-{month:02}-{1 + n % 28:02}T10:00:00Z",
            "input": f"question {month} {domain} {size} {n}",
            "truth": "yes",
            "prediction": "no" if n < wrong else "yes",
            "domain": domain,
            "size": size,
        }
        for month, hurt in ((9, 6), (10, 30))
        for domain in ("medical", "legal")
        for size in ("long", "short")
        for n, wrong in (
            (n, hurt if (domain, size) == ("medical", "long") else 6) for n in range(120)
        )
    ]
    path = lines(place / "two-months.jsonl", rows)
    assert evaldesk("import", path, "--as", "events").code == 0
    return evaldesk


def test_a_fall_is_told_with_where_it_is_and_what_is_left_without_it(fallen: Evaldesk) -> None:
    found = fallen(*ASKED, "--json").json
    assert found["before"] == {"n": 480, "wrong": 24}
    assert found["overall"]["value"] == pytest.approx(0.05)
    assert found["remaining"]["value"] == 0
    (one,) = found["slices"]
    assert one["cohort"] == {"domain": "medical", "size": "long"}
    assert (one["n"], one["wrong"], one["before"]) == (120, 30, {"n": 120, "wrong": 6})
    assert one["kinds"] == {"wrong_answer": 30}
    assert {"size": "long"} in one["also"]
    said = fallen(*ASKED).text
    assert "1 slice errs surely more than before." in said
    assert "Most: domain medical, size long. Without it: +0.0 points" in said


def test_without_a_reference_the_rest_is_what_a_slice_is_held_against(fallen: Evaldesk) -> None:
    found = fallen("slices", "--json").json
    assert found["before"] is None
    assert [s["cohort"] for s in found["slices"]] == [{"domain": "medical", "size": "long"}]
    assert found["remaining"]["value"] == pytest.approx(36 / 720)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--kind", "rude"), "Kinds there are: wrong_answer."),
        (("--reference", "rc1"), "'rc1' is no window. Write it FROM..TO"),
        (
            ("--from", "2026-01-01", "--reference", "2020-01-01..2020-02-01"),
            "Nothing to compare with.",
        ),
        (("--from", "2030-01-01"), "Nothing to search."),
        (("--by", "nonsense"), "'nonsense' makes no cohorts. What can:"),
    ],
)
def test_a_search_that_cannot_be_made_says_why(
    fallen: Evaldesk, words: tuple[str, ...], told: str
) -> None:
    assert told in " ".join(fallen("slices", *words).text.split())
