"""What the gate is shown to prove that it stops bad releases, and lets a good one through."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from curation.gate_mode import Mode
from curation.limits import called
from curation.thresholds import GATE_PREFIX, MARGIN, Policy, Threshold
from curation.waivers import Waiver

SUBJECT = "self-test"
CLEAN = "clean"
WORSE = "worse than its baseline"
REFUSED = "refused"  # to answer: the run was scored on a set that is not in force
_LISTS = ("failed", "missing", "errored", "flaky")


class Twist(StrEnum):
    """What happens in the scratch copy before a made-up run is asked about again."""

    WAIVER_OVER = "waiver over"
    QUARANTINE_OVER = "quarantine over"
    NO_CASE = "limit without a case"
    NEWER_SET = "newer set"


NOWHERE = "self-test-nowhere"  # a route that no case is of
UNDECIDABLE = f"gate.cohort.pass_rate.route={NOWHERE}"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One made-up result; `passed` None is an error."""

    passed: bool | None = True
    latency_ms: float = 1.0
    cost_usd: float = 0.0
    right: bool = True  # whether the answer is the one that is expected


@dataclass(frozen=True, slots=True)
class Probe:
    """A made-up run: what is wrong with it, and what the gate has to answer.

    `named` is the threshold that must not be met, and be why; `cases` must be named, and
    `says` be part of the reason. `checks` are the thresholds that the answer has to hold the
    run against; those of `open` have to be undecided, those of `may_open` can be. `again`: the
    run of that probe is asked about once more, after `twist`.
    """

    name: str
    shown: str
    expected: tuple[str, ...]
    results: Mapping[str, Sequence[Attempt]] = field(repr=False)
    named: str | None = None
    cases: tuple[str, ...] = ()
    says: str | None = None
    checks: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    may_open: tuple[str, ...] = ()
    again: str | None = None
    twist: Twist | None = None
    unreadable: bool = False  # a row that nobody can read comes with it
    impossible: str | None = None  # why nobody can show the gate such a run
    excused: bool = False  # by what the desk asks, so that it says nothing of the gate


@dataclass(frozen=True, slots=True)
class Proof:
    """What the gate answered to a probe, and whether that is what it has to answer.

    `held` is None where nobody could show it such a run: that proves nothing either way.
    """

    name: str
    shown: str
    expected: str
    answer: str | None
    held: bool | None
    why: str


def judged(probe: Probe, answer: str, said: Mapping[str, Any]) -> Proof:
    """Whether the gate's answer on the probe is what it has to be; `said` is it as JSON."""
    expected, why = " or ".join(probe.expected), str(said["reason"])
    met = {check["name"]: check["met"] for check in said.get("thresholds", ())}
    if answer in probe.expected and probe.excused and met.get(probe.named or "") is None:
        return Proof(probe.name, probe.shown, expected, answer, None, why)
    wrong = None if answer in probe.expected else ""
    for found in (_unnamed, _unmet, _unheld, _unopened, _unsaid):
        wrong = found(probe, said, met) if wrong is None else wrong
    held = wrong is None
    return Proof(
        probe.name, probe.shown, expected, answer, held, f"{wrong}: {why}" if wrong else why
    )


Met = Mapping[str, bool | None]


def _unnamed(probe: Probe, said: Mapping[str, Any], met: Met) -> str | None:  # noqa: ARG001
    listed = {c for name in _LISTS for c in said.get(name, ())}
    left = [c for c in probe.cases if c not in listed]
    return f"It does not name {', '.join(left)}" if left else None


def _unmet(probe: Probe, said: Mapping[str, Any], met: Met) -> str | None:
    if probe.named is None:
        return None
    title = called(probe.named)
    if met.get(probe.named) is not False:
        return f"It does not say that {title} is not met"
    names = (title, probe.named)
    return None if any(n in said["reason"] for n in names) else f"{title} is not why"


def _unheld(probe: Probe, said: Mapping[str, Any], met: Met) -> str | None:  # noqa: ARG001
    left = [name for name in probe.checks if name not in met]
    return f"It was not held to {', '.join(map(called, left))}" if left else None


