"""A table whose rows can be chosen; ticking draws nothing anew but what depends on it."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from streamlit.components.v2 import component

from pages.shared.html import Content, Html, tag
from pages.shared.tables import Column, table

_JS = Path(__file__).with_name("picking.js").read_text(encoding="utf-8")


def choice(
    caption: str,
    columns: Sequence[Column | str],
    rows: Sequence[tuple[str, str, Sequence[Content]]],
    *,
    key: str,
) -> list[str]:
    """Draw the table; the ids of the rows that are ticked.

    A row is its id, its name as it is read out, and its cells. Under another `key` nothing is
    ticked.
    """
    every = tag("input", type="checkbox", data_ed_pick_all=True, aria_label="Choose all shown")
    drawn = table(
        caption,
        [Column(tag("span", every, class_="pick-box"), tight=True), *columns],
        [(_box(one, name), *cells) for one, name, cells in rows],
        names=1,
    )
    draw = component(
        "evaldesk_picking",
        html=tag("div", class_="ed", data_ed_picks=True),
        js=_JS,
        isolate_styles=False,
    )
    said = draw(key=key, data={"table": drawn}, on_chosen_change=_heard)
    known = {one for one, _, _ in rows}
    chosen = cast("Sequence[object]", said.get("chosen") or ())
    return [str(one) for one in chosen if one in known]


def _box(one: str, name: str) -> Html:
    box = tag("input", type="checkbox", data_ed_pick=one, aria_label=f"Choose {name}")
    return tag("label", box, class_="pick-box")


def _heard() -> None:
    """What is ticked is read where the table is drawn."""
