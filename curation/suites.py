"""Suites of adversarial cases: what belongs to one, and how it fared in a run."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curation.attempts import Outcome, Tally, outcome
from curation.errors import BadRequest
from curation.intervals import Rate, rate
from curation.standing import Standing

SUBJECT = "suite:"
DETECTION = "detection"  # what was found of failures that were injected; no name of a suite
ATTACK = "attack:"
LIST_THEM = "`evaldesk adversarial list` lists them."
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Suite:
    """The cases of one suite; `kinds` says how many of each attack, all from one seed."""

    name: str
    seed: int
    kinds: Mapping[str, int]
    cases: tuple[str, ...]
    by: str
    at: str


def suite_name(said: str) -> str:
    """The name of a suite as it is kept, or BadRequest."""
    name = said.strip().lower()
    if not _NAME.fullmatch(name) or name == DETECTION:
        raise BadRequest(
            f"'{said}' cannot be the name of a suite. Write up to 40 small letters, digits, "
            f"dots and dashes, like red-team-1; {DETECTION} is taken."
        )
    return name


def subject(name: str) -> str:
    """What a decision about the suite is about."""
    return SUBJECT + name


def body(suite: Suite) -> dict[str, Any]:
    """`suite` as plain JSON values, without its name."""
    return {"seed": suite.seed, "kinds": dict(suite.kinds), "cases": list(suite.cases)}


def suites_of(standing: Iterable[Standing]) -> list[Suite]:
    """The suites among what stands."""
    return [
        Suite(
            one.subject.removeprefix(SUBJECT), one.body["seed"], one.body["kinds"],
            tuple(one.body["cases"]), one.actor, one.at.isoformat(),
        )
        for one in standing
        if one.subject != subject(DETECTION)
    ]  # fmt: skip


def attack_of(tags: Iterable[str]) -> str | None:
    """The kind of attack that a case says it is."""
    return next((t.removeprefix(ATTACK) for t in tags if t.startswith(ATTACK)), None)


@dataclass(frozen=True, slots=True)
class Fared:
    """How cases of one attack fared in a run: `passed` of those with a verdict.

    A case that contradicted itself did not pass; errors and cases that were not run have no
    verdict, and are counted beside it.
    """

    attack: str
    passed: Rate
    errored: int
    missing: int
    failed: tuple[str, ...]


def fared(attack: str, cases: Sequence[str], tallies: Mapping[str, Tally]) -> Fared:
    """What the `tallies` of a run say of `cases`."""
    found = {case: outcome(tallies.get(case)) for case in cases}
    failed = [c for c, one in found.items() if one in (Outcome.FAILED, Outcome.FLAKY)]
    held = sum(one is Outcome.PASSED for one in found.values())
    return Fared(
        attack,
        rate(held, held + len(failed)),
        sum(one is Outcome.ERRORED for one in found.values()),
        sum(one is Outcome.MISSING for one in found.values()),
        tuple(failed),
    )
