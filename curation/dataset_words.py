"""What a decision about the sets' contents did: cases wanted, and suites of attacks."""

from collections.abc import Mapping
from typing import cast

from curation.decisions import Body


def wanted(name: str, before: Body, after: Body) -> str | None:
    """A note of cases wanted: asked for, or closed."""
    what, count = after.get("what"), after.get("count")
    if not isinstance(what, Mapping):
        return None
    said = ", ".join(f"{k}={v}" for k, v in cast("Mapping[str, str]", what).items())
    if after.get("closed_at") and not before.get("closed_at"):
        return f"closed {name}: {said} is asked for no longer"
    cases = "1 case" if count == 1 else f"{count} cases"
    return f"asked {after.get('owner')} for {cases} of {said} ({name})"


def suite(name: str, before: Body, after: Body) -> str | None:
    """A suite that was made or has grown; or failures that were injected."""
    kinds = after.get("kinds")
    if isinstance(kinds, list):
        some = [cast("Body", one) for one in cast("list[object]", kinds)]
        tried = [one for one in some if one.get("kind") != "nothing wrong"]
        found, n = (sum(int(one[k]) for one in tried) for k in ("detected", "injected"))
        return f"injected {n} failures into a copy: {found} were found"
    cases = after.get("cases")
    if not isinstance(cases, list):
        return None
    size = len(cast("list[object]", cases))
    return f"{'added to' if before else 'made'} the suite {name}: {size} adversarial cases"
