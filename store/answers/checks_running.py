"""What the desk sees by itself of the production and the incident checklist."""

from collections.abc import Callable, Mapping

from curation.cases import State
from curation.incidents import Incident
from curation.percents import percent
from curation.thresholds import CLOCK_HOURS, MIN_SUPPORT
from curation.unowned import GRAVE, Lack
from store.answers.baseline import standing_baseline
from store.answers.budget_counts import last_event
from store.answers.checks_seen import Seen, cannot_know, done, judged, not_done
from store.answers.handover_known import Known, listed, many, share
from store.answers.handover_numbers import budgets
from store.answers.objectives import objectives
from store.answers.trends import P95, PER_1000

_LATE = 7  # days without an event


def _gate(known: Known) -> Seen:
    last, unasked = known.last, known.unasked
    if unasked is not None:
        why = f"{unasked.run} was scored, and the gate was not asked"
        return not_done(why, f"runs?run={unasked.run}")
    if last is None:
        return not_done("the gate was never asked", "runs")
    link, said = f"runs?run={last.run}", f"{last.run}: {last.recorded_verdict}"
    if last.stale:
        return not_done(f"{last.run} was judged on an older set than {last.stale}", link)
    if last.outdated:
        return not_done(f"{last.run}: the gate has to be asked again", link)
    return judged(holds=last.verdict == "PASS", said=said, link=link)


def _mode(known: Known) -> Seen:
    if known.frozen:
        return not_done(known.frozen, "budget")
    return done("everything ships that passes", "budget")


def _baseline(known: Known) -> Seen:
    with known.desk.ledger.reading() as asked:
        found = standing_baseline(asked)
    if found is None:
        return not_done("no baseline was ever set", "baseline")
    return done(f"{found.since} to {found.until}", "baseline")


def _objective(known: Known) -> Seen:
    found = [one for one in objectives(known.desk).objectives if not one.where]
    if not found:
        return not_done("none is set for production", "budget")
    one = found[0]
    steps = many(len(one.ladder), "step follows", "steps follow")
    return done(f"{percent(one.target, 1)} good over {one.period}; {steps} if not", "budget")


def _budget(known: Known) -> Seen:
    found = known.budget
    if found is None:
        return cannot_know("no objective says how much there is", "budget")
    if found.left is None:
        return cannot_know("too few events to say", "budget")
    return judged(holds=found.left > 0, said=f"{found.said()}, {found.period}", link="budget")


def _kept(measure: str) -> Callable[[Known], Seen]:
    def seen(known: Known) -> Seen:
        found = [one for one in budgets(known) if one.measure == measure]
        agreed = [one for one in found if one.limit is not None]
        link = "trends?by=route"
        if not agreed:
            return not_done("nothing is agreed", link)
        over = [one.route for one in agreed if one.kept is False]
        if over:
            return not_done(f"over on {listed(over)}", link)
        loose = [one.route for one in agreed if one.kept is None]
        if loose:
            return cannot_know(f"too close or too few to say on {listed(loose)}", link)
        return done(f"within on {many(len(agreed), 'route')}", link)

    return seen


def _route_budgets(known: Known) -> Seen:
    if not known.routes:
        return cannot_know("no route is known", "contract")
    loose = sorted({one.route for one in budgets(known) if one.said_in != "gate"})
    n = many(len(known.routes), "route")
    if loose:
        return not_done(f"{len(loose)} of {n} lack one: {listed(loose[:4])}", "contract")
    return done(f"{n} have both", "contract")


def _routes(known: Known) -> Seen:
    held = {one.route for one in known.of(State.BLOCKING)}
    if not held:
        return cannot_know("no case is in blocking", "people")
    falls = (*GRAVE, Lack.FALLS)
    off = [
        o.title
        for o in known.people.without_owner
        if o.lack in falls and o.subject.removeprefix("route:") in held
    ]
    if off:
        return not_done(f"without one: {listed(off[:4])}", "people")
    return done(f"{many(len(held), 'route')}", "people")


def _alarm_owners(known: Known) -> Seen:
    held = known.owner("alarms")
    if held is None:
        return not_done("nobody owns them by name", "people")
    return judged(holds=held.deputy is not None, said=held.people, link="people")


