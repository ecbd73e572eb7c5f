"""The tables of the error budget: its windows, its ladder, and who ate it."""

from collections.abc import Mapping, Sequence

from curation.burn import Action, Window
from pages.shared import marks, parts, tables, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.tables import Column
from store.answers.budget import BudgetAnswer, LadderStep
from store.answers.budget_eaters import Eater

SHOWN = 6
TONES: Mapping[Action, Tone] = {
    Action.PAGE: "bad",
    Action.BLOCK: "bad",
    Action.DECIDE: "warn",
    Action.TICKET: "warn",
    Action.NOTHING: "good",
    Action.UNKNOWN: "unknown",
}


def windows(found: Sequence[Window]) -> Html:
    """Every row of the rule: how fast it burns, and whether the counts prove it."""
    columns = [
        Column("Over", tight=True),
        Column("Says", tight=True),
        Column("Burn", number=True),
        Column("Limit", number=True),
        Column("Proven", number=True, phone=False),
        Column("Still", number=True, phone=False),
        Column("Bad of n", number=True, phone=False),
        Column("Spends", number=True, phone=False),
    ]
    return tables.table("Windows", columns, [_window(one) for one in found])


def _window(one: Window) -> list[Content]:
    says = one.action if one.action in (Action.NOTHING, Action.UNKNOWN) else one.calls_for
    return [
        join((one.long, tag("small", f"and {one.short}")), tag("br")),
        tag("span", parts.chip(TONES[one.action], says), title=one.reason),
        _burn(one.burn),
        f"{one.limit:g}",
        f"≥ {one.proven:.2f}" if one.proven is not None else wording.NOTHING,
        _burn(one.short_burn),
        f"{wording.count(one.bad)} of {wording.count(one.n)}",
        wording.percent(one.spends, 0),
    ]


def reasons(found: Sequence[Window]) -> Html | None:
    """Why each row that is not clear says what it says."""
    those = [one.reason for one in found if one.action is not Action.NOTHING]
    said = [tag("li", f"{reason[0].upper()}{reason[1:]}.") for reason in those]
    return tag("ul", *said, class_="plain muted") if said else None


def _burn(value: float | None) -> str:
    return wording.NOTHING if value is None else f"{value:.2f}"


def ladder(found: Sequence[LadderStep]) -> Html:
    """Every step; the hardest one that holds is the one in force."""
    holding = [place for place, step in enumerate(found) if step.in_force]
    rows = [_step(step, place in holding[-1:]) for place, step in enumerate(found)]
    columns = [Column("When", tight=True), "Agreed", Column("Now", tight=True)]
    return tables.table("Ladder", columns, rows)


def _step(step: LadderStep, hardest: bool) -> list[Content]:
    at = f"≤ {step.when} left" if step.when.endswith("%") else f"on a {step.when}"
    asks = {(True, True): "freezes the gate by itself", (True, False): "asks for a freeze"}
    more = asks.get((step.freeze, step.automatic))
    words = join((step.words, tag("small", more) if more else None), tag("br"))
    if step.in_force is None:
        return [at, words, parts.chip("unknown", "unknown")]
    if not step.in_force:
        return [at, words, tag("span", "no", class_="muted")]
    return [at, tag("b", words) if hardest else words, parts.chip("warn", "in force")]


def eaters(found: BudgetAnswer, columns: Sequence[str]) -> Html | None:
    """The worst values of `columns`, each with a link to the failures behind it."""
    those = [one for one in found.eaters if one.column in columns][:SHOWN]
    if not those:
        return None
    head = [
        Column("Who", clip=True),
        Column("Bad", number=True),
        Column("Of all bad", number=True),
    ]
    return tables.table("Who ate it", head, [_eater(one, len(columns) > 1) for one in those])


def _eater(one: Eater, named: bool) -> list[Content]:
    value = one.value or "unknown"
    words = wording.words(value) if one.column == "kind" else value
    label = f"{wording.words(one.column)} {words}" if named else words
    of = None if one.n is None else f"of {wording.count(one.n)}"
    bad = join((wording.count(one.bad), tag("small", of) if of else None), " ")
    bar = marks.bar(one.of_bad, 0, 1)
    return [_linked(one, label), bad, join((wording.percent(one.of_bad, 0), bar), " ")]


def _linked(one: Eater, label: str) -> Content:
    """To the inbox, narrowed to it; what its filters do not know leads to Cohorts."""
    known = {"route": "route", "kind": "kind", "model_version": "version"}
    if one.value is None:
        return link(label, "cohorts", by=one.column)
    if one.column in known:
        return link(label, "inbox", group="all", **{known[one.column]: one.value})
    return link(label, "inbox", group="all", cohort=f"{one.column}={one.value}")
