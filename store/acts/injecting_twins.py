"""Put twins of cases to a copy of the desk, and see whether it knows them again."""

from collections.abc import Sequence

from curation.cases import Case, State
from curation.errors import CurationError, KnownCase
from curation.fixtures.drawing import Draw
from curation.identity import case_id
from curation.injections import Detected, detected, respelt, reworded
from store.acts.describing import open_by_hand
from store.acts.moving import move
from store.desk import Desk

TWINS = ("twin", "duplicate", "near")  # in the code of an objection
THERE = "it is on the desk in these words already"


def twins(copy: Desk, n: int, seed: int, actor: str) -> list[Detected]:
    """Cases that are there already, in other letters or in a few other words."""
    with copy.ledger.reading() as asked:
        held = asked.cases(State.BLOCKING, State.MONITORING)
    draw = Draw("twins", seed)
    firm = [one for one in held if one.state is State.BLOCKING]
    same = draw.mixed(held)[:n]
    alike = [(one, reworded(one.input, draw)) for one in draw.mixed(firm)[:n]]
    exact, hindered = _exact(copy, same, actor)
    near, kept_out = _near(copy, alike, actor)
    return [
        detected("exact twin", "a case in other letters and marks", "case id", exact,
                 _why(hindered, len(same), "no case stands in a set")),
        detected("near twin", "a blocking case in a few other words", "promotion", near,
                 _why(kept_out, len(alike), "no case blocks")),
    ]  # fmt: skip


def _exact(copy: Desk, cases: Sequence[Case], actor: str) -> tuple[dict[str, bool], list[str]]:
    """Whether each is known as that very case; why others could not be tried."""
    found: dict[str, bool] = {}
    hindered: list[str] = []
    for one in cases:
        try:
            open_by_hand(copy, respelt(one.input), route=one.route, actor=actor)
            found[one.id] = False
        except KnownCase as known:
            found[one.id] = known.case_id == one.id
        except CurationError as refusal:
            hindered.append(str(refusal))
    return found, hindered


def _near(
    copy: Desk, alike: Sequence[tuple[Case, str]], actor: str
) -> tuple[dict[str, bool], list[str]]:
    """Whether the promotion check speaks of a twin; why others could not be tried."""
    made: dict[str, bool] = {}
    hindered: list[str] = []
    for case, text in alike:
        if (one := case_id(case.route, text)) in made:
            hindered.append(THERE)
            continue
        try:
            one = open_by_hand(copy, text, route=case.route, actor=actor, owner=actor,
                               behaviour="refusal").id  # fmt: skip
            made[one] = False
        except KnownCase:
            hindered.append(THERE)
        except CurationError as refusal:
            hindered.append(str(refusal))
    if not made:
        return made, hindered
    done = move(copy, [*made], State.BLOCKING, actor=actor, reason="to see what is said")
    for refused in done.refused:
        codes = [objection.code for objection in refused.objections]
        made[refused.case] = any(word in code for code in codes for word in TWINS)
    return made, hindered


def _why(hindered: Sequence[str], of: int, none: str) -> str | None:
    """Why nothing could be injected, or how much of it could not."""
    if not of:
        return none
    if not hindered:
        return None
    return f"{len(hindered)} of {of} could not be injected: {hindered[0].rstrip('.')}"
