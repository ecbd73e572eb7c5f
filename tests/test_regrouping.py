"""Groups on a desk: what waits, what sleeps, what is back and why, and what undo takes back."""

import json
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curation.cases import State
from curation.errors import BadRequest, MovedMeanwhile, NotAllowed, NothingToUndo, Unknown
from store.acts.describing import describe
from store.acts.importing import import_files
from store.acts.moving import move
from store.acts.owning import name_owner
from store.acts.regrouping import archive, merge, rename, reopen, split
from store.acts.undoing import undo
from store.answers.group import group
from store.answers.grouping import filtered, standing
from store.answers.inbox import Inbox, group_cases, inbox, waiting_together
from store.answers.queue import Filters, queue
from store.answers.regrouping import archiving, merging
from store.desk import Desk, found_desk, open_desk
from store.ledger import Transaction
from tests.builders import ANA, BEN, CARL, moved

NOW = datetime.now(UTC)
MONDAY = NOW - timedelta(days=NOW.weekday())
WHY = "one cause"


def event(
    number: int, kind: str, text: str, weeks_ago: int, model: str = "v1"
) -> dict[str, object]:
    """A failure of the group that `kind` names."""
    when = MONDAY - timedelta(weeks=weeks_ago)
    return {
        "id": f"{kind}-{number}", "timestamp": when.isoformat(),
        "route": "refunds", "input": text, "output": f"said {kind}", "prediction": kind,
        "truth": "billing", "model": model, "region": "eu" if kind == "iban" else "us",
    }  # fmt: skip


EVENTS = [
    *(event(n, "iban", f"Iban question {n % 3}", 1 + n % 2) for n in range(6)),
    *(event(n, "card", f"Card question {n}", 1 + n % 2, "v2") for n in range(4)),
    event(9, "card", "Iban question 0", 2),  # the same input fails in both groups
]


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as desk:
        bring(desk, tmp_path, EVENTS)
        yield desk


def bring(desk: Desk, folder: Path, events: Sequence[object]) -> str:
    path = folder / "events.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in events), encoding="utf-8")
    done = import_files(desk, [path], "events", actor="cron", source="app")
    assert done.import_id
    return done.import_id


def spike(count: int, kind: str = "iban", text: str = "Iban question 0") -> list[object]:
    return [event(100 + n, kind, text, 0, "v3") for n in range(count)]


def ids(desk: Desk) -> dict[str, str]:
    """The groups that wait, by what the model said."""
    return {g.actual or "": g.group for g in inbox(desk).groups}


def counts(found: Inbox) -> dict[str, tuple[int, int]]:
    return {g.title: (g.count, g.cases) for g in found.groups}


IBAN, CARD = "Wrong answer: billing → iban", "Wrong answer: billing → card"


def test_merged_groups_are_one_and_no_failure_or_input_counts_twice(desk: Desk) -> None:
    found = ids(desk)
    assert counts(inbox(desk)) == {IBAN: (6, 3), CARD: (5, 5)}
    would = merging(desk, [found["card"]], found["iban"], actor=CARL)
    merge(desk, [found["card"]], found["iban"], actor=CARL, reason=WHY, name="Wrong account")
    assert counts(inbox(desk)) == {"Wrong account": (11, 7)}
    assert (would.failures, would.cases) == (11, 7)
    (whole,) = inbox(desk).groups
    assert (whole.signatures, whole.actual, whole.began_in) == (2, "iban", "v1")
    assert {c.case for c in group_cases(desk, found["card"])} == {
        c.case for c in group_cases(desk, found["iban"])
    }
    with desk.ledger.reading() as asked:
        grouping = asked.grouping()
    assert grouping.members(found["card"]) == grouping.members(found["iban"])
    assert desk.ledger.verify() == (None, True)


def test_an_input_that_waits_in_two_groups_is_one_of_both_together(desk: Desk) -> None:
    both = [group.group for group in inbox(desk).groups]
    assert waiting_together(desk, both) == (11, 7)
    assert waiting_together(desk, both[:1]) in ((6, 3), (5, 5))
    shared = {c.case for c in group_cases(desk, both[0])} & {
        c.case for c in group_cases(desk, both[1])
    }
    move(desk, list(shared), State.BACKLOG, actor=CARL)
    assert waiting_together(desk, both) == (8, 6)


