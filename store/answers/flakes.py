"""Which cases contradict themselves, and how often a gate goes red by that alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from curation.attempts import Stability
from curation.cases import Quarantine, State
from curation.errors import NothingToJudge, Unknown
from curation.flakiness import flip_rate, is_flaky
from curation.measures.measure import Measure
from curation.measures.steadiness import (
    FEWEST,
    Steadiness,
    attempts_a_case,
    pass_share,
    red_at_most,
    red_by_noise,
    steadiness,
)
from curation.runs import Run, SetVersion, parse_set
from curation.thresholds import MAX_FLIP_RATE, MAX_QUARANTINE_DAYS, Policy
from curation.versions import asked_sha256
from store.answers.gate_basis import today
from store.desk import Desk
from store.ledger.reading import Reading

Row = Mapping[str, Any]
_ORDER = (
    Steadiness.FLAKY,
    Steadiness.STABLE_FAIL,
    Steadiness.TOO_FEW,
    Steadiness.STABLE_PASS,
)


@dataclass(frozen=True, slots=True)
class CaseSteadiness:
    """One case under one model version: what its attempts, in all runs together, show.

    `flip_rate` and `flaky` are of that version too; `owner` and `until` are those of its
    quarantine.
    `blocking`: it stands in blocking now, so that it can be put into quarantine.
    """

    case: str
    title: str
    route: str
    steadiness: Steadiness
    passed: int
    scored: int
    errored: int
    pass_share: Measure
    flip_rate: Measure
    flaky: bool
    owner: str | None
    until: str | None
    blocking: bool


@dataclass(frozen=True, slots=True)
class FlakesAnswer:
    """`red_by_noise`: the chance that a run of `attempts` each goes red though nothing changed.

    Null while a case that can turn it red has fewer than `fewest` attempts. Cases that never
    passed are red for a reason and do not count, nor do flaky ones in quarantine;
    `red_without_quarantine` counts those as well.
    `red_at_most` is the largest chance that the attempts do not rule out.
    `limit` is the share of flips that `flaky` is held against, `last_day` the latest one that a
    quarantine may end on.
    """

    set: str
    version: int
    model_version: str | None
    runs: tuple[str, ...]
    attempts: int
    red_by_noise: float | None
    red_at_most: float | None
    red_without_quarantine: float | None
    flaky: int
    quarantined: int
    stable_pass: int
    stable_fail: int
    too_few: int
    fewest: int
    limit: float
    last_day: date
    blocking_owner: str | None
    cases: tuple[CaseSteadiness, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    version: SetVersion
    lines: Mapping[str, Row]
    runs: Sequence[Run]  # of the model version, newest first
    versions: Mapping[str, str]  # of every run
    policy: Policy
    quarantines: Mapping[str, Quarantine]
    blocking: frozenset[str]  # ids that stand there now
    owner: str | None


def flakes(desk: Desk, on: str = "blocking", model: str | None = None) -> FlakesAnswer:
    """The cases of a set under one model version: that of the newest run, unless named."""
    known = _known(desk, on, model)
    limit = known.policy.value(MAX_FLIP_RATE)
    rows, attempts = _rows(desk, known)
    found = [_case(line, rows.get(c), known, limit) for c, line in known.lines.items()]
    found.sort(key=lambda c: (_ORDER.index(c.steadiness), c.pass_share.value or 0, c.case))
    count = Counter(case.steadiness for case in found)
    held = [c for c in found if not (c.until and c.flaky)]
    days = known.policy.value(MAX_QUARANTINE_DAYS)
    return FlakesAnswer(
        set=known.version.set,
        version=known.version.version,
        model_version=known.runs[0].model_version if known.runs else model,
        runs=tuple(run.name for run in known.runs),
        attempts=attempts,
        red_by_noise=red_by_noise(_scored(held), attempts),
        red_at_most=red_at_most(_scored(held), attempts),
        red_without_quarantine=red_by_noise(_scored(found), attempts),
        flaky=count[Steadiness.FLAKY],
        quarantined=sum(case.until is not None for case in found),
        stable_pass=count[Steadiness.STABLE_PASS],
        stable_fail=count[Steadiness.STABLE_FAIL],
        too_few=count[Steadiness.TOO_FEW],
        fewest=FEWEST,
        limit=limit,
        last_day=today(desk) + timedelta(days=round(days)),
        blocking_owner=known.owner,
        cases=tuple(found),
    )


def _scored(cases: Sequence[CaseSteadiness]) -> list[tuple[int, int]]:
    return [(case.passed, case.scored) for case in cases]


def _known(desk: Desk, on: str, model: str | None) -> _Known:
    with desk.ledger.reading() as asked:
        version = _version(asked, on)
        owner = asked.ownership("blocking")
        return _Known(
            version,
            {line["case_id"]: line for line in asked.lines(version.set, version.version)},
            _runs(asked, version.set, model),
            {run.name: run.tried for run, _, _ in asked.runs()},
            asked.policy(),
            asked.quarantines(today(desk)),
            frozenset(asked.ids_in(State.BLOCKING)),
            owner.owner if owner else None,
        )


def _rows(desk: Desk, known: _Known) -> tuple[dict[str, Row], int]:
    """What was scored of each case, and how many attempts the newest run made at one."""
    ids = list(known.lines)
    asks = [asked_sha256(line) for line in known.lines.values()]
    newest = known.runs[0] if known.runs else None
    facts = desk.facts()
    rows = facts.ask(
        "case_flips",
        case_ids=ids,
        asks=asks,
        runs=list(known.versions),
        versions=list(known.versions.values()),
        version=newest.tried if newest else "",
    )
    tallies = (
        facts.ask("case_tallies", run=newest.name, case_ids=ids, asks=asks) if newest else []
    )
    made = attempts_a_case(row["passed"] + row["failed"] for row in tallies)
    return {row["case_id"]: row for row in rows}, made


def _version(asked: Reading, on: str) -> SetVersion:
    name, number = parse_set(on)
    found = asked.set_version(name, number)
    if found is not None:
        return found
    if number is not None:
        asked.lines(name, number)  # Unknown, with the way out
    raise NothingToJudge(
        f"No {name} set was ever frozen, so no case of it was scored. Run `evaldesk freeze "
        f"{name}`, or name another set with --set."
    )


def _runs(asked: Reading, name: str, model: str | None) -> list[Run]:
    """The runs on the set that are attempts at one version, newest first."""
    runs = [run for run, _, _ in asked.runs() if name in run.sets]
    runs.sort(key=lambda run: run.at, reverse=True)
    if model is not None and all(run.model_version != model for run in runs):
        raise Unknown("model version", model, "`evaldesk runs` lists what was scored.")
    wanted = next((r.tried for r in runs if model in (None, r.model_version)), None)
    return [run for run in runs if run.tried == wanted]


def _case(line: Row, row: Row | None, known: _Known, limit: float) -> CaseSteadiness:
    row = row or {"passed_now": 0, "scored_now": 0, "errored_now": 0}
    passed, scored = row["passed_now"], row["scored_now"]
    stability = Stability(scored, min(passed, scored - passed))
    quarantine = known.quarantines.get(line["case_id"])
    return CaseSteadiness(
        case=line["case_id"],
        title=line["input"][:140],
        route=line["route"],
        steadiness=steadiness(passed, scored),
        passed=passed,
        scored=scored,
        errored=row["errored_now"],
        pass_share=pass_share(passed, scored),
        flip_rate=flip_rate(stability),
        flaky=is_flaky(stability, limit),
        owner=quarantine.owner if quarantine else None,
        until=quarantine.until if quarantine else None,
        blocking=line["case_id"] in known.blocking,
    )
