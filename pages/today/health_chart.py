"""One line of weeks in our own HTML: there with the first words, and it prints."""

from curation.figures import Figure
from curation.plot import Place, Plot, path, plot
from curation.plot_words import told
from curation.tile_words import amount
from pages.shared import tables
from pages.shared.html import Html, tag
from pages.shared.icons import shape
from pages.shared.tables import Column
from pages.shared.wording import count, day

_SIZE = (600.0, 190.0)


def chart(one: Figure) -> Html:
    """The trend of a figure with its limit, its end named."""
    drawn = plot(one.trend, one.limit)
    if drawn is None:
        return tag("p", "Too few whole weeks to draw a line.", class_="muted")
    end = [_end(one, drawn)] if drawn.end else []
    return tag("div", *_levels(one, drawn), _line(one, drawn), *_days(drawn), *end,
               *_weeks(one, drawn), class_="plot")  # fmt: skip


def numbers(one: Figure) -> Html:
    """The same as a table, behind a word."""
    rows = [(day(p.start), amount(p.value, one.unit), count(p.n)) for p in reversed(one.trend)]
    columns = ["Week from", Column(one.title, number=True), Column("n", number=True)]
    return tag(
        "details",
        tag("summary", "The numbers"),
        tables.table(f"{one.title} by week", columns, rows),
        class_="numbers",
    )


def _line(one: Figure, drawn: Plot) -> Html:
    width, height = _SIZE
    line = path(drawn.pieces, width, height)
    image = shape(
        f"<path vector-effect='non-scaling-stroke' style='stroke-width:2.4px' d='{line}'/>",
        f"0 0 {width:g} {height:g}' preserveAspectRatio='none",
    )
    said = f"{one.title} by week, {told(drawn.places[-1][1], one.unit)}"
    return tag("span", class_="line", style=f"--shape:{image}", role="img", aria_label=said)


def _levels(one: Figure, drawn: Plot) -> list[Html]:
    found: list[Html] = []
    for down, value in drawn.levels:
        found.append(tag("i", class_="level", style=_top(down)))
        found.append(tag("span", amount(value, one.unit), class_="of-level", style=_top(down)))
    if drawn.limit is not None:
        said = f"objective {amount(one.limit, one.unit)}"
        found.append(tag("i", class_="limit", style=_top(drawn.limit)))
        found.append(tag("span", said, class_=_named(drawn), style=_top(drawn.limit)))
    return found


def _named(drawn: Plot) -> str:
    """Where the limit's name stands."""
    ends = f"{' right' if drawn.right else ''}{'' if drawn.above else ' under'}"
    return f"of-limit{ends}"


def _days(drawn: Plot) -> list[Html]:
    return [
        tag("span", f"{start.day} {start:%b}", class_="of-day", style=f"left:{across:.2%}")
        for across, start in drawn.days
    ]


def _end(one: Figure, drawn: Plot) -> Html:
    place, point = drawn.places[-1]
    said = tag("b", amount(point.value, one.unit))
    return tag("span", tag("i"), said, class_="end", style=_at(place))


def _weeks(one: Figure, drawn: Plot) -> list[Html]:
    """A column a week to point at: it says its number."""
    wide = 1 / max(1, len(one.trend) - 1)
    return [
        tag("i", class_="week", title=told(point, one.unit),
            style=f"left:{place[0] - wide / 2:.2%};width:{wide:.2%}")
        for place, point in drawn.places
    ]  # fmt: skip


def _top(down: float) -> str:
    return f"top:{down:.2%}"


def _at(place: Place) -> str:
    return f"left:{place[0]:.2%};top:{place[1]:.2%}"
