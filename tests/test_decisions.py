"""The chain: whoever touches an entry breaks it there or before."""

import hashlib
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from curation.cases import State
from curation.decisions import (
    GENESIS,
    Entry,
    Kind,
    canonical,
    digest,
    plain,
    sealed,
)
from curation.tombstones import first_bad
from tests.builders import START, a_case, a_chain, a_threshold, moved, opened, threshold_set

CASE = a_case()
CHAIN = a_chain(
    [
        opened(CASE),
        moved(CASE, State.BLOCKING),
        threshold_set(a_threshold()),
        moved(CASE, State.RETIRED),
        moved(CASE, State.BACKLOG),
    ]
)
HEAD = (CHAIN[-1].seq, CHAIN[-1].hash)
PLACES = st.integers(0, len(CHAIN) - 1)


def changes(entry: Entry) -> dict[str, Any]:
    """Another value for every field of an entry."""
    return {
        "seq": entry.seq + 1,
        "act": "another",
        "kind": Kind.JUDGED,
        "subject": "c-2",
        "before": {"state": "retired"} if entry.before is None else None,
        "after": {**entry.after, "state": "dismissed"},
        "actor": "mallory",
        "reason": "none",
        "at": entry.at + timedelta(microseconds=1),
        "undoes": "act-9",
        "previous": "f" * 64,
        "hash": "0" * 64,
    }


def test_a_chain_that_nobody_touched_is_whole() -> None:
    assert first_bad(CHAIN) is None
    assert first_bad(CHAIN, HEAD) is None
    assert first_bad([], (0, GENESIS)) is None
    assert CHAIN[0].previous == GENESIS
    assert [e.previous for e in CHAIN[1:]] == [e.hash for e in CHAIN[:-1]]


@pytest.mark.parametrize("name", [f.name for f in fields(Entry)])
@pytest.mark.parametrize("place", range(len(CHAIN)))
def test_a_change_of_any_field_is_found_where_it_was_made(place: int, name: str) -> None:
    touched = replace(CHAIN[place], **{name: changes(CHAIN[place])[name]})
    bad = first_bad([*CHAIN[:place], touched, *CHAIN[place + 1 :]], HEAD)
    assert bad == place + 1


@pytest.mark.parametrize("name", [f.name for f in fields(Entry) if f.name != "hash"])
def test_a_change_that_is_sealed_anew_is_found_at_the_next_link(name: str) -> None:
    expected = 2 if name in ("seq", "previous") else 3
    touched = sealed(replace(CHAIN[1], **{name: changes(CHAIN[1])[name]}))
    assert first_bad([CHAIN[0], touched, *CHAIN[2:]], HEAD) == expected


@given(PLACES)
def test_a_deleted_entry_is_missed(place: int) -> None:
    assert first_bad([*CHAIN[:place], *CHAIN[place + 1 :]], HEAD) == place + 1


@given(st.integers(1, len(CHAIN)))
def test_an_end_that_was_cut_off_is_missed_because_the_head_is_kept(kept: int) -> None:
    cut = CHAIN[:-kept]
    assert first_bad(cut) is None
    assert first_bad(cut, HEAD) == len(cut) + 1


@given(PLACES, PLACES)
def test_entries_that_changed_places_are_found(one: int, other: int) -> None:
    mixed = list(CHAIN)
    mixed[one], mixed[other] = mixed[other], mixed[one]
    expected = None if one == other else min(one, other) + 1
    assert first_bad(mixed, HEAD) == expected


@given(PLACES, PLACES)
def test_an_entry_put_in_once_more_is_found(what: int, where: int) -> None:
    bad = first_bad([*CHAIN[:where], CHAIN[what], *CHAIN[where:]], HEAD)
    assert bad is not None
    assert bad <= where + (2 if what == where else 1)


def test_an_entry_forged_onto_the_end_is_found_because_the_head_is_kept() -> None:
    forged = sealed(replace(CHAIN[-1], seq=6, previous=CHAIN[-1].hash, actor="mallory"))
    assert first_bad([*CHAIN, forged]) is None
    assert first_bad([*CHAIN, forged], HEAD) == 6


@pytest.mark.parametrize(
    ("head", "bad"), [((5, "f" * 64), 5), ((4, HEAD[1]), 5), ((9, HEAD[1]), 6)]
)
def test_a_head_that_was_touched_is_found(head: tuple[int, str], bad: int) -> None:
    assert first_bad(CHAIN, head) == bad


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
BODIES = st.dictionaries(st.text(max_size=5), JSON, max_size=4)


@given(BODIES)
def test_what_goes_through_the_ledger_keeps_its_spelling_and_the_order_of_its_keys(
    body: dict[str, Any],
) -> None:
    back = plain(body)
    assert canonical(back) == canonical(body)
    assert list(back) == list(body)


def test_a_body_has_one_spelling() -> None:
    body = {"b": State.BLOCKING, "a": (1, 2.5, None), "ü": {"z": True}}
    assert canonical(body) == '{"a":[1,2.5,null],"b":"blocking","ü":{"z":true}}'
    assert plain(body) == {"b": "blocking", "a": [1, 2.5, None], "ü": {"z": True}}


@pytest.mark.parametrize("spelled", [canonical, plain])
@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_json_is_refused(spelled: Callable[[Any], Any], number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        spelled({"value": number})


def test_the_digest_does_not_change_between_releases() -> None:
    # Fixed for ever: ledgers that stand must still verify.
    entry = replace(CHAIN[0], after={"id": "c-1", "input": "Wo ist mein Geld? €"})
    text = (
        '{"act":"act-1","actor":"ana","after":{"id":"c-1","input":"Wo ist mein Geld? €"},'
        '"at":"2026-11-02T09:01:00+00:00","before":null,"kind":"opened",'
        f'"previous":"{"0" * 64}","reason":"","seq":1,"subject":"c-0000000000000001",'
        '"undoes":null}'
    )
    assert digest(entry) == hashlib.sha256(text.encode()).hexdigest()


def test_the_digest_is_of_the_moment_as_it_is_written() -> None:
    elsewhere = START.astimezone(timezone(timedelta(hours=2)))
    assert elsewhere == START == datetime(2026, 11, 2, 9, tzinfo=UTC)
    # Which is why the ledger turns every time into UTC before it seals.
    assert digest(replace(CHAIN[0], at=elsewhere)) != digest(replace(CHAIN[0], at=START))
