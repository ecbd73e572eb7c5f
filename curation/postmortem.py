"""What the data answers to the questions of a postmortem; nothing is answered neutrally."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from curation.cases import SETS, Case, State
from curation.incidents import Incident
from curation.runs import Run, SetVersion

NAMED = 5  # things that a sentence or its evidence names one by one


class Answer(StrEnum):
    """What stands before the sentence."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where to look: `page` with what it is asked for, as its address says it."""

    label: str
    page: str
    query: Mapping[str, str | Sequence[str]] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Finding:
    """One question, its answer, the sentence that says why, on how many it rests, and where.

    `good`: whether a team likes the answer; None where it is neither.
    """

    key: str
    question: str
    answer: Answer
    sentence: str
    n: int | None
    evidence: tuple[Evidence, ...] = ()
    good: bool | None = None


@dataclass(frozen=True, slots=True)
class Meant:
    """The cases that an incident is about, and how that is known."""

    cases: tuple[str, ...]
    by_hand: bool  # people tied them; else they failed in its window and cohort

    @property
    def told(self) -> str:
        """What they are, as a phrase."""
        n = f"{len(self.cases):,} {'case' if len(self.cases) == 1 else 'cases'}"
        return (
            f"{n} tied to it" if self.by_hand else f"{n} that failed in its window and cohort"
        )


@dataclass(frozen=True, slots=True)
class Ran:
    """A run of the release, and the gate's answer as it stood when the incident began."""

    run: Run
    by: str  # what of the run names the release
    verdict: Mapping[str, Any] | None
    judged_at: str | None
    judged_after: bool = False  # it was judged, but only when the incident had begun


IN_A_SET = "Was the failing case in a set before it began?"
GATE = "Was the gate run for the failing release?"
CONSISTENT = "Were data set and artifact versions consistent?"
ADDED = "Which cases were added since, and do they block now?"


def in_a_set(incident: Incident, meant: Meant, versions: Sequence[SetVersion]) -> Finding:
    """Whether a run could have shown it: the versions in force when it began."""
    key, n = "in_a_set", len(meant.cases)
    before = [one for one in versions if _before(one.frozen_at, incident)]
    if not n:
        why = "No case is tied to it and no failure is known in its window and cohort"
        way = f"tie some: evaldesk incidents tie {incident.id} --case c-…"
        return Finding(key, IN_A_SET, Answer.NOT_KNOWN, f"{why}; {way}.", 0)
    if not before:
        why = f"No set was frozen before it began, so none of the {meant.told} was in one."
        return Finding(key, IN_A_SET, Answer.NO, why, n, good=False)
    held = {v.name: sum(c in v.cases for c in meant.cases) for v in _in_force(before)}
    inside = {c for v in _in_force(before) for c in meant.cases if c in v.cases}
    told = " and ".join(f"{k:,} stood in {name}" for name, k in held.items())
    once = {c for v in before for c in meant.cases if c in v.cases} - inside
    ended = f" {len(once):,} had left it by then." if once else ""
    sentence = f"Of the {meant.told}, {told}, the versions in force when it began.{ended}"
    answer = _some(len(inside), n)
    links = [_set_link(v) for v in _in_force(before)]
    links += [_case_link(c) for c in meant.cases if c in inside][:NAMED]
    return Finding(key, IN_A_SET, answer, sentence, n, tuple(links), answer is Answer.YES)


