"""Make the sample workspace by ordinary imports and acts, at the times of its story."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import singledispatchmethod
from pathlib import Path
from tempfile import TemporaryDirectory

from curation import cases
from curation.budget import objective
from curation.thresholds import DEFAULTS
from store.acts.baselining import set_baseline
from store.acts.describing import describe
from store.acts.freezing import freeze
from store.acts.importing import import_files
from store.acts.judging import judge_run
from store.acts.moving import move
from store.acts.objectives import set_objective
from store.acts.owning import name_owner, set_thresholds
from store.acts.run_words import RunWords
from store.acts.story_agreement import tell_agreement
from store.acts.story_contract import story_contract
from store.acts.story_coverage import ask_for_cases
from store.acts.story_incidents import record_of_story
from store.acts.story_labelling import tell_labelling
from store.acts.story_leakage import tell_leakage
from store.acts.story_people import people_of_story
from store.acts.story_refresh import propose_fresh_sets
from store.acts.story_review import HELD, hold_review
from store.acts.story_thresholds import move_numbers
from store.acts.story_trust import tell_trust
from store.desk import Desk, found_desk, open_desk
from store.sample import World, results_of, write_world
from store.sample.files import BACKFILL
from store.sample.story import Compare, Describe, Freeze, Move, Own, Record, Score, Step
from store.sample.story.results import finished_at

Say = Callable[[str], None]
DEFAULT_EVENTS = 120_000
GOOD = 0.94  # of production, as its objective


def last_sunday(today: date) -> date:
    """The Sunday that ends the last whole week before `today`."""
    return today - timedelta(days=today.weekday() + 1)


def make_demo(
    folder: Path, say: Say, *, end: date | None = None, events: int = DEFAULT_EVENTS
) -> None:
    """Make the sample in `folder`; it becomes visible there only when it is whole."""
    end = end or last_sunday(datetime.now(UTC).date())
    building = folder.with_name(folder.name + ".making")
    with TemporaryDirectory() as sources:
        say(f"Writing 26 weeks of a support assistant up to {end:%d %b %Y} …")
        world = write_world(Path(sources), end=end, events=events)
        found_desk(building, sample=True)
        clock = _Clock()
        desk = open_desk(building, clock)
        try:
            _Sample(desk, world, clock, Path(sources)).make(say)
        finally:
            desk.close()
    building.rename(folder)


class _Clock:
    """The moment at which the story acts; never earlier than the decision before."""

    def __init__(self) -> None:
        self.at = datetime(2020, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def turn_to(self, at: datetime) -> None:
        """Let it be `at`, or stay where it is when that is past."""
        self.at = max(self.at, at)


class _Sample:
    """The desk that is being made, and the story that is replayed on it."""

    def __init__(self, desk: Desk, world: World, clock: _Clock, folder: Path) -> None:
        self.desk, self.world, self.clock, self.folder = desk, world, clock, folder

    def make(self, say: Say) -> None:
        """Replay the story, importing what had come in before each step."""
        arrivals = list(self._arrivals())
        story = self.world.story
        self.clock.turn_to(min(arrivals[0][0], story.steps[0].at - timedelta(hours=1)))
        set_thresholds(self.desk, DEFAULTS, actor="Ana Ruiz", reason="founding the desk")
        say(f"Importing {len(arrivals)} files and replaying {len(story.steps)} acts …")
        for step in story.steps:
            while arrivals and arrivals[0][0] <= step.at:
                self._import(*arrivals[0])
                self._review(arrivals.pop(0)[0])
            self.clock.turn_to(step.at)
            self._do(step)
        reason = "what users bear, by the last half year"
        set_objective(self.desk, objective(GOOD), actor="Ana Ruiz", reason=reason)
        self.clock.turn_to(story.steps[-1].at + timedelta(hours=9))
        people_of_story(self.desk)
        move_numbers(self.desk)
        while arrivals:
            self._import(*arrivals.pop(0), watching=not arrivals)
        tell_trust(self.desk)
        tell_agreement(self.desk)
        story_contract(self.desk)
        tell_leakage(self.desk, self.folder)
        tell_labelling(self.desk)
        ask_for_cases(self.desk)
        propose_fresh_sets(self.desk)

    def _review(self, came_in: datetime) -> None:
        """The reviews of two Mondays, some hours after the week before had come in."""
        end = self.world.calendar.start + timedelta(weeks=self.world.calendar.weeks)
        weeks = (end.date() - came_in.date()).days // 7
        if weeks in HELD:
            self.clock.turn_to(came_in + timedelta(hours=5))
            hold_review(self.desk, weeks)

    def _arrivals(self) -> Iterator[tuple[datetime, Path, str]]:
        """When each file came in: on the Monday after its last week; labels at the end."""
        start, files = self.world.calendar.start, self.world.events
        for number, path in enumerate(files, start=BACKFILL):
            yield start + timedelta(weeks=number, hours=4), path, "events"
        end = start + timedelta(weeks=self.world.calendar.weeks, hours=5)
        yield end, self.world.labels, "labels"

    def _import(self, at: datetime, path: Path, kind: str, *, watching: bool = False) -> None:
        self.clock.turn_to(at)
        import_files(
            self.desk,
            [path],
            kind,
            actor="nightly import",
            source="assistant",
            watching=watching,
        )

    @singledispatchmethod
    def _do(self, step: Step) -> None:
        raise TypeError(f"The story of the sample has no step like {step!r}.")

    @_do.register
    def _(self, step: Own) -> None:
        name_owner(
            self.desk, step.scope, step.owner, step.deputy, actor=step.actor, reason=step.reason
        )

    @_do.register
    def _(self, step: Describe) -> None:
        describe(self.desk, [step.case], step.values, actor=step.actor, reason=step.reason)

    @_do.register
    def _(self, step: Move) -> None:
        to, until = step.to, step.until
        move(self.desk, step.cases, to, actor=step.actor, reason=step.reason, until=until)

    @_do.register
    def _(self, step: Freeze) -> None:
        freeze(self.desk, step.set, actor=step.actor, reason=step.reason)

    @_do.register
    def _(self, step: Compare) -> None:
        since, until = step.since.isoformat(), step.until.isoformat()
        set_baseline(self.desk, since, until, actor=step.actor, reason=step.reason)

    @_do.register
    def _(self, step: Record) -> None:
        record_of_story(self.desk, step)

    @_do.register
    def _(self, step: Score) -> None:
        run = step.run
        with self.desk.ledger.reading() as asked:
            lines = [line for pin in run.sets.items() for line in asked.lines(*pin)]
        scored = [
            replace(
                cases.Case(ln["case_id"], ln["route"], ln["input"]), expected=ln["expected"]
            )
            for ln in lines
        ]
        path = self.folder / f"{run.name}.jsonl"
        rows = results_of(self.world.story, run, scored)
        path.write_text("".join(json.dumps(row, default=str) + "\n" for row in rows))
        words = RunWords(
            name=run.name,
            model_version=run.model_version,
            sets=tuple(f"{name}@{version}" for name, version in run.sets.items()),
            commit=run.commit,
            environment=run.environment,
            seed=run.seed,
            tier=run.tier,
            started_at=run.started_at.isoformat(),
            finished_at=finished_at(run, rows),
        )
        import_files(self.desk, [path], "results", actor=step.actor, source="runner", run=words,
                     watching=False)  # fmt: skip
        if run.answer:
            judge_run(self.desk, run.name, actor=step.actor, baseline=run.baseline)
