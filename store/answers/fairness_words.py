"""What an answer about fairness says in one sentence."""

from curation.measures.fairness import ODDS, OPPORTUNITY, PARITY
from curation.measures.measure import Measure
from store.answers.cohort_words import Said
from store.answers.fairness import FairnessAnswer

MEANS = {
    "demographic parity": "how often the label is given, whatever is true",
    "equal opportunity": "how often it is given to those for whom it is true",
    "equalised odds": "the larger of that, and how often it is given where it is not true",
}

_OF = (PARITY, OPPORTUNITY, ODDS)  # as differences() lists them


def differences(found: FairnessAnswer) -> dict[str, Measure]:
    """The three differences by their names."""
    return {
        "demographic parity": found.demographic_parity_difference,
        "equal opportunity": found.equal_opportunity_difference,
        "equalised odds": found.equalised_odds_difference,
    }


def said(found: FairnessAnswer) -> Said:
    """Whether the groups are surely treated unlike; that they are alike is never proved."""
    known = {name: m for name, m in differences(found).items() if m.value is not None}
    if not known:
        return Said("unknown", "Too few to say.", _why(found))
    unlike = {name: m for name, m in known.items() if m.low is not None and m.low > 0}
    if not unlike:
        words = "No difference is sure; that there is none is not proved."
        return Said("info", words, _left_out(found))
    listed = "; ".join(f"{n} differs by {_points(m)}, {m.note}" for n, m in unlike.items())
    listed = listed[:1].upper() + listed[1:]
    sentences = (f"{listed}.", _picked(found), _left_out(found))
    return Said("warn", "Groups are treated unlike.", " ".join(s for s in sentences if s))


def _picked(found: FairnessAnswer) -> str:
    """The two farthest apart were picked: with many groups that widens a difference."""
    kept = len(found.groups) - len(found.left_out)
    return f"These are the farthest apart of {kept} groups." if kept > 2 else ""


def _why(found: FairnessAnswer) -> str:
    if len(found.groups) < 2:
        return f"{found.protected} has fewer than two groups with labels here."
    need = f"{found.min_support:.0f} labelled ones in each of two groups are needed"
    left_out = _left_out(found)
    return f"{need}. {left_out}" if left_out else f"{need}."


def _left_out(found: FairnessAnswer) -> str:
    few = f"for fewer than {found.min_support:.0f}"
    said = [f"Left out, {few}: {', '.join(found.left_out)}."] if found.left_out else []
    for name, of_it in zip(differences(found), _OF, strict=True):
        more = [g for g in found.left_out_of[of_it] if g not in found.left_out]
        if more:
            said.append(f"Left out of {name}, {few} whom it is about: {', '.join(more)}.")
    return " ".join(said)


def _points(one: Measure) -> str:
    value, low, high = (100 * (v or 0.0) for v in (one.value, one.low, one.high))
    return f"{value:.1f} points ({low:.1f} to {high:.1f})"
