"""One line of weeks as HTML: the line is a drawing, everything that is read is text."""

from xml.etree.ElementTree import Element, SubElement

from curation.figures import Figure
from curation.plot import Place, Plot, path, plot
from curation.plot_words import told
from curation.tile_words import amount
from store.answers.sheet import put

_WIDTH, _HEIGHT = 600.0, 190.0


def chart(card: Element, one: Figure) -> None:
    """Draw the trend of a figure with its limit; a word where there is too little of it."""
    drawn = plot(one.trend, one.limit)
    if drawn is None:
        put(card, "p", "Too few weeks to draw.", "sub")
        return
    at = SubElement(card, "div", {"class": "plot"})
    _levels(at, one, drawn)
    view = {"viewBox": f"0 0 {_WIDTH:g} {_HEIGHT:g}", "preserveAspectRatio": "none",
            "role": "img", "aria-label": f"{one.title} by week"}  # fmt: skip
    SubElement(SubElement(at, "svg", view), "path", d=path(drawn.pieces, _WIDTH, _HEIGHT))
    _days(at, drawn)
    if drawn.end:
        place, point = drawn.end
        SubElement(
            at, "span", {"class": "end", "style": _at(place), "title": told(point, one.unit)}
        )
        put(at, "span", amount(point.value, one.unit), "of-end").set("style", _at(place))


def _levels(at: Element, one: Figure, drawn: Plot) -> None:
    for down, value in drawn.levels:
        SubElement(at, "span", {"class": "level", "style": _top(down)})
        put(at, "span", amount(value, one.unit), "of-level").set("style", _top(down))
    if drawn.limit is not None:
        SubElement(at, "span", {"class": "limit", "style": _top(drawn.limit)})
        said = f"objective {amount(one.limit, one.unit)}"
        put(at, "span", said, _named(drawn)).set("style", _top(drawn.limit))


def _named(drawn: Plot) -> str:
    """Where the limit's name stands."""
    ends = f"{' right' if drawn.right else ''}{'' if drawn.above else ' under'}"
    return f"of-limit{ends}"


def _days(at: Element, drawn: Plot) -> None:
    for across, start in drawn.days:
        put(at, "span", f"{start.day} {start:%b}", "of-day").set("style", f"left:{across:.2%}")


def _top(down: float) -> str:
    return f"top:{down:.2%}"


def _at(place: Place) -> str:
    return f"left:{place[0]:.2%};top:{place[1]:.2%}"
