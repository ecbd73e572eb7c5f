"""A run: one release candidate scored on pinned set versions."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from curation.cases import SETS
from curation.errors import BadRequest


@dataclass(frozen=True, slots=True)
class Run:
    """What a run names, None where nobody said; `sets` maps a set to the scored version."""

    name: str
    sets: Mapping[str, int]
    model_version: str | None = None
    commit: str | None = None
    environment: str | None = None
    seed: int | None = None
    tier: str | None = None
    started_at: str | None = None
    finished_at: str | None = None
    recorded_at: str | None = None

    @property
    def at(self) -> str:
        """When it started; where nobody said that, when its results came in."""
        return self.started_at or self.recorded_at or ""

    @property
    def tried(self) -> str:
        """What its attempts are attempts at: runs of another one are not pooled with it.

        Model version, commit and environment as stated; a run that states no model version
        is a version of its own.
        """
        named = self.model_version is not None
        parts = (self.model_version, self.commit, self.environment) if named else (self.name,)
        return json.dumps(parts)


@dataclass(frozen=True, slots=True)
class SetVersion:
    """A frozen set: `cases` maps case id to the sha256 of the case's line in the manifest."""

    set: str
    version: int
    sha256: str
    cases: Mapping[str, str] = field(repr=False)
    frozen_at: str | None = None
    frozen_by: str | None = None
    reason: str = ""

    @property
    def name(self) -> str:
        """As people write it: `blocking@7`."""
        return f"{self.set}@{self.version}"


def body(run: Run) -> dict[str, Any]:
    """`run` as plain JSON values."""
    return {**asdict(run), "sets": dict(run.sets)}


def parse_set(words: str) -> tuple[str, int | None]:
    """`blocking@7` as ("blocking", 7); without a number the version is None."""
    name, at, number = words.partition("@")
    if name not in SETS:
        raise BadRequest(
            f"'{name}' is no set. The sets are backlog, monitoring and blocking; "
            "a frozen version is written blocking@7."
        )
    if not at:
        return name, None
    if not re.fullmatch("[1-9][0-9]{0,8}", number):
        raise BadRequest(f"'{words}' names no version. Write it like {name}@7.")
    return name, int(number)
