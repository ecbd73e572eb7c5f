"""What nobody answers for, or somebody who cannot; and what falls to who owns blocking."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from curation.cases import Case, State
from curation.holdings import Holding, Post, What
from curation.owned import ROUTE, SOURCE, called, falls_to
from curation.ownership import Ownership
from curation.people import People
from curation.threshold_owners import decider
from curation.thresholds import Threshold

OWNED_SETS = (State.BLOCKING, State.MONITORING)  # the backlog is everybody's


class Lack(StrEnum):
    """What is lacking, the gravest first."""

    NOBODY = "nobody"  # nobody can decide about it
    CANNOT = "cannot"  # who answers for it has left, or only looks
    NO_DEPUTY = "no_deputy"  # who owns it cannot have their own proposals decided
    FALLS = "falls"  # nobody of its own; who owns what is above it answers


LACKING: Mapping[Lack, str] = {  # what is lacking, as a phrase
    Lack.NOBODY: "an owner",
    Lack.CANNOT: "an owner who can decide",
    Lack.NO_DEPUTY: "a deputy",
    Lack.FALLS: "an owner of its own",
}
GRAVE = (Lack.NOBODY, Lack.CANNOT)


@dataclass(frozen=True, slots=True)
class Unowned:
    """`subject` lacks somebody; `falls_to` answers meanwhile, and `clear` says what to do."""

    lack: Lack
    subject: str
    title: str
    why: str
    clear: str
    falls_to: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What a desk has that somebody should answer for."""

    people: People
    owners: Mapping[str, Ownership]
    thresholds: Sequence[Threshold]
    held: Sequence[Holding]
    routes: Sequence[str] = ()  # of blocking cases: a failure there stops a release
    sources: Sequence[str] = ()
    without: Sequence[Case] = ()  # cases of monitoring and blocking that are nobody's


def unowned(known: Known) -> list[Unowned]:
    """Everything that lacks somebody, the gravest first."""
    found = [
        *_sets(known),
        *_numbers(known),
        *_unable(known),
        *_cases(known.without),
        *_deputies(known),
        *_falling(known, ROUTE, known.routes, "its blocking cases stop a release"),
        *_falling(known, SOURCE, known.sources, "it brings data"),
    ]
    return sorted(found, key=lambda one: list(Lack).index(one.lack))


def _sets(known: Known) -> Iterable[Unowned]:
    for name in OWNED_SETS:
        if name not in known.owners:
            yield Unowned(Lack.NOBODY, name, name, "nobody owns the set", _own(name))


def _numbers(known: Known) -> Iterable[Unowned]:
    """Numbers about which nobody decides; they all fall to blocking, so they are one line."""
    found = [one.name for one in known.thresholds if decider(one, known.owners) is None]
    if found:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        why = "nobody owns them, what they are about, or blocking"
        yield Unowned(Lack.NOBODY, "thresholds", found[0] + more, why, _own("blocking"))


def _unable(known: Known) -> Iterable[Unowned]:
    """What is held by somebody who cannot decide, one line for what is decided about."""
    unable = [one for one in known.held if not known.people.decides(one.holder)]
    for one in unable:
        if one.what in (What.SCOPE, What.THRESHOLD):
            yield Unowned(
                Lack.CANNOT,
                one.subject,
                one.title,
                f"its {one.post} {one.holder} {_why(known.people, one.holder)}",
                _own(one.subject) if one.post is Post.OWNER else _hand_over(one.holder),
            )
    work = Counter(
        (o.holder, o.what) for o in unable if o.what not in (What.SCOPE, What.THRESHOLD)
    )
    for (holder, what), number in work.items():
        yield Unowned(
            Lack.CANNOT,
            f"{what}:{holder}",
            f"{number} {what}{'s' if number > 1 else ''}",
            f"{holder}, whose work it is, {_why(known.people, holder)}",
            _hand_over(holder),
        )


def _cases(without: Sequence[Case]) -> Iterable[Unowned]:
    for state, number in Counter(case.state for case in without).items():
        what = f"{number} case{'s' if number > 1 else ''} of {state}"
        clear = "evaldesk expect CASE --owner NAME"
        yield Unowned(Lack.NOBODY, f"cases:{state}", what, "nobody owns them", clear)


def _deputies(known: Known) -> Iterable[Unowned]:
    for name in OWNED_SETS:
        one = known.owners.get(name)
        if one is not None and one.deputy is None:
            yield Unowned(
                Lack.NO_DEPUTY,
                name,
                name,
                f"{one.owner} has no deputy, who decides on the owner's own proposals",
                _own(name, one.owner, deputy=True),
            )


def _falling(known: Known, prefix: str, names: Sequence[str], why: str) -> Iterable[Unowned]:
    for name in names:
        scope = prefix + name
        held = falls_to(scope, known.owners)
        if scope in known.owners:
            continue
        lack = Lack.FALLS if held else Lack.NOBODY
        falls = held.owner if held else None
        yield Unowned(lack, scope, called(scope), why, _own(scope), falls)


def _why(people: People, name: str) -> str:
    if people.left(name):
        return "has left"
    role = people.role(name)
    listed = people.person(name) is not None
    return f"is a {role}" if listed else f"is not listed, and so a {role}"


def _own(scope: str, owner: str = "NAME", *, deputy: bool = False) -> str:
    said = (
        f'evaldesk own "{scope}" --owner "{owner}"'
        if " " in scope + owner
        else (f"evaldesk own {scope} --owner {owner}")
    )
    return said + (" --deputy NAME" if deputy else "")


def _hand_over(name: str) -> str:
    return f'evaldesk people hand-over "{name}" --to NAME'
