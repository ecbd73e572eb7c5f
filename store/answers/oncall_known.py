"""What whoever is on call can rely on: alarms in hand, limits kept, releases judged."""

from collections.abc import Iterator

from curation.measures.measure import TOO_FEW
from curation.oncall import State
from curation.percents import percent
from store.answers.oncall_shapes import First, OnCall, Release
from store.answers.oncall_slis import BAD, WAY_TO_SET, Sli

_NO_PASS = ("BLOCKED", "INCOMPLETE")


def free_alarms(found: OnCall) -> Iterator[First]:
    """Those that wait for somebody."""
    for one in found.alarms:
        if one.owner is None and one.muted_until is None:
            tone = "bad" if one.severity == "severe" else "warn"
            what = f"{one.id} waits for somebody to take it"
            why = f"first: {one.first_step}"
            yield First("alarm", one.id, what, why, tone, None, one.link)


def channels(found: OnCall) -> Iterator[First]:
    """That alarms reach nobody, where that is so."""
    if found.untold:
        what = "Nobody is told of alarms"
        yield First("channels", "alarms", what, found.untold, "warn", None, "alarms")


def alarms_in_hand(found: OnCall) -> Iterator[First]:
    """Open ones that somebody has taken or that a maintenance mutes: still open."""
    for one in found.alarms:
        why = f"{one.severity}: {one.sentence}"
        if one.owner is not None:
            what = f"{one.id} is open, taken by {one.owner}"
            yield First("taken", one.id, what, why, "warn", one.owner, one.link)
        elif one.muted_until is not None:
            what = f"{one.id} is open, muted until {one.muted_until:%d %b, %H:%M} UTC"
            yield First("muted", one.id, what, why, "warn", None, one.link)


def whole(found: OnCall) -> list[Sli]:
    """The numbers of all production."""
    return [one for one in found.slis if one.route is None]


def kept(found: OnCall) -> str:
    """How many limits are kept for sure, as a phrase."""
    held = whole(found)
    sure, limits = (
        sum(o.state is State.OK for o in held),
        sum(o.limit is not None for o in held),
    )
    noun, verb = "limit" if limits == 1 else "limits", "is" if sure == 1 else "are"
    return f"{sure} of {limits} {noun} {verb} kept"


def unsure(found: OnCall) -> Iterator[First]:
    """That nobody can say how production is: a limit may be broken, or none is set.

    One that is broken for sure says enough, and so does silence.
    """
    held = whole(found)
    if found.silent or not held or any(one.state is State.BREACH for one in held):
        return
    gaps = _gaps(held)
    if gaps:
        unset = any(one.name == BAD and one.limit is None for one in held)
        why = f"{kept(found)} for sure" + (f"; {WAY_TO_SET[BAD]}" if unset else "")
        what = f"Nobody can say how production is: {', '.join(gaps)}"
        link = "budget" if unset else "trends"
        yield First("unsure", "production", what, why, "unknown", None, link)


def _gaps(held: list[Sli]) -> list[str]:
    limited = [one for one in held if one.limit is not None]
    if not limited:
        return ["no limit is set"]
    few = [one.title for one in limited if one.state is State.TOO_FEW]
    blank = [one.title for one in limited if one.state is State.UNKNOWN]
    unset = [one.title for one in held if one.name == BAD and one.limit is None]
    said = ((TOO_FEW + " of", few), ("nothing is known of", blank),
            ("no limit is set for", unset))  # fmt: skip
    return [f"{words} {' and '.join(some)}" for words, some in said if some]


def releases(found: OnCall) -> Iterator[First]:
    """What answers without a pass of the gate that holds now.

    Runs may speak of one column only, as of releases and never of prompts; where they speak of
    none, nothing that answers was ever judged.
    """
    spoken = {one.what for one in found.releases if one.run}
    for one in found.releases:
        if one.share.k and (one.run or not spoken or one.what in spoken):
            yield from _release(one)


def _release(one: Release) -> Iterator[First]:
    part = f"{percent(one.share.value or 0)} of the events"
    if one.run is None:
        what, why = f"{one.name} answers, and no run of it was judged", part
    elif one.verdict is None:
        what = f"{one.name} answers, and what the gate said of it holds no longer"
        why = f"{part}, judged as {one.run}. {one.reason or ''}".strip()
    elif one.verdict in _NO_PASS:
        what = f"{one.name} answers, and the gate says {one.verdict}"
        why = f"{part}, judged as {one.run}"
    else:
        return
    yield First("release", one.name, what, why, "warn", None, one.link)
