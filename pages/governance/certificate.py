"""The certificate of a release: why it was (not) allowed; and whether a file is one of ours."""

import os

import streamlit as st

from curation.errors import CurationError, InThePast
from curation.signing import KEY
from pages.shared import lists, parts, tables
from pages.shared.html import Html, join, prose, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.tables import Column
from store.answers.certificate import certificate_of
from store.answers.certificate_files import FORMATS
from store.answers.certificate_proof import CertificateProof, proved
from store.answers.certificate_words import told
from store.answers.paper import Section
from store.answers.runs import runs
from store.desk import Desk

MIME = {"md": "text/markdown", "html": "text/html"}
TONES: dict[bool | None, Tone] = {True: "good", False: "bad", None: "unknown"}
CHECKED: dict[bool | None, tuple[Tone, str]] = {
    True: ("good", "holds"),
    False: ("bad", "does not hold"),
    None: ("unknown", "not told"),
}


def render(desk: Desk, actor: str) -> None:  # noqa: ARG001 (anybody may look)
    """Draw the page."""
    controls = parts.page_head("Certificate", "Why a release was allowed, or not; provable")
    names = [one.run for one in runs(desk).runs if one.recorded_verdict]
    with controls:
        run = _run(names)
    if run is None:
        why = "The gate was never asked about a run, so there is nothing to certify."
        show(parts.verdict("unknown", "No certificate.", why))
    else:
        _certificate(desk, run)
    with parts.card("Check a certificate", "A file that somebody sent you", key="check"):
        _check(desk)


def _run(names: list[str]) -> str | None:
    """The run of the address, else the newest that was judged."""
    wanted = st.query_params.get("run")
    known = [wanted, *(n for n in names if n != wanted)] if wanted else names
    if not known:
        return None
    return st.selectbox("Run", known, key="run", bind="query-params", width=260)


def _certificate(desk: Desk, run: str) -> None:
    try:
        sealed = certificate_of(desk, run, os.environ.get(KEY))
    except InThePast as refused:
        show(parts.verdict("unknown", "No certificate of another day.", prose(str(refused))))
        return
    found = told(sealed)
    with st.container(horizontal=True, vertical_alignment="center"):
        show(parts.verdict(TONES[found.good], found.answer, found.sentence))
    with st.container(horizontal=True, vertical_alignment="center"):
        for form, write in FORMATS.items():
            st.download_button(
                {"md": "Markdown", "html": "To print, HTML"}[form], write(sealed),
                f"certificate-{run}.{form}", MIME[form], icon=":material/download:",
                key=f"certificate-{form}", on_click="ignore",
            )  # fmt: skip
        show(link(f"Run {run}", "runs", run=run), width="content")
    with parts.card(found.title, "As the files say it", key="certificate"):
        for one in found.sections:
            show(_section(one))


def _section(one: Section) -> Html:
    note = tag("p", one.note) if one.note else None
    if not one.rows:
        return join((tag("h3", one.title), note))
    if not one.heads:
        return join((tag("h3", one.title), note, lists.facts(_pair(row) for row in one.rows)))
    columns = [Column(head.capitalize()) for head in one.heads]
    return join((tag("h3", one.title), note, tables.table(one.title, columns, one.rows)))


def _pair(row: tuple[str, ...]) -> tuple[str, str]:
    name, value = row if len(row) == 2 else ("", ", ".join(row))
    return name, value


def _check(desk: Desk) -> None:
    file = st.file_uploader("Certificate", ["md", "html", "json"], key="certificate-file")
    if file is None:
        said = "It is held against its own hashes and against this desk's log."
        show(tag("p", said, " On a machine without a desk: ",
                 tag("code", "evaldesk verify --certificate FILE"), class_="sub"))  # fmt: skip
        return
    try:
        text = file.getvalue().decode("utf-8", "replace")
        proof = proved(text, os.environ.get(KEY), desk)
    except CurationError as refused:
        show(parts.verdict("bad", "Refused.", prose(str(refused))))
        return
    show(_proof(proof))


def _proof(proof: CertificateProof) -> Html:
    if proof.first_bad is None:
        what = f"{proof.run}: {proof.verdict}, decision {proof.decision}."
        answer = parts.verdict("good", "It holds.", what)
    else:
        said = f"{proof.first_bad.field}: {proof.first_bad.why}."
        answer = parts.verdict("bad", "Refused: it is not what was issued.", said)
    rows = [(one.what, parts.chip(*CHECKED[one.ok]), one.why) for one in proof.checked]
    columns = ["Held against", Column("", tight=True), "Why"]
    later = tag("p", proof.later) if proof.later else None
    return join((answer, tables.table("What was checked", columns, rows), later))
