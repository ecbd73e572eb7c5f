"""What the runs said of one case, and which failing inputs are almost the same."""

from curation.saturation import Telling
from curation.saturation import said as told_use
from pages.shared import marks, parts, tables, wording
from pages.shared.html import Content, show, tag
from pages.shared.links import link
from pages.shared.marks import Tick
from pages.shared.tables import Column
from pages.triage.facets import value
from store.answers.case import CaseAnswer


def results(found: CaseAnswer) -> None:
    """Draw what every run said about the case, and whether it still tells models apart."""
    scored = f"scored {found.scored} times, {wording.many(found.flips, 'flip')}"
    with parts.card("Results over runs", f"Oldest first · {scored}", key="ticks"):
        show(tag("p", *_last(found)))
        ticks = [
            Tick(t.outcome.value, f"{t.run}: {t.outcome}, {t.passed} of {t.attempts} passed")
            for t in found.ticks
        ]
        show(marks.strip(ticks))
        if ticks:
            show(marks.strip_key())


def _last(found: CaseAnswer) -> list[Content]:
    use = told_use(found.standing.saturation)
    last = found.standing.last
    if last is None:
        changed = found.standing.otherwise
        told = "No run has scored what it asks now" if changed else "Never run"
        return [tag("b", f"{told}. "), f"{use[0].upper()}{use[1:]}."]
    label = tag(
        "b", f"{value('result', last.outcome)} in ", link(last.run, "runs", run=last.run)
    )
    more: list[Content] = [label, f" ({last.passed} of {last.attempts} attempts passed). "]
    if found.standing.saturation.telling is Telling.SATURATED:
        return [*more, parts.pill("Saturated"), f" It {use}: it says little any more."]
    return [*more, f"{use[0].upper()}{use[1:]}."]


def neighbours(found: CaseAnswer) -> None:
    """Draw the failing inputs that are said in almost the same words."""
    if not found.alike:
        return
    with parts.card("Near neighbours", "Failing inputs of its group, by words in common",
                    key="alike"):  # fmt: skip
        columns = [
            Column("Input"),
            Column("Words", number=True),
            Column("Stands in", tight=True),
        ]
        rows = [
            [
                link(near.title, "case", id=near.case),
                wording.percent(near.share, 0),
                parts.state(near.state)
                if near.state
                else tag("span", "no case", class_="muted"),
            ]
            for near in found.alike
        ]
        show(tables.table("Near neighbours", columns, rows))
