"""A certificate as a file: Markdown or a page of HTML, each with the block that proves it."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, cast
from xml.etree.ElementTree import Element, SubElement, tostring

from curation import certificate
from curation.errors import BadRequest
from store.answers.certificate_words import Section, Told, told
from store.answers.markdown import plain_text

_BLOCK = re.compile(r"^```json evaldesk-certificate\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
_SCRIPT = re.compile(
    r'<script id="evaldesk-certificate" type="application/json">(.*?)</script>', re.DOTALL
)
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
Said = Mapping[str, Any]


def as_markdown(sealed: Said) -> str:
    """The certificate for a pull request: outside text stays plain text."""
    found = told(sealed)
    parts = [
        f"# {plain_text(found.title)}",
        f"**{_answer(found)}** {plain_text(found.sentence)}",
        *(_section(one) for one in found.sections),
        "What proves it:",
        f"```json evaldesk-certificate\n{_block(sealed)}\n```",
    ]
    return "\n\n".join(parts) + "\n"


def as_html(sealed: Said) -> str:
    """The certificate as one page that needs nothing from outside."""
    found = told(sealed)
    page = Element("html", lang="en")
    head, body = SubElement(page, "head"), SubElement(page, "body")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _put(head, "title", found.title)
    SubElement(head, "style").text = _CSS
    _put(body, "h1", found.title)
    verdict = SubElement(body, "p", {"class": f"verdict {'yes' if found.allowed else 'no'}"})
    bold = _put(verdict, "b", _answer(found))
    bold.tail = f" {_printable(found.sentence)}"
    for one in found.sections:
        _drawn(body, one)
    block = SubElement(body, "script", id="evaldesk-certificate", type="application/json")
    block.text = _block(sealed)
    return "<!doctype html>\n" + tostring(page, "unicode", method="html") + "\n"


FORMATS: Mapping[str, Callable[[Said], str]] = {"md": as_markdown, "html": as_html}


def certificate_in(text: str) -> tuple[dict[str, Any], str | None]:
    """The certificate that a file holds, and the format of the file; None: the block alone.

    BadRequest where it holds none.
    """
    for form, block in (("html", _SCRIPT), ("md", _BLOCK)):
        found = block.findall(text)
        if len(found) == 1:
            return _read(found[0]), form
        if found:
            raise BadRequest("The file holds several certificates: check them one by one.")
    return _read(text), None


def _read(text: str) -> dict[str, Any]:
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(
        cast("Said", found).get(certificate.MARK), dict
    ):
        raise BadRequest(
            "The file holds no release certificate. `evaldesk report release RUN -o FILE` "
            "writes one; check the file as it was written."
        )
    return cast("dict[str, Any]", found)


def first_other_line(text: str, sealed: Said, form: str) -> tuple[int, str] | None:
    """The first line of `text` that is not as the certificate writes it, by its number."""
    said, own = _lines(text), _lines(FORMATS[form](sealed))
    for number, line in enumerate(own, start=1):
        if number > len(said) or said[number - 1] != line:
            return number, line
    return (len(own) + 1, "") if len(said) > len(own) else None


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def _block(sealed: Said) -> str:
    """The JSON on one line, in ASCII, without a sign that could end its block."""
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), allow_nan=False)
    for sign in "<>&`":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _answer(found: Told) -> str:
    return f"{found.verdict}: {'may ship.' if found.allowed else 'may not ship.'}"


def _section(one: Section) -> str:
    lines = [f"## {one.title}"]
    if one.note:
        lines.append(plain_text(one.note))
    if one.heads:
        heads = " | ".join(one.heads)
        rule = "|".join("---" for _ in one.heads)
        rows = "\n".join(f"| {' | '.join(map(plain_text, row))} |" for row in one.rows)
        lines += [f"| {heads} |\n|{rule}|\n{rows}"] if rows else []
    elif one.rows:
        lines.append("\n".join(_fact(row) for row in one.rows))
    return "\n\n".join(lines)


def _fact(row: tuple[str, ...]) -> str:
    if len(row) == 1:
        return f"- {plain_text(row[0])}"
    return f"- **{row[0]}**: {plain_text(row[1])}"


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
    found.text = _printable(text)
    return found


def _printable(text: str) -> str:
    """`text` without what no page may hold: a model's output must not break the file."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