def _alarm_channels(known: Known) -> Seen:
    found = known.alarms
    if not found.channels:
        return not_done("no channel is named, so alarms wait to be looked at", "alarms")
    if found.undelivered or found.untold:
        named = listed([*found.undelivered, *found.untold][:4])
        return not_done(f"nobody could be told of {named}", "alarms")
    return done(listed(one.name for one in found.channels), "alarms")


def _fresh(known: Known) -> Seen:
    last = last_event(known.desk)
    if last is None:
        return not_done("no event has ever come in", "imports")
    days = max(0, (known.now - last).days)
    said = f"the newest event is {many(days, 'day')} old"
    return judged(holds=days <= _LATE, said=said, link="imports")


def _sorted(known: Known) -> Seen:
    one, hours = known.clock.imported.within, known.policy.value(CLOCK_HOURS)
    said = f"{share(one.value, one.low, one.high, one.n)} within {hours:g} hours"
    if one.value is None or one.low is None or one.n < known.policy.value(MIN_SUPPORT):
        return cannot_know(said, "alignment")
    most = True if one.low >= 0.5 else False if (one.high or 1.0) < 0.5 else None
    return judged(holds=most, said=said, link="alignment")


def _retention(known: Known) -> Seen:
    found = known.privacy.retention
    if found is None:
        return not_done("nothing is decided: they stay", "privacy")
    return done(f"{found.get('days')} days", "privacy")


def _on_record(known: Known) -> Seen:
    found = known.open_incidents
    if not found:
        return cannot_know("no incident is open", "incidents")
    named = [f"{one.id} since {one.start[:10]}, {one.owner}" for one in found]
    return done(listed(named[:3]), "incidents")


def _taken(known: Known) -> Seen:
    waiting = [one.id for one in known.alarms.alarms if one.state == "open"]
    if waiting:
        return not_done(f"nobody has taken {listed(waiting[:4])}", "alarms")
    return done("no alarm waits for somebody to take it", "alarms")


def _each(holds: Callable[[Known, Incident], bool], lack: str) -> Callable[[Known], Seen]:
    """Whether it holds for every open incident."""

    def seen(known: Known) -> Seen:
        found = known.open_incidents
        if not found:
            return cannot_know("no incident is open", "incidents")
        off = [one.id for one in found if not holds(known, one)]
        if off:
            return not_done(f"{lack} {listed(off)}", f"incidents?id={off[0]}")
        return done(listed(one.id for one in found), "incidents")

    return seen


def _is_tied(_: Known, one: Incident) -> bool:
    return bool(one.cases or one.groups)


def _is_guarded(known: Known, one: Incident) -> bool:
    held = {case.id for case in (*known.of(State.BLOCKING), *known.of(State.MONITORING))}
    return any(case in held for case in one.cases)


def _release(known: Known) -> Seen:
    """Whether it is named; where it is not, none may have brought it."""
    found = known.open_incidents
    if not found:
        return cannot_know("no incident is open", "incidents")
    off = [one.id for one in found if one.release is None]
    if off:
        why = f"{listed(off)} names none: perhaps no release brought it"
        return cannot_know(why, f"incidents?id={off[0]}")
    return done(listed(f"{one.id}: {one.release}" for one in found), "incidents")


def _decided(known: Known) -> Seen:
    found = known.budget
    if found is None or found.left is None:
        return cannot_know("nobody can say what is left of it", "budget")
    if known.frozen:
        return done(known.frozen, "budget")
    said = f"{found.said()}, and the gate is open"
    return judged(holds=found.left > 0, said=said, link="budget")


SEEN_LIVE: Mapping[str, Callable[[Known], Seen]] = {
    "gate": _gate,
    "mode": _mode,
    "baseline": _baseline,
    "objective": _objective,
    "budget": _budget,
    "latency": _kept(P95),
    "cost": _kept(PER_1000),
    "route-budgets": _route_budgets,
    "routes": _routes,
    "alarm-owners": _alarm_owners,
    "alarm-channels": _alarm_channels,
    "fresh": _fresh,
    "sorted": _sorted,
    "retention": _retention,
}
SEEN_INCIDENT: Mapping[str, Callable[[Known], Seen]] = {
    "on-record": _on_record,
    "taken": _taken,
    "tied": _each(_is_tied, "nothing is tied to"),
    "release": _release,
    "guarded": _each(_is_guarded, "no case in monitoring or blocking is of"),
    "decided": _decided,
}
