"""What somebody can own: sets, what production is held to, and parts of it by their name."""

from collections.abc import Mapping

from curation import alarm_owners, baselines, budget, erasures
from curation.cases import SETS
from curation.errors import BadRequest, Unknown
from curation.ownership import Ownership
from curation.scopes import Where, cohort, scope_of, told, where_of
from curation.threshold_owners import PREFIX as THRESHOLD
from curation.thresholds import Policy

WHOLE = (*SETS, baselines.SCOPE, budget.SCOPE, alarm_owners.SCOPE, erasures.SCOPE)
ROUTE, COHORT, SOURCE = "route:", "cohort:", "source:"
PREFIXES = (ROUTE, COHORT, THRESHOLD, SOURCE)
SCOPES = (*WHOLE, "route:NAME", "cohort:region=eu", "threshold:NAME", "source:NAME")


def scope(said: str, policy: Policy) -> str:
    """A scope as it is kept, one spelling for each; BadRequest for what cannot be owned."""
    said = said.strip()
    if said in WHOLE:
        return said
    prefix, colon, name = said.partition(":")
    name = name.strip()
    if prefix + colon not in PREFIXES or not name:
        raise BadRequest(f"'{said}' cannot be owned. These can: {', '.join(SCOPES)}.")
    if prefix + colon == COHORT:
        name = scope_of(cohort(_where(name)))
    if prefix + colon == THRESHOLD and name not in policy.thresholds:
        raise Unknown("threshold", name, "`evaldesk thresholds` lists them.")
    return f"{prefix}:{name}"


def ownable(said: str) -> bool:
    """Whether somebody can be named for `said`, as it is kept."""
    return said in WHOLE or said.startswith(PREFIXES)


def called(said: str) -> str:
    """A scope as people read it."""
    if said.startswith(COHORT):
        return f"cohort {told(where_of(said.removeprefix(COHORT)))}"
    prefix, colon, name = said.partition(":")
    return f"{prefix} {name}" if colon else said


def falls_to(said: str, owners: Mapping[str, Ownership]) -> Ownership | None:
    """Who decides about `said`: its owner, or who answers for it where it has none."""
    blocking = owners.get("blocking")
    if said == alarm_owners.SCOPE:
        return owners.get(said) or owners.get(baselines.SCOPE) or blocking
    return owners.get(said) or (None if said in SETS else blocking)


def _where(name: str) -> dict[str, str | None]:
    if "=" not in name:
        raise BadRequest(f"'{name}' is no cohort. Write it as cohort:region=eu.")
    return where_of(name)


def keeper(where: Where, owners: Mapping[str, Ownership]) -> Ownership | None:
    """Who owns the part of production `where`: the closest cohort around it, or its route."""
    around: list[tuple[int, Ownership]] = []
    for said, one in owners.items():
        if said.startswith(COHORT):
            pairs = where_of(said.removeprefix(COHORT)).items()
            if pairs <= where.items():
                around.append((len(pairs), one))
    if around:
        return max(around, key=lambda found: found[0])[1]
    return owners.get(f"{ROUTE}{where.get('route')}")
