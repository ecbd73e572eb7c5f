"""One sheet for somebody who has no desk: as Markdown, and as a page of its own."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from store.answers.markdown import plain_text

Rows = tuple[tuple[str, ...], ...]
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff￾￿]")
_CSS = """
:root{color-scheme:light dark;--ink:#1a1f2b;--dim:#5a6375;--line:#d5dae3;--paper:#fff;
--good:#0b6b3a;--bad:#a4161a}
@media(prefers-color-scheme:dark){:root{--ink:#e8ebf2;--dim:#a2abbd;--line:#3a4252;
--paper:#12161f;--good:#6fdc9f;--bad:#ff9a94}}
body{font:13px/1.4 system-ui,sans-serif;color:var(--ink);background:var(--paper);
max-width:60rem;margin:1.5rem auto;padding:0 1rem}
h1{font-size:1.4rem;margin:0 0 .3rem}h2{font-size:.95rem;margin:.9rem 0 .2rem}
.verdict{border:2px solid;border-radius:6px;padding:.5rem .8rem;margin:.5rem 0;font-size:1rem}
.yes{border-color:var(--good)}.yes b{color:var(--good)}
.no{border-color:var(--bad)}.no b{color:var(--bad)}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.15rem .6rem .15rem 0;
border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{color:var(--dim);font-weight:600}th[scope=row]{width:9rem}
p{margin:.2rem 0}.wide{overflow-x:auto}
.many{min-width:46rem}.many td,.many th{overflow-wrap:normal}
@page{size:A4;margin:10mm}
@media print{.many{min-width:0}
:root{--ink:#000;--dim:#444;--line:#bbb;--paper:#fff;--good:#0b6b3a;--bad:#a4161a}
body{font-size:8.5px;line-height:1.25;margin:0;max-width:none}h1{font-size:15px}
h2{font-size:10px;margin:5px 0 1px}.verdict{font-size:11px;padding:3px 6px}}
"""


@dataclass(frozen=True, slots=True)
class Section:
    """One table with its title; a table of names and values has no heads."""

    title: str
    rows: Rows
    heads: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A sheet as people read it: its answer in a word, the sentence, the tables under it.

    `good`: whether the answer lets something go on; None: it is no such answer.
    """

    title: str
    answer: str
    good: bool | None
    sentence: str
    sections: tuple[Section, ...]


def as_markdown(found: Told, text: Callable[[object], str] = plain_text) -> str:
    """The sheet for a pull request: outside text stays plain, as `text` writes it."""
    parts = [
        f"# {text(found.title)}",
        f"**{text(found.answer)}** {text(found.sentence)}",
        *(_section(one, text) for one in found.sections),
    ]
    return "\n\n".join(parts) + "\n"


def as_html(found: Told, block: tuple[str, str] | None = None) -> str:
    """The sheet as one page; `block` is JSON that it carries, under an id."""
    page = Element("html", lang="en")
    head, body = SubElement(page, "head"), SubElement(page, "body")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _put(head, "title", found.title)
    SubElement(head, "style").text = _CSS
    _put(body, "h1", found.title)
    tone = {True: " yes", False: " no", None: ""}[found.good]
    verdict = SubElement(body, "p", {"class": f"verdict{tone}"})
    bold = _put(verdict, "b", found.answer)
    bold.tail = f" {printable(found.sentence)}"
    for one in found.sections:
        _drawn(body, one)
    if block is not None:
        name, text = block
        SubElement(body, "script", id=name, type="application/json").text = text
    return "<!doctype html>\n" + tostring(page, "unicode", method="html") + "\n"


def _section(one: Section, text: Callable[[object], str]) -> str:
    lines = [f"## {one.title}"]
    if one.note:
        lines.append(text(one.note))
    if one.heads:
        heads = " | ".join(one.heads)
        rule = "|".join("---" for _ in one.heads)
        rows = "\n".join(f"| {' | '.join(map(text, row))} |" for row in one.rows)
        lines += [f"| {heads} |\n|{rule}|\n{rows}"] if rows else []
    elif one.rows:
        lines.append("\n".join(_fact(row, text) for row in one.rows))
    return "\n\n".join(lines)


def _fact(row: tuple[str, ...], text: Callable[[object], str]) -> str:
    if len(row) == 1:
        return f"- {text(row[0])}"
    return f"- **{row[0]}**: {text(row[1])}"


def _drawn(body: Element, one: Section) -> None:
    _put(body, "h2", one.title)
    if one.note:
        _put(body, "p", one.note)
    if not one.rows:
        return
    named = {"class": "many"} if one.heads else {}
    table = SubElement(SubElement(body, "div", {"class": "wide"}), "table", named)
    if one.heads:
        head = SubElement(SubElement(table, "thead"), "tr")
        for name in one.heads:
            _put(head, "th", name).set("scope", "col")
    rows = SubElement(table, "tbody")
    for cells in one.rows:
        row = SubElement(rows, "tr")
        first = _put(row, "td" if one.heads or len(cells) == 1 else "th", cells[0])
        if first.tag == "th":
            first.set("scope", "row")
        for cell in cells[1:]:
            _put(row, "td", cell)


def _put(parent: Element, tag: str, text: str) -> Element:
    found = SubElement(parent, tag)
    found.text = printable(text)
    return found


def printable(text: str) -> str:
    """`text` without what no page may hold: a model's output must not break the file."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
