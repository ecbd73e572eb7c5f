"""The one exception to a log that is never changed, on both databases, and its proof."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.cases import State
from curation.decisions import Decision, Entry, Kind, digest
from curation.erasing import Target, redacted
from curation.erasures import Erasure, body
from curation.standing import saying
from curation.tombstones import Tombstones, first_bad, holds, is_erased, tombstones
from curation.versions import asked_sha256, frozen, line_sha256
from store.ledger import Ledger
from tests.builders import ANA, Clock, a_case, a_chain, described, froze, moved, opened
from tests.homes import Home

SECRET = "zorablith@quibblestone.example"
HERS = a_case(state=State.BACKLOG, input=f"write to {SECRET} about my refund")
OTHER = a_case(id="c-0000000000000002", state=State.BACKLOG)
LINES = frozen([HERS, OTHER])
LOG = [
    opened(HERS),
    opened(OTHER),
    described(HERS, {"note": f"{SECRET.upper()} called"}),
    froze("monitoring", 1, LINES),
    replace(moved(OTHER, State.RETIRED), reason=f"the same as {SECRET}'s"),
]


def erasing(name: str = "E-1", words: Sequence[str] = (SECRET,)) -> Target:
    return Target(name, tuple(words))


def said(target: Target) -> Callable[[Tombstones], Decision]:
    def decision(stones: Tombstones) -> Decision:
        one = Erasure(target.name, "person", "a token", {}, (), (), len(stones), 0)
        return saying(
            Kind.ERASED,
            f"erasure:{target.name}",
            body(one, [], stones),
            actor=ANA,
            reason="asked",
        )

    return decision


@pytest.fixture
def ledger(home: Home) -> Generator[Ledger]:
    with closing(Ledger(home.url, Clock())) as made:
        for decision in LOG:
            with made.transaction() as tx:
                tx.record(decision)
        yield made


def test_a_log_that_was_erased_from_verifies_and_replays(ledger: Ledger) -> None:
    with ledger.transaction() as tx:
        tx.erase(erasing(), said(erasing()))
    assert ledger.verify() == (None, True)
    with ledger.reading() as asked:
        entries = list(asked.entries())
        assert SECRET not in str(entries).lower()
        case, version = asked.case(HERS.id), asked.set_version("monitoring", 1)
        assert case is not None
        assert [is_erased(text) for text in (case.input, case.note)] == [True, True]
        assert version is not None
        assert version.cases == {line["case_id"]: line_sha256(line) for line in LINES}
        assert [asked_sha256(line) for line in asked.lines("monitoring", 1)] == [
            asked_sha256(line) for line in LINES
        ]
        assert sorted(asked.tombstones()) == [1, 3, 4, 5]
    assert ledger.purge()


def test_a_second_erasure_of_the_same_entries_holds_as_well(ledger: Ledger) -> None:
    for target in (erasing(), erasing("E-2", ["refund"]), erasing("E-3", ["asked"])):
        with ledger.transaction() as tx:
            tx.erase(target, said(target))
    assert ledger.verify() == (None, True)


def test_an_erasure_that_was_forged_is_found(ledger: Ledger, home: Home) -> None:
    with ledger.transaction() as tx:
        tx.erase(erasing(), said(erasing()))
    home.behind_the_back("UPDATE decisionrow SET reason = 'nothing' WHERE seq = 5")
    assert ledger.verify() == (5, False)


ENTRIES = a_chain(LOG)


def erased(entries: Sequence[Entry], target: Target) -> list[Entry]:
    found = [redacted(entry, target) for entry in entries]
    return [new[0] if new else old for new, old in zip(found, entries, strict=True)]


def stones(entries: Sequence[Entry], target: Target) -> Tombstones:
    found = [redacted(entry, target) for entry in entries]
    return {one[0].seq: one[1] for one in found if one}


def test_without_its_erasure_a_redacted_entry_does_not_hold() -> None:
    left = erased(ENTRIES, erasing())
    assert first_bad(left) == 1
    assert first_bad(left, erased=stones(ENTRIES, erasing())) is None


@given(st.sampled_from(range(len(ENTRIES))), st.text(min_size=1))
def test_what_is_left_of_an_entry_can_be_changed_no_further(place: int, word: str) -> None:
    left, proof = erased(ENTRIES, erasing()), stones(ENTRIES, erasing())
    touched = replace(left[place], reason=left[place].reason + word)
    assert first_bad([*left[:place], touched, *left[place + 1 :]], erased=proof) == place + 1


def test_an_entry_that_nobody_erased_from_holds_only_as_it_was() -> None:
    assert redacted(ENTRIES[1], erasing()) is None
    assert holds(ENTRIES[1], stones(ENTRIES, erasing()))
    assert not holds(replace(ENTRIES[1], hash=digest(ENTRIES[0])), {})


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        (SECRET, True),
        (f"<{SECRET}>", True),
        (f"x{SECRET}", False),
        (f"{SECRET}s", False),
        ("nobody", False),
    ],
)
def test_a_word_goes_where_it_stands_by_itself(text: str, goes: bool) -> None:
    assert erasing().holds(text) is goes


def test_a_quote_goes_wherever_a_text_repeats_it() -> None:
    target = Target("E-1", quotes=frozenset(["where is my parcel now"]))
    assert target.holds("They asked: where is my parcel now")
    assert not target.holds("my parcel")


def test_erasures_are_read_in_their_order() -> None:
    proofs = [stones(ENTRIES, erasing()), stones(ENTRIES, erasing("E-2", ["refund"]))]
    decisions = [said(erasing(f"E-{n}"))(proof) for n, proof in enumerate(proofs, start=1)]
    both = tombstones(a_chain([*LOG, *decisions])[len(LOG) :])
    assert (both[1], both[5]) == (proofs[1][1], proofs[0][5])
