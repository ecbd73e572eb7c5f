"""What the first review of a month, or of a quarter, looks at besides."""

from collections.abc import Iterator, Mapping
from typing import Any

from curation.contract_numbers import Agrees
from curation.errors import CurationError
from curation.measures.cohort import CohortMeasures
from curation.percents import between, percent
from curation.review import Cadence, Item
from curation.thresholds import COHORT_PREFIX, FAIRNESS_PREFIX
from store.answers.agenda_look import Look
from store.answers.agenda_production import held
from store.answers.budget_glance import glance
from store.answers.cohort_choices import choices
from store.answers.cohorts import Question, cohorts
from store.answers.contract import contract
from store.answers.objectives import objectives
from store.answers.refresh_draft import draft
from store.answers.trends import TrendsMemory

ALPHA = 0.05  # Benjamini-Hochberg, over all cohorts
WEEKS = 4  # of production that a monthly look is about
SHOWN = 3  # of the columns that have few enough values
USUAL = ("channel", "language", "region", "route", "segment", "tenant")  # whom it is about


def fairness(look: Look) -> Iterator[Item]:
    """The limits on differences between groups, as the newest judged run met them."""
    found = list(_checks(look, FAIRNESS_PREFIX))
    for check, run in found:
        yield _limit("fairness", check, run, look)
    if not found:
        why = "No difference between groups is held to a limit: is there one to keep?"
        yield Item("fairness", "none", why, "fairness", (),
                   ("evaldesk critical fairness COLUMN --at-most SHARE --positive LABEL "
                    "--owner NAME",), Cadence.MONTHLY, look.owner)  # fmt: skip


def cohort(look: Look) -> Iterator[Item]:
    """The cohorts that a release is held to, then those that do clearly worse than the rest."""
    for check, run in _checks(look, COHORT_PREFIX):
        yield _limit("cohort", check, run, look)
    for one in _worse(look):
        name = ", ".join(f"{k}={v}" for k, v in sorted(one.cohort.items()))
        right, whole = one.accuracy, f"n {one.accuracy.n:,}"
        why = (
            f"{name}: {percent(right.value)} right over the last {WEEKS} weeks, clearly less "
            "than the others."
        )
        where = "&".join(f"{k}={v}" for k, v in sorted(one.cohort.items()))
        yield Item("cohort", name, why, f"cohorts?by={','.join(sorted(one.cohort))}",
                   (f"{between(right.low, right.high)}, {whole}", where), (),
                   Cadence.MONTHLY, look.owner)  # fmt: skip


def slo(look: Look) -> Iterator[Item]:
    """What users were promised: each objective, and latency and cost against their limits."""
    left = glance(look.desk)
    for one in objectives(look.desk).objectives:
        main = left if left and not one.where else None
        said = f": {main.said()} of the budget" if main else ""
        why = f"{percent(one.target)} of {one.about} good over {one.period}{said}."
        yield Item("slo", one.about, why, "budget", (main.reason,) if main else (),
                   (f"evaldesk objective set {one.target} --reason WHY",),
                   Cadence.MONTHLY, one.by)  # fmt: skip
    try:
        lines = look.desk.kept(TrendsMemory).trends().lines
    except CurationError:
        return
    for line in lines:
        if line.group is None and line.threshold and line.met is not None:
            yield Item("slo", line.threshold, held(line), "trends",
                       (f"n {line.now.n:,}", line.why), (), Cadence.MONTHLY,
                       look.owner)  # fmt: skip


def refresh(look: Look) -> Iterator[Item]:
    """Once a quarter: whether the sets still ask what production asks."""
    try:
        found = draft(look.desk)
    except CurationError:
        return
    n = len(found.items)
    many = "1 change" if n == 1 else f"{n} changes"
    why = f"{found.sentence} {many} would be proposed now."
    sizes = [f"{one.set}: {one.now} cases now, {one.after} after" for one in found.sizes]
    yield Item("refresh", "quarter", why, "refresh", tuple(sizes),
               ("evaldesk refresh propose --reason WHY",), Cadence.QUARTERLY,
               look.owner)  # fmt: skip


def terms(look: Look) -> Iterator[Item]:
    """Once a quarter: whether the contract still says what the evaluation is for."""
    found = contract(look.desk)
    if found.contract is None or found.at is None:
        why = "Nobody has said what the evaluation is for."
        acts = ("evaldesk contract set --decision WHAT --reason WHY",)
        yield Item("contract", "none", why, "contract", (), acts, Cadence.QUARTERLY, look.owner)
        return
    off = [one.called for one in found.numbers if one.agrees is not Agrees.SAME]
    off += [one.scope for one in found.seats if one.agrees is not Agrees.SAME]
    apart = f" It says otherwise than what is in force: {', '.join(off)}." if off else ""
    why = f"Version {found.version} is of {found.at[:10]}, by {found.by}.{apart} Does it hold?"
    yield Item("contract", f"v{found.version}", why, "contract",
               (found.contract.decision, found.contract.worse),
               ("evaldesk contract set --reason WHY",), Cadence.QUARTERLY,
               look.owner)  # fmt: skip


def _checks(look: Look, prefix: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """What the newest judged run measured of the thresholds under `prefix`."""
    with look.desk.ledger.reading() as asked:
        judged = [(run, said) for run, said, _ in asked.runs() if said]
    if not judged:
        return
    run, said = max(judged, key=lambda pair: pair[0].at)
    for check in said["thresholds"]:
        if str(check["name"]).startswith(prefix):
            yield check, run.name


def _limit(kind: str, check: Mapping[str, Any], run: str, look: Look) -> Item:
    word = {True: "kept", False: "not kept"}.get(check["met"], "not decided")
    name = str(check["name"])
    why = f"{name} is {word} by {run}: {check['why']}."
    return Item(kind, name, why, f"thresholds?name={name}",
                (f"n {check['n']}",), (f"evaldesk propose {name} VALUE --reason WHY",),
                Cadence.MONTHLY, check.get("owner") or look.owner)  # fmt: skip


def _worse(look: Look) -> list[CohortMeasures]:
    """The cohorts of the last weeks that err surely more than the rest, the worst first."""
    offered = choices(look.desk)
    window = next((one for one in offered.windows if one.weeks == WEEKS), None)
    usual = [one for one in USUAL if one in offered.columns]
    by = tuple((column,) for column in (usual or offered.columns)[:SHOWN])
    if window is None or not by:
        return []
    try:
        found = cohorts(look.desk, Question(by=by, since=window.since)).cohorts
    except CurationError:
        return []
    sure = [one for one in found if one.rank and one.rank.q_value < ALPHA]
    return sorted(sure, key=lambda one: one.rank.q_value if one.rank else 1)