def _unopened(probe: Probe, said: Mapping[str, Any], met: Met) -> str | None:
    """A run without a fault is open only where numbers cannot be decided, and then it is."""
    decided = [name for name in probe.open if met.get(name) is not None]
    if decided:
        return f"It decides {', '.join(map(called, decided))}, which nobody can"
    if not probe.checks:
        return None
    asked = {name for name, is_met in met.items() if is_met is None}
    wrong = sorted(asked - {*probe.open, *probe.may_open})
    wrong += [c for name in _LISTS for c in said.get(name, ())]
    return f"It leaves {', '.join(map(called, wrong))} open" if wrong else None


def _unsaid(probe: Probe, said: Mapping[str, Any], met: Met) -> str | None:  # noqa: ARG001
    compared = said.get("comparison")
    if probe.name == WORSE and (not compared or compared["outcome"] == "not_worse"):
        return "It calls the run not worse than its baseline"
    if probe.says and probe.says.casefold() not in said["reason"].casefold():  # it may begin
        return f"It does not say that {probe.says}"
    return None


def unasked(probe: Probe) -> Proof:
    """The proof that could not be made."""
    held = None if probe.excused else False
    expected = " or ".join(probe.expected)
    return Proof(probe.name, probe.shown, expected, None, held, str(probe.impossible))


def proved(proofs: Sequence[Proof]) -> bool:
    """Whether every answer was right, as far as it could be shown, and some were shown."""
    return any(one.held for one in proofs) and all(one.held is not False for one in proofs)


def gate_numbers(policy: Policy) -> list[Threshold]:
    """Every number of the gate, found by its name: a gate that forgets one is to be seen."""
    names = sorted(n for n in policy.thresholds if n.startswith(GATE_PREFIX) and n != MARGIN)
    return [policy.thresholds[name] for name in names]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the answers of a self-test rest on: anything else here needs another test.

    Only `waivers` count that hold for any release: another one lets no made-up run through.
    """

    set_sha256: str | None
    thresholds: Sequence[Threshold]
    waivers: Sequence[Waiver] = ()
    quarantined: Collection[str] = ()
    mode: Mode = Mode.NORMAL
    product: str = ""


def rests_on(ground: Ground) -> dict[str, Any]:
    """It as plain JSON values: the set's content, and each number with its decision."""
    return {
        "set_sha256": ground.set_sha256,
        "thresholds": {one.name: [one.value, one.decision] for one in ground.thresholds},
        "waivers": sorted(w.id for w in ground.waivers if w.run is None and w.model is None),
        "quarantined": sorted(ground.quarantined),
        "mode": str(ground.mode),
        "product": ground.product,
    }


def gone_stale(said: Mapping[str, Any], now: Mapping[str, Any], version: str) -> list[str]:
    """What has changed since a self-test said `said`, as phrases; empty: it still holds."""
    found: list[str] = []
    if said["set_sha256"] != now["set_sha256"]:
        found.append(f"{version} is in force since")
    if "product" not in said:  # it was recorded before more than this was shown
        return [*found, "an earlier version of Evaldesk made it, which showed the gate less"]
    before, after = said["thresholds"], now["thresholds"]
    names = sorted(n for n in {*before, *after} if before.get(n) != after.get(n))
    if names:
        moved = "has moved" if len(names) == 1 else "have moved"
        found.append(f"{', '.join(map(called, names))} {moved}")
    for key, many, come, gone in _STANDING:
        found += _changed(said[key], now[key], many, come, gone)
    if said["mode"] != now["mode"]:
        found.append("the gate is frozen" if now["mode"] == Mode.FREEZE else
                     "the gate is frozen no longer")  # fmt: skip
    if said["product"] != now["product"]:
        found.append(f"this is Evaldesk {now['product']}, and that was {said['product']}")
    return found


_STANDING = (
    ("waivers", "waivers", "in force since", "over"),
    ("quarantined", "cases", "in quarantine since", "out of quarantine"),
)


def _changed(
    before: Sequence[str], after: Sequence[str], many: str, come: str, gone: str
) -> list[str]:
    found: list[str] = []
    for names, what in (([*set(after) - {*before}], come), ([*set(before) - {*after}], gone)):
        if names:
            who = f"{names[0]} is" if len(names) == 1 else f"{len(names)} {many} are"
            found.append(f"{who} {what}")
    return found
