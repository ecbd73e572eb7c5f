"""The figures of Health: each with what a test says of it, its interval and its weeks."""

from collections.abc import Mapping, Sequence

from curation.figures import Figure
from curation.plot import plot
from curation.tile_words import amount, brief, mark, under
from pages.shared import marks
from pages.shared.html import Html, tag
from pages.shared.icons import Icon, icon
from pages.today.evidence_links import target

_ICONS: Mapping[str, Icon] = {"good": "good", "warn": "warn", "bad": "bad"}


def tiles(found: Sequence[Figure]) -> Html:
    """All of them, each leading to its evidence."""
    return tag("div", *[_tile(one) for one in found], class_="tiles figures")


def _tile(one: Figure) -> Html:
    left = under(one)
    return tag(
        "a",
        tag("span", one.title, class_="label"),
        tag("span", amount(one.value, one.unit), _spark(one), class_="value"),
        tag("span", _chip(one)),
        tag("span", brief(one), class_="note"),
        tag("span", left, class_="note") if left else None,
        class_="tile",
        href=target(one.link),
        data_ed_page=True,
        title=one.said,
    )


def _chip(one: Figure) -> Html:
    tone, said = mark(one)
    drawn = icon(_ICONS[tone]) if tone else None
    return tag("span", drawn, said, class_=f"pill is-{tone or 'quiet'}")


def _spark(one: Figure) -> Html | None:
    if plot(one.trend) is None:
        return None
    values = [point.value for point in one.trend]
    return marks.spark(values, f"{one.title}, the last {len(values)} points")
