"""What differs between two runs, and what each difference does where nothing else differs."""

from curation.changes import Fact
from curation.explaining import Explains
from pages.evidence.compared import VERDICTS
from pages.shared import parts, tables, wording
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.tables import Column
from store.answers.compare import CompareAnswer
from store.answers.what_changed import Beside, ChangedFact

UNSAID = "not stated"
NAMES = {
    Fact.DATA: "Set version",
    Fact.CODE: "Commit",
    Fact.LIBRARIES: "Libraries",
    Fact.HARDWARE: "Hardware",
    Fact.MODEL: "Model",
}
_EXPLAINS: dict[str, tuple[Tone, str]] = {
    Explains.COULD: ("bad", "could explain it"),
    Explains.OPEN: ("warn", "open"),
    Explains.UNLIKELY: ("info", "hardly"),
    Explains.NOT_EXCLUDED: ("unknown", "cannot be excluded"),
}


def changed_card(found: CompareAnswer) -> None:
    """Draw the section."""
    changed = found.changed
    with parts.card("What changed?", changed.summary, key="changed"):
        show(_facts(found))
        besides = [(fact, one) for fact in changed.facts for one in fact.side_by_side]
        if besides:
            title = tag("h3", "Runs that differ in one thing alone")
            show(title, _side_by_side(besides, len(found.broke)))


def _facts(found: CompareAnswer) -> Html:
    columns = [
        Column("What", tight=True),
        Column(found.baseline),
        Column(found.candidate),
        Column("Could it be the reason?"),
    ]
    rows: list[list[Content]] = [
        [
            NAMES[Fact(one.fact)],
            _short(one, one.baseline),
            _short(one, one.candidate),
            _reason(one, worse=found.changed.worse),
        ]
        for one in found.changed.facts
    ]
    return tag("div", tables.table("What differs", columns, rows), class_="stack")


def _short(one: ChangedFact, value: str | None) -> Content:
    if value is None:
        return tag("span", UNSAID, class_="muted")
    return tag("code", value[:12]) if one.fact == Fact.CODE else value


def _reason(one: ChangedFact, *, worse: bool) -> Html:
    if one.explains not in _EXPLAINS:
        return tag("span", one.why, class_="muted")
    tone, word = _EXPLAINS[one.explains]
    if one.explains == Explains.COULD and not worse:
        tone, word = "warn", "worse where it is alone"
    return join((parts.chip(tone, word), tag("small", one.why)), " ")


def _side_by_side(besides: list[tuple[ChangedFact, Beside]], broke: int) -> Html:
    columns = [
        Column("Only this differs", tight=True),
        Column("Runs"),
        Column("Pairs", number=True, phone=False),
        Column("Broke", number=True),
        Column("Fixed", number=True),
        Column("Difference", number=True),
        Column("Answer", tight=True),
        Column(f"Of the {broke} broken", number=True, phone=False),
    ]
    rows: list[list[Content]] = [
        [
            NAMES[Fact(fact.fact)],
            _runs(one),
            wording.count(one.n),
            one.only_baseline,
            one.only_candidate,
            wording.points(one.difference.value),
            parts.chip(*VERDICTS[one.verdict]),
            f"{one.broke_too} broke here",
        ]
        for fact, one in besides
    ]
    return tables.table("Runs that differ in one thing alone", columns, rows)


def _runs(one: Beside) -> Html:
    runs = link(
        f"{one.baseline} \N{RIGHTWARDS ARROW} {one.candidate}",
        "compare",
        baseline=one.baseline,
        candidate=one.candidate,
    )
    if not one.not_stated:
        return runs
    return join((runs, tag("small", f"{', '.join(one.not_stated)} not stated")), " ")
