"""Health as rows of words, the same in every file that leaves the desk."""

from curation.figures import CohortRow, Figure, Impact, Judgement, Unit
from curation.plot_words import weeks_of
from curation.spans import halved, text_of
from curation.tile_words import NOTHING, allowed, amount, difference, judged, support
from store.answers.asks import Ask
from store.answers.health import Health
from store.answers.paper import Rows
from store.answers.runs import RunSummary

TITLE = "Evaluation health"
COST = "failure_cost"  # it stands above its kinds, not among the tiles
FIGURES = ("Figure", "Now", "Interval and n", "Against the period before", "Limit")
COHORTS = ("Cohort, worst first", "Status", "Good", "Limit", "Change", "Drift", "n")
IMPACT = ("Kind", "Cost", "Change per 1,000 events", "Failures")


def title(found: Health) -> str:
    """What the sheet is about."""
    return f"{TITLE}: {weeks_of(found.window)}"


def pinned(found: Health) -> str:
    """Which set is in force, what ran last on it, and when this was so."""
    run = found.last_run
    ran = f"last run {run.run} ({_verdict(run)})" if run else "no run was judged"
    version = f"{found.set_version} in force" if found.set_version else "nothing frozen yet"
    return f"{version} · {ran} · as of {found.as_of:%Y-%m-%d %H:%M} UTC"


def _verdict(run: RunSummary) -> str:
    """What the gate said, where that still holds."""
    if run.stale:
        return "judged on an older set"
    return "ask the gate again" if run.outdated else run.verdict or "not judged"


def halves(found: Health) -> tuple[str, str]:
    """The sentence as its answer and the rest: Safe to ship, with 2 watch items: / ..."""
    answer, rest = halved(found.parts)
    return text_of(answer), text_of(rest)


def tiled(found: Health) -> tuple[Figure, ...]:
    """The figures that stand in tiles."""
    return tuple(one for one in found.figures if one.name != COST)


def cost(found: Health) -> str:
    """What the failures of the period cost in all, and whether that has changed."""
    one = next((one for one in found.figures if one.name == COST), None)
    if one is None or one.value is None:
        return "What failures cost"
    return f"Failures cost {amount(one.value, one.unit)}: {judged(one)}"


def figures(found: Health) -> Rows:
    """Every figure with its interval, what its test says and what was agreed."""
    return tuple(_figure(one) for one in found.figures)


def cohorts(found: Health) -> Rows:
    """The cohorts, worst first."""
    return tuple(cohort(one) for one in found.cohorts)


def impact(found: Health) -> Rows:
    """What failures cost, the dearest kind first."""
    return tuple(_cost(one) for one in found.impact)


def asked(one: Ask) -> str:
    """Whose it is and since when: Ana Ruiz, 3 days."""
    return ", ".join(said for said in (one.owner or "nobody yet", age(one.age_days)) if said)


def age(days: float | None) -> str:
    """How long something waits, in days."""
    if days is None:
        return ""
    whole = int(days)
    return "today" if whole == 0 else f"{whole:,} {'day' if whole == 1 else 'days'}"


def _figure(one: Figure) -> tuple[str, ...]:
    if one.value is None:
        return one.title, NOTHING, one.said, "", ""
    return (
        one.title,
        amount(one.value, one.unit),
        support(one),
        judged(one),
        allowed(one) or "",
    )


def cohort(one: CohortRow) -> tuple[str, ...]:
    """One cohort, in the order of COHORTS."""
    return (
        one.name,
        one.status,
        amount(one.value, Unit.RATE),
        amount(one.limit, Unit.RATE),
        _change(one.change, Unit.RATE, one.judgement),
        amount(one.drift, Unit.INDEX),
        f"{one.n:,}",
    )


def _cost(one: Impact) -> tuple[str, ...]:
    kind = one.kind.replace("_", " ").capitalize()
    change = _change(one.change, Unit.MONEY, one.judgement)
    return kind, amount(one.usd, Unit.MONEY), change, f"{one.failures:,}"


def _change(change: float | None, unit: Unit, judgement: Judgement) -> str:
    said = difference(change, unit)
    return f"{said}, {judgement}" if said else str(judgement)
