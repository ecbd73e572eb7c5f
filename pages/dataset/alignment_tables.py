"""The tables of alignment: every part with its gap, and what the gate let through."""

from curation.measures.alignment import UNKNOWN, Gap, Lean
from curation.percents import percent
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.tables import Column
from store.answers.alignment import Alignment
from store.answers.alignment_misses import Miss

SHOWN = 10
LEANS: dict[Lean, Tone] = {
    Lean.UNDER: "bad",
    Lean.OVER: "warn",
    Lean.EVEN: "good",
    Lean.UNKNOWN: "unknown",
    Lean.TOO_FEW: "unknown",
}


def gaps(found: Alignment) -> Html:
    """Every part: its two shares, their gap with its interval, and what they rest on."""
    columns = [
        wording.words(found.by),
        Column("Of the cost", number=True),
        Column("Of the cases", number=True),
        Column("Gap", number=True),
        Column("95 % interval", number=True, phone=False),
        Column("Failures", number=True, phone=False),
        Column("Cases", number=True, phone=False),
        Column("", tight=True),
    ]
    rows = [_gap(found, gap) for gap in found.gaps]
    return tables.table("Production's share and the set's, by part", columns, rows)


def _gap(found: Alignment, gap: Gap) -> list[Content]:
    limits = wording.NOTHING
    if gap.low is not None and gap.high is not None:
        limits = f"{wording.points(gap.low, 0)} to {wording.points(gap.high, 0)}"
    few = "" if gap.covered else f" of {found.min_cases:g}"
    return [
        named(found, gap),
        percent(gap.production_share, 1),
        percent(gap.set_share, 1),
        wording.points(gap.gap, 0),
        limits,
        wording.count(gap.failures),
        f"{gap.cases:,}{few}",
        parts.chip(LEANS[gap.lean], gap.lean.value),
    ]


def named(found: Alignment, gap: Gap) -> Content:
    """The part, with the way to its failures in the inbox where there is one."""
    label = part(found, gap.kind)
    if gap.kind == UNKNOWN or not gap.failures:
        return label
    if found.by == "kind":  # the inbox asks for it as it is written there
        return link(label, "inbox", kind=wording.words(gap.kind))
    if found.by == "route":
        return link(label, "inbox", route=gap.kind)
    if found.by == "group":
        return link(label, "inbox", group=gap.kind)
    return link(label, "cohorts", only=f"{found.by}={gap.kind}")


def part(found: Alignment, name: str) -> str:
    """What a part is called."""
    if name in found.names:
        return found.names[name]
    return wording.words(name) if found.by == "kind" or name == UNKNOWN else name


def misses(found: Alignment) -> Html:
    """The dearest groups that came after the gate had passed their release."""
    gone, every = found.missed, found.misses
    columns = [
        "Failure group",
        Column("Failures", number=True),
        Column("Cost", number=True),
        Column("Where its inputs stand", phone=False),
        Column("Seen", tight=True, phone=False),
    ]
    table = tables.table("What the gate let through", columns, map(_miss, every[:SHOWN]))
    if len(every) <= SHOWN:
        return table
    rest = every[SHOWN:]
    cost = sum(one.cost or 0 for one in rest)
    more = (
        f"and {len(rest):,} groups more, {wording.money(cost)}; "
        f"{gone.no_case:,} of all {gone.inputs:,} inputs have no case."
    )
    return join((table, tag("p", more, class_="muted")))


def _miss(one: Miss) -> list[Content]:
    stands = [(one.blocking, "blocking"), (one.monitoring, "monitoring"),
              (one.backlog, "backlog"), (one.let_go, "dismissed")]  # fmt: skip
    told: list[Content] = [
        parts.pill(f"{n:,} {state}", "info" if state == "blocking" else None)
        for n, state in stands
        if n
    ]
    if one.no_case:
        told.append(parts.pill(f"{one.no_case:,} no case", "warn"))
    example = link(one.example or one.example_case, "case", id=one.example_case)
    return [
        join(
            (
                join(
                    (link(one.title, "inbox", group=one.group), tag("small", example)),
                    tag("br"),
                ),
                tag("div", join(told, " "), class_="only-s"),
            )
        ),
        wording.count(one.failures),
        wording.money(one.cost),
        join(told, " "),
        wording.day(one.last_seen),
    ]
