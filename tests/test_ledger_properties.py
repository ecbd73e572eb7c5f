"""Whatever is decided in whatever order: the ledger shows it, and a replay shows the same."""

from concurrent.futures import ThreadPoolExecutor

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

from curation import replay
from curation.cases import State
from curation.decisions import STANDING, Decision, Kind
from curation.errors import MovedMeanwhile
from curation.runs import Run
from curation.standing import Standing, saying
from store.ledger import Ledger
from tests.builders import (
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
    regrouped,
    threshold_set,
)
from tests.homes import Home, SqliteHome

CASE_IDS = ["c-1", "c-2", "c-3"]
RUNS = ["v1", "v2"]
LIMITS = ["gate.pass_rate", "promotion.min_attempts"]
SETS = ["monitoring", "blocking"]
PEOPLE = ["ana", "ben"]
# What stands about numbers and people has a shape that every reading asks for.
ANYTHING = tuple(k for k in STANDING if k not in (Kind.PROPOSAL_SET, Kind.PERSON_SET))
GROUPS = ["g-1", "g-2"]


class AnyDay(RuleBasedStateMachine):
    """A desk on which anything may happen, beside the plainest model of what should stand.

    Several sessions of one ledger take turns, as replicas of the app and jobs do.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        clock = Clock()
        self.sessions = [Ledger(url, clock) for _ in range(3)]
        self.ledger = self.sessions[-1]  # only asks
        self.recorded = 0
        self.stands: dict[str, tuple[str, int]] = {}
        self.states: dict[str, tuple[State, str | None, int]] = {}
        self.limits: dict[str, float] = {}
        self.owners: dict[str, str] = {}
        self.frozen: dict[str, int] = {}
        self.imports: dict[str, tuple[Run | None, bool]] = {}
        self.verdicts: dict[str, str] = {}
        self.groups: dict[str, tuple[str | None, str | None]] = {}

    def record(self, *decisions: Decision) -> None:
        with self.sessions[self.recorded % 2].transaction() as tx:
            for decision in decisions:
                tx.record(decision)
        self.recorded += len(decisions)

    @rule(kind=st.sampled_from(ANYTHING), who=st.sampled_from(PEOPLE), word=st.text(max_size=3))
    def say_what_stands(self, kind: Kind, who: str, word: str) -> None:
        self.record(saying(kind, f"about {kind}", {"word": word}, actor=who))
        self.stands[f"about {kind}"] = (word, self.recorded)

    @precondition(lambda self: self.stands)
    @rule(data=st.data())
    def take_back_what_stands(self, data: st.DataObject) -> None:
        subject = data.draw(st.sampled_from(sorted(self.stands)))
        self.record(saying(Kind(subject.removeprefix("about ")), subject, None, actor="ana"))
        del self.stands[subject]

    @precondition(lambda self: self.stands)
    @rule(data=st.data())
    def overrule_what_nobody_saw(self, data: st.DataObject) -> None:
        subject = data.draw(st.sampled_from(sorted(self.stands)))
        kind, (word, seq) = Kind(subject.removeprefix("about ")), self.stands[subject]
        before = Standing(kind, subject, {"word": word}, "ana", "", START, seq - 1)
        with pytest.raises(MovedMeanwhile):
            self.record(saying(kind, subject, {"word": "!"}, actor="ben", before=before))

    @precondition(lambda self: self.states)
    @rule(data=st.data(), to=st.sampled_from(State))
    def move_one_case_twice_at_once(self, data: st.DataObject, to: State) -> None:
        case_id = data.draw(st.sampled_from(sorted(self.states)))
        _, owner, seen = self.states[case_id]

        def moving(session: Ledger) -> bool:
            try:
                with session.transaction() as tx:
                    tx.record(moved(a_case(id=case_id), to, seen=seen))
            except MovedMeanwhile:
                return False
            return True

        with ThreadPoolExecutor(2) as both:
            assert sorted(both.map(moving, self.sessions[:2])) == [False, True]
        self.recorded += 1
        self.states[case_id] = (to, owner, self.recorded)

    @rule(case_id=st.sampled_from(CASE_IDS), to=st.sampled_from(State))
    def open_or_move(self, case_id: str, to: State) -> None:
        case, owner = a_case(id=case_id, state=State.BACKLOG), "carl"
        if case_id in self.states:
            _, owner, seen = self.states[case_id]
            self.record(moved(case, to, seen=seen))
        else:
            self.record(opened(case), moved(case, to, seen=0))
        self.states[case_id] = (to, owner, self.recorded)

    @precondition(lambda self: self.states)
    @rule(data=st.data(), owner=st.sampled_from(PEOPLE))
    def describe(self, data: st.DataObject, owner: str) -> None:
        case_id = data.draw(st.sampled_from(sorted(self.states)))
        self.record(described(a_case(id=case_id), {"owner": owner, "tags": [owner, "seen"]}))
        self.states[case_id] = (self.states[case_id][0], owner, self.recorded)

    @precondition(lambda self: self.states)
    @rule(data=st.data(), to=st.sampled_from(State))
    def move_on_a_stale_view(self, data: st.DataObject, to: State) -> None:
        case_id = data.draw(st.sampled_from(sorted(self.states)))
        seen = self.states[case_id][2] - 1
        with pytest.raises(MovedMeanwhile):
            self.record(
                threshold_set(a_threshold(value=0.1)), moved(a_case(id=case_id), to, seen=seen)
            )

    @rule(name=st.sampled_from(LIMITS), value=st.floats(0, 1) | st.integers(0, 9))
    def set_a_threshold(self, name: str, value: float) -> None:
        self.record(threshold_set(a_threshold(name=name, value=value)))
        self.limits[name] = value

    @rule(scope=st.sampled_from(SETS), owner=st.sampled_from(PEOPLE))
    def name_an_owner(self, scope: str, owner: str) -> None:
        self.record(owner_named(scope, owner))
        self.owners[scope] = owner

    @rule(group=st.sampled_from(GROUPS), name=st.sampled_from(PEOPLE))
    def name_a_group(self, group: str, name: str) -> None:
        self.record(regrouped(Kind.GROUP_NAMED, group, name=name))
        self.groups[group] = (name, self.groups.get(group, (None, None))[1])

    @rule(group=st.sampled_from(GROUPS), into=st.none() | st.just("g-3"))
    def merge_or_part_a_group(self, group: str, into: str | None) -> None:
        self.record(regrouped(Kind.GROUP_MERGED, group, into=into))
        self.groups[group] = (self.groups.get(group, (None, None))[0], into)

    @rule(name=st.sampled_from(SETS), ids=st.sets(st.sampled_from(CASE_IDS)))
    def freeze(self, name: str, ids: set[str]) -> None:
        self.frozen[name] = self.frozen.get(name, 0) + 1
        self.record(froze(name, self.frozen[name], [{"case_id": c} for c in sorted(ids)]))

    @rule(run=st.none() | st.sampled_from(RUNS), batches=st.integers(0, 2))
    def bring_facts_in(self, run: str | None, batches: int) -> None:
        import_id = f"i-{len(self.imports)}"
        brought = Run(run, {"blocking": 1}, commit=import_id) if run else None
        self.record(imported(import_id, brought, batches=batches))
        self.imports[import_id] = (brought, True)
        self.verdicts.pop(run or "", None)

    @precondition(lambda self: any(stands for _, stands in self.imports.values()))
    @rule(data=st.data())
    def undo_an_import(self, data: st.DataObject) -> None:
        standing = sorted(i for i, (_, stands) in self.imports.items() if stands)
        import_id = data.draw(st.sampled_from(standing))
        self.record(import_undone(import_id))
        run, _ = self.imports[import_id]
        self.imports[import_id] = (run, False)
        self.verdicts.pop(run.name if run else "", None)

    @precondition(lambda self: self.standing_runs())
    @rule(data=st.data(), verdict=st.sampled_from(["PASS", "BLOCKED", "INCOMPLETE"]))
    def judge(self, data: st.DataObject, verdict: str) -> None:
        run = data.draw(st.sampled_from(sorted(self.standing_runs())))
        self.record(judged(run, verdict))
        self.verdicts[run] = verdict

    @rule()
    def rebuild(self) -> None:
        with self.ledger.reading() as asked:
            before = asked.projections()
        self.ledger.rebuild()
        with self.ledger.reading() as asked:
            assert asked.projections() == before

    def standing_runs(self) -> dict[str, str | None]:
        """Run -> commit, as the first standing import of each says."""
        found: dict[str, str | None] = {}
        for run, stands in self.imports.values():
            if run and stands:
                found.setdefault(run.name, run.commit)
        return found

    @invariant()
    def the_ledger_shows_what_was_decided(self) -> None:
        with self.ledger.reading() as asked:
            assert asked.head()[0] == self.recorded
            cases = {c.id: (c.state, c.owner, c.version) for c in asked.cases()}
            in_force, runs = asked.policy().thresholds, asked.runs()
            owners = {scope: asked.ownership(scope) for scope in SETS}
            versions = {scope: asked.set_version(scope) for scope in SETS}
            groups = {g.id: (g.name, g.into) for g in asked.grouping().groups.values()}
            said = {
                s.subject: (s.body["word"], s.seq) for k in ANYTHING for s in asked.standing(k)
            }
            shown = {str(body["path"]).partition("/")[0] for _, body in asked.batches()}
        assert cases == self.states
        assert groups == self.groups
        assert said == self.stands
        assert {n: t.value for n, t in in_force.items() if n in self.limits} == self.limits
        assert {s: o.owner for s, o in owners.items() if o} == self.owners
        assert {s: v.version for s, v in versions.items() if v} == self.frozen
        assert shown <= {i for i, (_, stands) in self.imports.items() if stands}
        assert {run.name: run.commit for run, _, _ in runs} == self.standing_runs()
        assert {r.name: v["verdict"] for r, v, _ in runs if v} == self.verdicts

    def teardown(self) -> None:
        assert self.ledger.verify() == (None, True)
        with self.ledger.reading() as asked:
            assert replay.replayed(asked.entries()) == {c.id: c for c in asked.cases()}
        for session in self.sessions:
            session.close()


def test_whatever_people_decide_in_whatever_order_is_shown_and_follows_from_the_log(
    home: Home,
) -> None:
    class AnyDayHere(AnyDay):
        def __init__(self) -> None:
            home.empty()
            super().__init__(home.url)

    # A server answers later than a file; the rules are the same.
    examples = 15 if isinstance(home, SqliteHome) else 6
    some = settings(max_examples=examples, stateful_step_count=20, deadline=None)
    run_state_machine_as_test(AnyDayHere, settings=some)
