"""What a search for slices says in one sentence."""

from curation.measures.measure import Measure
from curation.percents import between, percent
from store.answers.cohort_words import Said, name
from store.answers.slices import SlicesAnswer

NAMED = 2  # slices in the sentence; the others are in the list


def said(found: SlicesAnswer) -> Said:
    """Where it hurts, and what is left when those rows are taken out."""
    if not found.n:
        return Said("unknown", "Nothing to search.", "No event here has a truth or a verdict.")
    if not found.columns:
        nothing = "No column here has between two and fifty values"
        way = "tag cases like topic=card" if found.run else "bring some with events"
        return Said("unknown", "Nothing to search by.", f"{nothing}; {way}.")
    tries = (
        f"{found.tried:,} slices of {len(found.columns)} columns were tried, and each p is "
        f"corrected for that many; {found.too_small:,} were too small."
    )
    if found.before is not None and not found.before.n:
        return Said("unknown", "Nothing to compare with.", "The reference has nothing judged.")
    if not found.slices:
        return Said("info", _none(found), f"{_overall(found)} {tries}")
    count = len(found.slices)
    word = f"{count} {'slice errs' if count == 1 else 'slices err'} {_than(found)}."
    listed = "; ".join(name(one.cohort) for one in found.slices[:NAMED])
    more = f" and {count - NAMED} more" if count > NAMED else ""
    sentences = (_overall(found), f"Most: {listed}{more}.", _rest(found), tries)
    return Said("warn", word, " ".join(sentences))


def _than(found: SlicesAnswer) -> str:
    return "surely more than the rest" if found.before is None else "surely more than before"


def _none(found: SlicesAnswer) -> str:
    return f"No slice errs {_than(found)}."


def _overall(found: SlicesAnswer) -> str:
    what = f"wrong as '{found.kind.replace('_', ' ')}'" if found.kind else "wrong"
    if found.before is None:
        return f"{_percent(found.overall)} of {found.n:,} are {what}."
    return (
        f"{found.wrong:,} of {found.n:,} are {what}, {_points(found.overall)} against the "
        f"reference's {found.before.wrong:,} of {found.before.n:,}."
    )


def _rest(found: SlicesAnswer) -> str:
    """Without the slices that are told."""
    them = "it" if len(found.slices) == 1 else "them"
    if found.remaining.value is None:
        return f"Without {them} nothing is left."
    rest = found.remaining
    return f"Without {them}: {_percent(rest) if found.before is None else _points(rest)}."


def _percent(one: Measure) -> str:
    if one.value is None or one.low is None or one.high is None:
        return one.note or "nothing"
    return f"{percent(one.value, 1)} ({between(one.low, one.high, 1)})"


def _points(one: Measure) -> str:
    if one.value is None or one.low is None or one.high is None:
        return one.note or "nothing"
    value, low, high = (100 * v for v in (one.value, one.low, one.high))
    return f"{value:+.1f} points ({low:+.1f} to {high:+.1f})"
