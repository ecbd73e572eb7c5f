"""How grave it is that the words of a window tell it from the reference."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation.drift import Severity
from curation.measures.measure import TOO_FEW, Measure, undefined
from curation.measures.text_windows import Text, ToldApart, Word, told_apart
from curation.thresholds import Policy

TIERS = (Severity.NONE, Severity.MINOR, Severity.MODERATE, Severity.SEVERE)


@dataclass(frozen=True, slots=True)
class TextDrift:
    """Whether a classifier can guess a text's window from its words, and from which words.

    `auc` is .5 where it can only guess. `more` and `less` are words of the current window.
    """

    n_reference: int
    n_current: int
    auc: Measure
    more: tuple[Word, ...]
    less: tuple[Word, ...]
    severity: Severity
    reason: str


def text_drift(reference: Sequence[Text], current: Sequence[Text], policy: Policy) -> TextDrift:
    """The texts of the current window against those of the reference. Takes seconds."""
    n, m = len(reference), len(current)
    needed = policy.value("drift.text.min_texts")
    if min(n, m) < needed:
        said = f"{TOO_FEW}: {n:,} and {m:,} texts, {needed:,.0f} needed in each"
        return TextDrift(n, m, undefined(n + m, "", said), (), (), Severity.UNKNOWN, said)
    found = told_apart(reference, current)
    severity, reason = _judged(found, policy)
    return TextDrift(n, m, found.auc, found.more, found.less, severity, reason)


def _judged(found: ToldApart, policy: Policy) -> tuple[Severity, str]:
    auc = found.auc
    if auc.value is None or auc.low is None or auc.high is None:
        return Severity.UNKNOWN, auc.note or "not defined"
    limits = [policy.value(f"drift.text.{tier}") for tier in ("minor", "moderate", "severe")]
    tier = sum(auc.value >= limit for limit in limits)
    said = f"AUC {auc.value:.2f} ({auc.low:.2f} to {auc.high:.2f})"
    if auc.high < 0.5 and auc.value <= 1 - limits[0]:  # no windows are more alike than alike
        said += (
            ": under .5 nothing was learnt of what is new; see how the words themselves drift"
        )
        return Severity.UNKNOWN, said
    if not tier:
        return Severity.NONE, f"{said}, under {limits[0]:.2f}"
    if auc.low <= 0.5:
        return Severity.NONE, f"{said} does not rule out noise"
    words = ", ".join(word.word for word in found.more[:3])
    told = f"; more of: {words}" if words else ""
    return TIERS[tier], f"{said}, limit {limits[tier - 1]:.2f}{told}"
