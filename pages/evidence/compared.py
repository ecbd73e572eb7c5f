"""The numbers of a comparison: pairs, limits, cohorts, and how fast and dear each side is."""

from curation.comparison import NonInferiority
from curation.measures.measure import Measure
from curation.measures.speed import Latency
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from pages.shared.tables import Column
from store.answers.cohort_words import name
from store.answers.compare import CompareAnswer

VERDICTS: dict[str, tuple[Tone, str]] = {
    NonInferiority.NOT_WORSE: ("good", "not worse"),
    NonInferiority.WORSE: ("bad", "worse"),
    NonInferiority.UNDECIDED: ("warn", "undecided"),
}


def numbers(found: CompareAnswer) -> Html:
    """The paired difference, McNemar's p and the margin."""
    d = found.difference
    limits = "no pair"
    if d.low is not None and d.high is not None:
        limits = f"{wording.points(d.low)} to {wording.points(d.high)}"
    uneven = f"{found.only_baseline} passed only before, {found.only_candidate} only now"
    return parts.tiles(
        Tile("Difference in passes", wording.points(d.value), limits),
        Tile("Pairs", wording.count(found.pairs), f"{found.unmatched} cases have no pair"),
        Tile("McNemar exact", p_value(found.p_value), uneven),
        Tile("Margin", wording.points(-found.margin), "may be lost and is still not worse"),
    )


def p_value(p: float) -> str:
    """As it is read aloud."""
    return "p < 0.001" if p < 0.001 else f"p {p:.3f}"


def cohorts_table(found: CompareAnswer) -> Html:
    """Who is better or worse off."""
    columns = [
        Column("Cohort"),
        Column("Pairs", number=True),
        Column("Broke", number=True),
        Column("Fixed", number=True),
        Column("Difference", number=True),
        Column("Limits", number=True, phone=False),
        Column("p (Holm)", number=True, phone=False),
        Column("Answer"),
    ]
    rows: list[list[Content]] = [
        [
            name(one.cohort),
            wording.count(one.n),
            one.only_baseline,
            one.only_candidate,
            wording.points(one.difference.value),
            _limits(one.difference.low, one.difference.high),
            p_value(one.p_holm).removeprefix("p "),
            join((parts.chip(*VERDICTS[one.verdict]), _note(one.note)), " "),
        ]
        for one in found.cohorts
    ]
    if not rows:
        return tag("p", "No case in common, so no cohort.", class_="muted")
    return tables.table("Cohorts, largest loss first", columns, rows)


def _note(note: str | None) -> Html | None:
    return tag("small", note) if note else None


def _limits(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return wording.NOTHING
    ends = [wording.points(end).removesuffix("\N{NO-BREAK SPACE}pt") for end in (low, high)]
    return f"{ends[0]} to {ends[1]}"


def sides_table(found: CompareAnswer) -> Html:
    """Both runs side by side; cold and warm apart where the results mark it."""
    columns = [Column("Measured"), *(Column(side.run, number=True) for side in found.sides)]
    rows: list[list[Content]] = [["Passed", *(rate(side.pass_rate) for side in found.sides)]]
    for quantile in ("p50", "p95"):
        rows.append(
            [f"Latency {quantile}", *(speed(s.latency_ms, quantile) for s in found.sides)]
        )
    if any(side.cold_latency_ms for side in found.sides):
        for word, pick in (("Cold", 0), ("Warm", 1)):
            apart = [(s.cold_latency_ms, s.warm_latency_ms)[pick] for s in found.sides]
            rows.append([f"{word} p95", *(speed(one, "p95") for one in apart)])
    rows.append(["Cost of 1,000", *(cost_of_1000(side.cost_usd) for side in found.sides)])
    unmarked = [side.run for side in found.sides if side.cold_latency_ms is None]
    said = (
        f"Cold and warm calls are not marked in {' and '.join(unmarked)}." if unmarked else None
    )
    note = tag("p", said, class_="sub") if said else None
    return join((tables.table("Speed and cost of both runs", columns, rows), note))


def rate(measure: Measure) -> Content:
    """A share with interval and n; or why there is none."""
    if measure.value is None or measure.low is None or measure.high is None:
        return measure.note or wording.NOTHING
    if (measure.note or "").startswith("too few"):
        return measure.note
    limits = f"{measure.low * 100:.1f}\N{EN DASH}{measure.high * 100:.1f}"
    said = f"({limits}, n\N{NO-BREAK SPACE}{wording.count(measure.n)})"
    return join((wording.percent(measure.value), tag("small", said)), " ")


def speed(latency: Latency | None, quantile: str) -> Content:
    """One quantile with its limits and n."""
    if latency is None:
        return "not marked"
    one: Measure = getattr(latency, quantile)
    if one.value is None:
        return one.note or wording.NOTHING
    ends = [wording.duration(end) if end is not None else "open" for end in (one.low, one.high)]
    said = f"({ends[0]}\N{EN DASH}{ends[1]}, n\N{NO-BREAK SPACE}{wording.count(one.n)})"
    return join((wording.duration(one.value), tag("small", said)), " ")


def cost_of_1000(cost: Measure) -> str:
    """USD per 1,000 answers, from the mean of one."""
    if cost.value is None:
        return cost.note or wording.NOTHING
    return wording.money(cost.value * 1000)
