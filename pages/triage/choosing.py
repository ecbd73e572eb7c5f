"""Choose rows of a table: the browser ticks, the session keeps which case in which version."""

from collections.abc import Mapping
from pathlib import Path
from time import time_ns

from streamlit.components.v2 import component

from pages.shared.between import keep, kept, told_by
from pages.shared.html import Html, tag

KEY = "ed-chooser"
MOST = 1_000
_HERE = Path(__file__).parent
_CHOSEN, _OF, _EPOCH = "ed-chosen", "ed-chosen-of", "ed-chosen-epoch"
Chosen = Mapping[str, int]  # case id -> the version that was on the screen


def chooser(table: Html) -> None:
    """Draw `table`, whose boxes are what can be chosen."""
    frame = tag("div", class_="ed", data_choose=True)
    style = (_HERE / "choosing.css").read_text(encoding="utf-8")
    script = (_HERE / "choosing.js").read_text(encoding="utf-8")
    draw = component("evaldesk_chooser", html=frame, css=style, js=script, isolate_styles=False)
    rows = [[case_id, version] for case_id, version in _kept().items()]
    data = {"table": table, "chosen": rows, "epoch": kept(_EPOCH) or 0}
    draw(key=KEY, data=data, on_chosen_change=_hear)


def box(case_id: str, version: int, label: str) -> Html:
    """The box that chooses one case."""
    mark = tag(
        "input", type="checkbox", data_case=case_id, data_version=version, aria_label=label
    )
    return tag("label", mark)


def box_for_all() -> Html:
    """The box that chooses every row of the table."""
    said = "Choose every case on this page"
    return tag("label", tag("input", type="checkbox", data_all=True, aria_label=said))


def chosen_in(of: str) -> Chosen:
    """What is chosen of the list `of`, as of a set; another list starts anew."""
    if kept(_OF) != of:
        choose({}, of)
    return _kept()


def choose(cases: Chosen, of: str) -> None:
    """Let exactly `cases` of the list `of` be chosen."""
    keep(_CHOSEN, dict(cases))
    keep(_OF, of)
    keep(_EPOCH, time_ns() // 1_000_000)


def _kept() -> Chosen:
    return kept(_CHOSEN) or {}


def _hear() -> None:
    said = told_by(KEY, "chosen")
    if said is None:
        return
    try:
        found = {str(case_id): int(version) for case_id, version in said}
    except (TypeError, ValueError):  # made up: what was chosen stays as it was
        return
    keep(_CHOSEN, dict(list(found.items())[:MOST]))
