"""The figures of Health: each with what a test says of it, its interval and its weeks."""

from collections.abc import Mapping, Sequence

from curation.figures import Figure, Judgement
from curation.tile_words import allowed, amount, brief, judged
from pages.shared import marks
from pages.shared.html import Html, tag
from pages.shared.icons import Icon, icon
from pages.today.evidence_links import target

_LOOKS: Mapping[Judgement, tuple[str, Icon]] = {
    Judgement.BETTER: ("is-good", "good"),
    Judgement.WORSE: ("is-bad", "bad"),
}


def tiles(found: Sequence[Figure]) -> Html:
    """All of them, each leading to its evidence."""
    return tag("div", *[_tile(one) for one in found], class_="tiles figures")


def _tile(one: Figure) -> Html:
    return tag(
        "a",
        tag("span", one.title, class_="label"),
        tag("span", amount(one.value, one.unit), _spark(one), class_="value"),
        tag("span", _chip(one)),
        tag("span", brief(one), class_="note"),
        _under(one) if one.value is not None else None,
        class_="tile",
        href=target(one.link),
        data_ed_page=True,
        title=one.said,
    )


def _chip(one: Figure) -> Html:
    """What its test says; what is not as agreed stands in its place unless it got worse."""
    look, drawn = _LOOKS.get(one.judgement, ("is-quiet", None))
    said: str | None = judged(one)
    if _broken(one):
        look, drawn, said = "is-warn", "warn", allowed(one) or "beyond its limit"
    return tag("span", icon(drawn) if drawn else None, said, class_=f"pill {look}")


def _under(one: Figure) -> Html | None:
    said = judged(one) if _broken(one) else allowed(one)
    return tag("span", said, class_="note") if said else None


def _broken(one: Figure) -> bool:
    return one.beyond and one.judgement is not Judgement.WORSE


def _spark(one: Figure) -> Html | None:
    values = [point.value for point in one.trend]
    if sum(value is not None for value in values) < 2:
        return None
    return marks.spark(values, f"{one.title}, the last {len(values)} points")
