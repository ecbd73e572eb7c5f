"""When a labelling standard may be set, and what of it is frozen once there are labels."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from curation.contract import Change
from curation.errors import BadRequest, NotAllowed
from curation.labelling_standard import About, Question, Scale, Standard
from curation.ownership import Ownership
from curation.people import People
from curation.standard_terms import LISTS, MOST_OPTIONS, TEXTS

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class StandardRefused(BadRequest):
    """The standard cannot be set as it stands; each fault names its place."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("The standard is not set. " + " ".join(faults))


@dataclass(frozen=True, slots=True)
class Used:
    """A question that has labels: as it was asked, and how many answer it."""

    question: Question
    labels: int


def faults(wanted: Standard, used: Mapping[str, Used]) -> list[str]:
    """What is off in the questions of `wanted`; `used` are those that have labels, by name."""
    found = [one for question in wanted.questions for one in _off(question)]
    names = [one.name for one in wanted.questions]
    found += [
        f"'{name}' is asked twice." for name in dict.fromkeys(names) if names.count(name) > 1
    ]
    if not wanted.deciding:
        found.append(
            "No question decides: write at least one [[question]] about the expectation, "
            "on which reviewers have to agree before a case may block."
        )
    return [*found, *_frozen(wanted, used)]


def _off(one: Question) -> list[str]:
    found: list[str] = []
    if not _NAME.fullmatch(one.name):
        found.append(
            f"'{one.name}' cannot name a question: use a-z, 0-9 and _, beginning with a letter."
        )
    if one.scale is Scale.INTERVAL:
        return [*found, *_off_interval(one)]
    if one.low is not None or one.high is not None:
        found.append(f"'{one.name}' has options, so low and high say nothing of it.")
    if not 2 <= len(one.options) <= MOST_OPTIONS:
        found.append(
            f"'{one.name}' has {len(one.options)} options: write 2 to {MOST_OPTIONS}, each as "
            "[[question.option]] with a value and its meaning."
        )
    if len(set(one.values)) < len(one.values):
        found.append(f"'{one.name}' has an option twice.")
    return found


def _off_interval(one: Question) -> list[str]:
    if one.options:
        return [f"'{one.name}' is answered by a number, so it has no options."]
    if one.low is not None and one.high is not None and one.low >= one.high:
        return [f"'{one.name}' has low at or above high."]
    return []


def _frozen(wanted: Standard, used: Mapping[str, Used]) -> Iterable[str]:
    for question in wanted.questions:
        was = used.get(question.name)
        if was is not None and was.question.form != question.form:
            yield (
                f"'{question.name}' has {was.labels} labels, so its scale, its options and "
                "what it is about are frozen: give the changed question a new name."
            )


def require_may_set(blocking: Ownership | None, known: People, actor: str) -> None:
    """Refuse to who neither owns what blocks nor is an admin: labels decide what may block."""
    if known.is_admin(actor) or (blocking is not None and blocking.may_decide(actor)):
        return
    whose = blocking.people if blocking else known.ask
    raise NotAllowed(
        f"The labelling standard is for {whose} to set, who answer for what blocks; you are "
        f"{actor}. Send them the file of `evaldesk standard export` with your changes."
    )


def changes(before: Standard | None, after: Standard) -> list[Change]:
    """What `after` says otherwise than `before`, place by place."""
    old, new = _flat(before) if before else {}, _flat(after)
    names = [*new, *(name for name in old if name not in new)]
    return [Change(n, old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n)]


def _flat(found: Standard) -> dict[str, str]:
    flat = {"title": found.title, **{name: getattr(found, name) for name in TEXTS}}
    for name in LISTS:
        said: Sequence[str] = getattr(found, name)
        flat |= {f"{name}.{n}": one for n, one in enumerate(said, start=1)}
    for one in found.questions:
        flat |= {f"question.{one.name}{what}": said for what, said in _told(one).items()}
    return {name: said for name, said in flat.items() if said}


def _told(one: Question) -> dict[str, str]:
    asked = "feedback" if one.about is About.FEEDBACK else "expectation"
    ends = " to ".join(f"{end:g}" for end in (one.low, one.high) if end is not None)
    return {
        "": one.text,
        ".scale": f"{one.scale}{f', {ends}' if ends else ''}",
        ".about": f"{asked}{', decides' if one.decides else ''}",
        ".options": ", ".join(one.values),
        **{f".option.{o.value}": o.meaning for o in one.options},
    }


def used_in(standards: Sequence[Standard], answered: Mapping[str, int]) -> dict[str, Used]:
    """The questions that have labels; `answered`: how many, by name of the question."""
    found: dict[str, Used] = {}
    for standard in standards:
        for one in standard.questions:
            if answered.get(one.name):
                found[one.name] = Used(one, answered[one.name])
    return found


def between(standards: Sequence[Standard]) -> list[tuple[Standard, list[Change]]]:
    """Every version, newest first, with what it changed."""
    pairs = pairwise([None, *standards])
    return [(new, changes(old, new)) for old, new in pairs if new is not None][::-1]
