"""What a comparison of two runs says in one sentence."""

from curation.comparison import NonInferiority
from store.answers.compare import CompareAnswer

WORDS = {
    NonInferiority.NOT_WORSE: ("good", "Not worse."),
    NonInferiority.WORSE: ("bad", "Worse."),
    NonInferiority.UNDECIDED: ("warn", "Undecided."),
}


def said(found: CompareAnswer) -> tuple[str, str, str]:
    """Tone, word and sentence; what cannot be decided is never good."""
    tone, word = WORDS[NonInferiority(found.verdict)]
    d = found.difference
    if d.value is None or d.low is None or d.high is None:
        return tone, word, "The two runs have no scored case in common."
    moved = f"{found.candidate} passes {_points(d.value)} {found.baseline}"
    limits = f"one-sided 95 % limits {_signed(d.low)} and {_signed(d.high)}"
    margin = f"margin {found.margin * 100:g} points"
    told = f"{moved} on {found.pairs:,} common cases ({limits}; {margin})."
    return tone, word, f"{told} {_why(found)}"


def _points(value: float) -> str:
    if value == 0:
        return "exactly as often as"
    way = "more" if value > 0 else "less"
    return f"{abs(value) * 100:.1f} points {way} often than"


def _signed(value: float) -> str:
    return f"{value * 100:+.1f}".replace("-", "\N{MINUS SIGN}")


def _why(found: CompareAnswer) -> str:
    if found.verdict == NonInferiority.UNDECIDED:
        if found.unscored:
            return f"{len(found.unscored):,} cases without a score could turn the answer."
        return "So few cases, or so close, that it may be worse by more than the margin."
    if found.verdict == NonInferiority.WORSE:
        return "The loss is more than chance."
    return "A loss of more than the margin is ruled out."
