"""A replay in sentences: which answers would change, and how it does against incidents."""

from collections.abc import Sequence

from curation.replays import Caught, OneThen, Replay, RunThen
from curation.threshold_words import told as stated

_DIGITS = 6  # of what is only tried


def written(metric: str, value: float | None) -> str:
    """A number as people read it; none at all is said."""
    return stated(metric, None if value is None else float(f"{value:.{_DIGITS}g}"))


def percent(share: float | None) -> str:
    """A share in whole per cent; none at all is a dash."""
    return "–" if share is None else f"{share * 100:.0f} %"


def why_not(name: str) -> str:
    """Why there is no replay of the number `name`."""
    why = next((said for prefix, said in _WHY_NOT.items() if name.startswith(prefix)), _NOTHING)
    return f"{name} cannot be replayed: {why}."


_NOTHING = "no answer of the past is kept that hangs on it"
_WHY_NOT = {
    "cost_of_failure.": "it prices failures, and no verdict hangs on a price",
    "budget.burn.": (
        "the burn rule that looks back knows whole weeks only, and needs an objective"
    ),
    "alarm.": "it says how somebody is told, not whether",
    "baseline.run_drop.": "it grades how far a run falls, and no verdict hangs on the grade",
    "quarantine.": "it binds what is decided from now on, and nothing before",
    "waiver.": "it binds what is decided from now on, and nothing before",
    "trust.": "it says which incidents count, not what a release is held to",
    "agreement.": "it names how far people agree, and keeps no case out",
    "backtest.": "it is the ruler by which a replay is measured",
}


def sentence(found: Replay) -> str:
    """What the replay shows, in one paragraph."""
    return " ".join(part for part in (changes(found), beside(found)) if part)


def changes(found: Replay) -> str:
    """Which answers would have been others; or why nobody can tell."""
    if found.cannot:
        return found.cannot
    parts = [_instead(found), *_of_runs(found.runs), *_of_things(found.things)]
    told = " ".join(part for part in parts if part)
    return told[:1].upper() + told[1:]


def beside(found: Replay) -> str:
    """How it does against the incidents on record; nothing where it is not held to them."""
    if found.cannot or not (found.incidents and found.incidents_now):
        return ""
    what = "released run" if found.runs else "week"
    return " ".join(_of_incidents(found.incidents, found.incidents_now, what))


def _instead(found: Replay) -> str:
    if found.kind in ("move", "waiver"):
        return ""
    then, now = (written(found.unit, v) for v in (found.value, found.value_now))
    return f"At {then} instead of {now}:" if then != now else f"At {now}, as it is in force:"


def _of_runs(runs: Sequence[RunThen]) -> list[str]:
    if not runs:
        return []
    known = [r for r in runs if r.verdict_now is not None and r.verdict_then is not None]
    last = "the one judged run" if len(known) == 1 else f"the last {len(known)} judged runs"
    if not known:
        return ["no judged run can be judged anew."]
    flips = [one for one in known if one.flips]
    if not flips:
        gets = "they get" if len(known) > 1 else "it gets"
        return [f"{last} would have got the answer {gets} now."]
    some = [f"{one.run} {one.verdict_then} instead of {one.verdict_now}" for one in flips[:3]]
    more = f", and {len(flips) - 3} more" if len(flips) > 3 else ""
    return [f"{len(flips)} of {last} would have got another answer: {', '.join(some)}{more}."]


def _of_things(things: Sequence[OneThen]) -> list[str]:
    flips = [one for one in things if one.flips]
    if not things:
        return []
    what = things[0].what
    if not flips:
        return [f"none of {_n(len(things), what)} would be otherwise."]
    some = [f"{one.subject} ({one.now} → {one.then})" for one in flips[:3]]
    more = f", and {len(flips) - 3} more" if len(flips) > 3 else ""
    of = f"{len(flips)} of {_n(len(things), what)}"
    return [f"{of} would be otherwise: {', '.join(some)}{more}."]


def _of_incidents(then: Caught, now: Caught, what: str) -> list[str]:
    if not then.incidents and not then.of_quiet and not then.n:
        return ["No incident is on record to hold it against."]
    if not then.n:
        told = "None of the incidents on record can be told of"
    else:
        limits = f"{percent(then.low)} to {percent(then.high)}"
        was = "as now" if then.caught == now.caught else f"now {now.caught}"
        told = f"It catches {then.caught} of {_n(then.n, 'incident')} ({limits}; {was})"
    false = "as now" if then.false_alarms == now.false_alarms else f"now {now.false_alarms}"
    alarms = f"{_n(then.false_alarms, 'false alarm')} in {_n(then.of_quiet, what)} without one"
    said = [f"{told}, with {alarms} ({false})."]
    if then.n and then.note:
        few = then.note.partition(":")[0]
        said.append(f"{_n(then.n, 'incident')} {'is' if then.n == 1 else 'are'} {few}.")
    return said


def _n(n: int, one: str) -> str:
    return f"{n:,} {one}" if n == 1 else f"{n:,} {one}s"