def gate_run(incident: Incident, ran: Sequence[Ran]) -> Finding:
    """Whether the release was judged before it hurt anybody, and what the gate said."""
    key = "gate"
    if incident.release is None:
        way = f"evaldesk incidents change {incident.id} --release NAME"
        why = f"No release is named as its cause, so there is no run to look for ({way})."
        return Finding(key, GATE, Answer.NOT_KNOWN, why, None)
    links = tuple(Evidence(one.run.name, "runs", {"run": one.run.name}) for one in ran)
    if not ran:
        why = (
            f"No run before it began names {incident.release}, by its name, its model or its "
            "commit."
        )
        return Finding(key, GATE, Answer.NO, why, 0, good=False)
    judged = [one for one in ran if one.verdict is not None and not one.judged_after]
    if not judged:
        return _not_judged(ran, links)
    last = judged[-1]
    said = last.verdict or {}
    whole = said["verdict"] in ("PASS", "BLOCKED")
    sentence = (
        f"{last.run.name} ({last.by} names {incident.release}) was judged {said['verdict']} on "
        f"{_day(last.judged_at)}, on {said['set']}@{said['version']} with "
        f"{_n(said['cases'], 'case')}: {said['reason']} {_excused(said)}"
    )
    if said["verdict"] != "PASS":
        sentence += f" It shipped all the same, as {incident.release}."
    answer = Answer.YES if whole else Answer.PARTLY
    good = said["verdict"] == "PASS"
    return Finding(key, GATE, answer, sentence, int(said["cases"]), links, good)


def _not_judged(ran: Sequence[Ran], links: tuple[Evidence, ...]) -> Finding:
    names = ", ".join(one.run.name for one in ran)
    late = [one for one in ran if one.judged_after]
    if late:
        why = f"{names} ran before it began, but the gate was asked only afterwards."
    else:
        why = f"{names} ran before it began, and nobody asked the gate about it."
    return Finding("gate", GATE, Answer.PARTLY, why, len(ran), links, good=False)


def _excused(said: Mapping[str, Any]) -> str:
    """Which cases did not count; of before there were quarantines nothing is known."""
    if "quarantined" not in said and "set_aside" not in said:
        return "Whether cases were in quarantine was not recorded then."
    aside, held = len(said.get("set_aside", ())), len(said.get("quarantined", ()))
    waived = len(said.get("waived", ()))
    if not (aside or held or waived):
        return "No case was in quarantine."
    waivers = f", {_n(waived, 'waiver')} in force" if waived else ""
    return f"{_n(held, 'case')} in quarantine, {aside:,} of them failed or wavered{waivers}."


@dataclass(frozen=True, slots=True)
class Production:
    """What production says it ran in the window and cohort: events by value, None: not said."""

    models: Mapping[str, int]
    commits: Mapping[str, int] | None = None
    releases: Mapping[str, int] | None = None


def consistent(
    incident: Incident, ran: Sequence[Ran], versions: Sequence[SetVersion], seen: Production
) -> Finding:
    """Whether what was judged is what ran: set version in force, model, commit, release."""
    key = "consistent"
    if not ran:
        why = (
            "There is no run of the release to hold against production"
            if incident.release
            else "No release is named, so there is no run to hold against production"
        )
        return Finding(key, CONSISTENT, Answer.NOT_KNOWN, f"{why}.", None)
    last = ran[-1].run
    checks = [
        *_sets_in_force(last, versions),
        _same("model", last.model_version, seen.models or None),
        _same("commit", last.commit, seen.commits),
        _release(incident, seen.releases),
    ]
    known = [ok for ok, _ in checks if ok is not None]
    sentence = f"{last.name}: " + "; ".join(said for _, said in checks) + "."
    answer = Answer.NOT_KNOWN
    if known:
        answer = _some(sum(known), len(checks))
    links = [Evidence(last.name, "runs", {"run": last.name})]
    links += [Evidence(f"{name}@{v}", "sets", {"set": name}) for name, v in last.sets.items()]
    n = sum(seen.models.values())
    return Finding(key, CONSISTENT, answer, sentence, n, tuple(links), answer is Answer.YES)


def _sets_in_force(run: Run, versions: Sequence[SetVersion]) -> list[tuple[bool | None, str]]:
    told: list[tuple[bool | None, str]] = []
    for name, version in run.sets.items():
        then = [v for v in versions if v.set == name and (v.frozen_at or "") <= run.at]
        newest = max((v.version for v in then), default=None)
        if newest is None:
            told.append((None, f"which {name} version was in force when it ran is not known"))
        elif newest == version:
            told.append((True, f"it ran on {name}@{version}, the version in force then"))
        else:
            told.append(
                (False, f"it ran on {name}@{version} while {name}@{newest} was in force")
            )
    return told or [(None, "it names no set version")]


