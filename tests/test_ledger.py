"""The ledger: one write door, a whole chain, and everything shown follows from it."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from curation import thresholds
from curation.cases import State
from curation.decisions import GENESIS, Decision, Kind
from curation.errors import BadRequest, MovedMeanwhile, Unknown
from curation.runs import Run
from store.ledger import Ledger
from tests.builders import (
    ANA,
    BEN,
    CARL,
    START,
    Clock,
    a_case,
    a_threshold,
    described,
    froze,
    import_undone,
    imported,
    judged,
    moved,
    opened,
    owner_named,
    threshold_set,
)
from tests.homes import Home

CASE = a_case(state=State.BACKLOG)
OTHER = a_case(id="c-0000000000000002", state=State.BACKLOG, owner=BEN)


@pytest.fixture
def ledger(home: Home) -> Generator[Ledger]:
    with closing(Ledger(home.url, Clock())) as opened_ledger:
        yield opened_ledger


def record(ledger: Ledger, *decisions: Decision) -> None:
    """Record each of `decisions` as an act of its own."""
    for decision in decisions:
        with ledger.transaction() as tx:
            tx.record(decision)


def test_who_changed_what_last_since_it_was_seen_is_told_of_many_at_once(
    ledger: Ledger,
) -> None:
    record(ledger, opened(CASE), opened(OTHER))
    record(ledger, described(CASE, {"owner": BEN}, CARL), moved(CASE, State.RETIRED, ANA))
    with ledger.reading() as asked:
        newest, *_ = asked.decisions(subject=CASE.id)
        found = asked.moved_meanwhile({CASE.id: 1, OTHER.id: 2})
        assert {one: (told.by, told.what) for one, told in found.items()} == {
            CASE.id: (ANA, "moved it to retired")
        }
        but = asked.moved_meanwhile({CASE.id: 1}, but=newest.act)
        assert (but[CASE.id].by, but[CASE.id].what) == (CARL, "described it (owner)")
        assert asked.moved_meanwhile({CASE.id: newest.seq, OTHER.id: 2}) == {}
        many = {f"c-{n}": 0 for n in range(1_200)}
        assert list(asked.moved_meanwhile({**many, OTHER.id: 0})) == [OTHER.id]


def test_an_empty_ledger_holds(ledger: Ledger) -> None:
    assert ledger.verify() == (None, True)
    with ledger.reading() as asked:
        assert asked.head() == (0, GENESIS)
        assert asked.last_change_of_facts() == 0
        assert asked.counts() == dict.fromkeys(State, 0)


def test_decisions_are_numbered_and_chained_in_the_order_they_were_made(ledger: Ledger) -> None:
    record(ledger, opened(CASE), moved(CASE, State.MONITORING), opened(OTHER))
    with ledger.reading() as asked:
        first, second, third = asked.entries()
        assert asked.head() == (3, third.hash)
    assert [e.seq for e in (first, second, third)] == [1, 2, 3]
    assert [e.previous for e in (first, second, third)] == [GENESIS, first.hash, second.hash]
    assert [e.subject for e in (first, second, third)] == [CASE.id, CASE.id, OTHER.id]
    assert ledger.verify() == (None, True)


def test_what_is_decided_in_one_block_is_one_act(ledger: Ledger) -> None:
    with ledger.transaction() as tx:
        tx.record(opened(CASE))
        tx.record(opened(OTHER))
        together = tx.act
    record(ledger, moved(OTHER, State.RETIRED))
    with ledger.transaction() as tx:
        assert [e.subject for e in tx.act_entries(together)] == [CASE.id, OTHER.id]
        assert tx.act_entries(tx.act) == []


def test_nothing_is_recorded_when_the_block_raises(ledger: Ledger) -> None:
    record(ledger, opened(CASE))

    def changed_their_mind() -> None:
        with ledger.transaction() as tx:
            tx.record(moved(CASE, State.BLOCKING))
            tx.record(opened(OTHER))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        changed_their_mind()
    with ledger.reading() as asked:
        assert asked.head()[0] == 1
        assert asked.states() == {CASE.id: State.BACKLOG}
    assert ledger.verify() == (None, True)


def test_nothing_of_a_bulk_is_recorded_when_one_of_it_is_stale(ledger: Ledger) -> None:
    record(ledger, opened(CASE), opened(OTHER), moved(OTHER, State.RETIRED))

    def move_both() -> None:
        with ledger.transaction() as tx:
            tx.record(moved(CASE, State.MONITORING, seen=1))
            tx.record(moved(OTHER, State.MONITORING, seen=2))

    with pytest.raises(MovedMeanwhile):
        move_both()
    with ledger.reading() as asked:
        assert asked.states() == {CASE.id: State.BACKLOG, OTHER.id: State.RETIRED}


LIMIT = a_threshold(value=0.95)
RUN = Run("v2", {"blocking": 1}, commit="abc")


@pytest.mark.parametrize(
    ("before", "meanwhile", "by", "did"),
    [
        ([opened(CASE)], moved(CASE, State.DISMISSED, CARL), CARL, "moved it to dismissed"),
        ([opened(CASE)], described(CASE, {"owner": BEN}), ANA, "described it (owner)"),
        ([], opened(CASE), ANA, "opened it"),
        ([], owner_named("blocking", BEN), ANA, "named ben its owner"),
        ([], threshold_set(LIMIT, BEN), BEN, "set it to 0.95"),
        ([imported("i-1", RUN)], judged("v2"), "ci", "judged it PASS"),
        ([imported("i-1")], import_undone("i-1"), ANA, "undid its import"),
        ([], froze("blocking", 1, []), ANA, "froze it"),
        ([], imported("i-1"), "cron", "imported it"),
    ],
)
def test_a_decision_on_a_stale_view_is_refused_and_says_who_did_what_when(
    ledger: Ledger, before: list[Decision], meanwhile: Decision, by: str, did: str
) -> None:
    record(ledger, *before, meanwhile)
    stale = Decision(
        meanwhile.kind, meanwhile.subject, meanwhile.after, "dora", seen=len(before)
    )
    with pytest.raises(MovedMeanwhile) as refused, ledger.transaction() as tx:
        tx.record(stale)
    at = f"{START + timedelta(minutes=len(before)):%Y-%m-%d %H:%M} UTC"
    assert str(refused.value) == (
        f"{meanwhile.subject} changed while you looked at it: {by} {did} at {at}. "
        "Nothing was done; look again and repeat what still makes sense."
    )
    with ledger.reading() as asked:
        assert asked.head()[0] == len(before) + 1


def test_a_decision_on_the_view_that_still_holds_is_recorded(ledger: Ledger) -> None:
    record(ledger, opened(CASE), opened(OTHER), moved(CASE, State.MONITORING, seen=1))
    with ledger.reading() as asked:
        case = asked.case(CASE.id)
    assert case is not None
    assert (case.state, case.version) == (State.MONITORING, 3)


def test_an_act_does_not_trip_over_what_it_decided_itself(ledger: Ledger) -> None:
    with ledger.transaction() as tx:  # as the inbox does: the failure was no case when seen
        tx.record(opened(CASE))
        tx.record(moved(CASE, State.MONITORING, seen=0))
    assert ledger.verify() == (None, True)


def test_a_clock_in_another_zone_does_not_break_the_chain(home: Home) -> None:
    there = datetime(2026, 11, 2, 2, 0, tzinfo=timezone(timedelta(hours=-7)))
    with closing(Ledger(home.url, lambda: there)) as it:
        record(it, opened(CASE))
        assert it.verify() == (None, True)
        with it.reading() as asked:
            assert [e.at for e in asked.entries()] == [START]


def test_what_the_projections_follow_is_what_the_log_gives_back(ledger: Ledger) -> None:
    # Numbers as keys sort otherwise than their text; a tuple comes back as a list.
    after = {"verdict": "PASS", "bins": {2: (1, 2), 10: (3,)}}
    record(ledger, imported("i-1", RUN), Decision(Kind.JUDGED, "v2", after, "ci"))
    assert ledger.verify() == (None, True)
    with ledger.reading() as asked:
        assert asked.run("v2")[1] == {"verdict": "PASS", "bins": {"2": [1, 2], "10": [3]}}


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_never_recorded(ledger: Ledger, number: float) -> None:
    with pytest.raises(ValueError, match="JSON"), ledger.transaction() as tx:
        tx.record(threshold_set(a_threshold(value=number)))
    assert ledger.verify() == (None, True)


def test_a_manifest_keeps_the_order_of_its_keys(ledger: Ledger) -> None:
    record(ledger, froze("blocking", 1, [{"case_id": "c-1", "route": "z", "input": "a"}]))
    with ledger.reading() as asked:
        assert [list(line) for line in asked.lines("blocking", 1)] == [
            ["case_id", "route", "input"]
        ]


def test_the_newest_version_of_a_set_is_in_force(ledger: Ledger) -> None:
    lines = [{"case_id": "c-1"}]
    record(
        ledger,
        froze("blocking", 1, lines),
        froze("monitoring", 1, []),
        froze("blocking", 2, []),
    )
    with ledger.reading() as asked:
        newest, first = asked.set_version("blocking"), asked.set_version("blocking", 1)
        assert asked.set_version("backlog") is None
        assert [v.name for v in asked.set_versions()] == [
            "blocking@2",
            "blocking@1",
            "monitoring@1",
        ]
        assert asked.lines("blocking", 1) == lines
        with pytest.raises(Unknown, match="No set version 'blocking@3' is known"):
            asked.lines("blocking", 3)
    assert newest is not None
    assert first is not None
    assert (newest.version, first.frozen_by, list(first.cases)) == (2, ANA, ["c-1"])


def test_a_threshold_is_in_force_from_the_decision_that_set_it(ledger: Ledger) -> None:
    with ledger.reading() as asked:
        assert asked.policy() == thresholds.policy(())
    record(ledger, threshold_set(a_threshold(value=0.8)), threshold_set(LIMIT))
    with ledger.reading() as asked:
        found = asked.policy().thresholds[LIMIT.name]
    at = (START + timedelta(minutes=1)).isoformat()
    assert (found.value, found.decision, found.since) == (0.95, 2, at)


def test_the_last_named_owner_decides(ledger: Ledger) -> None:
    record(ledger, owner_named("blocking", ANA, BEN), owner_named("blocking", BEN))
    with ledger.reading() as asked:
        found = asked.ownership("blocking")
        assert asked.ownership("monitoring") is None
    assert found is not None
    assert (found.owner, found.deputy) == (BEN, None)


def test_an_undone_import_leaves_the_view_but_not_the_history(ledger: Ledger) -> None:
    record(ledger, imported("i-1", batches=2), imported("i-2"), import_undone("i-1"))
    with ledger.reading() as asked:
        assert [body["path"] for _, body in asked.batches()] == ["i-2/0.parquet"]
        assert [(i.id, i.undone_by) for i in asked.imports()] == [("i-2", None), ("i-1", ANA)]
        assert asked.last_change_of_facts() == 3


def test_a_run_is_what_the_first_standing_import_of_it_says(ledger: Ledger) -> None:
    wrong, right = (
        Run("v2", {"blocking": 6}, commit="old"),
        Run("v2", {"blocking": 7}, commit="new"),
    )
    record(ledger, imported("i-1", wrong), imported("i-2", right), imported("i-3"))
    with ledger.reading() as asked:
        assert asked.run("v2")[0] == wrong
    record(ledger, import_undone("i-1"))
    with ledger.reading() as asked:
        assert asked.run("v2")[0] == right
        assert [(run.name, seq) for run, _, seq in asked.runs()] == [("v2", 2)]
    record(ledger, import_undone("i-2"))
    with ledger.reading() as asked, pytest.raises(Unknown, match="No run 'v2' is known"):
        asked.run("v2")
    assert ledger.verify() == (None, True)


@pytest.mark.parametrize("further", [imported("i-2", RUN), import_undone("i-1")])
def test_a_verdict_is_no_longer_shown_once_the_results_it_was_given_on_changed(
    ledger: Ledger, further: Decision
) -> None:
    record(ledger, imported("i-0", RUN), imported("i-1", RUN), judged("v2"))
    with ledger.reading() as asked:
        assert asked.run("v2")[1] == judged("v2").after
    record(ledger, further)
    with ledger.reading() as asked:
        assert asked.run("v2")[1] is None
        assert [e.kind for e in asked.decisions(subject="v2")] == [Kind.JUDGED]
    assert ledger.verify() == (None, True)


def test_cases_are_asked_by_state_and_owner(ledger: Ledger) -> None:
    record(ledger, opened(CASE), opened(OTHER), moved(OTHER, State.MONITORING))
    with ledger.reading() as asked:
        assert [c.id for c in asked.cases()] == [CASE.id, OTHER.id]
        assert [c.id for c in asked.cases(State.MONITORING)] == [OTHER.id]
        assert [c.id for c in asked.cases(State.MONITORING, State.BACKLOG, owner=CARL)] == [
            CASE.id
        ]
        assert asked.counts() == {
            **dict.fromkeys(State, 0),
            State.BACKLOG: 1,
            State.MONITORING: 1,
        }
        assert asked.reasons([CASE.id, OTHER.id]) == {OTHER.id: "to monitoring"}
    with pytest.raises(Unknown, match="No case 'c-9' is known"), ledger.transaction() as tx:
        tx.known("c-9")


def test_decisions_are_listed_newest_first_and_by_subject_and_kind(ledger: Ledger) -> None:
    record(ledger, opened(CASE), opened(OTHER), moved(CASE, State.RETIRED), imported("i-1"))
    with ledger.reading() as asked:
        assert [e.seq for e in asked.decisions()] == [4, 3, 2, 1]
        assert [e.seq for e in asked.decisions(subject=CASE.id)] == [3, 1]
        assert [e.seq for e in asked.decisions(kinds=[Kind.OPENED])] == [2, 1]
        assert [e.seq for e in asked.decisions(limit=2)] == [4, 3]


def test_the_act_to_take_back_is_the_actors_newest_that_still_stands(ledger: Ledger) -> None:
    record(ledger, opened(CASE), moved(CASE, State.MONITORING), moved(CASE, State.RETIRED))
    record(ledger, moved(CASE, State.BACKLOG, CARL), imported("i-1"))
    with ledger.reading() as asked:
        _, first, second, carls, _ = asked.entries()
        assert (asked.last_act(ANA), asked.last_act(CARL)) == (second.act, carls.act)
        assert asked.last_act("cron") is None
    record(
        ledger, Decision(Kind.MOVED, CASE.id, {"state": "monitoring"}, ANA, undoes=second.act)
    )
    with ledger.reading() as asked:
        assert asked.last_act(ANA) == first.act


def test_a_ledger_opened_again_is_the_same(home: Home, ledger: Ledger) -> None:
    record(ledger, opened(CASE), moved(CASE, State.MONITORING))
    with closing(Ledger(home.url)) as again, again.reading() as asked:
        assert asked.head()[0] == 2
        assert asked.states() == {CASE.id: State.MONITORING}


def test_a_rebuild_changes_nothing_where_nothing_was_wrong(ledger: Ledger) -> None:
    record(ledger, opened(CASE), imported("i-1", RUN), judged("v2"), threshold_set(LIMIT))
    with ledger.reading() as asked:
        before = asked.projections()
    ledger.rebuild()
    with ledger.reading() as asked:
        assert asked.projections() == before


def test_a_reading_sees_one_state_however_long_it_asks(ledger: Ledger) -> None:
    record(ledger, opened(CASE))
    with ledger.reading() as asked:
        before = asked.projections()
        record(ledger, moved(CASE, State.RETIRED))
        assert asked.projections() == before
        assert asked.head()[0] == 1


@pytest.mark.parametrize(
    ("actor", "owner", "words"),
    [
        ("a\0na", "ben", "NUL"),
        ("a\udce9na", "ben", "half a character"),
        ("ana", "\ud800", "half a character"),  # in the body
    ],
)
def test_what_no_database_could_keep_alike_is_refused_by_both(
    ledger: Ledger, actor: str, owner: str, words: str
) -> None:
    with pytest.raises(BadRequest, match=words):
        record(ledger, opened(replace(CASE, owner=owner), actor=actor))
    assert ledger.verify() == (None, True)
