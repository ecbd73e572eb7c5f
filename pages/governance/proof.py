"""The proof of the log on the screen, and its head to be kept outside."""

import os
from functools import partial

import streamlit as st

from curation.pinning import written
from curation.signing import KEY
from pages.governance.leads import decision_link
from pages.shared import parts, wording
from pages.shared.html import Content, join, prose, show, tag
from pages.shared.marks import Tone
from store.answers.proof import Proof, pin_of, verify
from store.desk import Desk
from store.ledger.past import PastLedger

_PIN = (
    "Keep it outside: `evaldesk verify --pinned FILE` proves later that the log still has it."
)


def proof_of(desk: Desk) -> None:
    """Walk the chain and say what came out; offer the pin."""
    with st.spinner("Walking the whole chain …"):
        proof = verify(desk)
    tone, word, said = _answer(proof)
    with st.container(horizontal=True, vertical_alignment="center"):
        show(parts.verdict(tone, word, said))
        if proof.ok and not isinstance(desk.ledger, PastLedger):
            st.download_button(
                "Pin it",
                data=partial(_pin, desk),
                file_name=f"evaldesk-pin-{proof.decisions}.json",
                mime="application/json",
                icon=":material/push_pin:",
                help=_PIN,
                on_click="ignore",
            )


def _answer(proof: Proof) -> tuple[Tone, str, Content]:
    if proof.fault is not None:
        where = decision_link(proof.fault.seq, "Look at it")
        return "bad", "The log was changed.", join((proof.fault.says, where), " ")
    if not proof.projections_agree:
        said = "What is shown does not follow from it: `evaldesk rebuild` makes it anew."
        return "bad", "The log is whole.", prose(said)
    if proof.spoiled:
        files = wording.many(len(proof.spoiled), "file of facts", "files of facts")
        said = f"{files} gone or changed, first {proof.spoiled[0]}: restore from a backup."
        return "bad", "The log is whole.", said
    if proof.misfits:
        files = wording.many(len(proof.misfits), "file of counts", "files of counts")
        said = (
            f"{files} did not say what the events say, first {proof.misfits[0]}, and "
            "were made anew: cohorts and trends that were shown were wrong. Restart the app."
        )
        return "bad", "The log is whole.", said
    many = wording.many(proof.decisions, "decision")
    facts = wording.many(proof.batches, "file")
    said = f"{many} hold, and so do {facts} of facts, counted again. Head "
    return "good", "Nothing was rewritten.", join((said, tag("code", proof.head)))


def _pin(desk: Desk) -> str:
    return written(pin_of(desk, os.environ.get(KEY)))
