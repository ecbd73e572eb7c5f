"""What the last self-test of the gate proved, and whether it still holds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from importlib import metadata
from typing import Any

from curation.decisions import Kind
from curation.gate_mode import SUBJECT as GATE_MODE
from curation.gate_mode import mode_of
from curation.self_test import SUBJECT, Ground, Proof, gate_numbers, gone_stale, rests_on
from curation.thresholds import MARGIN, MAX_FLIP_RATE, MIN_SUPPORT
from curation.waivers import in_force, waivers_of
from store.desk import Desk
from store.ledger.reading import Reading


@dataclass(frozen=True, slots=True)
class SelfTest:
    """The last one: `ok` when every made-up run got the answer that it has to get.

    `stale` says what has changed since; empty while it holds. `decision` is its place in the
    log.
    """

    ok: bool
    stale: tuple[str, ...]
    sentence: str
    at: str
    by: str
    seed: int
    set: str
    decision: int
    probes: tuple[Proof, ...]

    @property
    def proves(self) -> bool:
        """Whether it says something good about the gate of today."""
        return self.ok and not self.stale


def self_test(desk: Desk) -> SelfTest | None:
    """The last self-test; None when there never was one."""
    with desk.ledger.reading() as asked:
        standing = asked.standing_of(SUBJECT)
        if standing is None:
            return None
        stale = tuple(_stale(asked, standing.body))
    said = standing.body
    proofs = tuple(Proof(**one) for one in said["probes"])
    return SelfTest(
        said["ok"],
        stale,
        _sentence(proofs, stale),
        standing.at.isoformat(),
        standing.actor,
        said["seed"],
        said["set"],
        standing.seq,
        proofs,
    )


def ground(asked: Reading, quarantined: Collection[str]) -> dict[str, Any]:
    """What a self-test of now rests on, as it is recorded."""
    version, policy = asked.set_version("blocking"), asked.policy()
    day = asked.clock().astimezone(UTC).date()
    kept = [policy.thresholds[name] for name in (MARGIN, MIN_SUPPORT, MAX_FLIP_RATE)]
    return rests_on(
        Ground(
            version.sha256 if version else None,
            [*gate_numbers(policy), *kept],
            in_force(waivers_of(asked.standing(Kind.WAIVER_SET)), day),
            [c for c in quarantined if version and c in version.cases],
            mode_of(asked.standing_of(GATE_MODE)).mode,
            _product(),
        )
    )


def _stale(asked: Reading, said: Any) -> list[str]:  # noqa: ANN401 (a body is JSON)
    version = asked.set_version("blocking")
    quarantined = asked.quarantines(asked.clock().astimezone(UTC).date())
    now = ground(asked, quarantined)
    return gone_stale(said, now, version.name if version else "no set")


@cache
def _product() -> str:
    try:
        return metadata.version("evaldesk")
    except metadata.PackageNotFoundError:
        return "from its source"


def _sentence(proofs: Sequence[Proof], stale: Sequence[str]) -> str:
    asked = [one for one in proofs if one.held is not None]
    wrong = [one.name for one in asked if not one.held]
    left = [one.name for one in proofs if one.held is None]
    unshown = f" Nobody could show it: {', '.join(left)}." if left else ""
    if wrong:
        names = ", ".join(wrong)
        said = f"{len(wrong)} of {len(asked)} made-up runs got a wrong answer: {names}."
        return said + unshown
    told = f"All {len(asked)} made-up runs got the answer that they have to get"
    again = f", but {' and '.join(stale)}: test it again" if stale else ""
    return f"{told}{again}.{unshown}"
