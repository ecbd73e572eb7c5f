"""Which runs judged a release: by its name, its model, or its commit."""

import re
from collections.abc import Sequence

from curation.runs import Run

_APART = re.compile(r"[-_+/@ ]+")
_CANDIDATE = re.compile(r"(rc|pre|alpha|beta|a|b|build|candidate|final|ga)?\d*", re.IGNORECASE)
SHORTEST_COMMIT = 7


def matched_by(release: str, run: Run) -> str | None:
    """What of `run` names `release` (its name, model or commit); None: it is of another one.

    4.3.0 is also the release of 4.3-rc2 and of assistant-4.3, not of 4.3.1-rc1 or 4.3-mini.
    """
    wanted = release.strip().casefold()
    if not wanted:
        return None
    for what, said in (("its name", run.name), ("its model", run.model_version)):
        if said and _names(wanted, said.casefold()):
            return what
    commit = (run.commit or "").casefold()
    if len(wanted) >= SHORTEST_COMMIT and commit.startswith(wanted):
        return "its commit"
    return None


def _names(wanted: str, said: str) -> bool:
    if wanted == said:
        return True
    want, have = _parts(wanted), _parts(said)
    for at in range(len(have) - len(want) + 1):
        rest = have[at + len(want) :]
        if have[at : at + len(want)] == want and all(map(_CANDIDATE.fullmatch, rest)):
            return True
    return False


def _parts(said: str) -> Sequence[str]:
    """The words of a name; v4.3.0 is 4.3."""
    return [re.sub(r"^v(?=\d)|(?<=\d)(\.0)+$", "", part) for part in _APART.split(said) if part]
