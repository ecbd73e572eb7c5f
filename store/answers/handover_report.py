"""The handover as a sheet for somebody who has no desk: Markdown, or a page of its own."""

from collections.abc import Callable, Mapping

from store.answers import paper
from store.answers.handover import ChecklistShown, Handover
from store.answers.handover_known import Question, day
from store.answers.markdown import readable
from store.answers.paper import Section, Told


def told(found: Handover) -> Told:
    """The five answers with what they rest on, then the checklists."""
    sections: list[Section] = []
    for one in found.questions:
        sections += _question(one)
    sections += [_checklist(one) for one in found.checklists]
    answer = f"As of {day(found.as_of)}."
    return Told("Handover", answer, None, found.sentence, tuple(sections))


def _question(one: Question) -> list[Section]:
    rows = tuple((row.what, row.said) for row in one.evidence)
    found = [Section(one.question, rows, ("What", "As it is"), one.answer)]
    if one.missing:
        lack = tuple((row.what, row.who, row.clear) for row in one.missing)
        heads = ("Missing", "Who can mend it", "How")
        found.append(Section("What this answer lacks", lack, heads))
    return found


def _checklist(one: ChecklistShown) -> Section:
    rows = tuple(
        (check.state.capitalize(), check.text, _said(check.said, check.note))
        for check in one.checks
    )
    heads = ("State", "Item", "What is known")
    return Section(f"Checklist: {one.title}", rows, heads, f"{one.when} {one.sentence}")


def _said(said: str, note: str | None) -> str:
    return f"{said}: {note}" if note else said


def as_markdown(found: Handover) -> str:
    """The sheet for a chat or a wiki; what people wrote stays plain text."""
    return paper.as_markdown(told(found), readable)


def as_html(found: Handover) -> str:
    """The sheet as one page that needs nothing from outside."""
    return paper.as_html(told(found))


FORMATS: Mapping[str, Callable[[Handover], str]] = {"md": as_markdown, "html": as_html}
