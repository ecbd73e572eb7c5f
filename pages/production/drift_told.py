"""The answer in words and in a few numbers."""

from curation.drift import Severity
from pages.production import drift_words
from pages.production.drift_rows import at_stable
from pages.production.drift_view import View
from pages.shared import wording
from pages.shared.html import Html, join, tag
from pages.shared.links import link
from pages.shared.parts import Tile
from store.answers.drift import DriftAnswer


def gravest(found: DriftAnswer) -> tuple[Severity, str]:
    """How grave it is altogether, and the word for that."""
    severities = [*(one.severity for one in found.columns), found.concept.severity]
    for one in reversed(drift_words.GRAVE):
        if one in severities:
            return one, f"{one.value.capitalize()} drift."
    if Severity.NONE in severities:
        return Severity.NONE, "No drift."
    return Severity.UNKNOWN, "Too few to say."


def reference_line(found: DriftAnswer) -> Html:
    """What everything is held against, since when, and on whose word."""
    held = found.reference
    days = drift_words.period(held.since, held.until)
    against = f"Against {days} (n {wording.count(held.n)}). {held.reason}"
    way = "Set a baseline" if held.provisional else "The baseline"
    return tag("p", against, " ", link(way, "baseline"), class_="sub")


def not_watched(found: DriftAnswer) -> Html:
    """Which columns nothing is said of, and why."""
    said = "; ".join(f"{one.column}: {one.reason}" for one in found.not_watched)
    return tag("p", f"Not watched: {said}.", class_="sub")


def tiles(view: View) -> list[Tile]:
    """How many columns drift, the farthest, the errors, the rows."""
    found, now = view.found, view.now
    off = [one for one in found.columns if drift_words.is_off(one.severity)]
    few = sum(one.severity is Severity.UNKNOWN for one in found.columns)
    note = f"of {wording.many(len(found.columns), 'column')}"
    note += f", {few} {drift_words.TOO_FEW}" if few else ""
    told = [Tile("Columns that drift", wording.count(len(off)), note)]
    if off:
        worst = off[0]
        far = drift_words.multiple(worst)
        value = wording.NOTHING if far is None else f"{drift_words.times(far)} ×"
        name = drift_words.called(worst.column)
        query = now.query(column=worst.column)
        told.append(
            Tile("Farthest off", value, f"its minor limit: {name}", page="drift", query=query)
        )
    told.append(_errors(view))
    current = found.current
    week = drift_words.period(current.since, current.until)
    told.append(Tile("Rows", wording.count(current.n), week))
    return told


def _errors(view: View) -> Tile:
    one = view.found.concept
    name = at_stable(one).capitalize()
    if one.difference is None or one.severity is Severity.UNKNOWN:
        known = one.error_current is not None
        few = drift_words.TOO_FEW if one.reason.startswith(drift_words.TOO_FEW) else "not known"
        note = few if known else "no truth is known"
        return Tile(name, wording.NOTHING, f"{note}, n {wording.count(one.n_current)}")
    low, high = wording.points(one.low), wording.points(one.high)
    note = f"{low} to {high}, n {wording.count(one.n_current)}"
    query = view.now.query(column=drift_words.ERROR_RATE)
    return Tile(name, wording.points(one.difference), note, page="drift", query=query)


def heading(view: View) -> tuple[str, str, str]:
    """What the overview shows, in words; what is plotted; and all of it for who cannot see."""
    found = view.found
    off = [drift_words.called(one.column) for one in found.columns
           if drift_words.is_off(one.severity)]  # fmt: skip
    week = drift_words.period(found.current.since, found.current.until)
    if not off:
        title = f"No column is surely off its reference: {week}"
    elif len(off) == 1:
        title = f"{off[0]} alone is surely off: {week}"
    else:
        more = wording.many(len(off) - 1, "more column")
        title = f"{off[0]} and {more} are surely off: {week}"
    under = (
        "Each column and period in multiples of its minor limit, so that measures can be "
        "compared; click a square to open it, or choose above"
    )
    alt = f"Heat map of drift, {len(found.columns)} columns over {len(found.weeks)} periods. "
    return title, under, f"{alt}{title}: {', '.join(off[:5]) or 'none'}."


def key() -> Html:
    """What the squares mean."""
    said = (
        ("in", "no drift shown"),
        ("minor", "surely off: minor"),
        ("moderate", "moderate"),
        ("severe", "severe"),
        ("few", drift_words.TOO_FEW),
    )
    squares = [tag("span", tag("i", class_=f"d-{name}"), word) for name, word in said]
    return tag("div", join(squares), class_="key is-drift")
