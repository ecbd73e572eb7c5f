"""What the alignment of a set amounts to, in words; and what of it wants somebody to act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.measures.alignment import UNKNOWN, Aligned, Gap, Lean
from curation.measures.measure import TOO_FEW, Measure
from curation.percents import between, percent
from store.answers.alignment_lags import SetMoves
from store.answers.alignment_misses import Miss, Missed

SHOWN = 5
ALL = {"all": "blocking and monitoring"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to act on: `kind` of it, about what, why, and the page (with its query)."""

    kind: str
    subject: str
    why: str
    page: str
    query: Mapping[str, str]


def sentence(
    named: str,
    found: Aligned,
    missed: Missed,
    moves: Sequence[SetMoves],
    n: int,
    dismissed: int,
) -> str:
    """Whether the gate asks what production fails at, and what it let through."""
    left = f" {dismissed:,} failures that somebody dismissed are left out." if dismissed else ""
    return f"{_told(named, found, missed, moves, n)}{left}"


def _told(named: str, found: Aligned, missed: Missed, moves: Sequence[SetMoves], n: int) -> str:
    called = ALL.get(named, named)
    if found.js.value is None:
        why = found.js.note or "nothing to compare"
        return f"Nobody can say whether {called} asks what production fails at: {why}."
    if _few(found.js):
        return f"Too few to say whether {called} asks what production fails at (n {n:,})."
    cover = _share(found.covered)
    lacks = [gap for gap in found.gaps if gap.lean is Lean.UNDER and gap.kind != UNKNOWN]
    verb = "cover" if named == "all" else "covers"
    told = f"{called.capitalize()} {verb} {cover} of what failures cost production"
    if lacks:
        first = lacks[0]
        told += (
            f"; it lacks {words(first.kind)} most: {percent(first.production_share)} of the "
            f"cost, {percent(first.set_share)} of the cases"
        )
    if found.unknown:
        told += f"; {percent(found.unknown)} of the cost nobody can name"
    gate = f" {_missed(missed)}" if missed.failures else ""
    moving = next((one for one in moves if one.set == named), None)
    return f"{told}.{gate}{f' {moving.sentence}' if moving else ''}"


def _missed(missed: Missed) -> str:
    cost = f", ${missed.cost:,.0f}" if missed.cost is not None else ""
    return (
        f"{missed.failures:,} failures{cost}, came in releases that the gate had passed; "
        f"{missed.no_case:,} of their {missed.inputs:,} inputs have no case yet."
    )


def words(name: str) -> str:
    """A part as people read it."""
    return name.replace("_", " ")


def _few(measure: Measure) -> bool:
    return (measure.note or "").startswith(TOO_FEW)


def _share(measure: Measure) -> str:
    if measure.value is None:
        return "nobody knows how much"
    if measure.low is None or measure.high is None:
        return percent(measure.value)
    told, limits = percent(measure.value), between(measure.low, measure.high)
    return told if limits == f"{told} to {told}" else f"{told} ({limits})"


def findings(
    named: str, by: str, found: Aligned, misses: Sequence[Miss], moves: Sequence[SetMoves]
) -> tuple[Finding, ...]:
    """What lacks, what is tested too much, the dearest misses, a set that tells nothing."""
    page = {"set": named, "by": by}
    rows = [_lacking(gap, by, page) for gap in _leaning(found, Lean.UNDER)]
    rows += [
        Finding(
            "over-tested", gap.kind,
            f"{percent(gap.set_share)} of the cases, {percent(gap.production_share)} of what "
            "failures cost production", "alignment", page,
        )
        for gap in _leaning(found, Lean.OVER)[::-1]
    ]  # fmt: skip
    rows += [
        Finding(
            "missed", one.group,
            f"{one.title}: {one.failures:,} failures after the gate had passed their release; "
            f"{one.no_case:,} of {one.inputs:,} inputs have no case", "inbox",
            {"group": one.group},
        )
        for one in misses[:SHOWN]
        if one.no_case
    ]  # fmt: skip
    still = [one for one in moves if one.together.moves in ("never moves", "no relation shown")]
    rows += [
        Finding("does not predict", one.set, one.sentence, "alignment", page) for one in still
    ]
    return tuple(rows)


def _leaning(found: Aligned, lean: Lean) -> list[Gap]:
    return [g for g in found.gaps if g.lean is lean and g.kind != UNKNOWN][:SHOWN]


def _lacking(gap: Gap, by: str, page: Mapping[str, str]) -> Finding:
    why = (
        f"{percent(gap.production_share)} of what failures cost production, "
        f"{percent(gap.set_share)} of the cases ({gap.cases:,})"
    )
    if by in ("kind", "route"):
        said = words(gap.kind).capitalize() if by == "kind" else gap.kind  # as the inbox asks
        return Finding("under-tested", gap.kind, why, "inbox", {by: said})
    if by == "group":
        return Finding("under-tested", gap.kind, why, "inbox", {"group": gap.kind})
    return Finding("under-tested", gap.kind, why, "alignment", page)
