"""What can be decided about an item right there: each way is the form of its own page."""

from collections.abc import Callable, Mapping
from functools import partial

from curation.actions import Standing
from curation.errors import CurationError
from curation.names import among, same_person
from curation.review import Item
from pages.governance.proposal_cards import decide_form, says
from pages.governance.waiver_forms import end_form, waive_form
from pages.today.meeting_forms import word_form
from pages.today.meeting_found import of_alarm, of_drift, of_flake, of_group
from pages.today.meeting_way import Way, Ways
from store.answers.on_the_item import one_promise
from store.answers.thresholds import moves
from store.answers.waivers import waivable, waivers
from store.desk import Desk


def ways(desk: Desk, actor: str, item: Item) -> Ways:
    """What `actor` can decide about `item` here; nothing where its own page has to."""
    find = _OF_KIND.get(item.kind)
    try:
        return find(desk, actor, item) if find else Ways()
    except CurationError as gone:  # decided meanwhile, or of a part that cannot be read now
        return Ways(said=str(gone))


def _proposal(desk: Desk, actor: str, item: Item) -> Ways:
    one = next((one for one in moves(desk, state="open") if one.proposal == item.subject), None)
    if one is None:
        return Ways()
    may = among(actor, *one.waits_for) and not one.stale
    return Ways(
        [
            Way("Approve", partial(decide_form, desk, actor, one, "approve"), True, may),
            Way("Reject", partial(decide_form, desk, actor, one, "reject"), may=may),
        ],
        says(one, same_person(actor, one.proposer), among(actor, *one.waits_for)),
    )


def _waiver(desk: Desk, actor: str, item: Item) -> Ways:
    found = waivers(desk)
    every = (*found.waivers, *found.ended)
    one = next((one for one in every if one.id == item.subject), None)
    if one is None:
        return Ways()
    may = among(actor, *found.granters)
    again = partial(waive_form, desk, actor, found, waivable(desk, one.run), one.what)
    running = one in found.waivers
    ways = [Way("Extend it" if running else "Waive it again", again, True, may)]
    if running:
        ends = among(actor, *one.may_end)
        ways.append(Way("End it now", partial(end_form, desk, actor, one), may=ends))
    return Ways(ways, "" if may else f"Waits for {' or '.join(found.granters) or 'nobody'}.")


def _gate(desk: Desk, actor: str, item: Item) -> Ways:
    offered = waivable(desk, item.subject) if item.subject not in ("none", "frozen") else ()
    if not offered:
        return Ways()
    found = waivers(desk)
    may = among(actor, *found.granters)
    act = partial(waive_form, desk, actor, found, offered, None)
    whose = "" if may else f"To waive a failure is for {' or '.join(found.granters)}."
    return Ways([Way("Waive a failure", act, may=may)], whose)


def _promise(desk: Desk, actor: str, item: Item) -> Ways:
    one = one_promise(desk, item.subject)
    if one is None or one.standing in (Standing.HELD, Standing.DROPPED):
        return Ways()
    return Ways([Way("Say what came of it", partial(word_form, desk, actor, one), True)])


_OF_KIND: Mapping[str, Callable[[Desk, str, Item], Ways]] = {
    "promise": _promise,
    "gate": _gate,
    "failure_group": of_group,
    "flake": of_flake,
    "drift": of_drift,
    "alarm": of_alarm,
    "proposal": _proposal,
    "waiver": _waiver,
    "quarantine": of_flake,
}
