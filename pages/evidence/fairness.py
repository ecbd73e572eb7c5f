"""Fairness: are the groups of a column treated alike, by three definitions with intervals."""

import streamlit as st

from curation.measures.fairness import Group
from pages.evidence.cohort_cards import interval, share
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from pages.shared.tables import Column
from store.answers.cohort_choices import Choices
from store.answers.cohort_memory import CohortMemory
from store.answers.cohorts import Question
from store.answers.fairness import FairnessAnswer, fairness, labels
from store.answers.fairness_words import MEANS, differences, said
from store.desk import Desk

CHOOSE = "choose one"
YOURS_TO_SAY = (
    "Each is the group with the highest share minus the lowest. Which of them matters depends "
    "on which error costs whom: that is yours to say."
)
_TONES: dict[str, Tone] = {"warn": "warn", "info": "info"}


def render(desk: Desk, actor: str) -> None:  # noqa: ARG001 - every page is called alike
    """Draw the page."""
    offered = desk.kept(CohortMemory).choices()
    controls = parts.page_head("Fairness", "Are the groups of a column treated alike?")
    with controls:
        question = _asked(offered)
        known = labels(desk, question)
        protected = _select("Protected column", [CHOOSE, *offered.columns], "column")
        # The last of two labels is the positive one elsewhere, too.
        hoped = list(reversed(known)) if len(known) == 2 else [CHOOSE, *known]
        positive = _select("Hoped-for label", hoped, "positive") if known else CHOOSE
    if not known:
        _empty(question)
    elif CHOOSE in (protected, positive):
        _explain(protected, positive)
    else:
        _told(fairness(desk, _hoping(question, positive), protected), question)


def _asked(offered: Choices) -> Question:
    over = _select("Over", [*(w.name for w in offered.windows), *offered.runs], "over")
    if over in offered.runs:
        return Question(run=over)
    window = next(w for w in offered.windows if w.name == over)
    return Question(since=window.since)


def _hoping(question: Question, positive: str) -> Question:
    return Question(since=question.since, run=question.run, positive=positive)


def _select(label: str, options: list[str], key: str) -> str:
    chosen = st.selectbox(label, options, key=key, bind="query-params", width=180)
    return chosen if chosen in options else options[0]


def _empty(question: Question) -> None:
    over = f"Run {question.run}" if question.run else "This window"
    parts.empty_state(
        "No labels to compare by",
        f"{over} has no labels with a truth, so nobody's share can be told.",
        "Bring in events with a truth and a prediction:",
        "evaldesk import events.jsonl --as events",
    )


def _explain(protected: str, positive: str) -> None:
    wanted = (
        ("the protected column", protected),
        ("the label that somebody hopes for", positive),
    )
    missing = " and ".join(word for word, chosen in wanted if chosen == CHOOSE)
    with parts.card("What is compared", f"Choose {missing} above", key="explain"):
        said = (tag("li", tag("b", n.capitalize()), f": {what}.") for n, what in MEANS.items())
        show(tag("ul", *said, class_="plain"))
        show(tag("p", YOURS_TO_SAY, class_="sub"))


def _told(found: FairnessAnswer, question: Question) -> None:
    told = said(found)
    show(parts.verdict(_TONES.get(told.tone, "unknown"), told.word, told.sentence))
    show(parts.tiles(*(_tile(name, found) for name in differences(found))))
    under = f"How often each group is called {found.positive}; n and 95 % interval beside each"
    with parts.card(f"Groups by {found.protected.replace('_', ' ')}", under, key="groups"):
        show(_groups(found))
        if found.unknown:
            many = wording.many(found.unknown, "labelled one")
            st.caption(f"{many} of no known group: in none of them.")
        show(tag("p", link("Their confusion matrices", "cohorts", over=question.run,
                           by=found.protected)))  # fmt: skip


def _tile(name: str, found: FairnessAnswer) -> Tile:
    one, means = differences(found)[name], tag("small", MEANS[name])
    if one.value is None:
        return Tile(name.capitalize(), wording.NOTHING, join((one.note, means)))
    under = join((interval(one), one.note), " · ")
    return Tile(name.capitalize(), wording.points(one.value), join((under, means)))


def _groups(found: FairnessAnswer) -> Html:
    columns = [
        Column("Group", tight=True),
        Column("n", number=True, phone=False),
        Column(f"Called {found.positive}", number=True),
        Column("95 % interval", number=True, phone=False),
        Column("Of those that are", number=True),
        Column("95 % interval", number=True, phone=False),
        Column("Of those that are not", number=True),
        Column("95 % interval", number=True, phone=False),
    ]
    rows = [_row(one, found) for one in sorted(found.groups, key=lambda g: (-g.n, g.group))]
    return tables.table("Groups, largest first", columns, rows)


def _row(one: Group, found: FairnessAnswer) -> list[Content]:
    cells: list[Content] = [one.group, wording.count(one.n)]
    for rate in (one.selection_rate, one.true_positive_rate, one.false_positive_rate):
        few = rate.value is not None and rate.n < found.min_support
        cells += ["too few to say" if few else share(rate), interval(rate)]
    return cells
