"""The queue of labels on the page: hear the browser, record labels, tell what waits."""

from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from streamlit.components.v2 import component

from curation.errors import CurationError
from curation.labelling_standard import About, Question
from pages.dataset.labelling.hearing import Action, Heard, heard
from pages.shared.between import keep, kept, told_by
from pages.shared.html import Html, tag
from store.acts.labelling import label, withdraw_label
from store.answers.label_work import ToLabel, Work
from store.desk import Desk

KEY = "ed-labels"
_TOLD = "ed-labels-told"
_MOST_TOLD = 1_000
_HERE = Path(__file__).parent


def keyboard(desk: Desk, actor: str, task: str | None, found: Work) -> None:
    """Draw the queue `found`; the browser's messages run the fragment that it stands in."""
    origin = _origin(desk)
    data = _told(found) | {"desk": origin, "actor": actor, "task": task}
    draw = component("evaldesk_labels", html=_markup(), css=_text("label.css"), js=_script())
    draw(key=KEY, data=data, on_say_change=partial(_hear, desk, origin, actor))


def _hear(desk: Desk, origin: str, actor: str) -> None:
    """Record what was said as soon as it is here: each action once, however often sent."""
    words = told_by(KEY, "say")
    if words is None:
        return
    try:
        said = heard(words)
    except CurationError:
        return
    if (said.actor, said.desk) != (actor, origin):  # not this person's to say, or elsewhere
        return
    keep(_TOLD, _applied(desk, said, kept(_TOLD) or {}))


def _applied(desk: Desk, said: Heard, told: dict[str, str | None]) -> dict[str, str | None]:
    """By action why it was refused; None: it was recorded."""
    for action in said.actions:
        if action.id not in told:
            told = {**told, action.id: _done(desk, action, said.actor)}
    return dict([*told.items()][-_MOST_TOLD:])


def _done(desk: Desk, action: Action, actor: str) -> str | None:
    try:
        if action.do == "undo":
            withdraw_label(desk, action.case, actor=actor, task=action.task)
        else:
            label(desk, action.case, action.answers, actor=actor, note=action.note,
                  task=action.task)  # fmt: skip
    except CurationError as refused:
        return str(refused)
    return None


def _told(found: Work) -> dict[str, Any]:
    asked = found.standard.of(About.EXPECTATION) if found.standard else ()
    return {
        "questions": [_question(one) for one in asked],
        "rows": [_row(one) for one in found.cases],
        "mine": [_row(one) for one in found.mine],
        "waiting": found.waiting,
        "told": kept(_TOLD) or {},
    }


def _question(one: Question) -> dict[str, Any]:
    options = [{"value": o.value, "meaning": o.meaning} for o in one.options]
    return {
        "name": one.name, "text": one.text, "scale": str(one.scale), "options": options,
        "low": one.low, "high": one.high, "decides": one.decides,
    }  # fmt: skip


def _row(one: ToLabel) -> dict[str, Any]:
    return {
        "case": one.case, "input": one.input, "route": one.route, "task": one.task,
        "title": one.title, "answers": dict(one.said or {}), "note": one.note,
    }  # fmt: skip


def _markup() -> Html:
    """What stands before the first message; nothing in it comes from the data."""
    return tag(
        "div",
        tag("div", id="case", role="region", aria_label="The case", tabindex=0),
        tag("div", id="asked"),
        tag("div", id="foot"),
        tag("div", id="live", role="status", class_="vh"),
        tag("dialog", aria_label="Keys"),
        id="lb",
    )


def _origin(desk: Desk) -> str:
    with desk.ledger.reading() as asked:
        return asked.origin()


@lru_cache(maxsize=1)
def _script() -> str:
    return _text("label.js")


def _text(file: str) -> str:
    return (_HERE / file).read_text(encoding="utf-8")
