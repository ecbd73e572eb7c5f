"""Agreement: do people who label by the standard say the same, and what hangs on it."""

import streamlit as st

from curation.label_bands import Band
from curation.percents import between
from pages.dataset.agreement_tables import kinds, pairs, questions
from pages.dataset.judges import judged
from pages.dataset.to_settle import lacking, to_adjudicate
from pages.shared import parts, wording
from pages.shared.html import show
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from store.answers.agreement import AgreementAnswer, agreement
from store.answers.cohort_memory import CohortMemory
from store.desk import Desk

TONES: dict[Band, Tone] = {
    Band.RELIABLE: "good",
    Band.TENTATIVE: "info",
    Band.NOT_PROVEN: "warn",
    Band.UNRELIABLE: "bad",
    Band.TOO_FEW: "unknown",
    Band.ONE_ANSWER: "unknown",
    Band.UNDEFINED: "unknown",
}
WORDS = {
    Band.RELIABLE: "Reliable.",
    Band.TENTATIVE: "Tentative.",
    Band.NOT_PROVEN: "Not proven.",
    Band.UNRELIABLE: "Not reliable.",
    Band.TOO_FEW: "Too few to say.",
    Band.ONE_ANSWER: "Cannot be said.",
    Band.UNDEFINED: "Cannot be said.",
}
NOTHING = "kinds of cases"


def render(desk: Desk, actor: str) -> None:  # noqa: ARG001 - every page is called alike
    """Draw the page."""
    controls = parts.page_head("Agreement", "Do people who label by the standard say the same?")
    first = agreement(desk)
    if first.standard is None:
        _empty(first)
        return
    with controls:
        found, by = _asked(desk, first)
    show(parts.verdict(TONES[found.band], WORDS[found.band], found.sentence))
    show(parts.tiles(*_tiles(found)))
    to_adjudicate(found)
    left, right = st.columns([3, 2], gap="small")
    with left:
        kinds(found, TONES, by)
    with right:
        pairs(found, TONES)
        questions(found, TONES)
    judged(found)
    lacking(found)


def _asked(desk: Desk, first: AgreementAnswer) -> tuple[AgreementAnswer, str | None]:
    names = [one.question for one in first.questions]
    columns = [NOTHING, *desk.kept(CohortMemory).choices().columns]
    about = _select("Question", names, "question") if len(names) > 1 else names[0]
    by = _select("Apart by", columns, "by")
    if by == NOTHING:
        return agreement(desk, about), None
    return agreement(desk, about, by=(by,)), by


def _select(label: str, options: list[str], key: str) -> str:
    chosen = st.selectbox(label, options, key=key, bind="query-params", width=180)
    return chosen if chosen in options else options[0]


def _empty(found: AgreementAnswer) -> None:
    parts.empty_state(
        "No labelling standard is in force",
        found.sentence,
        "Write the example to a file, say in it what reviewers are asked, then `set` it:",
        "evaldesk standard export standard.toml",
    )


def _tiles(found: AgreementAnswer) -> list[Tile]:
    waiting = sum(one.open for one in found.disagreements)
    settled = len(found.disagreements) - waiting
    enough = found.band is not Band.TOO_FEW
    alpha, raw = found.alpha, found.raw
    value = number(alpha.value) if enough else Band.TOO_FEW.capitalize()
    share = wording.percent(raw.value, 0) if enough else Band.TOO_FEW.capitalize()
    who = wording.many(len(found.raters), "person labels", "people label")
    return [
        Tile("Krippendorff's alpha", value, _limits(found)),
        Tile("Raw agreement", share, _raw(found)),
        Tile("Cohen's kappa", number(found.kappa.value), _kappa(found)),
        Tile("To adjudicate", wording.count(waiting), f"{settled} settled already"),
        Tile(
            "Blocking, not labelled enough",
            wording.count(len(found.findings)),
            who,
        ),
    ]


def number(value: float | None) -> str:
    """An alpha or a kappa; one that is not defined is a dash."""
    return wording.NOTHING if value is None else f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


def _limits(found: AgreementAnswer) -> str:
    n = wording.many(found.alpha.n_units, "case")
    if found.alpha.low is None or found.band is Band.TOO_FEW:
        return f"{n}, {found.level}"
    return f"{number(found.alpha.low)} to {number(found.alpha.high)}, {n}, {found.level}"


def _raw(found: AgreementAnswer) -> str:
    raw = found.raw
    if raw.low is None or raw.high is None or found.band is Band.TOO_FEW:
        return f"n {raw.n}"
    return f"{between(raw.low, raw.high)}, n {raw.n}; high where one answer prevails"


def _kappa(found: AgreementAnswer) -> str:
    if len(found.raters) > 2:
        return f"mean over pairs; Fleiss {number(found.fleiss.value)} (n {found.fleiss.n})"
    if found.kappa.low is None:
        return found.kappa.note or f"n {found.kappa.n}"
    return f"{number(found.kappa.low)} to {number(found.kappa.high)}, n {found.kappa.n}"
