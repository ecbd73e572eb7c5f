"""Anybody proposes, approves, rejects, withdraws in any order: numbers move by the rules."""

from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from curation.decisions import Kind
from curation.errors import CurationError
from curation.proposals import Proposal, Stage, from_body
from store.acts import proposing
from store.acts.owning import name_owner
from store.desk import Desk, found_desk, open_desk
from store.ledger import Ledger
from tests.homes import Home, SqliteHome

PEOPLE = ["ana", "ben", "carl", "Ana "]  # the owner, the deputy, somebody; the owner again
NAMES = ["gate.pass_rate", "promotion.min_attempts"]
ALLOWED = {"ana", "ben"}


class AnyProposals(RuleBasedStateMachine):
    """Two sessions of one desk, whose blocking set Ana owns and Ben deputises for."""

    def __init__(self, sessions: list[Desk], approvals: list[str]) -> None:
        super().__init__()
        self.sessions, self.turn, self.approvals = sessions, 0, approvals
        name_owner(sessions[0], "blocking", "ana", "ben", actor="ana")

    def tried(self, act: Callable[[Desk], Proposal]) -> Proposal | None:
        """What the act did, or None where a rule refused it; the sessions take turns."""
        self.turn += 1
        try:
            return act(self.sessions[self.turn % 2])
        except CurationError:
            return None

    def proposals(self) -> list[Proposal]:
        with self.sessions[0].ledger.reading() as asked:
            return [from_body(s.body) for s in asked.standing(Kind.PROPOSAL_SET)]

    @rule(name=st.sampled_from(NAMES), n=st.integers(1, 9), who=st.sampled_from(PEOPLE))
    def propose(self, name: str, n: int, who: str) -> None:
        to = n / 10 if name == "gate.pass_rate" else float(n)
        self.tried(lambda desk: proposing.propose(desk, name, to, actor=who, reason="it fits"))

    @precondition(lambda self: self.proposals())
    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def approve(self, data: st.DataObject, who: str) -> None:
        one = data.draw(st.sampled_from(self.proposals()))
        done = self.tried(lambda d: proposing.approve(d, one.id, actor=who, reason="agreed"))
        if done:
            self.approvals.append(one.id)
            assert one.said is Stage.OPEN
            assert who.strip().casefold() in ALLOWED - {one.proposer.strip().casefold()}
            with self.sessions[0].ledger.reading() as asked:
                assert asked.policy().value(one.name) == one.to

    @precondition(lambda self: self.proposals())
    @rule(
        data=st.data(),
        who=st.sampled_from(PEOPLE),
        act=st.sampled_from([proposing.reject, proposing.withdraw, proposing.refresh]),
    )
    def end_or_refresh(
        self, data: st.DataObject, who: str, act: Callable[..., Proposal]
    ) -> None:
        one = data.draw(st.sampled_from(self.proposals()))
        self.tried(lambda desk: act(desk, one.id, actor=who, reason="not now"))

    @invariant()
    def nobody_approved_their_own_and_one_value_is_in_force(self) -> None:
        approved = [p for p in self.proposals() if p.said is Stage.APPROVED]
        for one in approved:
            assert one.decided_by is not None
            assert one.decided_by.strip().casefold() != one.proposer.strip().casefold()
        with self.sessions[1].ledger.reading() as asked:
            policy, log = asked.policy(), asked.decisions(kinds=[Kind.THRESHOLD_SET])
        for name in NAMES:
            said = [entry.after["value"] for entry in log if entry.subject == name]
            assert not said or policy.value(name) == said[0]  # the last word, and no other
        assert len(log) == len(approved)

    def teardown(self) -> None:
        assert self.sessions[0].ledger.verify() == (None, True)
        for desk in self.sessions:
            desk.close()


def test_numbers_move_only_by_who_may_and_never_by_who_proposed(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_replay(*_: object) -> None:
        """The real one takes its time, and decides nothing."""

    monkeypatch.setattr(proposing, "evidence", no_replay)

    approvals: list[str] = []

    class AnyProposalsHere(AnyProposals):
        def __init__(self) -> None:
            home.empty()
            Ledger(home.url).close()
            folder = tmp_path / "desk"
            found_desk(folder)
            desks = [open_desk(folder, ledger=home.url) for _ in range(2)]
            super().__init__(desks, approvals)

    examples = 8 if isinstance(home, SqliteHome) else 4
    some = settings(max_examples=examples, stateful_step_count=15, deadline=None)
    run_state_machine_as_test(AnyProposalsHere, settings=some)
    assert approvals  # it was not all refused
