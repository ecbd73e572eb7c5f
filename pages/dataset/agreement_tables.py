"""Agreement apart: by kind of case and cohort, pair of raters, version and question."""

from collections.abc import Mapping, Sequence

from curation.label_bands import Band
from curation.measures.agreement import Alpha
from pages.shared import marks, parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.marks import Tone
from pages.shared.tables import Column
from store.answers.agreement import AgreementAnswer, QuestionAgreement
from store.answers.agreement_parts import Part

SHOWN = 15
BREAK = join(("_", tag("wbr")))  # a long name of one word
Tones = Mapping[Band, Tone]
_SORTED = (Band.UNRELIABLE, Band.NOT_PROVEN, Band.TENTATIVE, Band.RELIABLE, Band.ONE_ANSWER,
           Band.UNDEFINED, Band.TOO_FEW)  # fmt: skip


def kinds(found: AgreementAnswer, tones: Tones, by: str | None = None) -> None:
    """Every kind of case, or every cohort of the column `by`, the least agreement first."""
    of = [one for one in found.by if one.dimension not in ("raters", "standard")]
    of = [one for one in of if by in (None, one.dimension)]
    of.sort(key=lambda one: (_SORTED.index(one.band), one.alpha.low or 0, -one.n))
    some = [one for one in of if one.band is not Band.TOO_FEW]
    few = len(of) - len(some)
    worst = some[0] if some and some[0].band in (Band.UNRELIABLE, Band.NOT_PROVEN) else None
    title = (
        f"Least agreement where {worst.dimension} is {worst.value}"
        if worst
        else "No kind of case stands out"
    )
    under = "Alpha with its 95 % interval; the lines are what is needed and what is reliable"
    with parts.card(title, under, key="kinds"):
        if some:
            show(_table("Agreement by kind of case", some[:SHOWN], found, tones))
        said = f"{wording.many(few, 'kind')} of cases with too few labels to say" if few else ""
        more = f"{len(some) - SHOWN} more: evaldesk agreement" if len(some) > SHOWN else ""
        show(tag("p", " · ".join(one for one in (said, more) if one), class_="muted"))


def pairs(found: AgreementAnswer, tones: Tones) -> None:
    """Every pair of raters, and every version of the standard."""
    two = [one for one in found.by if one.dimension == "raters"]
    versions = [one for one in found.by if one.dimension == "standard"]
    with parts.card("Who agrees with whom", "Cases that both labelled", key="pairs"):
        if two:
            show(_table("Agreement by pair", two[:SHOWN], found, tones, what="Pair"))
        else:
            show(tag("p", "No two people have labelled the same case yet.", class_="muted"))
    if len(versions) > 1:
        with parts.card("By version of the standard", "Did sharper words help?", key="by-v"):
            show(_table("Agreement by version", versions, found, tones, what="Version"))


def questions(found: AgreementAnswer, tones: Tones) -> None:
    """Every question, where there are several."""
    if len(found.questions) < 2:
        return
    columns = ["Question", Column("Cases", number=True), Column("Alpha", number=True), "Worth"]
    rows: list[list[Content]] = [
        [
            join((one.question, tag("small", _about(one))), tag("br")),
            wording.count(one.alpha.n_units),
            _number(one.alpha, one.band),
            parts.chip(tones[one.band], one.band.value),
        ]
        for one in found.questions
    ]
    with parts.card("Question by question", None, key="questions"):
        show(tables.table("Agreement by question", columns, rows))


def _about(one: QuestionAgreement) -> str:
    return f"{one.level} · {'decides' if one.decides else 'beside'}"


def _table(
    caption: str,
    some: Sequence[Part],
    found: AgreementAnswer,
    tones: Tones,
    *,
    what: str = "Cases",
) -> Html:
    columns = [
        Column(what),
        Column("n", number=True, phone=False),
        Column("Raw", number=True, phone=False),
        Column("Alpha", number=True),
        Column("95 % interval", phone=False),
        Column("Worth", tight=True),
    ]
    lows = (one.alpha.low for one in some if one.band is not Band.TOO_FEW)
    least = min((low for low in lows if low is not None), default=0.0)
    rows: list[list[Content]] = [
        [
            _name(one),
            wording.count(one.n),
            wording.percent(one.raw.value, 0),
            _number(one.alpha, one.band),
            _drawn(one, min(0.5, least), found),
            parts.chip(tones[one.band], one.band.value),
        ]
        for one in some
    ]
    return tables.table(caption, columns, rows)


def _name(one: Part) -> Content:
    if one.dimension in ("raters", "standard"):
        return one.value
    return join((join(one.value.split("_"), BREAK), tag("small", one.dimension)), " ")


def _number(alpha: Alpha, worth: Band) -> str:
    if alpha.value is None or worth is Band.TOO_FEW:
        return wording.NOTHING
    return f"{alpha.value:.2f}".replace("-", "\N{MINUS SIGN}")


def _drawn(one: Part, least: float, found: AgreementAnswer) -> Html:
    alpha = one.alpha
    if alpha.value is None or alpha.low is None or alpha.high is None:
        return tag("span", alpha.note or one.band.value, class_="muted")
    if one.band is Band.TOO_FEW:
        return tag("span", "too few to say", class_="muted")
    limits = (found.min_alpha, found.reliable_alpha)
    return marks.whisker(alpha.low, alpha.value, alpha.high, (least, 1.0), limits)
