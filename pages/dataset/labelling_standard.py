"""The labelling standard on the Labels page: read, changed with the diff beside, of before."""

from functools import partial

import streamlit as st

from curation.errors import CurationError
from curation.labelling_standard import Question, Standard
from pages.governance.contract_tables import changes
from pages.shared import lists, parts, wording
from pages.shared.acting import Done, filled, press
from pages.shared.html import Html, join, prose, show, tag
from store.acts.setting_standard import set_standard
from store.answers import standard as answers
from store.answers.standard import StandardAnswer
from store.desk import Desk
from store.formats.standard_toml import read, written


def read_beside(found: Standard) -> None:
    """What a reviewer wants to look up while they label."""
    listed = (
        ("Boundary cases", found.boundary_cases),
        ("Counter-examples", found.counter_examples),
        ("Edge rules", found.edge_rules),
    )
    texts = (("Definitions", found.definitions), ("Criteria", found.criteria))
    show(
        tag("p", tag("b", found.title), f" · version {found.version}", class_="any"),
        *(_text(name, tag("p", said, class_="any")) for name, said in texts if said),
        *(_text(name, _list(said)) for name, said in listed if said),
    )


def _text(name: str, said: Html) -> Html:
    return tag("div", tag("h3", name), said)


def _list(said: tuple[str, ...]) -> Html:
    return tag("div", *[tag("p", one, class_="any") for one in said])


def the_standard(desk: Desk, actor: str, stands: StandardAnswer) -> None:
    """The standard in force with its questions, the editor, and every version."""
    with parts.card("Labelling standard", _context(stands), key="standard"):
        if stands.standard is not None:
            shown = _named(desk) or stands.standard
            read_beside(shown)
            show(lists.facts((_about(one), _meanings(one)) for one in shown.questions))
        else:
            show(_how_to_begin())
        may = answers.may_set(desk, actor)
        key = f"standard-change-{stands.version}"  # closed again once a version is set
        word = "Change the standard" if stands.version else "Write the first version"
        if st.toggle(word, key=key, disabled=not may) and may:
            _editor(desk, actor, stands.version)
        if stands.version > 1:
            _history(desk)


def _how_to_begin() -> Html:
    """How a first version comes about without the editor below."""
    return tag(
        "p",
        "Write it below; or write the example to a file, change it, and bring it in: ",
        tag("code", "evaldesk standard export standard.toml"),
        ", then ",
        tag("code", 'evaldesk standard set standard.toml --reason "agreed"'),
        class_="muted",
    )


def _context(stands: StandardAnswer) -> str:
    if stands.standard is None:
        return "Definitions, criteria, and the questions that reviewers answer"
    when = f"{stands.by}, {wording.moment(stands.at)}: {stands.reason}"
    labels = wording.many(stands.labels, "label")
    return f"Version {stands.version}, {when} · {labels} follow it; those freeze its questions"


def _named(desk: Desk) -> Standard | None:
    """The version that the address names."""
    said = (st.query_params.get("standard") or "").removeprefix("v")
    if not said.isdigit():
        return None
    try:
        return answers.standard(desk, int(said)).standard
    except CurationError:
        return None


def _about(one: Question) -> str:
    decides = ", decides" if one.decides else ""
    return f"{one.name} · {one.scale} · {one.about}{decides}"


def _meanings(one: Question) -> Html:
    told = [
        join((tag("b", o.value.replace("_", " ")), f": {o.meaning}" if o.meaning else None))
        for o in one.options
    ]
    ends = [f"{end:g}" for end in (one.low, one.high) if end is not None]
    return join((one.text, *(told or [f"A number {' to '.join(ends)}"])), tag("br"))


def _editor(desk: Desk, actor: str, version: int) -> None:
    left, right = st.columns(2, gap="medium")
    key = f"standard-toml-{version}"
    with left:
        st.text_area(
            "The standard, as TOML", written(answers.draft(desk)), height=420, key=key,
            help="A question that has labels keeps its scale and its options: one that is "
            "asked otherwise gets a new name.",
        )  # fmt: skip
        st.text_input("Why", key="standard-why", placeholder="It stays in the log")
        st.button(
            "Set the standard", type="primary", key="standard-set", on_click=press,
            args=(partial(_set, desk, actor, key),),
        )  # fmt: skip
    with right:
        _preview(desk, key)


def _preview(desk: Desk, key: str) -> None:
    show(parts.heading("What would change", "Nothing is set before the button is pressed"))
    try:
        wanted, based_on = read(filled(key))
        would = set_standard(desk, wanted, actor="", reason="", based_on=based_on, dry_run=True)
    except CurationError as refused:
        show(parts.verdict("unknown", "Not yet.", prose(str(refused))))
        return
    show(changes(would.changes) if would.changes else tag("p", "It says what stands."))


def _set(desk: Desk, actor: str, key: str) -> Done:
    wanted, based_on = read(filled(key))
    done = set_standard(
        desk, wanted, actor=actor, reason=filled("standard-why"), based_on=based_on
    )
    changed = f"{wording.many(len(done.changes), 'place')} changed."
    return Done("good", f"Version {done.version} is in force.", changed)


def _history(desk: Desk) -> None:
    with st.expander("Versions"):
        for one in answers.versions(desk):
            line = f"Version {one.version} · {one.by}, {wording.moment(one.at)}: {one.reason}"
            show(tag("p", line, class_="any"), changes(one.changes))
