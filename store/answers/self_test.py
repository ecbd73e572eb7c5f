"""What the last self-test of the gate proved, and whether it still holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from curation.self_test import SUBJECT, Proof, gone_stale, rests_on
from curation.thresholds import MARGIN
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


def _stale(asked: Reading, said: Any) -> list[str]:  # noqa: ANN401 (a body is JSON)
    version, policy = asked.set_version("blocking"), asked.policy()
    thresholds = [*policy.gate(), policy.thresholds[MARGIN]]
    now = rests_on(version.sha256 if version else None, thresholds)
    return gone_stale(said, now, version.name if version else "no set")


def _sentence(proofs: Sequence[Proof], stale: Sequence[str]) -> str:
    wrong = [one for one in proofs if not one.held]
    if wrong:
        names = ", ".join(one.name for one in wrong)
        return f"{len(wrong)} of {len(proofs)} made-up runs got a wrong answer: {names}."
    proved = f"All {len(proofs)} made-up runs got the answer that they have to get"
    return f"{proved}, but {' and '.join(stale)}: test it again." if stale else f"{proved}."
