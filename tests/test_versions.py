"""A set version is addressed by its content, and two of them are told apart case by case."""

import hashlib
import json
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from curation.cases import Behaviour, Case, Severity, Source
from curation.decisions import plain
from curation.versions import Changed, Diff, diff, frozen, line, line_sha256, manifest_sha256
from tests.builders import a_case

CASES = [a_case(id=f"c-{n}", input=f"question {n}") for n in range(5)]
KEYS = [
    "case_id",
    "route",
    "input",
    "expected_behaviour",
    "expected",
    "severity",
    "cost_of_failure",
    "tags",
    "owner",
    "source",
    "source_ref",
    "kind",
]


def address(cases: list[Case]) -> str:
    return manifest_sha256({str(ln["case_id"]): line_sha256(ln) for ln in frozen(cases)})


def test_a_line_says_in_stable_order_what_a_job_needs() -> None:
    assert list(line(a_case())) == KEYS


def test_the_lines_of_a_version_stand_in_the_order_of_their_ids() -> None:
    mixed = [a_case(id=c) for c in ("c-b", "c-a", "c-10", "c-9")]
    assert [ln["case_id"] for ln in frozen(mixed)] == ["c-10", "c-9", "c-a", "c-b"]


@given(st.permutations(CASES))
def test_the_address_does_not_depend_on_the_order_of_cases(cases: list[Case]) -> None:
    assert address(cases) == address(CASES)
    hashes = {case.id: line_sha256(line(case)) for case in cases}
    assert manifest_sha256(hashes) == address(CASES)


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "c-other"},
        {"route": "billing"},
        {"input": "I was charged twice!"},
        {"behaviour": Behaviour.REFUSAL},
        {"expected": "refunds"},
        {"expected": None},
        {"severity": Severity.CRITICAL},
        {"cost_of_failure": 40.5},
        {"tags": ("money", "twice")},
        {"owner": "ben"},
        {"source": Source.EXPERT},
        {"source_ref": "e-2"},
        {"kind": "unsafe"},
    ],
)
def test_the_address_changes_with_any_word_of_any_case(changed: dict[str, Any]) -> None:
    assert address([*CASES, a_case(**changed)]) != address([*CASES, a_case()])


@pytest.mark.parametrize(
    "changed", [{"tags": ("b", "a")}, {"note": "seen"}, {"version": 9}, {"moved_by": "ben"}]
)
def test_the_address_does_not_change_with_what_a_job_does_not_see(
    changed: dict[str, Any],
) -> None:
    before = {"tags": ("a", "b")}
    assert address([a_case(**before, **{})]) == address([a_case(**{**before, **changed})])


def test_the_address_is_what_anybody_can_compute_from_the_file() -> None:
    spelled = [
        json.dumps(ln, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        for ln in plain({"lines": frozen(CASES)})["lines"]
    ]
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in spelled]
    text = "".join(f"{case.id} {found}\n" for case, found in zip(CASES, hashes, strict=True))
    assert address(CASES) == hashlib.sha256(text.encode()).hexdigest()


def test_a_version_that_came_through_the_log_has_the_same_address() -> None:
    lines = plain({"lines": frozen(CASES)})["lines"]
    assert manifest_sha256({ln["case_id"]: line_sha256(ln) for ln in lines}) == address(CASES)


def test_a_diff_tells_case_by_case_what_changed() -> None:
    before = frozen([a_case(id="c-1"), a_case(id="c-2"), a_case(id="c-3")])
    after = frozen(
        [a_case(id="c-2", expected="refund", owner="ben"), a_case(id="c-3"), a_case(id="c-0")]
    )
    assert diff(before, after) == Diff(
        added=("c-0",),
        removed=("c-1",),
        changed=(
            Changed("c-2", {"expected": ("billing", "refund"), "owner": ("carl", "ben")}),
        ),
        same=1,
    )


def test_a_key_that_only_one_version_has_is_a_change() -> None:
    old, new = {"case_id": "c-1"}, {"case_id": "c-1", "split": "a"}
    assert diff([old], [new]).changed == (Changed("c-1", {"split": (None, "a")}),)


@given(
    st.lists(st.sampled_from(CASES), unique=True), st.lists(st.sampled_from(CASES), unique=True)
)
def test_a_diff_is_empty_only_between_equal_versions_and_reverses(
    one: list[Case], other: list[Case]
) -> None:
    forth, back = diff(frozen(one), frozen(other)), diff(frozen(other), frozen(one))
    assert (forth.added, forth.removed, forth.same) == (back.removed, back.added, back.same)
    unchanged = not (forth.added or forth.removed or forth.changed)
    assert unchanged == (address(one) == address(other))
