"""What whoever is on call does first, and the one sentence about it: the same words always."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypedDict

from curation.courses import Course
from curation.oncall import State
from curation.percents import percent
from store.answers.oncall_known import (
    alarms_in_hand,
    channels,
    free_alarms,
    kept,
    releases,
    unsure,
)
from store.answers.oncall_shapes import First, OnCall
from store.answers.oncall_slis import Sli, written

NAMED = 3
_RANKS = ("bad", "unknown", "warn")
_MANY = {
    "alarm": "alarms wait for somebody to take them",
    "incident": "incidents go on",
    "limit": "limits are broken",
    "route": "routes break a limit that production keeps",
    "spike": "times answers were slow",
    "kind": "kinds of failure come more often than usual",
    "taken": "alarms are open, taken by {owners}",
    "muted": "alarms are open and muted",
    "release": "releases answer without a pass of the gate",
}


class Said(TypedDict):
    """What stands over the page."""

    sentence: str
    tone: str


def first_of(found: OnCall) -> tuple[First, ...]:
    """Everything that calls for somebody, most urgent first."""
    told = [
        *_silent(found),
        *_incidents(found),
        *free_alarms(found),
        *unsure(found),
        *channels(found),
        *_breaches(found),
        *_spikes(found),
        *_kinds(found),
        *alarms_in_hand(found),
        *releases(found),
        *_frozen(found),
    ]
    return tuple(sorted(told, key=lambda one: _RANKS.index(one.tone)))


def sentence_of(found: OnCall, first: Sequence[First]) -> Said:
    """What is wrong, named worst first; or that nothing is, or that nobody can say."""
    if found.until is None and all(one.kind == "silence" for one in first):
        told = "Nobody can say how production is: no event has come yet."
        return {"sentence": told, "tone": "unknown"}
    if not first:
        return {"sentence": _calm(found), "tone": "good"}
    by_kind: dict[str, list[First]] = {}
    for one in first:
        by_kind.setdefault(one.kind, []).append(one)
    first_part, *parts = [_phrase(some) for some in by_kind.values()]
    told = "; ".join((first_part, *map(_inside, parts)))
    return {"sentence": f"{told}.", "tone": first[0].tone}


def _phrase(some: Sequence[First]) -> str:
    """Several of a kind are counted, the first few named."""
    if len(some) == 1:
        return some[0].what
    more = len(some) - NAMED
    named = ", ".join(one.name for one in some[:NAMED]) + (f", {more} more" if more > 0 else "")
    owners = ", ".join(dict.fromkeys(one.owner for one in some if one.owner))
    return f"{len(some)} {_MANY[some[0].kind].format(owners=owners)} ({named})"


def _inside(phrase: str) -> str:
    """`phrase` within a sentence: a word of ours begins small, a name stays as it is."""
    return phrase[0].lower() + phrase[1:] if phrase.split(maxsplit=1)[0].isalpha() else phrase


def _calm(found: OnCall) -> str:
    return f"Nothing calls for you: {kept(found)}, no alarm is open."


def hours(number: float) -> str:
    """How long, in the unit that suits."""
    if number < 2:
        return f"{number * 60:.0f} minutes"
    return f"{number:.0f} hours" if number < 48 else f"{number / 24:.0f} days"


def spell(since: datetime, until: datetime) -> str:
    """From when to when; the day of the end only where it is another one."""
    end = f"{until:%H:%M}" if since.date() == until.date() else f"{until:%d %b, %H:%M}"
    return f"from {since:%d %b, %H:%M} to {end} UTC"


def _silent(found: OnCall) -> Iterator[First]:
    if not found.silent:
        return
    if found.silent_hours is None:
        why = "evaldesk import FILE brings them"
        yield First(
            "silence", "events", "No event has come yet", why, "unknown", None, "imports"
        )
        return
    since = f"the newest is of {found.until:%d %b, %H:%M} UTC"
    why = f"{since}; after {found.silent_limit:g} hours nobody can say how production is"
    what = f"No event has come for {hours(found.silent_hours)}"
    yield First("silence", "events", what, why, "unknown", None, "imports")


def _incidents(found: OnCall) -> Iterator[First]:
    for one in found.incidents:
        if one.going_on:
            tone = "bad" if one.severity in ("high", "critical") else "warn"
            why = f"{one.severity}, for {hours(one.hours)}: {one.name}"
            yield First("incident", one.id, f"{one.id} goes on", why, tone, one.owner, one.link)


def _breaches(found: OnCall) -> Iterator[First]:
    for one in found.slis:
        if one.route is None and one.state is State.BREACH:
            now, limit = written(one.name, one.value), written(one.name, one.limit)
            seen = " when last seen" if found.silent else ""
            what = f"{one.title} {now}{seen}, over the limit of {limit}"
            yield First("limit", one.title, what, _worst(found, one), "bad", None, one.link)
    over = {one.name for one in found.slis if one.route is None and one.state is State.BREACH}
    for one in found.slis:
        if one.route and one.state is State.BREACH and one.name not in over:
            what = f"{one.title} of {one.route} {written(one.name, one.value)}"
            why = f"{one.why}; production as a whole keeps it"
            yield First("route", f"{one.route}: {one.title}", what, why, "warn", None, one.link)


def _worst(found: OnCall, over: Sli) -> str:
    routes = [one for one in found.slis if one.name == over.name and one.state is State.BREACH]
    parts = sorted((o for o in routes if o.route), key=lambda o: -(o.value or 0))
    if not parts:
        return f"{over.why}; no route alone is over it for sure"
    worst = f"{parts[0].route} {written(over.name, parts[0].value)}"
    return f"{len(parts)} of {_routes(found)} routes over it, {worst} the worst"


def _routes(found: OnCall) -> int:
    return len({one.route for one in found.slis if one.route})


def _spikes(found: OnCall) -> Iterator[First]:
    for one in found.spikes:
        if one.now:
            what = f"Answers were slow {spell(one.since, one.until)}"
            now, usual = written("latency_p95_ms", one.p95_ms), one.usual_ms
            why = f"p95 {now}, usually {written('latency_p95_ms', usual)} (n {one.n:,})"
            yield First(
                "spike",
                f"{one.since:%H:%M}",
                what,
                why,
                "bad" if one.severe else "warn",
                None,
                "trends",
            )


def _kinds(found: OnCall) -> Iterator[First]:
    for one in found.kinds:
        if one.course is Course.WORSE:
            kind = one.kind.replace("_", " ")
            what = f"More failures of the kind {kind} than usual"
            before = percent(one.before.value or 0, 2)
            why = f"{one.now.k:,} of {one.now.n:,} events; before, {before}"
            yield First("kind", kind, what, why, "warn", None, one.link)


def _frozen(found: OnCall) -> Iterator[First]:
    if found.gate.frozen:
        what, why = "Only fixes ship: the gate is frozen", found.gate.told()
        yield First("gate", "gate", what, why, "warn", None, "budget")
