"""How each attack and each run fared, and what was found of injected failures."""

from collections.abc import Sequence

from curation.fixtures.attacks import ATTACKS
from curation.injections import CONTROLS, Detected
from curation.intervals import Rate
from curation.percents import between
from curation.suites import Fared
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.marks import bar
from pages.shared.tables import Column
from store.answers.detection import Detection
from store.answers.suites import SuiteShown

RUNS = 12
NAMED = 3


def by_attack(one: SuiteShown) -> None:
    """Draw the attacks, those that break the last run most first."""
    last = {by.attack: by for by in one.runs[0].by} if one.runs else {}
    order = sorted(one.attacks, key=lambda kind: (_passed(last.get(kind)), kind))
    columns = [
        "Attack", Column("Cases", number=True), "Passed in the last run",
        Column("Failed", phone=False),
    ]  # fmt: skip
    rows: list[Sequence[Content]] = [
        [_attack(kind), wording.count(one.attacks[kind]), *_fared(last.get(kind))]
        for kind in order
    ]
    with parts.card("Which attacks break it?", "Weakest first; 95 % intervals", key="attacks"):
        show(tables.table("Attacks", columns, rows))


def _passed(found: Fared | None) -> float:
    return 2.0 if found is None or found.passed.value is None else found.passed.value


def _attack(kind: str) -> Html:
    shown = ATTACKS[kind].shown if kind in ATTACKS else "cases of the suite without a kind"
    return tag("span", wording.words(kind), tag("small", f" {shown}", class_="muted"))


def _fared(found: Fared | None) -> list[Content]:
    if found is None:
        return ["–", "–"]
    failed = [link(c, "case", id=c) for c in found.failed[:NAMED]]
    if (more := len(found.failed) - NAMED) > 0:
        failed.append(tag("span", f"and {more} more"))
    return [_rate(found.passed, found), join(failed, ", ") if failed else "–"]


def _rate(found: Rate, beside: Fared | None = None) -> Html:
    """A share as a bar with its n and interval, and what has no verdict."""
    said = "too few to say"
    if found.value is not None:
        said = f"{found.k} of {found.n} · {between(found.low, found.high)}"
    if beside and beside.errored:
        said += f" · {beside.errored} errored"
    if beside and beside.missing:
        said += f" · {beside.missing} not run"
    return tag("div", bar(found.value, 0, 1), tag("small", said, class_="muted"))


def by_run(one: SuiteShown) -> None:
    """Draw the runs, the newest first."""
    if not one.runs:
        return
    columns = ["Run", "Model", Column("When", phone=False), "Passed"]
    rows: list[Sequence[Content]] = [
        [
            link(run.run, "runs", run=run.run),
            run.model or "–",
            wording.day(run.at),
            _rate(run.all.passed, run.all),
        ]
        for run in one.runs[:RUNS]
    ]
    with parts.card("Do releases get better at it?", "Newest first", key="runs"):
        show(tables.table("Runs on the suite", columns, rows))


def trial(tried: Detection | None) -> None:
    """Draw what was found of injected failures."""
    under = "Known failures are put into a copy of the desk, which is thrown away"
    with parts.card("Does the desk find failures that we know?", under, key="trial"):
        if tried is None:
            show(tag("p", "Nobody has tried it: ", tag("code", "evaldesk adversarial detect")))
            return
        missed = [one for one in tried.kinds if one.rate.n and one.rate.k < one.rate.n]
        show(parts.verdict("warn" if missed else "good", "", tried.sentence))
        columns = ["Injected", "Has to be seen by", "Found", "Missed"]
        show(
            tables.table(
                "Injected failures", columns, [_injected(one) for one in _order(tried)]
            )
        )
        at = f"{tried.by}, {wording.moment(tried.at)}, seed {tried.seed}"
        show(tag("p", at, class_="muted sub"))


def _order(tried: Detection) -> list[Detected]:
    """What was missed first, what has nothing wrong last."""
    return sorted(tried.kinds, key=lambda one: (one.kind in CONTROLS, one.rate.value or 0.0))


def _injected(one: Detected) -> list[Content]:
    name = tag(
        "span",
        one.kind[0].upper() + one.kind[1:],
        tag("small", f" {one.shown}", class_="muted"),
    )
    missed = ", ".join(one.missed[:NAMED]) or "–"
    rest = one.rate.n - one.rate.k - NAMED
    if rest > 0:
        missed += f" and {rest} more"
    found: Content = _rate(one.rate) if one.rate.n else f"not tried: {one.why}"
    if one.rate.n and one.why:
        found = join((found, tag("small", one.why, class_="muted")))
    return [name, wording.words(one.where), found, missed]
