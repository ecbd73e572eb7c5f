"""Labels: what waits for yours, by which standard, who differs, and who is asked for more."""

import streamlit as st

from curation.errors import CurationError
from pages.dataset.label_differ import differing, first_to_decide, one_case
from pages.dataset.label_tasks import ask_form, task_list
from pages.dataset.labelling.component import keyboard
from pages.dataset.labelling_standard import read_beside, the_standard
from pages.shared import parts, wording
from pages.shared.acting import said
from pages.shared.html import Html, join, show, tag
from pages.shared.links import link
from store.answers.case_labels import CaseLabels, disagreements
from store.answers.label_work import TaskShown, Work, tasks, work
from store.answers.standard import standard
from store.desk import Desk


def render(desk: Desk, actor: str) -> None:
    """Draw the page; `?task=` narrows the queue, `?case=` shows the labels of one case."""
    stands = standard(desk)
    controls = parts.page_head("Labels", "What people expect of a case, each by themselves")
    said(desk, actor)
    if stands.standard is None:
        why = "Nobody has said what reviewers are asked: blocking cases are not labelled twice."
        show(parts.verdict("unknown", "No labelling standard.", why))
        the_standard(desk, actor, stands)
        return
    found, apart = tasks(desk), disagreements(desk, actor=actor)
    with controls:
        ask_form(desk, actor)
    if case_id := st.query_params.get("case"):
        # Not in the fragment: what is decided there is said above, and counts in the banner.
        show(_verdict(_asked(desk, actor), apart))
        one_case(desk, actor, case_id)
    else:
        _to_do(desk, actor, apart)
    differing(desk, actor, apart)
    _tasks(desk, actor, found)
    the_standard(desk, actor, stands)


@st.fragment
def _to_do(desk: Desk, actor: str, apart: tuple[CaseLabels, ...]) -> None:
    """What waits and the queue, of one answer: after each label both tell the same."""
    asked = _asked(desk, actor)
    show(_verdict(asked, apart))
    _queue(desk, actor, asked)


def _asked(desk: Desk, actor: str) -> Work:
    try:
        return work(desk, actor, st.query_params.get("task"))
    except CurationError:  # a task that is not there (any more) narrows nothing
        st.query_params.pop("task", None)
        return work(desk, actor)


def _verdict(asked: Work, apart: tuple[CaseLabels, ...]) -> Html:
    waits = asked.sentence
    if apart:
        cases = wording.many(len(apart), "case")
        differs = link(
            f"{cases} whose reviewers differ", "labels", case=first_to_decide(apart).case
        )
        return parts.verdict(
            "warn", "Adjudicate.", join((differs, " may not block yet. ", waits))
        )
    tone = "info" if asked.waiting else "good"
    return parts.verdict(tone, "To label." if asked.waiting else "Done.", waits)


def _queue(desk: Desk, actor: str, asked: Work) -> None:
    if not (asked.waiting or asked.mine):
        return
    left, right = st.columns([5, 3], gap="small")
    with left, parts.card("To label", _of(), key="queue"):
        keyboard(desk, actor, st.query_params.get("task"), asked)
    with right, parts.card("The standard", "Beside each case", key="beside"):
        if asked.standard is not None:
            read_beside(asked.standard)


def _of() -> Html:
    task = st.query_params.get("task")
    if task:
        return join((f"Only {task} · ", link("every task", "labels")))
    return tag("span", "Nobody sees what you say before everybody asked has labelled the case")


def _tasks(desk: Desk, actor: str, found: tuple[TaskShown, ...]) -> None:
    with parts.card("Tasks", "Who is asked to label what", key="tasks"):
        if found:
            task_list(desk, actor, found)
        else:
            way = 'evaldesk labels new "TITLE" --set monitoring'
            show(tag("p", f"Nobody is asked yet. Ask above, or: {way}", class_="muted"))
