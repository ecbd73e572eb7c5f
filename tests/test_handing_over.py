"""When somebody leaves, all that they answer for goes to somebody else, or nothing happens."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curation.contract import Contract
from curation.decisions import Kind
from curation.errors import BadRequest, CurationError, NotAllowed
from curation.holdings import What
from curation.ownership import Ownership
from curation.people import Role
from curation.standing import saying
from curation.thresholds import MIN_SUPPORT
from curation.waivers import Waiver, waiver_body
from store.acts.contracting import set_contract
from store.acts.describing import open_by_hand
from store.acts.handing_over import hand_over
from store.acts.listing_people import add_person, give_role, set_strangers
from store.acts.owning import name_owner, set_thresholds
from store.acts.proposing import approve, propose
from store.acts.undoing import undo
from store.answers.passing_on import Heirs, preview
from store.answers.people import people, why_not
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, CARL, a_threshold
from tests.terminal import terminal

GONE = "gone"
LATE = (datetime.now(UTC) + timedelta(days=10)).date().isoformat()
NUMBER = f"threshold:{MIN_SUPPORT}"
STATED = a_threshold(name="gate.pass_rate.blocking", owner=GONE, deputy=BEN)
INVESTIGATION = {"id": "I-1", "status": "open", "title": "p95", "owner": GONE}
WAIVER = Waiver("W-1", "c-1", GONE, "2999-01-01", ANA, "known", "2026-11-02T09:00:00+00:00")
ALARM = {"id": "A-1", "state": "acknowledged", "acknowledged_by": GONE}
STANDS = (
    (Kind.INVESTIGATION_SET, "investigation:I-1", INVESTIGATION),
    (Kind.WAIVER_SET, "waiver:W-1", waiver_body(WAIVER)),
    (Kind.WAIVER_SET, "waiver:W-2", waiver_body(replace(WAIVER, until="2001-01-01"))),
    (Kind.ALARM_SET, "alarm:A-1", ALARM),
)


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    """Ana founded it; whoever is gone soon answers for one thing of every kind."""
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk")) as desk:
        for scope, owner, deputy in (
            ("blocking", ANA, GONE),
            ("monitoring", GONE, BEN),
            (NUMBER, GONE, None),
            ("cohort:b=2,a=1", GONE, BEN),
        ):
            name_owner(desk, scope, owner, deputy, actor=ANA)
        set_thresholds(desk, [STATED], actor=ANA, reason="founding")
        open_by_hand(desk, "Where is it?", route="refunds", actor=ANA, owner=GONE)
        with desk.ledger.transaction() as tx:
            for kind, subject, said in STANDS:
                tx.record(saying(kind, subject, said, actor=ANA))
        yield desk


def leave(desk: Desk, heirs: Heirs, actor: str = ANA, reason: str = "moves on") -> None:
    hand_over(desk, GONE, heirs, actor=actor, reason=reason, leaves=True)


def two_proposals(desk: Desk) -> None:
    for proposer in (GONE, CARL):
        propose(desk, MIN_SUPPORT, 25, actor=proposer, reason="small cohorts", expires=LATE)


def head(desk: Desk) -> int:
    with desk.ledger.reading() as asked:
        return asked.head()[0]


def test_leaving_passes_on_everything_in_one_act_and_they_decide_no_more(desk: Desk) -> None:
    two_proposals(desk)
    told = preview(desk, GONE, Heirs(BEN, CARL))
    done = hand_over(desk, GONE, Heirs(BEN, CARL), actor=ANA, reason="moves", leaves=True)
    assert done.passed == told.passing
    assert {one.what for one in done.passed} == set(What) - {What.QUARANTINE, What.INCIDENT}
    with desk.ledger.reading() as asked:
        owners = asked.ownerships()
        assert owners["blocking"] == Ownership("blocking", ANA, BEN)
        assert owners["monitoring"] == Ownership("monitoring", BEN, CARL)  # was the deputy
        assert owners[NUMBER] == Ownership(NUMBER, BEN)
        assert owners["threshold:gate.pass_rate.blocking"].people == "ben or carl (deputy)"
        assert owners["cohort:a=1,b=2"].owner == BEN
        assert [case.owner for case in asked.cases()] == [BEN]
        standing = {s: asked.standing_of(s) for _, s, _ in STANDS}
        owned = [s for s, one in standing.items() if one and one.body.get("owner") == BEN]
        assert owned == ["investigation:I-1", "waiver:W-1"]  # W-2 has ended by itself
        alarm = standing["alarm:A-1"]
        assert alarm is not None
        assert alarm.body["acknowledged_by"] == BEN
        assert len({e.act for e in asked.decisions() if e.seq > 12 and e.act == done.act}) == 1
    assert done.proposals == (
        f"P-1 ({MIN_SUPPORT}), which gone proposed, stays open until {LATE}; ben decides.",
        f"P-2 ({MIN_SUPPORT}) waited for gone to decide, and waits for ben from then on.",
    )
    found = next(one for one in people(desk).people if one.name == GONE)
    assert (found.left is not None, found.successor, found.holds) == (True, BEN, 0)
    assert "have left" in (why_not(desk, GONE) or "")
    with pytest.raises(NotAllowed, match="left this desk"):
        open_by_hand(desk, "Another", route="refunds", actor=GONE)
    assert desk.ledger.verify() == (None, True)


@pytest.mark.parametrize(
    ("heirs", "actor", "reason", "refusal"),
    [
        (Heirs(), ANA, "so", BadRequest),  # nothing may be left without an owner
        (Heirs(GONE), ANA, "so", BadRequest),
        (Heirs(BEN), ANA, " ", BadRequest),
        (Heirs(BEN, others={"route:x": ANA}), ANA, "so", BadRequest),
        (Heirs(BEN), CARL, "so", NotAllowed),  # neither they nor an admin
        (Heirs("eve"), ANA, "so", NotAllowed),  # a viewer
    ],
)
def test_what_cannot_be_passed_on_is_refused_and_nothing_is_done(
    desk: Desk, heirs: Heirs, actor: str, reason: str, refusal: type[CurationError]
) -> None:
    add_person(desk, "eve", Role.VIEWER, actor=ANA)
    before = head(desk)
    with pytest.raises(refusal):
        leave(desk, heirs, actor, reason)
    assert head(desk) == before


def test_one_may_pass_on_by_oneself_some_of_it_to_somebody_else_and_stay(desk: Desk) -> None:
    heirs = Heirs(BEN, others={"case": CARL, "blocking": CARL})
    done = hand_over(desk, GONE, heirs, actor=GONE, reason="too much")
    assert {o.to for o in done.passed if o.what is What.CASE or o.subject == "blocking"} == {
        CARL
    }
    assert "monitoring" in done.without_deputy
    assert why_not(desk, GONE) is None
    with pytest.raises(BadRequest, match="answers for nothing"):
        hand_over(desk, GONE, Heirs(BEN), actor=GONE, reason="again")


def test_what_was_passed_on_is_handed_back_and_not_undone_by_half(desk: Desk) -> None:
    done = hand_over(desk, GONE, Heirs(BEN), actor=ANA, reason="ill")
    with desk.ledger.reading() as asked:
        assert asked.last_act(ANA) != done.act
    with pytest.raises(BadRequest, match="hand-over"):
        undo(desk, actor=ANA, act=done.act)


def test_who_answers_for_something_keeps_a_role_that_decides(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="hand-over"):
        give_role(desk, GONE, Role.VIEWER, actor=ANA)
    with pytest.raises(NotAllowed, match="--keep"):
        set_strangers(desk, Role.VIEWER, actor=ANA)
    assert set(set_strangers(desk, Role.VIEWER, keep=True, actor=ANA)) == {ANA, BEN, GONE}
    with pytest.raises(NotAllowed, match="viewer"):
        open_by_hand(desk, "By a stranger", route="refunds", actor="somebody")
    open_by_hand(desk, "By who was here", route="refunds", actor=BEN)
    assert people(desk).grave == ()


def test_an_admin_names_owners_and_who_is_none_hands_over_only_what_is_theirs(
    desk: Desk,
) -> None:
    with pytest.raises(NotAllowed):
        name_owner(desk, "monitoring", CARL, None, actor=CARL)
    with pytest.raises(NotAllowed):  # a number falls to its own owner, not to who wants it
        name_owner(desk, NUMBER, CARL, None, actor=CARL)
    assert name_owner(desk, NUMBER, CARL, None, actor=GONE).owner == CARL
    assert name_owner(desk, "monitoring", CARL, None, actor=ANA).owner == CARL
    for scope in ("route:", "threshold:nothing", "cohort:region", "moon", "team:x"):
        with pytest.raises(BadRequest):
            name_owner(desk, scope, CARL, None, actor=ANA)
    with pytest.raises(BadRequest):
        name_owner(desk, "blocking", CARL, CARL, actor=ANA)


def test_a_contract_that_goes_on_naming_who_leaves_is_told(desk: Desk) -> None:
    owners = {scope: Ownership(scope, ANA, "Gone") for scope in ("blocking", "objective")}
    agreed = Contract("Ship?", "all", "unsafe", owners=owners)
    set_contract(desk, agreed, actor=ANA, reason="agreed")
    told = (
        "The contract, version 1, goes on naming gone: deputy of blocking, deputy of objective."
    )
    assert (preview(desk, GONE, Heirs(BEN)).contract or "").startswith(told)
    assert preview(desk, CARL, Heirs(BEN)).contract is None
    said = terminal(desk.folder)
    leaving = ("people", "leave", GONE, "--to", BEN, "--reason", "moves")
    assert told in " ".join(said(*leaving, "--preview").text.split())
    assert said(*leaving, "--json").json["contract"].startswith(told)


def test_the_terminal_says_who_is_who_what_lacks_somebody_and_what_would_go(
    desk: Desk,
) -> None:
    said = terminal(desk.folder)
    assert said("people", "add", "Eve", "--role", "viewer").code == 0
    found = said("people", "--json").json
    assert [one["name"] for one in found["people"]] == [ANA, BEN, "Eve", GONE]
    assert found["admins"] == [ANA]
    assert found["without_owner"] == []
    before = head(desk)
    told = said("people", "leave", GONE, "--to", BEN, "--preview", "--json").json
    assert (told["act"], head(desk)) == (None, before)
    gone = said("people", "leave", GONE, "--to", BEN, "--reason", "moves", "--json").json
    assert gone["passed"] == told["passed"]
    assert gone["without_deputy"] == [
        "cohort:a=1,b=2",
        "monitoring",
        "threshold:gate.pass_rate.blocking",
    ]
    lacking = said("people", "--json").json["without_owner"]
    assert [(one["lack"], one["subject"]) for one in lacking] == [("no_deputy", "monitoring")]
    assert "a deputy   monitoring" in said("people").text
    assert said("people", "role", "Eve", "admin", actor="Eve").code == 1
    assert said("people", "leave", ANA, "--to", BEN, "--reason", "all").code == 0


def test_an_heir_decides_what_was_proposed_but_not_what_they_proposed(desk: Desk) -> None:
    two_proposals(desk)
    told = preview(desk, GONE, Heirs(CARL)).proposals
    assert told[1].startswith(f"P-2 ({MIN_SUPPORT}) was proposed by carl, who takes over")
    leave(desk, Heirs(CARL))
    with pytest.raises(NotAllowed):
        approve(desk, "P-2", actor=CARL, reason="mine")
    with pytest.raises(NotAllowed, match="Ask carl"):
        approve(desk, "P-2", actor=GONE, reason="a last word")
    assert approve(desk, "P-1", actor=CARL, reason="theirs").decided_by == CARL
