"""Failure groups: who may change them, and that every failure always has exactly one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from curation import groups
from curation.cases import Dismissal
from curation.decisions import Decision, Entry
from curation.grouping import Grouping, Members, Regrouped, apply, body, from_body, grouping
from curation.groups import Desired, Plan
from tests.builders import ANA, CARL, OWNERSHIP, a_chain

A, B, C = "g-a", "g-b", "g-c"
RULE = Dismissal(escalates=True, count=40, weekly_limit=12.0)
HOLDS = frozenset({"c-1", "c-2", "c-3"})


def asked(*decided: Regrouped, **known: Any) -> Desired:
    """What carl wants with a reason, on groups of which `decided` were changed before."""
    return replace(Desired(grouping(decided), CARL, "they are one"), **known)


def split(now: Desired, cases: list[str], name: str = "Iban") -> Plan:
    return groups.split(now, A, cases, name, as_group="s-1", holds=HOLDS)


def archive(now: Desired, *ids: str) -> Plan:
    return groups.archive(now, dict.fromkeys(ids, RULE), "2026-11-09T10:00:00+00:00")


def asleep() -> Regrouped:
    (decision,) = archive(asked(), A).decisions
    return apply(None, a_chain([decision])[0])


PART = Regrouped(A, into=B)
NAMED = Regrouped(C, name="Wrong IBAN")


@pytest.mark.parametrize(
    ("plan", "objected"),
    [
        (lambda: groups.rename(asked(), A, " "), {A: ["no_name"]}),
        (lambda: groups.rename(asked(), A, "n" * 81), {A: ["long_name"]}),
        (lambda: groups.rename(asked(NAMED), A, "wrong iban"), {A: ["name_taken"]}),
        (lambda: groups.rename(asked(NAMED), C, "Wrong IBAN"), {C: ["same_name"]}),
        (lambda: groups.rename(asked(PART), A, "x"), {A: ["not_shown"]}),
        (lambda: groups.merge(asked(), [A], A), {A: ["nothing_to_merge"]}),
        (lambda: groups.merge(asked(PART), [A], C), {A: ["not_shown"]}),
        (lambda: groups.merge(asked(PART), [B], A), {A: ["cycle"]}),
        (lambda: groups.merge(asked(reason=" "), [A], B), {B: ["no_reason"]}),
        (
            lambda: groups.merge(asked(asleep(), asleep={A}, reason=""), [A], B),
            {A: ["asleep"], B: ["no_reason"]},
        ),
        (lambda: groups.merge(asked(asleep(), asleep={A}), [B], A), {A: ["asleep"]}),
        (lambda: split(asked(), []), {A: ["no_cases"]}),
        (lambda: split(asked(), ["c-1", "c-9"]), {A: ["not_its_case"]}),
        (lambda: split(asked(), sorted(HOLDS)), {A: ["all_of_it"]}),
        (lambda: split(asked(reason=""), ["c-1"], ""), {A: ["no_reason", "no_name"]}),
        (lambda: archive(asked(reason=""), A, B), {A: ["no_reason"], B: ["no_reason"]}),
        (lambda: archive(asked(asleep(), asleep={A}), A), {A: ["already_archived"]}),
        (
            lambda: archive(asked(blocking={A}, owner=OWNERSHIP, reason=""), A),
            {A: ["no_reason", "not_the_owner"]},
        ),
        (lambda: groups.reopen(asked(), [A]), {A: ["not_archived"]}),
    ],
)
def test_what_may_not_be_done_is_refused_with_every_objection(
    plan: Callable[[], Plan], objected: dict[str, list[str]]
) -> None:
    found = plan()
    codes = {one: [o.code for o in against] for one, against in found.objections.items()}
    assert (codes, found.decisions) == (objected, ())


def done(now: Grouping, plan: Plan) -> Grouping:
    """The groups after `plan`."""
    assert plan.objections == {}
    found = dict(now.groups)
    for entry in a_chain(plan.decisions):
        found[entry.subject] = apply(found.get(entry.subject), entry)
    return Grouping(found)


def test_a_merge_is_an_alias_and_a_chain_of_them_leads_to_one_group() -> None:
    first = done(Grouping(), groups.merge(asked(), [A], B))
    chain = done(first, groups.merge(asked(*first.groups.values()), [B], C, "Money"))
    assert {chain.place(g, "c-1") for g in (A, B, C)} == {C}
    assert chain.members(A) == chain.members(C) == Members((A, B, C))
    assert (chain.of(C).name, chain.parts(C)) == ("Money", (C, A, B))
    assert chain.of(B).merged == (A,)


def test_merging_into_a_part_merges_into_the_whole() -> None:
    found = done(Grouping({A: PART}), groups.merge(asked(PART), [C], A))
    assert found.of(C).into == B


def test_cases_that_are_split_off_leave_every_signature_of_the_group() -> None:
    whole = done(Grouping(), groups.merge(asked(), [B], A))
    found = done(whole, split(asked(*whole.groups.values()), ["c-1"]))
    assert {found.place(g, "c-1") for g in (A, B)} == {"s-1"}
    assert {found.place(g, "c-2") for g in (A, B)} == {A}
    assert found.place(C, "c-1") == C
    assert found.members(A).taken_out == ((A, "c-1"), (B, "c-1"))
    assert found.members("s-1") == Members(("s-1",), ((A, "c-1"), (B, "c-1")))
    assert (found.of("s-1").name, found.of(A).gave) == ("Iban", ("s-1",))


def test_a_case_that_was_split_off_and_merged_back_can_leave_again() -> None:
    found = done(Grouping(), split(asked(), ["c-1", "c-2"]))
    back = done(found, groups.merge(asked(*found.groups.values()), ["s-1"], A))
    assert back.members(A).taken_out == ()
    plan = groups.split(
        asked(*back.groups.values()), A, ["c-1"], "Other", as_group="s-2", holds=HOLDS
    )
    again = done(back, plan)
    assert (again.place(A, "c-1"), again.place(A, "c-2")) == ("s-2", A)
    assert again.of("s-1").taken == ((A, "c-2"),)


def test_a_group_that_came_back_is_reopened_before_what_it_holds_changes() -> None:
    back = asleep()  # archived, and not among those that sleep
    for plan in (split(asked(back), ["c-1"]), groups.merge(asked(back), [B], A)):
        assert done(Grouping({A: back}), plan).of(A).archive is None


def test_only_the_owner_of_blocking_puts_its_failures_to_sleep() -> None:
    plan = archive(asked(blocking={A}, owner=OWNERSHIP, actor=ANA), A)
    assert done(Grouping(), plan).archived()[0].id == A


def test_a_group_reads_back_what_it_writes_down() -> None:
    group = replace(asleep(), name="Iban", taken=((A, "c-1"),), merged=(B,), gave=("s-1",))
    assert from_body(body(group)) == group


class AnyGroups(RuleBasedStateMachine):
    """Groups that are merged, split and taken back in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.decided: list[Decision] = []
        self.acts: list[list[Decision]] = []
        self.now = Grouping()
        self.last: dict[str, int] = {}
        self.fresh = 0

    def want(self) -> Desired:
        return Desired(self.now, CARL, "why not")

    def record(self, decisions: list[Decision]) -> None:
        self.acts.append(decisions)
        found = dict(self.now.groups)
        for decision in decisions:
            self.decided.append(decision)
            entry = self.entry(decision)
            found[entry.subject] = apply(found.get(entry.subject), entry)
            self.last[entry.subject] = len(self.acts)
        self.now = Grouping(found)

    def entry(self, decision: Decision) -> Entry:
        return replace(a_chain([decision])[0], seq=len(self.decided))

    def ids(self) -> list[str]:
        return [*SIGNATURES, *(f"s-{n}" for n in range(self.fresh))]

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        some = st.sampled_from(self.ids())
        ids, into = data.draw(st.lists(some, min_size=1, max_size=3)), data.draw(some)
        self.record(list(groups.merge(self.want(), ids, into).decisions))

    @rule(data=st.data(), cases=st.sets(st.sampled_from(["c-1", "c-2", "c-3"]), min_size=1))
    def split(self, data: st.DataObject, cases: set[str]) -> None:
        group = data.draw(st.sampled_from(self.ids()))
        holds = {c for s in SIGNATURES for c in HOLDS if self.now.place(s, c) == group}
        plan = groups.split(
            self.want(), group, sorted(cases), f"Split {self.fresh}",
            as_group=f"s-{self.fresh}", holds=holds,
        )  # fmt: skip
        if plan.decisions:
            self.fresh += 1
            self.record(list(plan.decisions))
            assert {self.now.place(s, c) for s in SIGNATURES for c in cases} >= {
                f"s-{self.fresh - 1}"
            }

    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """An act is taken back only while no later one has changed its groups."""
        number = data.draw(st.integers(1, max(1, len(self.acts))))
        act = self.acts[number - 1] if self.acts else []
        if all(self.last[one.subject] == number for one in act):
            self.record([replace(d, after=d.before or {}, before=d.after) for d in act[::-1]])

    @invariant()
    def every_failure_has_exactly_one_shown_group(self) -> None:
        shown = {self.now.shown(one) for one in self.ids()}
        for signature in SIGNATURES:
            for case in HOLDS:
                home = self.now.place(signature, case)
                holding = [g for g in shown if self.now.members(g).hold(signature, case)]
                assert holding == [home]

    @invariant()
    def what_is_merged_is_known_on_both_sides(self) -> None:
        into = {(g.id, g.into) for g in self.now.groups.values() if g.into}
        merged = {(one, g.id) for g in self.now.groups.values() for one in g.merged}
        assert into == merged


SIGNATURES = [A, B, C, "g-d"]
TestAnyGroups = AnyGroups.TestCase
TestAnyGroups.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
