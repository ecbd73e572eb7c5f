"""A chain that does not hold: what was done to it is named, and to which decision."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.chain import Wrong, fault
from curation.decisions import GENESIS, Entry, Kind, sealed
from curation.tombstones import first_bad

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
LONG = 8


def chain(long: int = LONG) -> list[Entry]:
    """So many decisions, each chained to the one before."""
    found: list[Entry] = []
    for n in range(1, long + 1):
        before = found[-1].hash if found else GENESIS
        after = {"state": f"{n}"}
        draft = Entry(
            n, f"a{n}", Kind.MOVED, f"c-{n}", None, after, "ana", "", AT, None, before
        )
        found.append(sealed(draft))
    return found


Tamper = Callable[[list[Entry]], list[Entry]]


def changed(seq: int) -> Tamper:
    return lambda log: [replace(e, actor="eve") if e.seq == seq else e for e in log]


def sealed_anew(seq: int) -> Tamper:
    return lambda log: [sealed(replace(e, actor="eve")) if e.seq == seq else e for e in log]


def gone(first: int, last: int) -> Tamper:
    return lambda log: [e for e in log if not first <= e.seq <= last]


def gone_and_renumbered(seq: int) -> Tamper:
    return lambda log: [
        replace(e, seq=e.seq - 1) if e.seq > seq else e for e in log if e.seq != seq
    ]


def swapped(one: int, other: int) -> Tamper:
    places = {one: other, other: one}
    return lambda log: sorted(
        (replace(e, seq=places.get(e.seq, e.seq)) for e in log), key=lambda e: e.seq
    )


def put_in(place: int) -> Tamper:
    def tamper(log: list[Entry]) -> list[Entry]:
        forged = sealed(replace(log[place - 1], actor="eve"))
        later = [replace(e, seq=e.seq + 1) for e in log[place - 1 :]]
        return [*log[: place - 1], forged, *later]

    return tamper


def forged_onto_the_end(log: list[Entry]) -> list[Entry]:
    last = log[-1]
    return [*log, sealed(replace(last, seq=last.seq + 1, previous=last.hash, actor="eve"))]


TAMPERED = [
    (changed(1), Wrong.CHANGED, 1),
    (changed(5), Wrong.CHANGED, 5),
    (changed(LONG), Wrong.CHANGED, LONG),
    (sealed_anew(1), Wrong.CHANGED, 1),
    (sealed_anew(5), Wrong.CHANGED, 5),
    (sealed_anew(LONG), Wrong.CHANGED, LONG),
    (gone(1, 1), Wrong.GONE, 1),
    (gone(4, 6), Wrong.GONE, 4),
    (gone(7, LONG), Wrong.GONE, 7),
    (gone(1, LONG), Wrong.GONE, 1),
    (gone_and_renumbered(3), Wrong.GONE, 3),
    (swapped(2, 6), Wrong.REORDERED, 2),
    (swapped(7, 8), Wrong.REORDERED, 7),
    (swapped(3, 30), Wrong.REORDERED, 3),
    (put_in(1), Wrong.INSERTED, 1),
    (put_in(4), Wrong.INSERTED, 4),
    (forged_onto_the_end, Wrong.INSERTED, LONG + 1),
]


@pytest.mark.parametrize(
    ("tamper", "what", "seq"), TAMPERED, ids=[str(n) for n in range(len(TAMPERED))]
)
def test_what_was_done_to_the_log_is_named(tamper: Tamper, what: Wrong, seq: int) -> None:
    log = chain()
    head = (LONG, log[-1].hash)
    spoiled = tamper(log)
    # Who puts a row in counts it in the head as well.
    told = (LONG + 1, head[1]) if what is Wrong.INSERTED and seq <= LONG else head
    bad = first_bad(spoiled, told)
    assert bad is not None
    found = fault(spoiled, told, bad)
    assert (found.what, found.seq) == (what, seq)
    assert str(seq) in found.says


def test_what_cannot_be_read_was_changed() -> None:
    found = fault(chain(3), (LONG, "?"), 4, cut=True)
    assert (found.what, found.seq) == (Wrong.CHANGED, 4)


@given(
    long=st.integers(2, 12),
    seq=st.integers(1, 12),
    field=st.sampled_from(["actor", "reason", "subject", "act", "hash", "previous"]),
)
def test_whichever_field_of_whichever_decision_was_changed_it_is_named(
    long: int, seq: int, field: str
) -> None:
    seq = min(seq, long)
    log = chain(long)
    spoiled = [replace(e, **{field: "x"}) if e.seq == seq else e for e in log]
    bad = first_bad(spoiled, (long, log[-1].hash))
    assert bad == seq
    assert fault(spoiled, (long, log[-1].hash), seq).seq == seq
