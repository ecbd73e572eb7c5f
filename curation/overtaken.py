"""What a recorded answer of the gate is worth now: what it rested on may have moved since."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curation.comparison import NonInferiority, non_inferiority
from curation.gate import Answer
from curation.gate_mode import ASK_AGAIN, GateMode, still_says
from curation.limits import called, is_limit
from curation.threshold_words import limit_told, told
from curation.thresholds import MARGIN, MAX_FLIP_RATE, MIN_SUPPORT, Policy, Threshold
from curation.waivers import Waiver, still_waived

Said = Mapping[str, Any]
SHOWN = 3  # of what has moved, in a sentence
CALLED: Mapping[str, str] = {
    MARGIN: "the margin to the baseline",
    MIN_SUPPORT: "the minimum support",
    MAX_FLIP_RATE: "the flip rate that is allowed",
    "gate.pass_rate.blocking": "the share of blocking cases that has to pass",
}


@dataclass(frozen=True, slots=True)
class InForce:
    """What is in force when somebody looks: numbers, mode, waivers, quarantined cases."""

    policy: Policy
    mode: GateMode
    waivers: Sequence[Waiver] = ()
    quarantined: Collection[str] = ()


def numbers_of(policy: Policy, *, compared: bool) -> dict[str, dict[str, Any]]:
    """Every number that an answer rests on, by name; `compared`: with a baseline too."""
    others = (MIN_SUPPORT, MAX_FLIP_RATE, *((MARGIN,) if compared else ()))
    used = [*policy.gate(), *(policy.thresholds[name] for name in others)]
    return {
        t.name: {"value": t.value, "metric": t.metric, "decision": t.decision} for t in used
    }


def worth(said: Said, now: InForce) -> tuple[Answer | None, str]:
    """What the recorded answer `said` is worth under what is in force `now`, and why.

    None: what it rested on has moved, so only the gate can say it anew.
    """
    frozen = now.mode.frozen and not said.get("fix")
    if frozen or _blocked_anyhow(said, now):
        return still_says(now.mode, said)
    if moved := overtaken(said, now):
        return None, again(moved)
    return still_says(now.mode, said)


def again(moved: Sequence[str]) -> str:
    """That the gate has to be asked, and why."""
    more = f"; and {len(moved) - SHOWN} more" if len(moved) > SHOWN else ""
    return f"{ASK_AGAIN}{'; '.join(moved[:SHOWN])}{more}."


def overtaken(said: Said, now: InForce) -> list[str]:
    """What has moved since the answer was given, as phrases."""
    return [*_numbers(said, now.policy), *_waivers(said, now), *_quarantines(said, now)]


def phrase(name: str) -> str:
    """A number as a sentence speaks of it."""
    return CALLED.get(name) or called(name)


def _blocked_anyhow(said: Said, now: InForce) -> bool:
    """Whether a case failed that blocks whatever the numbers are: nothing excuses it."""
    excused = {*now.quarantined, *(one.what for one in _holding(said, now))}
    return said["verdict"] == Answer.BLOCKED and not excused.issuperset(said["failed"])


def _bound(said: Said) -> Said:
    return said.get("bound", {})


def _holding(said: Said, now: InForce) -> list[Waiver]:
    model = _bound(said).get("model_version")
    return [one for one in now.waivers if one.covers(said["run"], model)]


def _numbers(said: Said, policy: Policy) -> Iterator[str]:
    then: Said | None = _bound(said).get("numbers")
    if then is None:
        yield from _of_an_old_answer(said, policy)
        return
    yield from _moved(then, numbers_of(policy, compared=MARGIN in then), policy)


def _moved(then: Said, now: Said, policy: Policy) -> Iterator[str]:
    for name in dict.fromkeys((*then, *now)):
        if name not in now:
            yield f"{phrase(name)} is held to nothing any more"
            continue
        held = policy.thresholds[name]
        if name not in then:
            yield f"{phrase(name)} is held to {limit_told(held)} since{_by(held)}"
        elif then[name]["value"] != held.value:
            was, is_now = (told(held.metric, v) for v in (then[name]["value"], held.value))
            yield f"{phrase(name)} was {was} then and is {is_now} now{_by(held)}"


def _of_an_old_answer(said: Said, policy: Policy) -> Iterator[str]:
    """By what its checks say, where the answer does not name every number it rested on."""
    checks: Sequence[Said] = said["thresholds"]
    then = {check["name"]: {"value": check["limit"]} for check in checks}
    yield from _moved(then, {one.name: one for one in policy.gate()}, policy)
    floor, margin = policy.thresholds[MIN_SUPPORT], policy.thresholds[MARGIN]
    if any(c["met"] and is_limit(c["name"]) and c["n"] < floor.value for c in checks):
        yield f"{phrase(MIN_SUPPORT)} is {told('cases', floor.value)} now{_by(floor)}"
    found: Said | None = said["comparison"]
    if found and found["outcome"] == NonInferiority.NOT_WORSE and found["low"] is not None:
        by_now = non_inferiority(found["low"], found["high"], margin.value)
        if by_now is not NonInferiority.NOT_WORSE:
            yield f"{phrase(MARGIN)} is {told(margin.metric, margin.value)} now{_by(margin)}"


def _by(held: Threshold) -> str:
    return "" if held.decision is None else f" (decision {held.decision})"


def _waivers(said: Said, now: InForce) -> Iterator[str]:
    """Waivers that it needed and that have ended, and new ones for what was in its way."""
    if ended := still_waived(said, [one.id for one in now.waivers]):
        yield ended
    if said["verdict"] == Answer.PASS:
        return
    known = {one["waiver"] for one in said.get("waivers", ())}
    for one in _holding(said, now):
        if one.id not in known and one.what in _in_the_way(said):
            yield f"{one.id} waives {called(one.what)} since"


def _in_the_way(said: Said) -> set[str]:
    cases = {c for name in ("failed", "flaky", "undecided") for c in said.get(name, ())}
    numbers = {check["name"] for check in said["thresholds"] if check["met"] is not True}
    against: Said | None = said["comparison"]
    worse = against is not None and against["outcome"] != NonInferiority.NOT_WORSE
    return cases | numbers | ({MARGIN} if worse else set())


def _quarantines(said: Said, now: InForce) -> Iterator[str]:
    """Quarantines that kept a case from counting and have ended, and new ones of its cases."""
    watched: Sequence[Said] = said.get("quarantined", ())
    counted_out = {one["case"] for one in watched if one["flaky"]}
    counted_out |= {*said.get("undecided", ()), *said.get("set_aside", ())}
    for case_id in sorted(counted_out.difference(now.quarantined)):
        yield f"{case_id} is in quarantine no longer"
    before = {one["case"] for one in watched}
    for case_id in sorted({*said["failed"], *said["flaky"]} - before):
        if case_id in now.quarantined:
            yield f"{case_id} is in quarantine since"
