"""Freeze a set: a numbered, content-addressed version that runs are pinned to."""

from collections.abc import Sized

from curation import versions
from curation.cases import SETS, State
from curation.decisions import Decision, Kind
from curation.errors import BadRequest, NotAllowed
from curation.ownership import require
from curation.runs import SetVersion
from store.desk import Desk


def freeze(desk: Desk, name: str, *, actor: str, reason: str = "") -> SetVersion:
    """Make the next version of the set `name`; it is in force from now on.

    Raises NotAllowed when the set is empty, unchanged since the version in force, or owned
    by somebody else.
    """
    if name not in SETS:
        raise BadRequest(f"'{name}' is no set. The sets are {', '.join(SETS)}.")
    with desk.ledger.transaction() as tx:
        require(tx.ownership(name), actor, f"freeze {name}")
        lines = versions.frozen(tx.cases(State(name)))
        hashes = {str(line["case_id"]): versions.line_sha256(line) for line in lines}
        sha256 = versions.manifest_sha256(hashes)
        latest = tx.set_version(name)
        _refuse(name, lines, latest, sha256)
        number = latest.version + 1 if latest else 1
        after = {"set": name, "version": number, "sha256": sha256, "lines": lines}
        entry = tx.record(Decision(Kind.FROZE, f"{name}@{number}", after, actor, reason))
    return SetVersion(name, number, sha256, hashes, entry.at.isoformat(), actor, entry.reason)


def _refuse(name: str, lines: Sized, latest: SetVersion | None, sha256: str) -> None:
    if not lines:
        raise NotAllowed(f"{name} holds no case: move some there before you freeze it.")
    if latest is not None and latest.sha256 == sha256:
        raise NotAllowed(f"{name} has not changed since {latest.name}: nothing to freeze.")
