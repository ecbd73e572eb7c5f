"""How an answer of the gate is shown, and one that holds no longer."""

from pages.shared import parts
from pages.shared.html import Html
from pages.shared.marks import Tone
from store.answers.runs import RunSummary

TONES: dict[str | None, tuple[Tone, str]] = {
    "PASS": ("good", "Pass"),
    "BLOCKED": ("bad", "Blocked"),
    "INCOMPLETE": ("warn", "Incomplete"),
    None: ("unknown", "Not judged"),
}


def tone_of(run: RunSummary) -> tuple[Tone, str]:
    """How its answer is shown: one that holds no longer is none."""
    return ("unknown", "Ask again") if run.outdated else TONES[run.verdict]


def said(run: RunSummary) -> Html:
    """Its answer with the reason, or what has overtaken it."""
    tone, word = tone_of(run)
    reason = run.reason or "The gate was not asked about this run."
    if run.outdated:
        word, _, rest = reason.partition(": ")
        return parts.verdict(tone, f"{word}:", rest)
    # On a set that is no longer in force it passed once: that is green for nothing.
    return parts.verdict("unknown" if run.stale else tone, f"{word}.", reason)
