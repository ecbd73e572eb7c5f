"""One slice as a row and as a card: how bad, how sure, what went wrong, examples."""

from curation.measures.measure import Measure
from pages.evidence.cohort_cards import around, interval, share
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.parts import Tile
from pages.shared.tables import Column
from store.answers.cohort_words import name
from store.answers.slices import SlicesAnswer, WorseSlice

ALSO = 3  # slices that say the same, by name; the others are counted


def tiles_of(found: SlicesAnswer) -> Html:
    """What is wrong, what is left without the slices, and how many were tried."""
    left = "Without them" if len(found.slices) != 1 else "Without it"
    tiles = [Tile(*_title(found), interval(found.overall))]
    if found.slices:
        tiles.append(Tile(left, _said(found, found.remaining), interval(found.remaining)))
    tried = f"of {wording.many(len(found.columns), 'column')}; p corrected for all (Holm)"
    tiles.append(Tile("Slices tried", wording.count(found.tried), tried))
    small = f"under {found.min_support:.0f} rows: nothing is said of them"
    tiles.append(Tile("Too small", wording.count(found.too_small), small))
    return parts.tiles(*tiles)


def overview(found: SlicesAnswer) -> Html:
    """Every slice in a row."""
    than = "More than the rest" if found.before is None else "More than before"
    columns = [
        Column("Slice"),
        Column("n", number=True, phone=False),
        Column("Wrong", number=True),
        Column(than, number=True),
        Column("95 % interval", number=True, phone=False),
        Column("p", number=True, phone=False),
    ]
    rows: list[list[Content]] = [
        [
            around(name(one.cohort)),
            wording.count(one.n),
            wording.percent(one.wrong / one.n),
            wording.points(one.effect.value),
            _limits(one),
            _p(one.p_adjusted),
        ]
        for one in found.slices
    ]
    return tables.table("Slices, most certain first", columns, rows)


def each(found: SlicesAnswer, one: WorseSlice, number: int) -> None:
    """Draw the card of a slice, with what it is and where to go on."""
    with parts.card(around(name(one.cohort)), _line(one), key=f"slice-{number}"):
        show(tag("p", tag("b", "What went wrong: "), _kinds(one)))
        if one.also:
            show(tag("p", tag("b", "Also seen as: "), _also(one)))
        examples = (link(e.title or e.id, "case", id=e.case) for e in one.examples)
        show(tag("ul", *(tag("li", example) for example in examples), class_="plain"))
        show(parts.row(*_ways(found, one)))


def _title(found: SlicesAnswer) -> tuple[str, Content]:
    if found.before is None:
        return "Wrong", _said(found, found.overall)
    return "Change of wrong", _said(found, found.overall)


def _said(found: SlicesAnswer, one: Measure) -> Content:
    return share(one) if found.before is None else wording.points(one.value)


def _line(one: WorseSlice) -> str:
    wrong = f"{wording.count(one.wrong)} of {wording.count(one.n)} wrong"
    if one.before:
        then = f"{wording.count(one.before.wrong)} of {wording.count(one.before.n)} before"
        return f"{wrong}, {then} · {wording.points(one.effect.value)} ({_limits(one)})"
    return f"{wrong} · {wording.points(one.effect.value)} ({_limits(one)}) more than the rest"


def _limits(one: WorseSlice) -> str:
    if one.effect.low is None or one.effect.high is None:
        return wording.NOTHING
    return f"{one.effect.low * 100:+.1f} to {one.effect.high * 100:+.1f}"


def _kinds(one: WorseSlice) -> str:
    return ", ".join(f"{wording.words(k)} {wording.count(n)}" for k, n in one.kinds.items())


def _p(value: float) -> str:
    return "under 0.0001" if value < 1e-4 else f"{value:.4f}"


def _also(one: WorseSlice) -> str:
    listed = "; ".join(name(cohort) for cohort in one.also[:ALSO])
    more = len(one.also) - ALSO
    return f"{listed}; and {more} more" if more > 0 else listed


def _ways(found: SlicesAnswer, one: WorseSlice) -> list[Content]:
    """Its confusion matrix, and its failures in the inbox where they can be narrowed to it."""
    by = dict(zip(("by", "and"), one.cohort, strict=False))
    ways: list[Content] = [link("Its matrix", "cohorts", over=found.run, **by)]
    if all(column in found.in_inbox for column in one.cohort):
        ways.append(link("Its failures in the inbox", "inbox", group="all", **_narrowed(one)))
    return [join(ways, " · ")]


def _narrowed(one: WorseSlice) -> dict[str, object]:
    own = {"route": "route", "model_version": "version"}
    found: dict[str, object] = {own[c]: v for c, v in one.cohort.items() if c in own}
    found["cohort"] = [f"{c}={v}" for c, v in one.cohort.items() if c not in own]
    return found