def test_a_case_that_is_split_off_leaves_with_its_failures_in_this_group_alone(
    desk: Desk,
) -> None:
    found = ids(desk)
    both = {c.case for c in group_cases(desk, found["card"])} & {
        c.case for c in group_cases(desk, found["iban"])
    }
    done = split(desk, found["iban"], sorted(both), "Typed wrong", actor=CARL, reason=WHY)
    assert counts(inbox(desk)) == {IBAN: (4, 2), CARD: (5, 5), "Typed wrong": (2, 1)}
    assert [s.id for s in group(desk, done.groups[0]).signatures] == [found["iban"]]
    with desk.ledger.reading() as asked:
        told = filtered("", asked.grouping().members(found["iban"]))
    assert (told["out_groups"], told["out_cases"]) == ([found["iban"]], sorted(both))


def test_failures_of_an_archived_group_do_not_wait_until_a_date(desk: Desk) -> None:
    iban = ids(desk)["iban"]
    tomorrow = (NOW + timedelta(days=1)).date().isoformat()
    archive(desk, [iban], tomorrow, actor=CARL, reason="known")
    found = inbox(desk)
    assert counts(found) == {CARD: (5, 5)}
    (asleep,) = found.asleep
    assert (asleep.group.group, asleep.until, asleep.why) == (
        iban,
        f"until {tomorrow}",
        "known",
    )
    assert found.failures == 5
    assert standing(desk).sleeping.hold(iban, "c-any")
    assert group(desk, iban).sleeps == f"until {tomorrow}"


@pytest.mark.parametrize(
    ("until", "count", "words"),
    [
        ("+3", 3, "3 more failures since it was archived (the limit was 3); all came in v3"),
        (None, 31, "above its limit of 30 a week; all came in v3"),
    ],
)
def test_an_archived_group_is_back_with_the_reason_and_the_release(
    desk: Desk, tmp_path: Path, until: str | None, count: int, words: str
) -> None:
    iban = ids(desk)["iban"]
    (would,) = archiving(desk, [iban], until, actor=CARL)
    archive(desk, [iban], until, actor=CARL, reason="known")
    import_id = bring(desk, tmp_path, spike(count - 1))
    assert iban not in ids(desk).values()
    bring(desk, tmp_path, spike(count))
    found = next(g for g in inbox(desk).groups if g.group == iban)
    assert found.back is not None
    assert found.back.words.endswith(words)
    assert (found.back.release, found.count) == ("v3", 6 + count)
    assert [g.group for g in inbox(desk).back] == [iban]
    limit = "3 more failures" if until else "more than 30 failures"
    assert limit in would.rest.words
    assert import_id


def test_a_case_that_was_sorted_stays_sorted_when_its_group_is_back(
    desk: Desk, tmp_path: Path
) -> None:
    iban = ids(desk)["iban"]
    sorted_case = group_cases(desk, iban)[0].case
    move(desk, [sorted_case], State.BACKLOG, actor=CARL)
    archive(desk, [iban], "+1", actor=CARL, reason="known")
    bring(desk, tmp_path, spike(2, text="Iban question 1"))
    assert counts(inbox(desk))[IBAN][1] == 2
    reopen(desk, [iban], actor=CARL)
    assert (counts(inbox(desk))[IBAN][1], inbox(desk).back) == (2, ())


def test_a_group_is_back_also_when_all_of_its_cases_are_sorted(
    desk: Desk, tmp_path: Path
) -> None:
    iban = ids(desk)["iban"]
    move(desk, [c.case for c in group_cases(desk, iban)], State.BACKLOG, actor=CARL)
    archive(desk, [iban], "+1", actor=CARL, reason="known")
    bring(desk, tmp_path, spike(2))
    found = inbox(desk)
    assert [(g.group, g.count, g.cases, g.cost) for g in found.back] == [(iban, 0, 0, 0.0)]
    assert iban not in [g.group for g in found.groups]


def test_a_dismissed_case_that_is_back_does_not_wait_while_its_group_sleeps(
    desk: Desk, tmp_path: Path
) -> None:
    iban = ids(desk)["iban"]
    case = group_cases(desk, iban)[0].case
    move(desk, [case], State.DISMISSED, actor=CARL, reason="typo", until="+1")
    bring(desk, tmp_path, spike(1))
    assert [w.case for w in inbox(desk).woken] == [case]
    archive(desk, [iban], actor=CARL, reason="known")
    assert inbox(desk).woken == ()


