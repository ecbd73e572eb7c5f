"""Judges against people: where both say something, how often, and where the judge errs."""

from curation.measures.measure import TOO_FEW, Measure
from curation.percents import between
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.tables import Column
from store.answers.agreement import AgreementAnswer
from store.answers.judge_agreement import JudgeAgreement, JudgePart

WORST = 6


def judged(found: AgreementAnswer) -> None:
    """One card a judge."""
    for number, one in enumerate(found.judges):
        with parts.card(_title(one), _under(one), key=f"judge-{number}"):
            show(_classes(one))
            if apart := _apart(one):
                show(apart)


def _title(one: JudgeAgreement) -> str:
    if _few(one.agreement):
        return f"Too few to say how far {one.judge} agrees with people"
    return f"{one.judge} agrees with people on {wording.percent(one.agreement.value, 0)}"


def _under(one: JudgeAgreement) -> str:
    kappa = one.kappa.plain if one.kappa else None
    said = [f"A judge is no rater. {_limits(one.agreement)}"]
    if kappa and kappa.value is not None:
        said.append(f"kappa {kappa.value:.2f}" + _between(kappa))
    if one.unsettled:
        said.append(f"{one.unsettled} of its {one.labelled} cases have no agreed answer")
    return " · ".join(said)


def _classes(one: JudgeAgreement) -> Html:
    """What people say down, what the judge says across, with precision and recall."""
    columns = [
        Column("people \N{RIGHTWARDS ARROW} judge"),
        *(Column(label, number=True) for label in one.labels),
        Column("Recall", number=True),
        Column("Precision", number=True, phone=False),
    ]
    rows: list[list[Content]] = [
        [
            join((its.label, tag("small", f"n {its.support}")), " "),
            *(_cell(n, right=place == here) for place, n in enumerate(row)),
            _rate(its.recall),
            _rate(its.precision),
        ]
        for here, (its, row) in enumerate(zip(one.classes, one.matrix, strict=True))
    ]
    return tables.table(f"What people and {one.judge} say", columns, rows)


def _cell(n: int, *, right: bool) -> Content:
    if not n:
        return tag("span", wording.NOTHING, class_="muted")
    return tag("b", wording.count(n)) if right else wording.count(n)


def _apart(one: JudgeAgreement) -> Html | None:
    """The kinds of case and cohorts on which it agrees least with people."""
    known = [part for part in one.by if not _few(part.agreement)]
    known.sort(key=lambda part: part.agreement.value or 0)
    if not known:
        return None
    columns = [Column("Worst on"), Column("n", number=True), Column("Agrees", number=True)]
    rows: list[list[Content]] = [
        [_name(part), wording.count(part.agreement.n), _rate(part.agreement)]
        for part in known[:WORST]
    ]
    return tables.table(f"{one.judge} by kind of case", columns, rows)


def _name(part: JudgePart) -> Html:
    return join((part.value, tag("small", part.dimension)), " ")


def _few(measured: Measure) -> bool:
    return measured.value is None or (measured.note or "").startswith(TOO_FEW)


def _rate(measured: Measure) -> Content:
    if measured.value is None:
        return tag("span", wording.NOTHING, class_="muted")
    return join((wording.percent(measured.value, 0), tag("small", _limits(measured))), " ")


def _limits(measured: Measure) -> str:
    if measured.low is None or measured.high is None:
        return f"n {measured.n}"
    return f"{between(measured.low, measured.high)}, n {measured.n}"


def _between(measured: Measure) -> str:
    if measured.low is None or measured.high is None:
        return ""
    return f" ({measured.low:.2f} to {measured.high:.2f})"
