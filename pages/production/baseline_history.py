"""Who moved the baseline, when, why, and from what to what."""

from pages.shared import parts, wording
from pages.shared.html import Content, join, show, tag
from pages.shared.links import link
from pages.shared.lists import Event, timeline
from store.answers.baseline import BaselineAnswer, Move, Said


def history_card(found: BaselineAnswer) -> None:
    """Draw every move, newest first; each old baseline can be looked at."""
    moves = found.history
    title = f"Moved {wording.many(len(moves) - 1, 'time')}" if len(moves) > 1 else "History"
    with parts.card(title, "Every word about it stays in the log, newest first", key="moves"):
        if not moves:
            show(tag("p", "Nobody has set one yet.", class_="muted"))
            return
        events = [Event(m.by, _what(m), wording.moment(m.at), m.reason) for m in moves]
        show(timeline(events))


def _what(move: Move) -> Content:
    if move.after is None:
        return "took it away"
    verb = "moved it" if move.before else "set it"
    now = link(_window(move.after), "baseline", decision=move.decision)
    if move.before is None:
        return join((f"{verb} to ", now, _run(move.after)))
    before = link(_window(move.before), "baseline", decision=move.before.decision)
    return join((f"{verb} from ", before, _run(move.before), " to ", now, _run(move.after)))


def _window(said: Said) -> str:
    return f"{said.since}..{said.until}"


def _run(said: Said) -> str:
    return f" with {said.run}" if said.run else ""