def test_every_act_on_groups_is_taken_back_one_after_the_other(desk: Desk) -> None:
    before, found = inbox(desk), ids(desk)
    iban, card = found["iban"], found["card"]
    rename(desk, iban, "Iban", actor=CARL)
    case = group_cases(desk, iban)[0].case
    split(desk, iban, [case], "Typed wrong", actor=CARL, reason=WHY)
    merge(desk, [card], iban, actor=CARL, reason=WHY)
    archive(desk, [iban], actor=CARL, reason=WHY)
    reopen(desk, [iban], actor=CARL)
    taken = [undo(desk, actor=CARL).groups for _ in range(5)]
    assert [set(one) & {iban, card} for one in taken] == [
        {iban}, {iban}, {iban, card}, {iban}, {iban},
    ]  # fmt: skip
    after = inbox(desk)
    assert counts(after) == counts(before)
    assert (after.asleep, after.failures) == ((), before.failures)
    with pytest.raises(NothingToUndo):
        undo(desk, actor=CARL)
    assert desk.ledger.verify() == (None, True)


def test_an_act_on_groups_with_something_after_it_stays(desk: Desk) -> None:
    found = ids(desk)
    done = merge(desk, [found["card"]], found["iban"], actor=CARL, reason=WHY)
    rename(desk, found["iban"], "Money", actor=ANA)
    with pytest.raises(MovedMeanwhile, match="ana named it Money"):
        undo(desk, actor=CARL, act=done.act)
    assert counts(inbox(desk)) == {"Money": (11, 7)}


def test_who_decides_on_a_group_that_changed_meanwhile_is_told_and_nothing_is_done(
    desk: Desk,
) -> None:
    found = ids(desk)
    seen = {g.group: g.version for g in inbox(desk).groups}
    merge(desk, [found["card"]], found["iban"], actor=ANA, reason=WHY)
    for group_id in found.values():
        with pytest.raises(MovedMeanwhile, match="ana"):
            archive(desk, [group_id], actor=CARL, reason=WHY, seen={group_id: seen[group_id]})
    assert inbox(desk).asleep == ()


def blocking_iban(desk: Desk) -> str:
    """A group in which a blocking case of ana's fails."""
    name_owner(desk, "blocking", ANA, BEN, actor=ANA)
    iban = ids(desk)["iban"]
    case = next(c.case for c in group_cases(desk, iban) if c.title == "Iban question 1")
    describe(desk, [case], {"owner": CARL}, actor=ANA)
    with desk.ledger.transaction() as tx:
        tx.record(moved(tx.known(case), State.BLOCKING))
    return iban


def test_undo_is_no_way_to_put_a_blocking_failure_to_sleep(desk: Desk) -> None:
    iban = blocking_iban(desk)
    refused = archive(desk, [iban], actor=CARL, reason=WHY)
    assert [o.code for o in refused.refused[0].objections] == ["not_the_owner"]
    archive(desk, [iban], actor=BEN, reason=WHY)
    reopen(desk, [iban], actor=CARL)
    with pytest.raises(NotAllowed, match="blocking belongs to ana or ben"):
        undo(desk, actor=CARL)
    assert inbox(desk).asleep == ()


def before_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, decide: Callable[[], object]
) -> None:
    """Let others `decide` when everything was looked up and nothing is locked yet."""
    begin = desk.ledger.transaction

    def late(act: str | None = None) -> AbstractContextManager[Transaction]:
        monkeypatch.setattr(desk.ledger, "transaction", begin)
        decide()
        return begin(act)

    monkeypatch.setattr(desk.ledger, "transaction", late)


