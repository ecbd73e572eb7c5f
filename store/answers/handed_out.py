"""What left this desk as a file: who took it, when, and by which hash it is known again.

It is no decision and changes nothing, so it is kept beside the log: one line for each.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256

from store.actor import default_actor
from store.desk import Desk

FILE = "exports.jsonl"
COPIES = "These copies are outside: nothing here can erase them. Ask who took them."


@dataclass(frozen=True, slots=True)
class HandedOut:
    """One file that left: `what` it is (blocking@7, rejects imp-1), `sha256` of its bytes."""

    at: str
    actor: str
    what: str
    sha256: str


def hand_out(desk: Desk, what: str, text: str | bytes, actor: str | None = None) -> None:
    """Remember that `text` left as `what`; where nothing can be written, nothing is."""
    one = HandedOut(
        datetime.now(UTC).isoformat(timespec="seconds"),
        actor or default_actor(),
        what,
        sha256(text.encode() if isinstance(text, str) else text).hexdigest(),
    )
    try:
        file = os.open(desk.folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError:  # a desk that is only looked at
        return
    with os.fdopen(file, "a", encoding="utf-8") as lines:
        lines.write(json.dumps(asdict(one)) + "\n")


def handed_out(desk: Desk) -> tuple[HandedOut, ...]:
    """Everything that left, the first one first."""
    try:
        lines = (desk.folder / FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    return tuple(HandedOut(**json.loads(line)) for line in lines if line)


def of(desk: Desk, named: Iterable[str]) -> tuple[HandedOut, ...]:
    """What left of the things `named`."""
    wanted = set(named)
    return tuple(one for one in handed_out(desk) if one.what in wanted)
