"""Whatever comes in, goes out or is decided: the queue is what a plain list of it would be."""

import json
from collections import Counter, defaultdict
from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from curation.cases import State
from curation.filters import UNASSIGNED, Due, Filters, Place
from curation.identity import case_id as identify
from store.acts.describing import describe, open_by_hand
from store.acts.importing import import_files
from store.acts.moving import move
from store.acts.taking_out import undo_import
from store.answers.queue import Key, facets, queue
from store.desk import found_desk, open_desk
from tests.builders import ANA, BEN

TEXTS = ["Where is my money", "Let me in", "I was charged twice", "MONEY back, please"]
ROUTES = ["refunds", "login"]
KINDS = ["unsafe", "timeout", None]  # None: wrong once its truth is known
PLACES = [State.BACKLOG, State.DISMISSED, State.RETIRED]
WEEKS = ["2026-11-02", "2026-11-09"]
TODAY = datetime.now(UTC).date()
DUES = [None, *((TODAY + timedelta(days=days)).isoformat() for days in (-3, 2, 30))]


@dataclass(frozen=True)
class Event:
    """One thing that production did; `kind` None is only wrong by a truth that comes late."""

    id: str
    text: str
    route: str
    kind: str | None
    version: str | None
    week: str
    region: str
    cost: float | None

    @property
    def case(self) -> str:
        return identify(self.route, self.text)

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(f"{self.week}T10:00:00+00:00")

    def line(self) -> str:
        said = {"id": self.id, "input": self.text, "route": self.route, "region": self.region}
        said |= {"prediction": "refund", "output": f"Answer {self.id}"}
        more = {"kind": self.kind, "model_version": self.version, "cost_of_failure": self.cost}
        said["timestamp"] = self.at.isoformat()
        return json.dumps(said | {k: v for k, v in more.items() if v is not None})


EVENTS = st.lists(
    st.builds(
        Event,
        id=st.just(""),
        text=st.sampled_from(TEXTS),
        route=st.sampled_from(ROUTES),
        kind=st.sampled_from(KINDS),
        version=st.sampled_from(["v1", "v2", None]),
        week=st.sampled_from(WEEKS),
        region=st.sampled_from(["eu", "us"]),
        cost=st.sampled_from([None, 1.5, 20.0]),
    ),
    min_size=1,
    max_size=5,
)
FILTERS = st.builds(
    Filters,
    kind=st.sampled_from([None, None, "unsafe", "wrong_answer"]),
    route=st.sampled_from([None, None, *ROUTES]),
    version=st.sampled_from([None, None, "v1"]),
    text=st.sampled_from([None, None, "money", "Back MONEY", "answer", "nowhere"]),
    week=st.sampled_from([None, None, "2026-11-09"]),
    cohort=st.sampled_from([(), (), ("region=eu",)]),
    owner=st.sampled_from([None, None, ANA, UNASSIGNED]),
    due=st.sampled_from([None, None, *Due]),
    state=st.sampled_from([None, None, None, *Place]),
)


@dataclass(frozen=True)
class Row:
    """One input as the plainest model has it."""

    key: Key
    failures: tuple[tuple[Event, str], ...]  # with the kind of each
    state: State | None
    owner: str | None
    due: str | None
    text: str
    route: str

    @property
    def place(self) -> Place:
        if self.state in (None, State.INBOX):
            return Place.WAITING
        return Place(self.state)

    @property
    def when(self) -> Due:
        if self.due is None:
            return Due.NEVER
        left = (date.fromisoformat(self.due) - TODAY).days
        return Due.OVERDUE if left < 0 else Due.SOON if left <= 7 else Due.LATER

    def values(self, facet: str) -> Set[str | None]:
        events = [event for event, _ in self.failures]
        return {
            "kind": {kind for _, kind in self.failures},
            "route": {self.route},
            "version": {event.version for event in events},
            "week": {event.week for event in events},
            "cohort": {f"region={event.region}" for event in events},
            "owner": {self.owner or UNASSIGNED},
            "due": {self.when},
            "state": {self.place},
        }[facet] - {None}

    def passes(self, filters: Filters, but: str | None = None) -> bool:
        wanted = {
            facet: getattr(filters, facet)
            for facet in ("kind", "route", "version", "week", "owner", "due")
        }
        wanted |= {"state": filters.state or Place.WAITING}
        wanted |= {"cohort": filters.cohort[0] if filters.cohort else None}
        held = all(
            want is None or facet == but or want in self.values(facet)
            for facet, want in wanted.items()
        )
        return held and (filters.text is None or self.says(filters.text))

    def says(self, text: str) -> bool:
        words = text.lower().split()
        told = [f"{self.text} {e.text} Answer {e.id}".lower() for e, _ in self.failures]
        return any(all(word in one for word in words) for one in [self.text.lower(), *told])