def test_a_case_that_is_promoted_meanwhile_keeps_its_group_awake(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    iban = ids(desk)["iban"]
    before_the_next(desk, monkeypatch, lambda: blocking_iban(desk))
    refused = archive(desk, [iban], actor=CARL, reason=WHY).refused
    assert [o.code for o in refused[0].objections] == ["not_the_owner"]
    assert inbox(desk).asleep == ()


def test_a_blocking_failure_that_is_merged_in_meanwhile_keeps_the_group_awake(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    iban, card = blocking_iban(desk), ids(desk)["card"]
    before_the_next(desk, monkeypatch, lambda: merge(desk, [iban], card, actor=ANA, reason=WHY))
    refused = archive(desk, [card], actor=CARL, reason=WHY).refused
    assert [o.code for o in refused[0].objections] == ["not_the_owner"]
    assert inbox(desk).asleep == ()


def test_undo_is_refused_for_a_case_that_is_promoted_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    iban = ids(desk)["iban"]
    archive(desk, [iban], actor=CARL, reason=WHY)
    reopen(desk, [iban], actor=CARL)
    before_the_next(desk, monkeypatch, lambda: blocking_iban(desk))
    with pytest.raises(NotAllowed, match="blocking belongs to ana or ben"):
        undo(desk, actor=CARL)
    assert inbox(desk).asleep == ()


@pytest.mark.parametrize(("back", "actor"), [("iban", BEN), ("card", CARL)])
def test_undoing_a_merge_puts_a_part_to_sleep_only_where_the_owner_of_blocking_may(
    desk: Desk, tmp_path: Path, back: str, actor: str
) -> None:
    blocking_iban(desk)
    part, whole = ids(desk)[back], ids(desk)["card" if back == "iban" else "iban"]
    archive(desk, [part], "+1", actor=BEN, reason=WHY)
    bring(desk, tmp_path, spike(2, back, f"A new {back}"))
    act = merge(desk, [part], whole, actor=CARL, reason=WHY).act
    if actor == BEN:
        with pytest.raises(NotAllowed, match="blocking belongs to ana or ben"):
            undo(desk, actor=CARL)
        assert standing(desk).grouping.shown(part) == whole
    undo(desk, actor=actor, act=act)
    assert standing(desk).grouping.of(part).archive is not None


def test_what_is_no_group_is_unknown_and_what_is_no_time_is_refused(desk: Desk) -> None:
    with pytest.raises(Unknown, match="No failure group 'g-nowhere'"):
        merge(desk, ["g-nowhere"], ids(desk)["iban"], actor=CARL, reason=WHY)
    with pytest.raises(Unknown, match="No failure group 'g-nowhere'"):
        group(desk, "g-nowhere")
    with pytest.raises(BadRequest, match="would be back at once"):
        archive(desk, [ids(desk)["iban"]], "2020-01-01", actor=CARL, reason=WHY)


def test_a_refusal_names_everything_and_records_nothing(desk: Desk) -> None:
    iban = ids(desk)["iban"]
    done = split(desk, iban, ["c-nowhere"], "", actor=CARL)
    assert (done.act, done.groups) == (None, ())
    assert [o.code for o in done.refused[0].objections] == [
        "no_reason", "no_name", "not_its_case",
    ]  # fmt: skip
    with desk.ledger.reading() as asked:
        assert asked.group_history(iban) == []


def test_the_search_finds_a_group_by_its_name_and_failures_by_what_they_say(desk: Desk) -> None:
    found = ids(desk)
    rename(desk, found["card"], "Plastic money", actor=CARL)
    assert counts(inbox(desk, text="plastic")) == {"Plastic money": (5, 5)}
    assert counts(inbox(desk, text="IBAN question 0")) == {
        IBAN: (2, 1), "Plastic money": (1, 1),
    }  # fmt: skip
    assert inbox(desk, text="nothing like it").groups == ()


@pytest.mark.parametrize(
    "text", ["question card", "0 iban", "SAID card", '"card question"', '"question card"', "?"]
)
def test_the_same_words_find_the_same_inputs_in_the_groups_and_in_the_queue(
    desk: Desk, text: str
) -> None:
    found = {row.case for row in queue(desk, Filters(text=text)).rows}
    shown = {g.group for g in inbox(desk, text=text).groups}
    inputs = {c.case for one in shown for c in group_cases(desk, one)}
    assert found <= inputs
    assert bool(found) == bool(shown)
    assert sum(g.cases for g in inbox(desk, text=text).groups) >= len(found)


def test_a_group_that_was_split_off_is_found_by_words_of_its_name(desk: Desk) -> None:
    iban = ids(desk)["iban"]
    case = next(c.case for c in group_cases(desk, iban) if c.title == "Iban question 1")
    split(desk, iban, [case], "Typed all wrong", actor=CARL, reason=WHY)
    assert counts(inbox(desk, text="wrong typed")) == {"Typed all wrong": (2, 1)}
