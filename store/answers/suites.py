"""The adversarial suites: where their cases stand, and how each run fared by attack."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.attempts import Tally
from curation.cases import Case
from curation.decisions import Kind
from curation.errors import Unknown
from curation.intervals import Rate
from curation.suites import LIST_THEM, Fared, Suite, attack_of, fared, suites_of
from curation.versions import asked_sha256, line
from store.desk import Desk

UNNAMED = "other"


@dataclass(frozen=True, slots=True)
class RunOfSuite:
    """One run on the cases of a suite, in all and by attack; None of it was run else."""

    run: str
    model: str | None
    at: str
    all: Fared
    by: tuple[Fared, ...]


@dataclass(frozen=True, slots=True)
class SuiteShown:
    """A suite, its cases by attack and by place, and the runs on it, the newest first."""

    suite: Suite
    attacks: Mapping[str, int]
    places: Mapping[str, int]
    runs: tuple[RunOfSuite, ...]

    @property
    def last(self) -> Rate | None:
        """The pass rate of the newest run; None where no run met the suite."""
        return self.runs[0].all.passed if self.runs else None


def suites(desk: Desk) -> tuple[SuiteShown, ...]:
    """Every suite, the one made last at the top."""
    with desk.ledger.reading() as asked:
        found = suites_of(asked.standing(Kind.SUITE_SET))
        by_id = {one.id: one for one in asked.cases()}
        runs = {run.name: (run.model_version, run.at) for run, _, _ in asked.runs()}
    every = [c for one in found for c in one.cases if c in by_id]
    tallies = _tallies(desk, [by_id[c] for c in dict.fromkeys(every)])
    return tuple(
        _shown(one, [by_id[c] for c in one.cases if c in by_id], tallies, runs)
        for one in reversed(found)
    )


def suite(desk: Desk, name: str) -> SuiteShown:
    """One suite by its name."""
    for one in suites(desk):
        if one.suite.name == name.strip().lower():
            return one
    raise Unknown("suite", name, LIST_THEM)


Tallies = Mapping[str, Mapping[str, Tally]]  # by run, then by case


def _tallies(desk: Desk, cases: Sequence[Case]) -> Tallies:
    """What each run said of each case on what it asks now."""
    asks = {one.id: asked_sha256(line(one)) for one in cases}
    found: dict[str, dict[str, Tally]] = defaultdict(dict)
    if asks:
        for row in desk.facts().ask("case_attempts", case_ids=list(asks)):
            if row["asked_sha256"] == asks[row["case_id"]]:
                tally = Tally(row["passed"], row["failed"], row["errored"])
                found[row["run"]][row["case_id"]] = tally
    return found


def _shown(
    found: Suite,
    cases: Sequence[Case],
    tallies: Tallies,
    runs: Mapping[str, tuple[str | None, str]],
) -> SuiteShown:
    attacks: dict[str, list[str]] = defaultdict(list)
    for case in cases:
        attacks[attack_of(case.tags) or UNNAMED].append(case.id)
    ids = [case.id for case in cases]
    met = [
        name
        for name, said in tallies.items()
        if name in runs and not said.keys().isdisjoint(ids)
    ]
    shown = [
        RunOfSuite(
            name,
            runs[name][0],
            runs[name][1],
            fared("all", ids, tallies[name]),
            tuple(fared(kind, some, tallies[name]) for kind, some in sorted(attacks.items())),
        )
        for name in met
    ]
    places = Counter(str(case.state) for case in cases)
    newest = sorted(shown, key=lambda one: one.at, reverse=True)
    counts = {kind: len(some) for kind, some in sorted(attacks.items())}
    return SuiteShown(found, counts, dict(places), tuple(newest))
