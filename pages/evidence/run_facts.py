"""What one run is: model, data, code, machine, and how fast it was; also what nobody said."""

from curation.environments import told
from pages.evidence.compared import cost_of_1000, rate, speed
from pages.shared import tables, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.tables import Column
from store.answers.one_run import OneRun
from store.answers.runs import RunSummary

UNSAID = "not stated"
_WHENCE = {"stated": None, "results": "from its results"}


def facts(found: OneRun) -> Html:
    """Every fact of the run; nothing is made up where nobody stated it."""
    run = found.summary
    pairs: list[tuple[str, Content]] = [
        ("Model", run.model_version),
        ("Scored on", sets(run)),
        ("Commit", tag("code", run.commit[:12]) if run.commit else None),
        ("Libraries", told(run.libraries) or (None if run.hardware else run.environment)),
        ("Hardware", told(run.hardware)),
        ("Seed", None if run.seed is None else str(run.seed)),
        ("Tier", run.tier),
        ("Started", wording.moment(run.started_at) if run.started_at else None),
        ("Took", lasted(run)),
        ("Passed", rate(run.pass_rate)),
        ("Cost of 1,000", cost_of_1000(found.cost_usd)),
    ]
    rows = [tag("div", tag("dt", name), tag("dd", _said(value))) for name, value in pairs]
    return tag("dl", *rows, class_="facts-wide")


def _said(value: Content) -> Content:
    return value if value else tag("span", UNSAID, class_="muted")


def sets(run: RunSummary) -> str:
    """The versions it is pinned to."""
    return ", ".join(f"{name}@{version}" for name, version in run.sets.items())


def lasted(run: RunSummary) -> Content:
    """How long it took, and how that is known."""
    if run.duration_s is None:
        return None
    whence = _WHENCE.get(run.duration_from or "")
    note = tag("small", whence) if whence else None
    return join((_minutes(run.duration_s), note), " ")


def _minutes(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    if seconds < 7200:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def speeds(found: OneRun) -> Html:
    """Latency of all calls, and of cold and warm ones where the results mark them."""
    kinds = [("All calls", found.latency_ms)]
    marked = found.cold_latency_ms is not None and found.warm_latency_ms is not None
    if found.cold_latency_ms is not None and found.warm_latency_ms is not None:
        kinds += [("Cold starts", found.cold_latency_ms), ("Warm", found.warm_latency_ms)]
    rows: list[list[Content]] = [
        [name, speed(one, "p50"), speed(one, "p95")] for name, one in kinds
    ]
    columns = [Column("Latency"), Column("p50", number=True), Column("p95", number=True)]
    drawn = tag("div", tables.table("Latency", columns, rows), class_="fit")
    return join((drawn, tag("p", _mark(found, marked), class_="sub")))


def _mark(found: OneRun, marked: bool) -> str:
    if not found.latency_ms.p50.n:
        return "No latency came with the results."
    if not marked:
        return "The results do not mark which calls were cold starts (a column `cold` does)."
    if found.unmarked:
        return f"{wording.many(found.unmarked, 'call')} without a mark count under all alone."
    return "Cold starts as the results mark them."
