"""How much of what is personal is found, by kind, and how little of what is not."""

import re
from collections import Counter
from functools import cache

import duckdb
import pytest

from curation.masking import found, mask
from curation.personal import SUSPECTS
from curation.privacy import STRICT
from tests.personal_texts import Labelled, labelled

KEY = b"k" * 32
FLOORS = {  # precision and recall: what was measured, less a margin for other name lists
    "email": (0.99, 0.99),
    "phone": (0.95, 0.95),
    "card": (0.98, 0.98),
    "iban": (0.98, 0.98),
    "national_id": (0.95, 0.95),
    "ip": (0.98, 0.98),
    "address": (0.9, 0.9),
    "account": (0.9, 0.9),
    "name": (0.9, 0.85),
}


@cache
def texts() -> tuple[Labelled, ...]:
    """The labelled texts."""
    return tuple(labelled(60))


@cache
def measured() -> dict[str, tuple[float, float, int]]:
    """Precision, recall and n of every kind."""
    right, told, there = Counter[str](), Counter[str](), Counter[str]()
    for one in texts():
        findings = found(one.text, STRICT)
        there[one.kind or ""] += 1
        told.update(f.kind for f in findings)
        start = one.text.find(one.value) if one.kind else -1
        end = start + len(one.value)
        right[one.kind or ""] += any(
            f.kind == one.kind and f.start <= start and f.end >= end for f in findings
        )
    return {
        kind: (right[kind] / max(told[kind], 1), right[kind] / there[kind], there[kind])
        for kind in FLOORS
    }


@pytest.mark.parametrize("kind", FLOORS)
def test_a_kind_is_found_as_often_and_as_rightly_as_is_promised(kind: str) -> None:
    precision, recall, n = measured()[kind]
    assert n >= 60
    assert (precision >= FLOORS[kind][0], recall >= FLOORS[kind][1]) == (True, True), (
        f"{kind}: precision {precision:.3f}, recall {recall:.3f}, n {n}"
    )


def test_nothing_that_is_found_slips_through_the_patterns_that_duckdb_asks_first() -> None:
    duck = duckdb.connect()
    kept = [one.text for one in texts() if found(one.text, STRICT)]
    asked = " OR ".join("regexp_matches(t, ?)" for _ in SUSPECTS)
    sql = f"SELECT count(*) FROM (SELECT unnest(?::VARCHAR[]) AS t) WHERE {asked}"  # noqa: S608
    assert duck.execute(sql, [kept, *SUSPECTS]).fetchall() == [(len(kept),)]
    assert all(any(re.search(p, text) for p in SUSPECTS) for text in kept)


def test_what_is_masked_once_holds_nothing_more_that_is_found() -> None:
    for one in texts():
        once = mask(one.text, STRICT, KEY)
        assert mask(once.text, STRICT, KEY).counts == {}, one.text
