"""What the browser is told, as plain JSON: rows, what is known of a case, what was done."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from curation.decisions import Entry
from curation.promotion import Objection
from pages.shared import wording
from pages.shared.links import address
from store.acts.triaging import Outcome
from store.answers.glimpses import Glimpse, Ran
from store.answers.queue import Waiting

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


def row(one: Waiting) -> Json:
    """One line of the list."""
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
        "age": wording.ago(one.last_seen),
        "last": wording.moment(one.last_seen) if one.last_seen else None,
        "severity": one.severity,
        "owner": one.owner,
        "woken": one.woken,
        "url": address("case", id=one.case),
    }


def glimpse(one: Glimpse) -> Json:
    """Everything beside the list about one case."""
    case = one.case
    cost = case.cost_of_failure
    return {
        "input": case.input,
        "expected": case.expected,
        "behaviour": case.behaviour,
        "output": one.output,
        "cost": None if cost is None else wording.money(cost),
        "facts": [[wording.words(k), _short(v)] for k, v in one.facts.items()][:SHOWN_FACTS],
        "weeks": _weeks(one.weeks),
        "runs": [_ran(ran) for ran in one.runs],
        "history": [_decision(entry) for entry in one.history],
        "alike": [
            {
                "title": a.title,
                "share": wording.percent(a.share, 0),
                "state": (a.state or "in the inbox").capitalize(),
                "url": address("case", id=a.case),
            }
            for a in one.alike
        ],
        "stand": {to: _objections(found) for to, found in one.stands_in_the_way.items()},
        "blocked": [ran.run for ran in one.would_have_blocked],
        "wake": one.would_wake,
    }


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
    return [[_sentence(o.what), _WAYS.get(o.code, _sentence(o.clear))] for o in found]


def _sentence(words: str) -> str:
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