def _same(
    what: str, of_run: str | None, seen: Mapping[str, int] | None
) -> tuple[bool | None, str]:
    if of_run is None:
        return None, f"it names no {what}"
    if not seen:
        return None, f"production's events name no {what}, so {of_run[:12]} cannot be checked"
    total, own = sum(seen.values()), seen.get(of_run, 0)
    others = ", ".join(sorted(seen, key=lambda one: (-seen[one], one))[:NAMED])
    if own == total:
        return True, f"its {what} {of_run[:40]} is what production says"
    if own:
        return False, f"its {what} {of_run[:40]} served {own:,} of {total:,} events ({others})"
    return False, f"its {what} is {of_run[:40]}, production says {others}"


def _release(incident: Incident, seen: Mapping[str, int] | None) -> tuple[bool | None, str]:
    if not seen:
        return None, "production's events name no release"
    total, own = sum(seen.values()), seen.get(incident.release or "", 0)
    if own == total:
        return True, f"all {total:,} events say release {incident.release}"
    return own > 0 or None, f"{own:,} of {total:,} events say release {incident.release}"


def added(
    incident: Incident, cases: Sequence[Case], in_force: Mapping[str, SetVersion]
) -> Finding:
    """What the team learned: the cases opened since it began, and where they stand now."""
    key = "added"
    fresh = [c for c in cases if (c.opened_at or "") >= incident.start and c.state in SETS]
    beside = [c for c in cases if (c.opened_at or "") >= incident.start and c.state not in SETS]
    if not fresh:
        rest = f" {_n(len(beside), 'case')} came and went." if beside else ""
        why = f"None of its failures became a case in a set since it began.{rest}"
        return Finding(key, ADDED, Answer.NO, why, 0, good=False)
    there = {s: [c.id for c in fresh if c.state is s] for s in reversed(SETS)}
    blocking, frozen = there[State.BLOCKING], in_force.get(State.BLOCKING)
    told = ", ".join(f"{len(ids):,} in {s}" for s, ids in there.items() if ids)
    were = "was" if len(fresh) == 1 else "were"
    sentence = f"{_n(len(fresh), 'case')} {were} added since it began: {told}."
    held = [c for c in blocking if frozen is not None and c in frozen.cases]
    if blocking and frozen is not None:
        sentence += f" {frozen.name}, in force now, holds {len(held):,} of them."
    elif blocking:
        sentence += " No version of blocking is frozen, so none of them blocks yet."
    answer = Answer.YES if held else Answer.PARTLY
    named = [*blocking, *(c.id for c in fresh if c.id not in blocking)][:NAMED]
    links = tuple(_case_link(c) for c in named)
    return Finding(key, ADDED, answer, sentence, len(fresh), links, bool(held))


def _in_force(before: Sequence[SetVersion]) -> list[SetVersion]:
    """Of each set the newest, blocking first."""
    newest: dict[str, SetVersion] = {}
    for one in before:
        if one.set not in newest or one.version > newest[one.set].version:
            newest[one.set] = one
    return [newest[s] for s in reversed(SETS) if s in newest]


def _before(at: str | None, incident: Incident) -> bool:
    return at is not None and datetime.fromisoformat(at) <= incident.began


def _some(k: int, n: int) -> Answer:
    return Answer.YES if k == n else Answer.PARTLY if k else Answer.NO


def _n(n: int, one: str) -> str:
    return f"{n:,} {one}" if n == 1 else f"{n:,} {one}s"


def _day(at: str | None) -> str:
    return (at or "an unknown day")[:10]


def _set_link(version: SetVersion) -> Evidence:
    return Evidence(version.name, "sets", {"set": version.set})


def _case_link(case_id: str) -> Evidence:
    return Evidence(case_id, "case", {"id": case_id})
