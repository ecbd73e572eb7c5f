"""What another number, move or waiver would have made of the past, against what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from curation.gate import Answer
from curation.incidents import Incident
from curation.measures.intervals import clopper_pearson
from curation.measures.measure import Measure, supported, undefined
from curation.releases import matched_by
from curation.runs import Run

METHOD = "clopper-pearson"


@dataclass(frozen=True, slots=True)
class RunThen:
    """One run that the gate was asked about, judged anew: as things stand, and otherwise.

    `recorded` is what the gate said at the time; `verdict_now` and `verdict_then` are None
    where nobody can tell any more. `cases` and `cohorts` are what decides the difference.
    """

    run: str
    at: str
    verdict_now: str | None
    verdict_then: str | None
    why: str
    cases: tuple[str, ...] = ()
    cohorts: tuple[str, ...] = ()
    recorded: str | None = None
    model_version: str | None = None

    @property
    def flips(self) -> bool:
        """Whether the gate would have answered otherwise."""
        known = self.verdict_now is not None and self.verdict_then is not None
        return known and self.verdict_now != self.verdict_then


@dataclass(frozen=True, slots=True)
class OneThen:
    """Something else than a run that would change: a week, a case, a rate."""

    subject: str
    what: str
    now: str
    then: str
    why: str = ""

    @property
    def flips(self) -> bool:
        """Whether it would be otherwise."""
        return self.now != self.then


@dataclass(frozen=True, slots=True)
class OfIncident:
    """What would have come of one incident: caught, missed, or not to be told."""

    incident: str
    name: str
    told: str
    why: str


CAUGHT, MISSED, UNTOLD = "caught", "missed", "cannot tell"


@dataclass(frozen=True, slots=True)
class Caught:
    """How it does against the incidents on record.

    `n` is the number of incidents that can be told of, `low` and `high` the exact limits of
    the share caught; `of_quiet` releases or weeks hurt nobody, of which `false_alarms` would
    have been stopped or told of. `note` says where that is too few to say.
    """

    caught: int
    missed: int
    false_alarms: int
    n: int
    low: float | None
    high: float | None
    of_quiet: int
    false_low: float | None
    false_high: float | None
    note: str | None = None
    incidents: tuple[OfIncident, ...] = ()
    false: tuple[str, ...] = ()  # runs, or weeks


@dataclass(frozen=True, slots=True)
class Point:
    """What one value would have made: how many of each answer, the calm one first.

    What became of the incidents is None where the number says nothing about them.
    """

    value: float
    counts: Mapping[str, int]
    caught: int | None = None
    missed: int | None = None
    false_alarms: int | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """`name` at `value` over the past; a move or a waiver has no values.

    `kind` is gate, promotion, support, drift, alarm, budget, sets, move or waiver. `things`
    are what changes besides runs. `cannot` says why there is no replay, and is None where
    there is one.
    """

    name: str
    value: float | None
    value_now: float | None
    kind: str
    runs: tuple[RunThen, ...] = ()
    incidents: Caught | None = None
    incidents_now: Caught | None = None
    points: tuple[Point, ...] = ()
    things: tuple[OneThen, ...] = ()
    sentence: str = ""
    cannot: str | None = None
    unit: str = ""  # the metric of the number
    direction: str = ""

    @property
    def flips(self) -> tuple[RunThen, ...]:
        """The runs that the gate would have answered otherwise."""
        return tuple(one for one in self.runs if one.flips)


@dataclass(frozen=True, slots=True)
class Shipped:
    """One judged run as history knows it: what the gate said, and whether that stood.

    `overturned`: the same model and commit passed later, so that its red was no fault.
    `waived`: it passed because of a waiver, so that it does not show a fault's absence.
    """

    run: Run
    recorded: str
    overturned: bool = field(default=False)
    waived: bool = False


EVER = datetime.min.replace(tzinfo=UTC)


def moment(run: Run) -> datetime:
    """When it was run, in UTC; long ago where nobody has said."""
    found = datetime.fromisoformat(run.at) if run.at else EVER
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def shipped(runs: Sequence[tuple[Run, str]]) -> list[Shipped]:
    """`runs` (newest first, with what was said of each) as history knows them."""
    found: list[Shipped] = []
    for place, (run, said) in enumerate(runs):
        later = runs[:place]
        again = any(r.tried == run.tried and v == Answer.PASS for r, v in later)
        found.append(Shipped(run, said, said != Answer.PASS and again))
    return found


def against(
    history: Sequence[Shipped],
    verdicts: Mapping[str, str | None],
    incidents: Sequence[Incident],
    floor: float,
) -> Caught:
    """How `verdicts` (by run; None: nobody can tell) do against `incidents`.

    An incident is caught when the last run of its release before it began is not green, and
    missed when that is. A false alarm is a run that is not green though its release went out
    (it passed at the time, or its red was overturned) and no incident names it: a red that
    stood stopped what nobody shipped, and says nothing either way.
    """
    told = tuple(_of_incident(one, history, verdicts) for one in incidents)
    caught = sum(one.told == CAUGHT for one in told)
    missed = sum(one.told == MISSED for one in told)
    quiet = [
        one.run.name
        for one in history
        if (one.recorded == Answer.PASS or one.overturned)
        and not one.waived
        and verdicts.get(one.run.name) is not None
        and not any(i.release and matched_by(i.release, one.run) for i in incidents)
    ]
    false = tuple(name for name in quiet if verdicts[name] != Answer.PASS)
    return counted(caught, missed, false, len(quiet), floor, told)


def counted(
    caught: int,
    missed: int,
    false: Sequence[str],
    of_quiet: int,
    floor: float,
    told: tuple[OfIncident, ...] = (),
) -> Caught:
    """The counts with the exact limits of both shares."""
    share = _share(caught, caught + missed, floor, "no incident can be told of")
    alarms = _share(len(false), of_quiet, floor, "nothing went by without an incident")
    limits = (share.low, share.high)
    quiet = (of_quiet, alarms.low, alarms.high)
    n = caught + missed
    return Caught(
        caught, missed, len(false), n, *limits, *quiet, share.note, told, tuple(false)
    )


def _share(k: int, n: int, floor: float, why: str) -> Measure:
    if n == 0:
        return undefined(0, METHOD, why)
    return supported(Measure(k / n, *clopper_pearson(k, n), n, METHOD), floor)


def _of_incident(
    one: Incident, history: Sequence[Shipped], verdicts: Mapping[str, str | None]
) -> OfIncident:
    if not one.release:
        return OfIncident(one.id, one.name, UNTOLD, "it names no release")
    of = [s.run for s in history if matched_by(one.release, s.run)]
    before = [run for run in of if moment(run) <= one.began]
    if not before:
        why = f"no run of {one.release} was judged before it began"
        return OfIncident(one.id, one.name, UNTOLD, why)
    last = max(before, key=moment)
    said = verdicts.get(last.name)
    if said is None:
        return OfIncident(one.id, one.name, UNTOLD, f"nobody can tell of {last.name}")
    told = MISSED if said == Answer.PASS else CAUGHT
    return OfIncident(one.id, one.name, told, f"{last.name} {_is(said)}")


def _is(said: str) -> str:
    return f"is {said}"
