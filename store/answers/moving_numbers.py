"""What is known of a governed number that may move: the replay, and at which head."""

from typing import Any

from curation.replays import Caught, Replay
from curation.threshold_values import number, value_said
from store.answers.plain import plain
from store.answers.replay import replay
from store.desk import Desk


def value_of(desk: Desk, name: str, text: str) -> float | None:
    """The value that a person wrote for `name`, whose unit decides what can be meant."""
    with desk.ledger.reading() as asked:
        return value_said(text, number(asked.policy(), name).metric)


def evidence(desk: Desk, name: str, to: float | None) -> dict[str, Any]:
    """What a proposal to move `name` rests on, as it goes into the log."""
    with desk.ledger.reading() as asked:
        seq, head = asked.head()
    found = replay(desk, name, to)
    return {"seq": seq, "head": head, "replay": _summary(found)}


def _summary(found: Replay) -> dict[str, Any]:
    """What the replay says, without each run that stays as it is."""
    if found.cannot:
        return {"cannot": found.cannot}
    flips = [
        {"run": r.run, "now": r.verdict_now, "then": r.verdict_then, "cases": list(r.cases)}
        for r in found.flips
    ]
    known = [one for one in found.runs if one.verdict_now and one.verdict_then]
    return {
        "sentence": found.sentence,
        "runs": len(known),
        "flips": flips,
        "otherwise": sum(one.flips for one in found.things),
        "incidents": _counts(found.incidents),
        "incidents_now": _counts(found.incidents_now),
    }


def _counts(found: Caught | None) -> dict[str, Any] | None:
    if found is None:
        return None
    wanted = ("caught", "missed", "false_alarms", "n", "low", "high", "of_quiet", "note")
    return {name: plain(getattr(found, name)) for name in wanted}
