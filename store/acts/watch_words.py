"""What a look at production found and did, in a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from curation.deviations import Deviation
from curation.drift import Severity
from curation.over_budget import BUDGETED
from curation.responses import Response
from store.answers.deviations import Deviating


@dataclass(frozen=True, slots=True)
class Look:
    """What was done about one week.

    Investigations `opened`, alarms `raised`, and those that are `still` on though somebody has
    resolved them.
    """

    done: Response
    opened: tuple[str, ...]
    raised: tuple[str, ...]
    still: tuple[str, ...] = ()


def once(found: Iterable[Any]) -> tuple[Any, ...]:
    """Each of them once, in order; deviations are the same where their keys are."""
    return tuple({getattr(one, "key", one): one for one in found}.values())


def sentence(
    weeks: Sequence[Deviating], every: Sequence[Deviation], looks: Sequence[Look]
) -> str:
    """Which weeks were judged, what deviates, what became of it."""
    over = [one.sentence for one in weeks[-1].deviations if one.rule in BUDGETED]
    still = [f"{one} was resolved, and still deviates." for one in looks[-1].still]
    return " ".join((_judged(weeks, every, looks), *over, *still))


def _judged(
    weeks: Sequence[Deviating], every: Sequence[Deviation], looks: Sequence[Look]
) -> str:
    last = weeks[-1]
    if last.baseline is None and not last.notes:  # it could not be asked
        return "Production was not held against the baseline."
    if last.baseline is None:
        return "No baseline stands, so nothing was judged. Set one: evaldesk baseline set."
    judged = " and ".join(one for one in (_weeks_told(weeks), last.run) if one)
    if not judged:
        return "Nothing came in since the baseline, so nothing was judged."
    counts = [
        f"{sum(one.severity is severity for one in every)} {severity}"
        for severity in (Severity.SEVERE, Severity.MODERATE, Severity.MINOR)
    ]
    parts = [f"{judged[0].upper()}{judged[1:]}: {', '.join(counts)}."]
    for what, named in (
        ("opened", once(one for look in looks for one in look.opened)),
        ("go on", once(one for look in looks for one in look.done.added)),
        ("ended", once(one for look in looks for one in look.done.ended)),
    ):
        if named:
            parts.append(f"Investigations {what}: {', '.join(named)}.")
    return " ".join(parts)


def _weeks_told(weeks: Sequence[Deviating]) -> str | None:
    held = [one.week.since[:10] for one in weeks if one.week]
    if len(held) > 1:
        return f"the {len(held)} weeks from {held[0]} to that of {held[-1]}"
    return f"the week of {held[0]}" if held else None