class AnyQueue(RuleBasedStateMachine):
    """A desk on which anything may happen, beside a list of what was brought and decided."""

    @initialize()
    def found(self) -> None:
        self.place = TemporaryDirectory()
        folder = Path(self.place.name)
        found_desk(folder / "desk")
        self.desk = open_desk(folder / "desk")
        self.file = folder / "rows.jsonl"
        self.brought: dict[str, list[Event]] = {}
        self.truths: dict[str, list[str]] = {}
        self.cases: dict[str, dict[str, Any]] = {}
        self.count = 0
        with self.desk.ledger.reading() as asked:
            self.prices = asked.policy().costs()

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()
            self.place.cleanup()

    def bring(self, lines: list[str], kind: str) -> str:
        self.count += 1
        self.file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        done = import_files(self.desk, [self.file], kind, actor="cron", source=kind)
        assert done.import_id, "every row is new"
        assert done.rows_rejected == 0
        return done.import_id

    @rule(drawn=EVENTS)
    def bring_events(self, drawn: list[Event]) -> None:
        events = [replace(e, id=f"e-{self.count}-{n}") for n, e in enumerate(drawn)]
        self.brought[self.bring([e.line() for e in events], "events")] = events

    @precondition(lambda self: self.untold())
    @rule(data=st.data())
    def bring_truths(self, data: st.DataObject) -> None:
        told = data.draw(st.lists(st.sampled_from(self.untold()), min_size=1, unique=True))
        lines = [json.dumps({"event_id": one, "truth": "billing"}) for one in told]
        self.truths[self.bring(lines, "labels")] = told

    @precondition(lambda self: self.brought or self.truths)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from(sorted({*self.brought, *self.truths})))
        undo_import(self.desk, chosen, actor=ANA, reason="not ours")
        self.brought.pop(chosen, None)
        self.truths.pop(chosen, None)

    @precondition(lambda self: self.rows())
    @rule(data=st.data(), to=st.sampled_from(PLACES))
    def sort(self, data: st.DataObject, to: State) -> None:
        case = data.draw(st.sampled_from(sorted(row.key[3] for row in self.rows())))
        if self.cases.get(case, {}).get("state") == to:
            return
        if to is not State.DISMISSED and self.cases.get(case, {}).get("state") is None:
            move(self.desk, [case], State.BACKLOG, actor=ANA, reason="seen")
        move(self.desk, [case], to, actor=ANA, reason="seen", until="2099-01-01"
             if to is State.DISMISSED else None)  # fmt: skip
        self.remember(case)

    @precondition(lambda self: self.rows())
    @rule(data=st.data(), owner=st.sampled_from([ANA, BEN]), due=st.sampled_from(DUES))
    def assign(self, data: st.DataObject, owner: str, due: str | None) -> None:
        case = data.draw(st.sampled_from(sorted(row.key[3] for row in self.rows())))
        describe(self.desk, [case], {"owner": owner, "due": due}, actor=ANA)
        self.remember(case)

    @rule(route=st.sampled_from(ROUTES))
    def write(self, route: str) -> None:
        self.count += 1
        case = open_by_hand(self.desk, f"By hand {self.count}", route=route, actor=ANA)
        self.remember(case.id)

    @rule(filters=FILTERS, limit=st.integers(1, 7))
    def page_through(self, filters: Filters, limit: int) -> None:
        wanted = [row.key for row in self.rows() if row.passes(filters)]
        seen: list[Key] = []
        after: Key | None = None
        while True:
            page = queue(self.desk, filters, after, limit)
            assert page.waiting == len(wanted)
            seen += [row.key for row in page.rows]
            if page.after is None:
                break
            after = page.after
        assert seen == wanted

    @rule(filters=FILTERS)
    def count_what_each_choice_would_leave(self, filters: Filters) -> None:
        found = facets(self.desk, filters)
        for facet in ("kind", "route", "version", "week", "cohort", "owner", "due", "state"):
            counts = Counter(
                value
                for row in self.rows()
                if row.passes(filters, but=facet)
                for value in row.values(facet)
            )
            assert found[facet] == dict(counts), facet

    @rule(drawn=EVENTS, limit=st.integers(1, 3))
    def failures_land_between_two_pages(self, drawn: list[Event], limit: int) -> None:
        before = {row.key for row in self.rows() if row.passes(Filters())}
        first = queue(self.desk, limit=limit)
        self.bring_events(drawn)
        seen, after = [row.key for row in first.rows], first.after
        while after is not None:
            page = queue(self.desk, after=after, limit=limit)
            seen, after = seen + [row.key for row in page.rows], page.after
        assert len(set(seen)) == len(seen)
        stayed = before & {row.key for row in self.rows()}
        assert stayed <= set(seen)

    def remember(self, case_id: str) -> None:
        with self.desk.ledger.reading() as asked:
            case = asked.case(case_id)
        assert case is not None
        self.cases[case_id] = {
            "state": case.state, "owner": case.owner, "due": case.due,
            "text": case.input, "route": case.route,
        }  # fmt: skip

    def untold(self) -> list[str]:
        """Events that are wrong only once somebody says so."""
        told = {one for some in self.truths.values() for one in some}
        events = [e for some in self.brought.values() for e in some]
        return [e.id for e in events if e.kind is None and e.id not in told]

    def rows(self) -> list[Row]:
        """Every failing input and every case, dearest first."""
        told = {one for some in self.truths.values() for one in some}
        failures: dict[str, list[tuple[Event, str]]] = defaultdict(list)
        for event in (e for some in self.brought.values() for e in some):
            kind = event.kind or ("wrong_answer" if event.id in told else None)
            if kind:
                failures[event.case].append((event, kind))
        ids = {*failures, *self.cases}
        found = [self.row(case, failures.get(case, [])) for case in ids]
        return sorted(found, key=lambda row: tuple(row.key), reverse=True)

    def row(self, case: str, failures: list[tuple[Event, str]]) -> Row:
        costs = [
            event.cost if event.cost is not None else self.prices.get(kind, 0.0)
            for event, kind in failures
        ]
        times = [int(e.at.timestamp() * 1_000_000) for e, _ in failures]
        key = (sum(costs), len(failures), max(times, default=0), case)
        known = self.cases.get(case, {})
        return Row(
            key=key, failures=tuple(failures), state=known.get("state"),
            owner=known.get("owner"), due=known.get("due"),
            text=known.get("text") or failures[0][0].text,
            route=known.get("route") or failures[0][0].route,
        )  # fmt: skip


TestAnyQueue = AnyQueue.TestCase
TestAnyQueue.settings = settings(
    max_examples=5,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
