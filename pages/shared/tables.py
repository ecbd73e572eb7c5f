"""Tables of our own: light, readable on a phone, safe for any text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pages.shared.html import Content, Html, tag


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `clip` cuts its text to one line, `phone=False` hides it on a phone."""

    title: Content
    number: bool = False
    tight: bool = False
    clip: bool = False
    phone: bool = True
    kind: str | None = None  # a class of its own

    @property
    def css(self) -> str | None:
        """The classes of its cells."""
        said = (("num", self.number), ("tight", self.tight), ("clip", self.clip))
        names = [name for name, given in said if given] + ([] if self.phone else ["hide-s"])
        names += [self.kind] if self.kind else []
        return " ".join(names) or None


def table(
    caption: str,
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[Content]],
    *,
    names: int = 0,
) -> Html:
    """A table whose column `names` names the row; every cell is text unless it is Html."""
    made = [Column(one) if isinstance(one, str) else one for one in columns]
    head = tag("tr", *[tag("th", one.title, scope="col", class_=one.css) for one in made])
    body = [_row(made, cells, names) for cells in rows]
    inner = tag(
        "table",
        tag("caption", caption, class_="vh"),
        tag("thead", head),
        tag("tbody", *body),
    )
    return tag("div", inner, class_="scroll", role="region", aria_label=caption, tabindex=0)


def _row(columns: Sequence[Column], cells: Sequence[Content], names: int) -> Html:
    drawn = (
        tag("th", cell, scope="row", class_=column.css)
        if place == names
        else tag("td", cell, class_=column.css)
        for place, (column, cell) in enumerate(zip(columns, cells, strict=True))
    )
    return tag("tr", *drawn)
