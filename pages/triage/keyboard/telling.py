"""What the browser is told, as plain JSON: rows, what is known of a case, what was done."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from curation.decisions import Entry
from curation.effect import Effect
from curation.promotion import Objection
from curation.triage_time import next_friday
from pages.shared import wording
from pages.shared.links import address, outside
from store.acts.triaging import Outcome
from store.answers.glimpses import Glimpse, Ran
from store.answers.likeness import Alike
from store.answers.queue import Waiting
from store.answers.weighing import Wakes, Weighed

Json = dict[str, Any]
SHOWN_FACTS = 18
SHOWN_WEEKS = 52
# The way out of an objection, as it is walked here; others keep the words of the terminal.
_WAYS = {
    "no_expected_behaviour": "Press E.",
    "no_owner": "Press A.",
    "no_severity": "Press S.",
    "no_cost": "Press S.",
    "no_reason": "Press W and say why.",
}


def days(today: date) -> Json:
    """Today, and the days that an answer is most often due by."""
    quick = (
        ("Today", today),
        ("Friday", next_friday(today)),
        ("In 7 days", today + timedelta(days=7)),
    )
    return {
        "today": today.isoformat(),
        "dues": [[word, day.isoformat()] for word, day in quick],
    }


def row(one: Waiting, since: float | None, now: datetime) -> Json:
    """One line of the list; `since`: when it came to the desk, in seconds since 1970."""
    came = None if since is None or one.woken else datetime.fromtimestamp(since, UTC)
    return {
        "id": one.case,
        "version": one.version,
        "state": one.state,
        "title": one.title,
        "kind": wording.words(one.kind),
        "expected": one.expected,
        "actual": one.actual,
        "route": one.route,
        "count": one.count,
        "cost": wording.money(one.cost),
        "waits": None if came is None else (now - came).days,
        "last": wording.moment(one.last_seen) if one.last_seen else None,
        "severity": one.severity,
        "owner": one.owner,
        "due": one.due,
        "woken": one.woken,
        "url": address("case", id=one.case),
    }


def glimpse(one: Glimpse, links: Mapping[str, Any]) -> Json:
    """Everything beside the list about one case."""
    case = one.case
    cost = case.cost_of_failure
    return {
        "input": case.input,
        "expected": case.expected,
        "behaviour": case.behaviour,
        "output": one.output,
        "cost": None if cost is None else wording.money(cost),
        "facts": _facts(one.facts, links),
        "weeks": _weeks(one.weeks),
        "runs": [_ran(ran) for ran in one.runs],
        "history": [_decision(entry) for entry in one.history],
        "heard": [one.heard.count, one.heard.wordings, one.heard.verbatim],
        "alike": [_alike(a, case.route) for a in one.alike],
        "stand": {to: _objections(found) for to, found in one.stands_in_the_way.items()},
        "effect": _effect(one.effect),
        "wake": one.would_wake,
    }


def weighed(one: Weighed) -> Json:
    """What a move of several would do, as the dialog shows it before it is sent."""
    return {
        "free": list(one.free),
        "refused": one.refused,
        "stays": [
            {"n": len(s.cases), "cases": list(s.cases), "said": _objections((s.objection,))[0]}
            for s in one.stays
        ],
        "effect": None if one.effect is None else _effect(one.effect),
        "wakes": [_wakes(group) for group in one.wakes],
    }


def _wakes(group: Wakes) -> Json:
    return {
        "group": f"{wording.words(group.kind)} on {group.route}",
        "cases": group.cases,
        "failures": group.failures,
        "recent": round(group.recent, 1),
        "busiest": group.busiest,
        "limit": None if group.limit is None else int(group.limit),
    }


def _effect(found: Effect) -> Json:
    return {
        "releases": found.releases,
        "blocked": list(found.blocked),
        "held": list(found.held_up),
        "anyway": list(found.anyway),
        "unasked": len(found.unasked),
        "partly": [[one.run, one.unasked, one.cases] for one in found.partly],
    }


def _alike(one: Alike, route: str) -> Json:
    return {
        "id": one.case,
        "title": one.title,
        "same": one.same,
        "share": wording.percent(one.share, 0),
        "route": None if one.route == route else one.route,
        "count": one.count,
        "state": (one.state or "inbox").capitalize(),
        "url": address("case", id=one.case),
    }


def _facts(found: Mapping[str, Any], links: Mapping[str, Any]) -> list[list[str | None]]:
    """Name, value, and where an id leads when the desk's settings say so."""
    ids = {"trace_id": outside(links.get("trace"), trace_id=found.get("trace_id"))}
    first = [name for name in ids if name in found]
    names = [*first, *(name for name in found if name not in first)][:SHOWN_FACTS]
    return [[wording.words(name), _short(found[name]), ids.get(name)] for name in names]


def outcome(one: Outcome) -> Json:
    """What became of one action, with every objection."""
    c = one.conflict
    return {
        "act": one.act,
        "done": list(one.done),
        "refused": [
            {"case": r.case, "objections": _objections(r.objections)} for r in one.refused
        ],
        "conflict": c
        and {
            "case": c.case,
            "by": c.by,
            "at": c.at,
            "what": c.what,
            "state": c.state,
            "version": c.version,
        },
        "said": one.said,
    }


def _objections(found: tuple[Objection, ...]) -> list[list[str]]:
    return [[sentence(o.what), _WAYS.get(o.code, sentence(o.clear))] for o in found]


def sentence(words: str) -> str:
    """Words with a capital and a stop; a command stays as it is to be typed."""
    if words.startswith("evaldesk "):
        return words
    return f"{words[:1].upper()}{words[1:]}."


def _weeks(found: Sequence[tuple[date, int]]) -> list[list[Any]]:
    """The weeks from the first failure to the last, quiet ones as 0."""
    if not found:
        return []
    counts, first = dict(found), found[0][0]
    weeks = [first + timedelta(weeks=n) for n in range((found[-1][0] - first).days // 7 + 1)]
    return [[week.isoformat(), counts.get(week, 0)] for week in weeks[-SHOWN_WEEKS:]]


def _ran(ran: Ran) -> Json:
    title = f"{ran.run}: {ran.outcome}, {ran.passed} of {ran.attempts} passed"
    return {"outcome": ran.outcome, "title": title}


def _decision(entry: Entry) -> Json:
    to = entry.after.get("state") if entry.kind == "moved" else None
    what = f"moved it to {to}" if to else f"{entry.kind} it"
    when = wording.moment(entry.at)
    return {"who": entry.actor, "what": what, "why": entry.reason, "when": when}


def _short(value: object) -> str:
    if isinstance(value, datetime):
        return wording.moment(value)
    return f"{value:,.4g}" if isinstance(value, float) else str(value)[:120]
