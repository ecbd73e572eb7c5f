"""A frozen version on its way out: cases as JSON lines, and the manifest that proves them."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from curation.runs import SetVersion
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Export:
    """`text`: one case a line, in the stable order of the ids; `manifest` names its hashes."""

    name: str
    text: str
    manifest: dict[str, Any]


def export(desk: Desk, name: str, version: int | None) -> Export:
    """The version `name`@`version` (the one in force without a number), ready to be scored."""
    with desk.ledger.reading() as asked:
        if version is None:
            latest = asked.set_version(name)
            version = latest.version if latest else 0
        lines = asked.lines(name, version)
        frozen = asked.set_version(name, version)
    assert frozen is not None, "lines() has refused what does not exist"
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return Export(frozen.name, text, _manifest(frozen, text))


def _manifest(frozen: SetVersion, text: str) -> dict[str, Any]:
    return {
        "set": frozen.set,
        "version": frozen.version,
        "cases": len(frozen.cases),
        "sha256": frozen.sha256,
        "file_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "frozen_at": frozen.frozen_at,
        "frozen_by": frozen.frozen_by,
        "reason": frozen.reason,
        "case_sha256": {case_id: frozen.cases[case_id] for case_id in sorted(frozen.cases)},
        "sha256_is": "sha256 over the lines '<case_id> <sha256 of the case>', ids in order",
        "case_sha256_is": "sha256 of the case's JSON with sorted keys and no spaces",
    }
